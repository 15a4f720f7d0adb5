package fleet

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/delistdev/delist/inventory/source"
)

// A cutter cuts a JSON text into records.
type cutter struct {
	*reader
	in    *bufio.Reader
	line  int
	names []string
	do    func(record)
	buf   []byte
	texts int  // whole texts before this one
	found bool // something that may hold records
}

func (s *cutter) next() (byte, error) {
	c, err := s.in.ReadByte()
	if c == '\n' && err == nil {
		s.line++
	}
	return c, err
}

func (s *cutter) back(c byte) {
	_ = s.in.UnreadByte() // one was just read
	if c == '\n' {
		s.line--
	}
}

// solid returns the next byte that is no space.
func (s *cutter) solid() (byte, error) {
	for {
		c, err := s.next()
		if err != nil || c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c, err
		}
	}
}

// text reads all texts.
func (s *cutter) text() error {
	for ; !s.done; s.texts++ {
		c, err := s.solid()
		if errors.Is(err, io.EOF) {
			return nil
		}
		switch {
		case err != nil:
			return err
		case c == '[':
			s.found = true
			err = s.elements("", "")
		case c == '{' && len(s.names) == 0:
			s.found = true
			err = s.take(c, "", "")
		case c == '{':
			err = s.members()
		case c == ',': // between texts that were put into one file
		default:
			return fmt.Errorf("%w: %q stands where a text begins", errNotJSON, c)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// elements takes the elements of an array whose bracket was read.
func (s *cutter) elements(key, pointer string) error {
	odd := false // one report for a run of what does not belong there
	for i := 0; !s.done; {
		c, err := s.solid()
		if err != nil {
			return err
		}
		switch c {
		case ']':
			return nil
		case ',':
		case '}', ':':
			if !odd {
				s.fault(s.line, "", fmt.Errorf("%w: %q between records", errBrackets, c))
			}
			odd = true
		default:
			odd = false
			if err := s.take(c, key, fmt.Sprintf("%s/%d", pointer, i)); err != nil {
				return err
			}
			i++
		}
	}
	return nil
}

// members reads the members of the outermost object whose brace was read.
func (s *cutter) members() error {
	odd := false
	for !s.done {
		c, err := s.solid()
		if err != nil {
			return err
		}
		switch c {
		case '}':
			return nil
		case ',':
		case '"':
			odd = false
			if err := s.member(); err != nil {
				return err
			}
		default:
			if !odd {
				s.fault(s.line, "", fmt.Errorf("%w: %q stands where a name begins", errNotJSON, c))
			}
			odd = true
		}
	}
	return nil
}

func (s *cutter) member() error {
	raw, _, err := s.capture('"', maxKey)
	if err != nil {
		return err
	}
	key := string(raw[1:max(1, len(raw)-1)])
	c, err := s.solid()
	switch {
	case err != nil:
		return err
	case c != ':':
		s.back(c)
		s.fault(s.line, "", fmt.Errorf("%w: no colon after the name %.80q", errNotJSON, key))
		return nil
	}
	c, err = s.solid()
	wanted := false
	for _, name := range s.names {
		wanted = wanted || name == key
	}
	s.found = s.found || wanted
	switch {
	case err != nil:
		return err
	case c == '}' || c == ',' || c == ']':
		s.back(c)
		return nil
	case wanted && c == '[':
		return s.elements(key, "/"+key)
	case wanted:
		return s.take(c, key, "/"+key)
	}
	_, _, err = s.capture(c, 0)
	return err
}

// take hands on the value that begins with c.
func (s *cutter) take(c byte, key, pointer string) error {
	line := s.line
	if s.texts > 0 {
		pointer = ""
	}
	raw, fault, err := s.capture(c, s.limits.Record)
	if err != nil {
		return err
	}
	if len(raw) >= s.limits.Record {
		fault = fmt.Errorf("%w: a record of more than %d bytes", source.ErrLimit, s.limits.Record)
	}
	s.do(record{raw: raw, line: line, key: key, pointer: pointer, err: fault})
	return nil
}
