package image

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"sync"
)

// Limits bound what reading an image may cost. In each field zero means the
// default.
type Limits struct {
	// Entries is how many records a layer may have. Default 2,000,000.
	Entries int
	// LayerBytes is how much one layer may unpack to. Default 64 GiB.
	LayerBytes int64
	// Ratio is how many times larger than packed a layer may be, and at least
	// that many MiB. Default 200.
	Ratio int64
	// Held is the largest file of a compressed layer that is kept in memory
	// while it is read; a larger one goes to a temporary file. Default 16 MiB.
	Held int64
}

func (l Limits) orDefault() Limits {
	if l.Entries <= 0 {
		l.Entries = 2_000_000
	}
	if l.LayerBytes <= 0 {
		l.LayerBytes = 64 << 30
	}
	if l.Ratio <= 0 {
		l.Ratio = 200
	}
	if l.Held <= 0 {
		l.Held = 16 << 20
	}
	return l
}

// ErrLimit is wrapped by errors that say that a limit was met.
var ErrLimit = errors.New("limit met")

// A Want says which versions of a file are asked for.
type Want int

// What can be wanted of a file.
const (
	Skip         Want = iota
	Final             // as the image has it in the end
	EveryVersion      // and as each lower layer had it
	Beside            // as it is in the end, kept aside for looking at: a small one
)

const (
	// BesideBytes is how much of a file is kept aside: what it says stands at its
	// beginning.
	BesideBytes = 16 << 10
	// besideTotal is how much is kept aside of one layer.
	besideTotal = 32 << 20
)

// A File is a regular file of an image. Its content is good only until the
// function that was given it returns.
type File struct {
	io.ReaderAt
	Path  string // below the root of the image, with "/"
	Size  int64
	Mode  fs.FileMode
	Layer *Layer // that brought this version
	// Superseded reports that an upper layer replaced it or took it away.
	Superseded bool
}

// A Reading is how the files of an image are asked for.
type Reading struct {
	Limits Limits
	Want   func(path string, mode fs.FileMode) Want
	// Bad is told what could not be read, and where; reading goes on.
	Bad func(path string, layer *Layer, err error)
	// Start is given the files that are wanted beside the others, before the
	// first of those is given.
	Start func(beside map[string][]byte)
	// File is given each file that is wanted, layer by layer from the lowest,
	// in the order of the layer. An error ends the reading.
	File func(File) error
}

// Read reads the files of the image.
func (im *Image) Read(ctx context.Context, r Reading) error {
	r.Limits = r.Limits.orDefault()
	contents := im.survey(ctx, &r)
	if err := ctx.Err(); err != nil {
		return err
	}
	beside := settle(contents, im.seed)
	if r.Start != nil {
		r.Start(beside)
	}
	held := &holder{limit: r.Limits.Held}
	defer held.close()
	for i, c := range contents {
		if err := im.give(ctx, im.Layers[i], c, held, &r); err != nil {
			return err
		}
	}
	return nil
}

// Contents is what one layer has, as far as it matters.
type contents struct {
	paths, dirs, gone, opaque []uint64 // hashes: of what is no directory, what is one, taken away, and emptied
	wanted                    []wanted
	last                      int // index of the last that is wanted, -1 for none
	failed                    bool
	beside                    int // bytes of what is kept aside
}

type wanted struct {
	index      int // among the records
	path       string
	want       Want
	superseded bool
	content    []byte // of what is wanted beside
}

// survey looks through all layers, several at a time.
func (im *Image) survey(ctx context.Context, r *Reading) []*contents {
	all := make([]*contents, len(im.Layers))
	var group sync.WaitGroup
	var mu sync.Mutex
	tokens := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, l := range im.Layers {
		all[i] = &contents{}
		group.Go(func() {
			tokens <- struct{}{}
			defer func() { <-tokens }()
			var faults []fault
			if err := im.surveyLayer(ctx, l, all[i], r, &faults); err != nil {
				all[i].failed = true
				faults = append(faults, fault{"", err})
			}
			mu.Lock()
			defer mu.Unlock()
			all[i].tell(l, faults, r)
		})
	}
	group.Wait()
	return all
}

type fault struct {
	path string
	err  error
}

func (c *contents) tell(l *Layer, faults []fault, r *Reading) {
	for _, f := range faults {
		if r.Bad != nil {
			r.Bad(f.path, l, f.err)
		}
	}
}

func (im *Image) surveyLayer(ctx context.Context, l *Layer, c *contents, r *Reading, faults *[]fault) error {
	index := -1
	return im.walk(l, r.Limits, func(e entry) error {
		index++
		if index%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		h := hashOf(im.seed, e.path)
		switch {
		case e.whiteout:
			c.gone = append(c.gone, h)
			return nil
		case e.opaque:
			c.opaque = append(c.opaque, h)
			return nil
		case e.kind == tar.TypeDir:
			c.dirs = append(c.dirs, h)
			return nil
		}
		c.paths = append(c.paths, h)
		if e.kind != tar.TypeReg {
			return nil // links are not followed; what they lead to is read where it lies
		}
		w := wanted{index: index, path: e.path, want: r.Want(e.path, e.mode)}
		if w.want == Skip {
			return nil
		}
		if w.want == Beside {
			content, err := io.ReadAll(io.LimitReader(e.content, BesideBytes))
			if err != nil {
				return err
			}
			if c.beside += len(content); c.beside > besideTotal {
				return fmt.Errorf("%w: more than %d bytes of small files", ErrLimit, besideTotal)
			}
			w.content = content
		}
		c.wanted = append(c.wanted, w)
		return nil
	}, func(path string, err error) { index++; *faults = append(*faults, fault{path, err}) })
}

