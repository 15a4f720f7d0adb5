package exchange

import "errors"

// limits bound one file. What lies beyond them is reported and, where it is one record
// of many, passed over.
type limits struct {
	record int   // bytes of one record
	depth  int   // of lists and objects in one another
	kept   int   // records that wait for others which they refer to
	bytes  int64 // bytes of those
}

// A report of STIX may list very many objects; an object of JSON-LD is decoded
// without knowing its form, which takes many times its size.
var (
	stixLimits   = limits{record: 16 << 20, depth: 64, kept: 1 << 18, bytes: 128 << 20}
	reviewLimits = limits{record: 1 << 20, depth: 64}
)

var (
	errTooLarge = errors.New("larger than the limit for one record")
	errTooDeep  = errors.New("nested deeper than the limit")
	errTooMany  = errors.New("more objects than the limit: those after it were not read")
	errCut      = errors.New("the file ends in the middle: what came before was read")
)

// An element is one value of a file with its place. Its bytes hold until the next.
type element struct {
	raw    []byte
	at     string // JSON pointer
	line   int
	offset int64
	// opened reports that it is an object whose lists were handed out before it,
	// element by element, and are no longer in it.
	opened bool
}
