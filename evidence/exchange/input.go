package exchange

import (
	"errors"
	"fmt"

	"github.com/delistdev/delist"
)

// An input is one file while it is read.
type input struct {
	name   string
	reader string
	yield  func(Record, error) bool
	done   bool // nobody wants more
	told   map[string]bool
	// seen are the records handed out: none comes twice.
	seen map[Key]bool
}

func newInput(name, reader string, yield func(Record, error) bool) *input {
	return &input{name: name, reader: reader, yield: yield, told: map[string]bool{}, seen: map[Key]bool{}}
}

// give hands a record out.
func (in *input) give(r Record, e element) {
	k := r.Key()
	switch {
	case k.ID == "":
		in.fault(e, fmt.Errorf("a %s without an id", k.Kind))
		return
	case in.seen[k] && k.Kind == Party:
		return
	case in.seen[k]:
		in.fault(e, fmt.Errorf("%s %q is there twice: the first is kept", k.Kind, k.ID))
		return
	}
	in.seen[k] = true
	r.At = delist.Location{Path: in.name, Line: e.lineOf(), Object: e.at}
	in.done = in.done || !in.yield(r, nil)
}

// fault reports what could not be read.
func (in *input) fault(e element, err error) {
	in.tell(e, &delist.ReadError{Err: err,
		Undecided: errors.Is(err, errTooLarge) || errors.Is(err, errTooDeep) || errors.Is(err, errTooMany)})
}

// note reports what is said and has no place in a claim; nothing that has one is
// missing for it.
func (in *input) note(e element, err error) {
	in.tell(e, &delist.ReadError{Err: err, Mended: true})
}

// maxTold bounds how many different things are reported once each.
const maxTold = 256

// once reports something of which a file may be full, where it is met first.
func (in *input) once(e element, what string) {
	if in.told[what] || len(in.told) > maxTold {
		return
	}
	in.told[what] = true
	if len(in.told) > maxTold {
		what = "and more of the kind: no further property is named"
	}
	in.note(e, errors.New(what))
}

func (in *input) tell(e element, err *delist.ReadError) {
	err.Reader, err.Path, err.Line, err.Object = in.reader, in.name, e.lineOf(), e.at
	if e.at == "" {
		err.Offset = e.offset
	}
	in.done = in.done || !in.yield(Record{}, err)
}

// lineOf returns the line of an element, or 0 where its place in the document says
// more: many files are one line.
func (e element) lineOf() int {
	if e.line == 1 && e.at != "" {
		return 0
	}
	return e.line
}
