package ledger

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/gowebpki/jcs"
)

// MaxLeaf is how many bytes a leaf may have. The bundles that [Export] writes
// give the length of an entry in 16 bits.
const MaxLeaf = 1<<16 - 1

// A Record is one entry of a ledger: what happened.
type Record struct {
	// Kind says what happened, such as "decision" or "finding-gone": 1 to 64
	// lower-case letters, digits, dots, hyphens and underscores.
	Kind string `json:"kind"`
	// At is what the clock said. A leaf holds it in UTC, cut to milliseconds.
	At time.Time `json:"at"`
	// Body is JSON of any form. Its numbers are doubles, so that an integer
	// beyond 2⁵³−1 is refused: write it as a string. None means null.
	Body json.RawMessage `json:"body"`
	// Personal has a hash for each value about people that is kept outside of
	// the leaf, by the name of its field (formed as Kind is): see [Personal].
	Personal map[string]string `json:"personal,omitempty"`
}

// atLayout has a fixed width, so that the order of texts is that of times.
const atLayout = "2006-01-02T15:04:05.000Z"

// Leaf returns r as canonical JSON (RFC 8785), which [ParseLeaf] reads. It
// refuses a record that would not be read back the same, and one whose leaf
// has more than [MaxLeaf] bytes.
func (r Record) Leaf() ([]byte, error) {
	leaf, err := r.leaf()
	if err != nil {
		return nil, fmt.Errorf("record of kind %q: %w", r.Kind, err)
	}
	return leaf, nil
}

func (r Record) leaf() ([]byte, error) {
	if !isName(r.Kind) {
		return nil, errors.New("kind is not 1 to 64 of a-z, 0-9, '.', '-' and '_'")
	}
	if year := r.At.UTC().Year(); year < 1 || year > 9999 {
		return nil, fmt.Errorf("year %d does not fit RFC 3339", year)
	}
	body, err := canonicalBody(r.Body)
	if err != nil {
		return nil, fmt.Errorf("body: %w", err)
	}
	// Members stand in the order of their names. All but the body is made of
	// characters that JSON does not escape.
	leaf := make([]byte, 0, len(body)+80+90*len(r.Personal))
	leaf = append(leaf, `{"at":"`...)
	leaf = r.At.UTC().AppendFormat(leaf, atLayout)
	leaf = append(append(leaf, `","body":`...), body...)
	leaf = append(append(append(leaf, `,"kind":"`...), r.Kind...), '"')
	if leaf, err = appendPersonal(leaf, r.Personal); err != nil {
		return nil, err
	}
	leaf = append(leaf, '}')
	if len(leaf) > MaxLeaf {
		return nil, fmt.Errorf("%d bytes, and at most %d are possible: keep the bulk elsewhere, and its digest in the record", len(leaf), MaxLeaf)
	}
	return leaf, nil
}

func canonicalBody(body json.RawMessage) ([]byte, error) {
	if body == nil {
		return []byte("null"), nil
	}
	if len(body) > 16*MaxLeaf { // canonical JSON is not shorter by more than white space and escapes
		return nil, fmt.Errorf("%d bytes", len(body))
	}
	canonical, err := jcs.Transform(body)
	if err != nil {
		return nil, err
	}
	return canonical, checkCanonical(canonical)
}

func appendPersonal(leaf []byte, personal map[string]string) ([]byte, error) {
	if len(personal) == 0 {
		return leaf, nil
	}
	leaf = append(leaf, `,"personal":`...)
	before := byte('{')
	for _, field := range slices.Sorted(maps.Keys(personal)) {
		if !isName(field) || !isHash(personal[field]) {
			return nil, fmt.Errorf("personal field %q: not a name with a SHA-256 in lower-case hexadecimal", field)
		}
		leaf = append(append(append(leaf, before, '"'), field...), `":"`...)
		leaf = append(append(leaf, personal[field]...), '"')
		before = ','
	}
	return append(leaf, '}'), nil
}

// ParseLeaf reads a leaf that [Record.Leaf] wrote, and refuses everything
// else: other members or another order of them, white space, numbers or
// escapes that RFC 8785 writes differently, more than [MaxLeaf] bytes. The
// error says at which byte, counted from 0. The record does not share memory with leaf.
func ParseLeaf(leaf []byte) (Record, error) {
	if len(leaf) > MaxLeaf {
		return Record{}, fmt.Errorf("leaf of %d bytes, and at most %d are possible", len(leaf), MaxLeaf)
	}
	s := scanner{data: leaf}
	r, err := s.record()
	if err != nil {
		return Record{}, fmt.Errorf("leaf, byte %d: %w", s.at, err)
	}
	return r, nil
}

func (s *scanner) record() (Record, error) {
	var r Record
	at, err := s.member(`{"at":"`, isDated)
	if err != nil {
		return r, err
	}
	if r.At, err = time.Parse(atLayout, at); err != nil || r.At.Format(atLayout) != at { // Parse takes a comma, too
		return r, errors.New("not a time in UTC with milliseconds")
	}
	if err := s.expect(`,"body":`); err != nil {
		return r, err
	}
	start := s.at
	if err := s.value(); err != nil {
		return r, err
	}
	r.Body = bytes.Clone(s.data[start:s.at])
	if r.Kind, err = s.member(`,"kind":"`, isName); err != nil {
		return r, err
	}
	if s.next() == ',' {
		if r.Personal, err = s.personal(); err != nil {
			return r, err
		}
	}
	if err := s.expect("}"); err != nil {
		return r, err
	}
	return r, s.end()
}

func (s *scanner) personal() (map[string]string, error) {
	if err := s.expect(`,"personal":`); err != nil {
		return nil, err
	}
	fields := map[string]string{}
	before, last := "{\"", ""
	for s.next() != '}' {
		field, err := s.member(before, func(field string) bool { return isName(field) && field > last })
		if err != nil {
			return nil, err
		}
		if fields[field], err = s.member(`:"`, isHash); err != nil {
			return nil, err
		}
		before, last = ",\"", field
	}
	if last == "" {
		return nil, errors.New("no personal fields")
	}
	return fields, s.expect("}")
}

// member reads what follows intro up to the next quote. It has no escapes, for
// fits allows none.
func (s *scanner) member(intro string, fits func(string) bool) (string, error) {
	if err := s.expect(intro); err != nil {
		return "", err
	}
	length := bytes.IndexByte(s.data[s.at:], '"')
	if length < 0 || !fits(string(s.data[s.at:s.at+length])) {
		return "", errors.New("not what belongs here")
	}
	text := string(s.data[s.at : s.at+length])
	s.at += length + 1
	return text, nil
}

func isDated(at string) bool { return len(at) == len(atLayout) && at[:4] != "0000" }

func isName(s string) bool {
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '-' && c != '_' {
			return false
		}
	}
	return len(s) > 0 && len(s) <= 64
}

func isHash(s string) bool {
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'f') && (c < '0' || c > '9') {
			return false
		}
	}
	return hex.DecodedLen(len(s)) == 32 && len(s)%2 == 0
}
