package withdraw

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"os"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/delistdev/delist/inventory/catalogue"
	"github.com/delistdev/delist/inventory/catalogue/markup"
	"github.com/delistdev/delist/tabular"
)

// A patch replaces bytes of a text.
type patch struct {
	begin, end int64
	text       []byte
}

// patches finds the patches of a text, in its order.
type patches func(*text) iter.Seq2[patch, error]

// A text is a catalogue in UTF-8, or in what extends ASCII, in which bytes can be
// replaced. One in another encoding lies in a temporary file meanwhile.
type text struct {
	at     io.ReaderAt
	size   int64
	head   []byte
	coding encoding.Encoding // nil where at is the source itself
	source io.Reader         // where it is not
	file   *os.File
}

// openText opens the text of a catalogue. Tables in encodings that extend ASCII
// are cut as they stand; markup in anything but UTF-8, and tables in UTF-16, are
// decoded.
func openText(src io.ReaderAt, size int64, form catalogue.Form, head []byte) (*text, error) {
	t := &text{at: src, size: size, head: head}
	switch form {
	case catalogue.FormFeed:
		t.coding, _ = markup.FeedEncoding(head)
	case catalogue.FormPage:
		t.coding = markup.PageEncoding(head)
	case catalogue.FormDelimited:
		d, _ := tabular.Sniff(head)
		switch d.Encoding {
		case "utf-16le":
			t.coding = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
		case "utf-16be":
			t.coding = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
		}
	}
	if t.coding == nil {
		return t, nil
	}
	return t, t.decode(io.NewSectionReader(src, 0, size))
}

// decode puts the text in UTF-8 into a temporary file.
func (t *text) decode(src *io.SectionReader) (err error) {
	if t.file, err = os.CreateTemp("", "delist-*"); err != nil {
		return err
	}
	os.Remove(t.file.Name()) // where it can be; close removes it otherwise
	t.source = src
	t.size, err = io.Copy(t.file, transform.NewReader(src, t.coding.NewDecoder()))
	if err != nil {
		return err
	}
	t.at, t.head = t.file, make([]byte, min(int64(len(t.head)), t.size))
	_, err = t.file.ReadAt(t.head, 0)
	return err
}

func (t *text) close() {
	if t.file != nil {
		t.file.Close()
		os.Remove(t.file.Name()) // gone already on systems that can
	}
}

func (t *text) reader() io.Reader { return io.NewSectionReader(t.at, 0, t.size) }

// bytes returns a part of the text.
func (t *text) bytes(begin, end int64) ([]byte, error) {
	b := make([]byte, end-begin)
	_, err := t.at.ReadAt(b, begin)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return b, err
}

var errOrder = errors.New("patches overlap: this is a fault of delist")

// write copies the text with its patches.
func (t *text) write(w io.Writer, find patches) error {
	if t.coding != nil {
		return t.encode(w, find)
	}
	return t.copy(w, find)
}

func (t *text) copy(w io.Writer, find patches) error {
	out, at := bufio.NewWriterSize(w, 1<<20), int64(0)
	in := bufio.NewReaderSize(t.reader(), 1<<20)
	for p, err := range find(t) {
		switch {
		case err != nil:
			return err
		case p.begin < at || p.end < p.begin || p.end > t.size:
			return errOrder
		}
		if _, err := io.CopyN(out, in, p.begin-at); err != nil {
			return err
		}
		if _, err := out.Write(p.text); err != nil {
			return err
		}
		if _, err := io.CopyN(io.Discard, in, p.end-p.begin); err != nil {
			return err
		}
		at = p.end
	}
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Flush()
}

// encode copies the text with its patches in its own encoding. What would not be
// the same bytes again without any patch is refused.
func (t *text) encode(w io.Writer, find patches) error {
	again := sha256.New()
	if _, err := io.Copy(again, transform.NewReader(t.reader(), t.coding.NewEncoder())); err != nil {
		return fmt.Errorf("a text with letters that its encoding does not have %w: save it in UTF-8", ErrForm)
	}
	if same, err := sameSum(again, t.source); err != nil || !same {
		return errors.Join(err, fmt.Errorf("a text with bytes that are no letters of its encoding %w: save it in UTF-8", ErrForm))
	}
	encoded := transform.NewWriter(w, t.coding.NewEncoder())
	if err := t.copy(encoded, find); err != nil {
		return err
	}
	return encoded.Close()
}

func sameSum(a hash.Hash, r io.Reader) (bool, error) {
	if s, ok := r.(io.Seeker); ok {
		if _, err := s.Seek(0, io.SeekStart); err != nil {
			return false, err
		}
	}
	b := sha256.New()
	_, err := io.Copy(b, r)
	return bytes.Equal(a.Sum(nil), b.Sum(nil)), err
}
