package document

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/delistdev/delist/evidence"
)

// Limits bound what reading may cost. In each field zero means the default.
type Limits struct {
	// Document is the largest document, in bytes as it stands in its file once
	// that is unpacked. Default 32 MiB.
	Document int64
	// Unpacked is how much a packed file, or all streams of a PDF, may unpack to.
	// Default 8 GiB for a file; a PDF never gets more than 256 MiB.
	Unpacked int64
}

func (l Limits) orDefault() Limits {
	if l.Document <= 0 {
		l.Document = 32 << 20
	}
	if l.Unpacked <= 0 {
		l.Unpacked = 8 << 30
	}
	return l
}

// Reasons that an [Error] may wrap.
var (
	// ErrLimit: a limit was met. What lies behind it was not read.
	ErrLimit = errors.New("limit met")
	// ErrCut: the file stops in the middle. What came before was read.
	ErrCut = errors.New("stops in the middle")
	// ErrPassed: records that are no documents were passed over, such as the
	// pictures of a web archive. Nothing is wrong with the file.
	ErrPassed = errors.New("passed over")
	// ErrForm: the content has none of the forms that are read.
	ErrForm = errors.New("neither text, HTML, PDF, mail, WARC nor JSON")
)

// An Error reports one document that could not be read, or not in full. The rest
// goes on: one bad record must not hide the others, and must not vanish.
type Error struct {
	File string // as it was given
	// Part is which record: "line 7", "record 3 at byte 5120", an attachment's
	// name; empty for the whole file.
	Part string
	Err  error
}

func (e *Error) Error() string {
	if e.Part == "" {
		return fmt.Sprintf("%s: %v", e.File, e.Err)
	}
	return fmt.Sprintf("%s: %s: %v", e.File, e.Part, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// Read yields the documents of a file in file order; name is how they and errors
// call it. The form is recognised by the content.
//
// What could not be read is yielded as an [*Error], and reading goes on with the
// next record. The document beside an error is zero, unless part of it was read (a
// mail that stops, a PDF of pictures): then its ID is set and its Notes say what
// is missing. An error of r itself is yielded as an [*Error] too, after what was
// read before it.
//
// The ID is the hash of the document's own bytes, unpacked: of a file of plain
// text, HTML, PDF or mail those of the file; of a web archive the record's content
// after the headers of HTTP, decoded; of JSON the object.
func Read(r io.Reader, name string, limits Limits) iter.Seq2[evidence.Document, error] {
	return func(yield func(evidence.Document, error) bool) {
		s := &session{name: name, limits: limits.orDefault(), yield: yield}
		s.file(bufio.NewReaderSize(r, headSize), false)
	}
}

// A session is one file that is being read.
type session struct {
	name   string
	limits Limits
	yield  func(evidence.Document, error) bool
	done   bool // the caller wants no more
}

// emit hands on a document or an error; it reports whether to go on.
func (s *session) emit(d evidence.Document, err error) bool {
	if !s.done {
		s.done = !s.yield(d, err)
	}
	return !s.done
}

// fault reports what could not be read of a part.
func (s *session) fault(part string, err error) bool {
	return s.emit(evidence.Document{}, &Error{File: s.name, Part: part, Err: err})
}

// whole reads what is left of a form that is held in memory.
func (s *session) whole(in io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, s.limits.Document+1))
	if int64(len(data)) > s.limits.Document {
		return nil, fmt.Errorf("%w: a document of more than %d bytes", ErrLimit, s.limits.Document)
	}
	return data, err
}

// document reads the bytes of one document of a known form, and hands it on. base
// holds what is known of it from around it, charset the encoding that was named
// there. cut says why its bytes are not all there, and is nil where they are.
func (s *session) document(data []byte, form form, charset string, base evidence.Document, cut error) bool {
	d := draft{doc: base}
	d.doc.ID, d.doc.Bytes = hash(data), int64(len(data))
	err := s.parse(&d, data, form, charset)
	return s.hand(&d, err, cut)
}

// hand finishes a draft and hands it on, with what could not be read of it.
func (s *session) hand(d *draft, err, cut error) bool {
	d.doc.File = s.name
	if err == nil && d.empty() && !d.attached {
		err = errors.New("no text in it")
	}
	if cut != nil {
		d.note("stops in the middle: what is there was read")
		if err != nil {
			err = fmt.Errorf("%w; %w", cut, err)
		} else {
			err = cut
		}
	}
	d.finish()
	switch {
	case err == nil:
		return s.emit(d.doc, nil)
	case d.doc.Text == "" && len(d.doc.Notes) == 0:
		return s.fault(d.doc.Part, err)
	}
	return s.emit(d.doc, &Error{File: s.name, Part: d.doc.Part, Err: err})
}

// hash returns the SHA-256 of bytes, in hexadecimal.
func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// parse fills a draft from bytes.
func (s *session) parse(d *draft, data []byte, form form, charset string) error {
	switch form {
	case formHTML:
		return d.page(data, charset)
	case formPDF:
		return d.pdf(data, min(s.limits.Unpacked, maxPDFUnpacked))
	case formText:
		return d.plain(data, charset)
	}
	return ErrForm
}
