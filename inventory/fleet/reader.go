package fleet

import (
	"errors"
	"fmt"
	"io"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/source"
)

// A reader hands items and errors on until whoever asks has had enough.
type reader struct {
	in     *source.Input
	kind   string
	limits source.Limits
	yield  func(delist.Item, error) bool
	done   bool // nobody asks any more
}

// A place is where a record stands: at a line, or at an object where lines mean
// nothing; and whose it is.
type place struct {
	line   int
	object string
	asset  string
}

// below returns the place of a part of an object.
func (p place) below(part string, i int) place {
	if p.object != "" {
		p.object = fmt.Sprintf("%s/%s/%d", p.object, part, i)
	}
	return p
}

// item hands on an item. It is false when nobody asks for more.
func (r *reader) item(it delist.Item, at place) bool {
	if r.done {
		return false
	}
	it.Locations = []delist.Location{{Path: r.in.Name, Line: at.line, Object: at.object, Asset: at.asset}}
	it.Reader = r.kind
	r.done = !r.yield(it, nil)
	return !r.done
}

func (r *reader) fault(line int, object string, err error) bool {
	if r.done {
		return false
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = errCut
	}
	r.done = !r.yield(delist.Item{}, r.in.Fault(r.kind, line, object, err))
	return !r.done
}

func (r *reader) faultf(line int, object, format string, args ...any) bool {
	return r.fault(line, object, fmt.Errorf(format, args...))
}

// tell tells what was recognised: pairs of a column's name and what it was taken
// for.
func (r *reader) tell(form string, pairs ...string) {
	told := delist.Input{Reader: r.kind, Form: form}
	for i := 0; i+1 < len(pairs); i += 2 {
		told.Columns = append(told.Columns, delist.Column{Name: pairs[i], As: pairs[i+1]})
	}
	r.in.Tell(told)
}

var errCut = errors.New("the file ends in the middle: what came before was read")

// observe adds an identifier that the export states.
func observe(it *delist.Item, kind delist.IdentifierKind, value string) {
	if value != "" {
		it.Identifiers = append(it.Identifiers, delist.Observed{Kind: kind, Value: value})
	}
}

// claim adds what the export says about a signature: nobody has checked it.
func claim(it *delist.Item, kind delist.IdentifierKind, value string) {
	if value != "" {
		it.Identifiers = append(it.Identifiers, delist.Observed{
			Kind: kind, Value: value, Signature: delist.GradeClaimed, Decided: "the export says so",
		})
	}
}

func declare(it *delist.Item, field, value string) {
	if value != "" {
		it.Declared = append(it.Declared, delist.Declaration{Field: field, Value: value})
	}
}

// isReversed reports whether a text is a domain written backwards, as bundle
// identifiers are: "com.example.app".
func isReversed(id string) bool {
	labels, length := 1, 0
	for i := 0; i < len(id); i++ {
		c := id[i]
		switch {
		case c == '.':
			if length == 0 {
				return false
			}
			labels, length = labels+1, 0
			continue
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		case c >= '0' && c <= '9', c == '-', c == '_':
			if i == 0 {
				return false
			}
		default:
			return false
		}
		length++
	}
	return labels > 1 && length > 0
}