// settle marks what upper layers replace or take away, from the top down, and
// returns what is wanted beside.
func settle(layers []*contents, seed uint64) map[string][]byte {
	m := &mask{seed: seed, paths: map[uint64]struct{}{}, dirs: map[uint64]struct{}{}, opaque: map[uint64]struct{}{}}
	beside := map[string][]byte{}
	for _, c := range slices.Backward(layers) {
		c.last = -1
		for i := range c.wanted {
			w := &c.wanted[i]
			w.superseded = m.hides(w.path)
			if w.want == Beside {
				if !w.superseded {
					beside[w.path] = w.content
				}
				w.want, w.content = Skip, nil
			}
			if w.want == Final && w.superseded {
				w.want = Skip
			}
			if w.want != Skip {
				c.last = w.index
			}
		}
		m.add(c)
	}
	return beside
}

// A mask is what upper layers hide. Paths are kept as hashes that nobody can
// foresee, since the seed is new in each run.
type mask struct {
	seed                uint64
	paths, dirs, opaque map[uint64]struct{}
}

// hides reports whether a file of a lower layer is not in the end: it was
// replaced or taken away, or something above it was.
func (m *mask) hides(path string) bool {
	h := m.seed
	if _, ok := m.opaque[h]; ok {
		return true
	}
	for i := range len(path) {
		if path[i] == '/' {
			_, replaced := m.paths[h]
			_, emptied := m.opaque[h]
			if replaced || emptied {
				return true
			}
		}
		h = mix(h, path[i])
	}
	_, replaced := m.paths[h]
	_, dir := m.dirs[h]
	return replaced || dir
}

func hashOf(seed uint64, path string) uint64 {
	for i := range len(path) {
		seed = mix(seed, path[i])
	}
	return seed
}

// mix is a step of FNV-1a, 64 bit (draft-eastlake-fnv), followed by a turn.
func mix(h uint64, c byte) uint64 {
	h = (h ^ uint64(c)) * 1099511628211
	return h ^ h>>29
}

func (m *mask) add(c *contents) {
	put := func(set map[uint64]struct{}, list []uint64) {
		for _, h := range list {
			set[h] = struct{}{}
		}
	}
	put(m.paths, c.paths)
	put(m.paths, c.gone)
	put(m.dirs, c.dirs)
	put(m.opaque, c.opaque)
	c.paths, c.dirs, c.gone, c.opaque = nil, nil, nil, nil
}

// give gives the files of a layer that are wanted.
func (im *Image) give(ctx context.Context, l *Layer, c *contents, held *holder, r *Reading) error {
	if c.last < 0 {
		return nil
	}
	index, next := -1, 0
	errDone := errors.New("all was given")
	var stop error
	err := im.walk(l, r.Limits, func(e entry) error {
		index++
		if index > c.last {
			return errDone
		}
		for next < len(c.wanted) && (c.wanted[next].index < index || c.wanted[next].want == Skip) {
			next++
		}
		if next == len(c.wanted) || c.wanted[next].index != index {
			return nil
		}
		if stop = ctx.Err(); stop != nil {
			return errDone
		}
		content, release, err := im.content(l, e, held)
		if err != nil {
			return err
		}
		defer release()
		stop = r.File(File{ReaderAt: content, Path: e.path, Size: e.size, Mode: e.mode, Layer: l, Superseded: c.wanted[next].superseded})
		if stop != nil {
			return errDone
		}
		return nil
	}, func(string, error) { index++ })
	switch {
	case stop != nil:
		return stop
	case err != nil && !errors.Is(err, errDone) && !c.failed && r.Bad != nil:
		r.Bad("", l, err) // what the survey met is told already
	}
	return nil
}

// content returns the content of a record: where it lies, or held.
func (im *Image) content(l *Layer, e entry, held *holder) (io.ReaderAt, func(), error) {
	if e.at < 0 {
		return held.hold(e.content, e.size)
	}
	p, err := im.blobs.open(l.name)
	if err != nil {
		return nil, nil, err
	}
	return io.NewSectionReader(p, e.at, e.size), p.done, nil
}

// A holder keeps one file at a time of a compressed layer.
type holder struct {
	limit  int64
	buffer []byte
	file   *os.File
}

func (h *holder) hold(r io.Reader, size int64) (io.ReaderAt, func(), error) {
	nothing := func() {}
	if size <= h.limit {
		h.buffer = slices.Grow(h.buffer[:0], int(size))[:size]
		_, err := io.ReadFull(r, h.buffer)
		return bytes.NewReader(h.buffer), nothing, err
	}
	if h.file == nil {
		f, err := os.CreateTemp("", "delist-*")
		if err != nil {
			return nil, nothing, err
		}
		os.Remove(f.Name()) // where an open file cannot be removed, close does it
		h.file = f
	}
	if _, err := h.file.Seek(0, io.SeekStart); err != nil {
		return nil, nothing, err
	}
	if _, err := io.CopyN(h.file, r, size); err != nil {
		return nil, nothing, err
	}
	return io.NewSectionReader(h.file, 0, size), nothing, nil
}

func (h *holder) close() {
	if h.file != nil {
		h.file.Close()
		os.Remove(h.file.Name())
	}
}
