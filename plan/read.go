package plan

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// MaxSize is the largest plan or verification that is read, in bytes: some million
// lines. It is held in memory.
const MaxSize = 1 << 30

// Read reads a plan that a person may have changed. One with an unknown field, an
// unknown action or a line that is there twice is refused: a slip of the pen must
// not quietly leave something undone.
func Read(r io.Reader) (*Plan, error) {
	limited := &io.LimitedReader{R: r, N: MaxSize + 1}
	dec := json.NewDecoder(limited)
	dec.DisallowUnknownFields()
	var p Plan
	if err := dec.Decode(&p); err != nil {
		return nil, fmt.Errorf("is no plan: %w", whereIn(err, dec))
	}
	if limited.N == 0 {
		return nil, fmt.Errorf("is larger than %d bytes", MaxSize)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("is no plan: something follows it")
	}
	return &p, p.check()
}

// whereIn says where in a plan reading stopped.
func whereIn(err error, dec *json.Decoder) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("at byte %d: %w", syntax.Offset, err)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it is cut off, or empty")
	}
	return fmt.Errorf("at byte %d: %w", dec.InputOffset(), err)
}

// check checks what JSON does not.
func (p *Plan) check() error {
	if p.Schema != Schema {
		return fmt.Errorf("is no plan that is known here: its schema is %q, and %q is wanted", p.Schema, Schema)
	}
	if p.ID == "" || len(p.Asked.As) == 0 || p.Asked.Act == "" || p.Asked.On.IsZero() {
		return errors.New("is no whole plan: its id, or what was asked, is missing")
	}
	seen := make(map[string]int, len(p.Lines))
	for i := range p.Lines {
		l := &p.Lines[i]
		switch {
		case !slices.Contains(Actions, l.Do):
			return fmt.Errorf("line %d: %q is no action: want one of %v", l.Number, l.Do, Actions)
		case l.Finding == "":
			return fmt.Errorf("line %d: it is about no finding", l.Number)
		case seen[l.Finding] != 0:
			return fmt.Errorf("lines %d and %d are about the same finding", seen[l.Finding], l.Number)
		case l.Do == Withdraw && len(l.Locations) == 0:
			return fmt.Errorf("line %d: an offer without a place", l.Number)
		case l.Number <= 0:
			return fmt.Errorf("the line of finding %s has no number", l.Finding)
		}
		seen[l.Finding] = l.Number
	}
	return nil
}
