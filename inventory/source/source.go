// Package source is what a reader of one file is given: the bytes, what they are
// called, how much may be read, and whom to tell what was recognised.
//
// The readers of exports, networks and catalogues (packages fleet, network,
// catalogue, hive) all take an [Input] and yield items. Each of them recognises
// its forms by the beginning of their content, never by a name.
package source

import (
	"errors"
	"fmt"
	"io"

	"github.com/delistdev/delist"
)

// HeadSize is how many bytes from the beginning a file is recognised by.
const HeadSize = 64 << 10

// An Input is one file, or standard input, that is read from its beginning.
type Input struct {
	io.Reader
	// Name is how locations and errors call it.
	Name string
	// At and Size reach any place of it; At is nil for what can only be read
	// once, from its beginning.
	At   io.ReaderAt
	Size int64
	// Limits bound what reading may cost.
	Limits Limits
	// Told is told what the input was recognised as; nil tells nobody.
	Told func(delist.Input)
	// Sale asks catalogues for what each line says about selling; nil asks for
	// nothing.
	Sale *Sale
}

// A Sale is what is asked of catalogues beyond whose products they offer.
type Sale struct {
	// Withdrawn are fields, by their headings, with the values that together take
	// an offer off sale; beside what the formats themselves have for it.
	Withdrawn map[string]string
}

// Limits bound what reading may cost. In each field zero means the default.
type Limits struct {
	// Record is the largest record, in bytes. Default 4 MiB.
	Record int
	// Whole is the largest file that is held in memory, for forms that cannot be
	// read as they come. Default 64 MiB.
	Whole int64
	// Unpacked is how much a packed file may unpack to. Default 4 GiB.
	Unpacked int64
}

// OrDefault returns the limits with the defaults filled in.
func (l Limits) OrDefault() Limits {
	if l.Record <= 0 {
		l.Record = 4 << 20
	}
	if l.Whole <= 0 {
		l.Whole = 64 << 20
	}
	if l.Unpacked <= 0 {
		l.Unpacked = 4 << 30
	}
	return l
}

// Tell tells what the input was recognised as.
func (in *Input) Tell(told delist.Input) {
	if in.Told != nil {
		told.Path = in.Name
		in.Told(told)
	}
}

// ErrLimit is wrapped by every error that says that a limit was met. What lies
// behind the limit is undecided.
var ErrLimit = errors.New("limit met")

// Fault returns the error about one record that could not be read, at a line or
// at an object; the reader goes on.
func (in *Input) Fault(reader string, line int, object string, err error) *delist.ReadError {
	return &delist.ReadError{
		Reader: reader, Path: in.Name, Line: line, Object: object,
		Undecided: errors.Is(err, ErrLimit), Err: err,
	}
}

// Faultf is Fault with a message.
func (in *Input) Faultf(reader string, line int, object, format string, args ...any) *delist.ReadError {
	return in.Fault(reader, line, object, fmt.Errorf(format, args...))
}
