package network

import (
	"bufio"
	"bytes"
	"io"

	"golang.org/x/text/encoding/unicode"
)

var (
	markUTF8    = []byte("\xef\xbb\xbf")
	littleFirst = []byte("\xff\xfe")
	bigFirst    = []byte("\xfe\xff")
)

// decoded returns the text of r in UTF-8. The shell of Windows writes what is
// redirected into a file in UTF-16 with a byte-order mark.
func decoded(r io.Reader) io.Reader {
	in := bufio.NewReaderSize(r, 64<<10)
	switch head, _ := in.Peek(3); {
	case bytes.HasPrefix(head, littleFirst), bytes.HasPrefix(head, bigFirst):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(in)
	case bytes.Equal(head, markUTF8):
		in.Discard(len(markUTF8))
	}
	return in
}

// plain is decoded for the beginning of a file.
func plain(head []byte) []byte {
	text, _ := io.ReadAll(decoded(bytes.NewReader(head)))
	return text
}
