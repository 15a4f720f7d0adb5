package fleet

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/delistdev/delist/inventory/source"
)

// A record is one value cut out of a JSON text.
type record struct {
	raw  []byte // good until the next one
	line int
	// key is the member of the outermost object in which it stands, if it stands
	// in one.
	key string
	// pointer leads to it (RFC 6901); "" if it is a text of its own, or if
	// several texts follow one another: then the line tells it.
	pointer string
	err     error
}

// eachRecord cuts a JSON text into records: the elements of an array and the
// objects that stand in the named members of the outermost object; without names
// the outermost objects themselves. A text may be an array of them, and several
// may follow one another, as pages that were fetched one by one do.
//
// It cuts by brackets and quotes only, so that what is wrong inside a record does
// not touch the others; a string ends at the end of its line, as JSON wants it.
func (r *reader) eachRecord(in io.Reader, names []string, do func(record)) {
	s := &cutter{reader: r, in: bufio.NewReaderSize(in, 64<<10), line: 1, names: names, do: do}
	err := s.text()
	switch {
	case err == nil && !s.found:
		r.faultf(0, "", "no %s in it", strings.Join(names, ", "))
	case err == nil, r.done:
	case errors.Is(err, io.EOF):
		r.fault(s.line, "", errCut)
	default:
		r.fault(s.line, "", err)
	}
}

// decode decodes a record. What has another type than expected is reported, and
// the rest of the record is good.
func (r *reader) decode(rec record, into any) bool {
	err := rec.err
	if err == nil {
		err = json.Unmarshal(rec.raw, into)
	}
	if err == nil {
		return true
	}
	var kind *json.UnmarshalTypeError
	good := errors.As(err, &kind) && kind.Field != ""
	if good {
		err = fmt.Errorf("%s is a JSON %s", kind.Field[strings.LastIndexByte(kind.Field, '.')+1:], kind.Value)
	}
	return r.fault(rec.at().line, rec.pointer, err) && good
}

func (rec record) at() place {
	if rec.pointer != "" {
		return place{object: rec.pointer}
	}
	return place{line: rec.line}
}

const (
	maxKey   = 1 << 10
	maxDepth = 64
)

var (
	errDeep     = fmt.Errorf("%w: nested deeper than %d", source.ErrLimit, maxDepth)
	errBrackets = errors.New("brackets do not match")
	errNotJSON  = errors.New("not JSON")
)
