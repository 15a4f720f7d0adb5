package materials

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"net/url"
	"strconv"
	"strings"
)

// A stream writes a document piece by piece, and remembers its first fault and a
// digest of all that was written.
type stream struct {
	w    *bufio.Writer
	sum  hash.Hash
	n    int // elements so far
	refs map[string]struct{}
	err  error
}

func newStream(w io.Writer) *stream {
	sum := sha256.New()
	return &stream{w: bufio.NewWriterSize(io.MultiWriter(w, sum), 64<<10), sum: sum, refs: map[string]struct{}{}}
}

func (s *stream) raw(text string) {
	if s.err == nil {
		_, s.err = s.w.WriteString(text)
	}
}

func (s *stream) value(v any) {
	content, err := compact(v)
	if err != nil && s.err == nil {
		s.err = err
	}
	s.raw(string(content))
}

// element writes one element of an array, on a line of its own.
func (s *stream) element(v any) {
	if s.n > 0 {
		s.raw(",")
	}
	s.n++
	s.raw("\n")
	s.value(v)
}

// reference returns a name for the next element that no other has: its package
// URL, where it has one.
func (s *stream) reference(purl string) string {
	if _, taken := s.refs[purl]; purl == "" || taken {
		return "item-" + strconv.Itoa(s.n+1)
	}
	s.refs[purl] = struct{}{}
	return purl
}

// uuid returns a name for the document that its content decides: a UUID of
// version 8 (RFC 9562, section 5.8).
func (s *stream) uuid() string {
	if err := s.w.Flush(); err != nil && s.err == nil {
		s.err = err
	}
	u := s.sum.Sum(nil)[:16]
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

func (s *stream) close() error {
	if err := s.w.Flush(); err != nil && s.err == nil {
		s.err = err
	}
	return s.err
}

// isURI reports whether an address has the form that schemas ask for.
func isURI(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme != "" && u.Host != "" && !strings.ContainsAny(address, " <>\"{}|\\^`")
}
