package document

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/delistdev/delist/evidence"
)

// peek returns the beginning of a file, and a reader that has it still, with the
// error that ended it, if one did: [bufio.Reader.Peek] forgets it.
func peek(in *bufio.Reader) ([]byte, *bufio.Reader, error) {
	head, err := in.Peek(headSize)
	if err == nil || errors.Is(err, io.EOF) {
		return head, in, nil
	}
	if len(head) == 0 {
		return nil, nil, err
	}
	head = bytes.Clone(head)
	// What was peeked at can be discarded.
	_, _ = in.Discard(len(head))
	return head, bufio.NewReaderSize(&resumed{rest: head, err: err, in: in}, headSize), nil
}

// A resumed reader gives what was read, then the error that was met, then the rest.
type resumed struct {
	rest []byte
	err  error
	in   io.Reader
}

func (r *resumed) Read(p []byte) (int, error) {
	if len(r.rest) > 0 {
		n := copy(p, r.rest)
		r.rest = r.rest[n:]
		return n, nil
	}
	if err := r.err; err != nil {
		r.err = nil
		return 0, err
	}
	return r.in.Read(p)
}

// single reads a file that is one document.
func (s *session) single(in io.Reader, form form) {
	data, err := s.whole(in)
	switch {
	case err != nil && len(data) == 0:
		s.fault("", err)
	case err != nil && errors.Is(err, ErrCut), err == nil:
		s.content(data, form, evidence.Document{}, err, 0)
	default:
		s.content(data, form, evidence.Document{}, fmt.Errorf("%w: %w", ErrCut, err), 0)
	}
}

// content reads the bytes of one document, a mail with its attachments among them.
func (s *session) content(data []byte, form form, base evidence.Document, cut error, depth int) bool {
	if form == formMail {
		return s.mail(data, base, cut, depth)
	}
	return s.document(data, form, "", base, cut)
}
