package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory"
	"github.com/delistdev/delist/inventory/source"
	"github.com/delistdev/delist/plan"
	"github.com/delistdev/delist/screening"
)

// A planInput is the file that a plan is made from or compared with.
type planInput struct {
	recorder plan.Recorder
	input    plan.Input
	isFile   bool // or standard input
	hash     hash.Hash
	size     int64
	before   os.FileInfo
}

// planInput looks at a target before it is read. Of a directory or an image no
// digest is taken.
func (a *app) planInput(target string) (*planInput, error) {
	in := &planInput{hash: sha256.New()}
	if target == "-" {
		in.isFile, in.input.Path = true, "-"
		a.stdin = io.TeeReader(a.stdin, io.MultiWriter(in.hash, (*counter)(&in.size)))
		return in, nil
	}
	info, err := os.Stat(target)
	if err != nil || !info.Mode().IsRegular() {
		return in, nil // whoever reads it says what is wrong
	}
	in.isFile, in.before, in.input.Path = true, info, filepath.Base(target)
	f, err := os.Open(target)
	if err != nil {
		return in, nil
	}
	defer f.Close()
	in.size, err = io.Copy(in.hash, f)
	return in, err
}

// A counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// mostPlaces bounds the places of one offer that a plan holds; one with more cannot
// be applied.
const mostPlaces = 1 << 20

// adjust has the reading tell what a plan needs.
func (in *planInput) adjust(withdraw map[string]string) func(*screening.Screening, *inventory.Options) {
	return func(s *screening.Screening, opts *inventory.Options) {
		s.Places = mostPlaces
		opts.Sale = &source.Sale{Withdrawn: withdraw}
		recognised, told := opts.Recognised, opts.Told
		opts.Recognised = func(kind string) {
			in.input.Kind = kind
			recognised(kind)
		}
		opts.Told = func(said delist.Input) {
			if in.input.Form == "" {
				in.input.Form = said.Form
			}
			told(said)
		}
	}
}

// inputs returns the input with its digest, once it was read. One that changed
// meanwhile is refused.
func (in *planInput) inputs(target string) ([]plan.Input, error) {
	if !in.isFile {
		return nil, nil
	}
	if in.before != nil {
		now, err := os.Stat(target)
		if err != nil || now.Size() != in.before.Size() || !now.ModTime().Equal(in.before.ModTime()) {
			return nil, hinted{fmt.Errorf("%s changed while it was read", target), "plan again when nothing writes to it"}
		}
	}
	in.input.Size, in.input.SHA256 = in.size, hex.EncodeToString(in.hash.Sum(nil))
	in.input.Offers, in.input.Records = in.recorder.Offers, in.recorder.Digests()
	return []plan.Input{in.input}, nil
}

// readPlan reads a plan, and takes its digest.
func readPlan(name string) (*plan.Plan, string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, "", fmt.Errorf("plan: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	p, err := plan.Read(io.TeeReader(f, h))
	if err != nil {
		return nil, "", hinted{fmt.Errorf("plan %s: %w", name, err), "delist plan TARGET -o PLAN makes one; docs/plans.md says what may be changed in it"}
	}
	if _, err := io.Copy(h, f); err != nil {
		return nil, "", err
	}
	return p, hex.EncodeToString(h.Sum(nil)), nil
}
