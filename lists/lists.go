// Package lists reads the published lists of authorities.
//
// Each reader takes an [io.Reader], so fetching and keeping live elsewhere and
// a test needs no network. Each has a file named for its list; the comment on
// its function names the format's specification and the edition it was read
// against. A record that cannot be read is reported with its place, and the
// rest is read: nothing vanishes. The package does not judge and does not match.
package lists

import (
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/delistdev/delist"
)

// A RowError reports a record that could not be read, or could be read only in
// part. The reader goes on to the next: one bad row must not hide the rest.
type RowError struct {
	File string // as named by whoever gave it
	Line int    // 1-based; 0 where lines mean nothing
	Err  error
}

func (e *RowError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %v", e.File, e.Err)
	}
	return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err)
}

func (e *RowError) Unwrap() error { return e.Err }

// isRowError reports whether reading goes on after err.
func isRowError(err error) bool {
	var row *RowError
	return errors.As(err, &row)
}

// errNoEntries says that a file of the right form holds nobody. A list that an
// authority keeps is never empty: something went wrong with the file.
var errNoEntries = errors.New("no entries")

// entries is what a reader gives: entries in file order, and a *RowError for
// each record that could not be read, after which it goes on. Any other error
// ends it.
type entries = iter.Seq2[delist.Entry, error]

// A format is one form in which lists are published.
type format struct {
	// id names it, such as "eu-csv"; after whose it is.
	id string
	// publication is what a file of this format is, unless somebody says
	// otherwise; "" where the format serves several.
	publication string
	// sniff reports whether a file that begins with head (up to 64 KB, UTF-8,
	// no byte-order mark) is of this format.
	sniff func(head []byte) bool
	// read reads a whole file, UTF-8, no byte-order mark. The name is for errors.
	read func(name string, r io.Reader) entries
	// asOf returns the day that a file speaks for, from its head, where it says so.
	asOf func(head []byte) delist.Date
}
