package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// A scanner cuts JSON into elements without decoding it: by its brackets and
// quotation marks, so that one element that is bad inside, or too large, does not
// hide those after it. It reads one document, or many after one another (JSON lines).
type scanner struct {
	r      *bufio.Reader
	limits limits
	// opens says which lists at the top of a document are handed out element by element.
	opens []string
	// each takes an element, or an element without bytes and what is wrong with
	// it; it returns false to end.
	each func(element, error) bool

	buf    []byte
	line   int // newlines so far
	offset int64
}

var errStop = errors.New("stopped")

// scan goes through r to its end, or until each wants no more.
func (s *scanner) scan(r io.Reader) {
	s.r = bufio.NewReaderSize(r, 64<<10)
	if head, _ := s.r.Peek(3); bytes.Equal(head, []byte("\xef\xbb\xbf")) {
		s.r.Discard(3)
		s.offset = 3
	}
	for first := true; ; first = false {
		c, err := s.peek()
		if errors.Is(err, io.EOF) && !first {
			return
		}
		if err == nil {
			err = s.document(c)
		}
		if err != nil {
			if !errors.Is(err, errStop) {
				s.each(s.here(""), ending(err))
			}
			return
		}
	}
}

func ending(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errCut
	}
	return err
}

func (s *scanner) document(c byte) error {
	switch c {
	case '[':
		return s.list("")
	case '{':
		return s.object()
	}
	return fmt.Errorf("found %q where an object or a list belongs: no JSON", c)
}

func (s *scanner) here(at string) element {
	return element{at: at, line: s.line + 1, offset: s.offset}
}

// list hands out the elements of a list, the bracket of which is next.
func (s *scanner) list(at string) error {
	s.next()
	for i := 0; ; i++ {
		c, err := s.peek()
		if err != nil {
			return err
		}
		if c == ']' {
			s.next()
			return nil
		}
		e := s.here(fmt.Sprintf("%s/%d", at, i))
		fault := s.value()
		switch fault {
		case nil:
			e.raw = s.buf
		case errTooLarge, errTooDeep, errNoValue:
		default:
			return fault
		}
		if !s.each(e, fault) {
			return errStop
		}
		if c, err = s.peek(); err != nil {
			return err
		}
		if c == ',' {
			s.next()
		} else if c != ']' {
			return fmt.Errorf("found %q between the elements of a list", c)
		}
	}
}

// object hands out the lists of an object that are to be opened, and then the
// object with its other members.
func (s *scanner) object() error {
	e := s.here("")
	s.next()
	rest := []byte{'{'}
	for {
		c, err := s.peek()
		if err != nil {
			return err
		}
		if c == '}' {
			s.next()
			break
		}
		if c != '"' {
			return fmt.Errorf("found %q where the name of a member belongs", c)
		}
		if rest, err = s.member(rest, &e); err != nil {
			return err
		}
		if c, err = s.peek(); err != nil {
			return err
		}
		if c == ',' {
			s.next()
		} else if c != '}' {
			return fmt.Errorf("found %q between the members of an object", c)
		}
	}
	e.raw = append(bytes.TrimSuffix(rest, []byte(",")), '}')
	if !s.each(e, nil) {
		return errStop
	}
	return nil
}

// member reads one member of the outermost object and appends it to rest.
func (s *scanner) member(rest []byte, e *element) ([]byte, error) {
	if err := s.value(); err != nil {
		return rest, err
	}
	name := string(s.buf)
	if c, err := s.peek(); err != nil {
		return rest, err
	} else if c != ':' {
		return rest, fmt.Errorf("found %q after the name of a member", c)
	}
	s.next()
	c, err := s.peek()
	if err != nil {
		return rest, err
	}
	if c == '[' && s.opened(name) {
		e.opened = true
		return rest, s.list("/" + name[1:len(name)-1])
	}
	place := s.here("/" + name[1:len(name)-1])
	err = s.value()
	if err == nil && len(rest)+len(name)+len(s.buf)+2 > s.limits.record {
		err = errTooLarge
	}
	if errors.Is(err, errTooLarge) || errors.Is(err, errTooDeep) {
		if !s.each(place, err) {
			return rest, errStop
		}
		return rest, nil
	}
	rest = append(rest, name...)
	rest = append(rest, ':')
	rest = append(rest, s.buf...)
	return append(rest, ','), err
}

func (s *scanner) opened(name string) bool {
	for _, o := range s.opens {
		if name == `"`+o+`"` {
			return true
		}
	}
	return false
}
