package exchange

import (
	"io"
	"iter"
)

// ReadWithin reads with limits that a test can reach.
func ReadWithin(stix bool, r io.Reader, name string, record, depth, kept int, bytes int64) iter.Seq2[Record, error] {
	l := limits{record, depth, kept, bytes}
	if stix {
		return readSTIX(r, name, l)
	}
	return readClaimReview(r, name, l)
}
