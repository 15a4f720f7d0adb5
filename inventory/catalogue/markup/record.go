// Package markup reads product data in markup: merchant feeds in XML, and web
// pages that say in schema.org's words what they offer.
//
// It gives records of names and values, in the order and with the names of the
// document. What a name means, and whether a record is worth an item, is decided
// elsewhere.
//
// Nothing is fetched, expanded or run: no DTD, no entity but XML's own, no
// context of JSON-LD, no script. All input is taken for hostile: records, depth
// and the number of values are bounded.
package markup

import (
	"fmt"

	"github.com/delistdev/delist/inventory/source"
)

// A Record is one offered product as names and values.
type Record struct {
	// Line is where the record begins, 1-based.
	Line int
	// Object says which record of the document it is: "item 3" and "entry 3" of
	// a feed, "microdata 1" and "rdfa 1" of a page, "script 2" for the second
	// script with JSON-LD, with the JSON pointer of the product in it where that
	// is not the whole: "script 2/@graph/1". Each count begins with 1.
	Object string
	// Fields are in the order of the document. A name may come more than once.
	Fields []Field
	// Begin and End are where the record stands, in bytes of the text in
	// UTF-8, a feed's without its byte order mark: from its first tag or brace to
	// behind its last. Both are 0 where that is not known.
	Begin, End int64
}

// A Field is a value with the path of names that leads to it: "brand",
// "shipping.price", "offers.sku". Names are as the document has them, without
// the prefixes of Google's name spaces and of schema.org ("g:brand" is "brand").
//
// Values are valid UTF-8 with entities decoded and white space collapsed. They
// are never empty: an element without a value gives no field.
type Field struct {
	Name, Value string
}

// A RecordError reports a record that could not be read, or was read in spite of
// a fault; what could be read of it comes as a record of its own. The reader goes
// on. The error wraps [source.ErrLimit] where a limit was met.
type RecordError struct {
	Line   int    // 1-based
	Object string // as in Record; empty for what belongs to no record
	Err    error
}

func (e *RecordError) Error() string {
	if e.Object == "" {
		return fmt.Sprintf("line %d: %v", e.Line, e.Err)
	}
	return fmt.Sprintf("line %d: %s: %v", e.Line, e.Object, e.Err)
}

func (e *RecordError) Unwrap() error { return e.Err }

// mostName bounds a name, and mostPath the path of a field, in bytes.
const (
	mostName = 256
	mostPath = 1024
)

// limitf returns an error that says which limit was met.
func limitf(format string, args ...any) error {
	return fmt.Errorf("%w: %s", source.ErrLimit, fmt.Sprintf(format, args...))
}
