package lists

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/delistdev/delist/tabular"
)

// headSize is how much of a file is looked at to tell what it is.
const headSize = 64 << 10

// maxUnpacked bounds what a packed list may unpack to; the largest that there
// is, OFAC's in advanced XML, has a few hundred megabytes.
const maxUnpacked = 8 << 30

// errHTML says that a page came where a list should be.
var errHTML = errors.New("this is a web page and not a list: the address has moved, or the server answers with an error")

// plainText returns the text of a file: unpacked, in UTF-8, without a byte-order
// mark. Text that is neither UTF-8 nor UTF-16 is read as Windows-1251 if most of
// its letters are Cyrillic there, else as Windows-1252.
func plainText(r io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(r, headSize)
	head, err := peek(in)
	if err != nil {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		unpacked, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("gzip: %w", err)
		}
		in = bufio.NewReaderSize(&capped{unpacked, maxUnpacked}, headSize)
		if head, err = peek(in); err != nil {
			return nil, err
		}
	case tabular.IsWorkbook(head):
		return in, nil // read as it is
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		unpacked, err := onlyFile(in)
		if err != nil {
			return nil, err
		}
		in = bufio.NewReaderSize(unpacked, headSize)
		if head, err = peek(in); err != nil {
			return nil, err
		}
	}
	return decoded(in, head)
}

func peek(in *bufio.Reader) ([]byte, error) {
	head, err := in.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) && len(head) == 0 {
		return nil, err
	}
	return head, nil
}

// A capped reader fails after so many bytes.
type capped struct {
	r    io.Reader
	left int64
}

func (c *capped) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return n, fmt.Errorf("unpacks to more than %d bytes", int64(maxUnpacked))
	}
	return n, err
}

// maxPacked is the most bytes of a zip archive, which has to be held.
const maxPacked = 512 << 20

// onlyFile opens the one file of a zip archive.
func onlyFile(in io.Reader) (io.Reader, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxPacked+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxPacked {
		return nil, fmt.Errorf("a zip archive of more than %d bytes", maxPacked)
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("zip: %w", err)
	}
	var files []*zip.File
	for _, f := range archive.File {
		if !f.FileInfo().IsDir() {
			files = append(files, f)
		}
	}
	if len(files) != 1 {
		return nil, fmt.Errorf("a zip archive of %d files: unpack it and name the list", len(files))
	}
	r, err := files[0].Open()
	if err != nil {
		return nil, fmt.Errorf("zip: %w", err)
	}
	return &capped{r, maxUnpacked}, nil
}

// decoded turns a text into UTF-8.
func decoded(in *bufio.Reader, head []byte) (*bufio.Reader, error) {
	switch {
	case bytes.HasPrefix(head, []byte{0xef, 0xbb, 0xbf}):
		_, err := in.Discard(3)
		return in, err
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		utf16 := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
		return bufio.NewReaderSize(utf16.Reader(in), headSize), nil
	case validHead(head):
		return in, nil
	case mostlyCyrillic(head):
		return bufio.NewReaderSize(charmap.Windows1251.NewDecoder().Reader(in), headSize), nil
	}
	return bufio.NewReaderSize(charmap.Windows1252.NewDecoder().Reader(in), headSize), nil
}

// validHead reports whether a head is UTF-8, but for a letter cut at its end.
func validHead(head []byte) bool {
	for cut := range min(utf8.UTFMax, len(head)+1) {
		if utf8.Valid(head[:len(head)-cut]) {
			return len(head) == headSize || cut == 0
		}
	}
	return false
}

// mostlyCyrillic reports whether the bytes above ASCII are mostly letters of
// Windows-1251, in which they are the upper quarter of the code.
func mostlyCyrillic(head []byte) bool {
	high, letters := 0, 0
	for _, c := range head {
		if c >= 0x80 {
			high++
			if c >= 0xc0 {
				letters++
			}
		}
	}
	// In Western text letters above ASCII are rare; in Cyrillic they are most.
	return letters*5 > high*4 && high*4 > len(head)
}

// isHTML reports whether a text is a web page.
func isHTML(head []byte) bool {
	head = bytes.ToLower(bytes.TrimSpace(head[:min(len(head), 1024)]))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}
