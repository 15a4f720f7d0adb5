package document

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// errMember: a member of a gzip file is damaged. What follows the next one is read.
var errMember = fmt.Errorf("%w: a damaged member of gzip", ErrCut)

// members unpacks the members of a gzip file (RFC 1952, section 2.2) one after the
// other. A damaged one is told by errMember, once; the next Read goes on with the
// member that begins after it.
type members struct {
	in     *bufio.Reader
	zip    *gzip.Reader
	open   bool
	left   int64
	failed int // damaged members
}

// maxDamaged bounds how many damaged members are passed over.
const maxDamaged = 10_000

func newMembers(in *bufio.Reader, limit int64) io.Reader { return &members{in: in, left: limit} }

func (m *members) Read(p []byte) (int, error) {
	for {
		if m.left <= 0 {
			return 0, fmt.Errorf("%w: the file unpacks to more than may be read", ErrLimit)
		}
		if !m.open {
			if err := m.next(); err != nil {
				return 0, err
			}
		}
		n, err := m.zip.Read(p[:min(int64(len(p)), m.left)])
		m.left -= int64(n)
		switch {
		case errors.Is(err, io.EOF):
			m.open = false
		case err != nil:
			m.open = false
			if m.failed++; m.failed > maxDamaged {
				return n, fmt.Errorf("%w: more than %d damaged members of gzip", ErrLimit, maxDamaged)
			}
			return n, fmt.Errorf("%w (%w)", errMember, err)
		}
		if n > 0 {
			return n, nil
		}
	}
}

// next opens the next member. Bytes between members are passed over.
func (m *members) next() error {
	for {
		head, err := m.in.Peek(3)
		if len(head) < 3 {
			if err == nil || errors.Is(err, io.EOF) {
				return io.EOF
			}
			return err
		}
		if head[0] != 0x1F || head[1] != 0x8B || head[2] != 8 {
			_, _ = m.in.Discard(1)
			continue
		}
		if m.zip == nil {
			m.zip, err = gzip.NewReader(m.in)
		} else {
			err = m.zip.Reset(m.in)
		}
		if err == nil {
			m.zip.Multistream(false)
			m.open = true
			return nil
		}
		if m.zip != nil && errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			return fmt.Errorf("%w (%w)", errMember, err)
		}
		if m.failed++; m.failed > maxDamaged {
			return fmt.Errorf("%w: more than %d damaged members of gzip", ErrLimit, maxDamaged)
		}
	}
}
