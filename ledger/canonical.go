package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/gowebpki/jcs"
)

// maxDepth is how deep arrays and objects may stand in one another.
const maxDepth = 100

// checkCanonical reports what keeps data from being canonical JSON, as RFC
// 8785 defines it. It is a reader of its own, beside the library that writes,
// because it reads each record of a ledger that is verified: that takes less
// than half the time of writing again and comparing, and can say where.
func checkCanonical(data []byte) error {
	s := scanner{data: data}
	err := s.value()
	if err == nil {
		err = s.end()
	}
	if err != nil {
		return fmt.Errorf("byte %d: %w", s.at, err)
	}
	return nil
}

// A scanner goes over canonical JSON once, from at.
type scanner struct {
	data  []byte
	at    int
	depth int
}

// next returns the byte at the scanner, and 0, which stands nowhere in
// canonical JSON, at the end.
func (s *scanner) next() byte {
	if s.at < len(s.data) {
		return s.data[s.at]
	}
	return 0
}

func (s *scanner) expect(text string) error {
	rest := s.data[s.at:]
	if len(rest) < len(text) || string(rest[:len(text)]) != text {
		return fmt.Errorf("not %q", text)
	}
	s.at += len(text)
	return nil
}

func (s *scanner) end() error {
	if s.at < len(s.data) {
		return errors.New("more than one value")
	}
	return nil
}

func (s *scanner) value() error {
	switch s.next() {
	case '{':
		return s.inside('}', s.object)
	case '[':
		return s.inside(']', s.value)
	case '"':
		_, err := s.text()
		return err
	case 't':
		return s.expect("true")
	case 'f':
		return s.expect("false")
	case 'n':
		return s.expect("null")
	}
	return s.number()
}

// inside reads what stands between brackets: one part, or several with commas
// between them, or for an object all of its members in one.
func (s *scanner) inside(closing byte, part func() error) error {
	s.at++
	if s.depth++; s.depth > maxDepth {
		return fmt.Errorf("more than %d levels deep", maxDepth)
	}
	defer func() { s.depth-- }()
	if s.next() == closing {
		s.at++
		return nil
	}
	for {
		if err := part(); err != nil {
			return err
		}
		switch s.next() {
		case closing:
			s.at++
			return nil
		case ',':
			s.at++
		default:
			return errors.New("neither a comma nor the end")
		}
	}
}

// object reads members up to the closing bracket. Their names are in the order
// of their UTF-16 form, and each stands once (RFC 8785, 3.2.3).
func (s *scanner) object() error {
	var last []byte
	for first := true; ; first = false {
		start := s.at
		name, err := s.text()
		if err != nil {
			return err
		}
		if !first && compareNames(last, name) >= 0 {
			s.at = start
			return errors.New("names out of order")
		}
		if err := s.expect(":"); err != nil {
			return err
		}
		if err := s.value(); err != nil {
			return err
		}
		if s.next() != ',' {
			return nil
		}
		s.at++
		last = name
	}
}

// compareNames compares quoted names. In ASCII without escapes the order of
// bytes is that of UTF-16.
func compareNames(a, b []byte) int {
	if isPlain(a) && isPlain(b) {
		return bytes.Compare(a[1:len(a)-1], b[1:len(b)-1])
	}
	return slices.Compare(units(a), units(b))
}

func isPlain(name []byte) bool {
	for _, c := range name {
		if c == '\\' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func units(quoted []byte) []uint16 {
	var name string
	_ = json.Unmarshal(quoted, &name) // cannot fail: text has read it
	return utf16.Encode([]rune(name))
}

// text reads a string, and returns it with its quotes. Only quotes, back
// slashes and control characters are escaped, the shortest way (RFC 8785,
// 3.2.2.2).
func (s *scanner) text() ([]byte, error) {
	start := s.at
	if err := s.expect(`"`); err != nil {
		return nil, err
	}
	for {
		switch c := s.next(); {
		case c == '"':
			s.at++
			return s.data[start:s.at], nil
		case c < ' ':
			return nil, errors.New("text without an end, or with a bare control character")
		case c == '\\':
			if err := s.escape(); err != nil {
				return nil, err
			}
		case c < utf8.RuneSelf:
			s.at++
		default:
			r, size := utf8.DecodeRune(s.data[s.at:])
			if r == utf8.RuneError && size == 1 {
				return nil, errors.New("not UTF-8")
			}
			s.at += size
		}
	}
}

func (s *scanner) escape() error {
	rest := s.data[s.at:]
	if len(rest) >= 2 && bytes.IndexByte([]byte(`"\bfnrt`), rest[1]) >= 0 {
		s.at += 2
		return nil
	}
	const digits = "0123456789abcdef"
	if len(rest) >= 6 && string(rest[:4]) == `\u00` && (rest[4] == '0' || rest[4] == '1') {
		low := bytes.IndexByte([]byte(digits), rest[5])
		control := byte(low) | (rest[4]-'0')<<4
		if low >= 0 && bytes.IndexByte([]byte("\b\f\n\r\t"), control) < 0 {
			s.at += 6
			return nil
		}
	}
	return errors.New("an escape that RFC 8785 writes differently")
}

// number reads a number, as ECMAScript writes a double (RFC 8785, 3.2.2.3).
func (s *scanner) number() error {
	start := s.at
	for c := s.next(); c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e'; c = s.next() {
		s.at++
	}
	token := s.data[start:s.at]
	if isShortInteger(token) {
		return nil
	}
	s.at = start
	f, err := strconv.ParseFloat(string(token), 64)
	if err != nil {
		return errors.New("not a value")
	}
	if written, err := jcs.NumberToJSON(f); err != nil || written != string(token) {
		return errors.New("a number that RFC 8785 writes differently")
	}
	// Beyond this, neighbours have one double, and a record would say another
	// number than its writer did.
	if math.Abs(f) > 1<<53-1 {
		return errors.New("a number beyond 2⁵³−1, which only a string keeps exactly")
	}
	s.at = start + len(token)
	return nil
}

// isShortInteger reports whether token is an integer that every double holds,
// which is nearly every number in a ledger.
func isShortInteger(token []byte) bool {
	if len(token) == 0 || len(token) > 15 || token[0] == '0' && len(token) > 1 {
		return false
	}
	return !slices.ContainsFunc(token, func(c byte) bool { return c < '0' || c > '9' })
}
