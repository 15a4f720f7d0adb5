package fleet

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/delistdev/delist/inventory/source"
)

var (
	utf8Mark = []byte("\xef\xbb\xbf")
	utf16    = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
)

// plain returns the beginning of a text without its byte-order mark and in UTF-8,
// and how to read the whole of it so. PowerShell writes what a program says in
// UTF-16.
func plain(head []byte) (text []byte, decoded func(*bufio.Reader) io.Reader) {
	switch {
	case bytes.HasPrefix(head, utf8Mark):
		return head[len(utf8Mark):], func(in *bufio.Reader) io.Reader {
			_, _ = in.Discard(len(utf8Mark)) // they were seen
			return in
		}
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		text, _ = utf16.NewDecoder().Bytes(head[:len(head)&^1])
		return text, func(in *bufio.Reader) io.Reader { return transform.NewReader(in, utf16.NewDecoder()) }
	}
	return head, func(in *bufio.Reader) io.Reader { return in }
}

// eachLine calls do with each line of a text, without its end, until do is false.
// Lines that are too long are reported and passed over. A last line without an
// end is given, too, and reported: programs end each line that they write.
func (r *reader) eachLine(in io.Reader, do func(n int, line string) bool) {
	lines, n := bufio.NewReaderSize(in, 64<<10), 0
	var long []byte
	for !r.done {
		part, err := lines.ReadSlice('\n')
		if len(part) > 0 && long == nil {
			n++
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			if long == nil {
				long = []byte{}
			}
			if len(long) <= r.limits.Record {
				long = append(long, part...)
			}
			continue
		}
		if long != nil {
			part, long = append(long, part...), nil
		}
		switch {
		case len(part) > r.limits.Record:
			r.fault(n, "", fmt.Errorf("%w: a line of more than %d bytes", source.ErrLimit, r.limits.Record))
		case len(part) > 0 && !do(n, cleanLine(part)):
			return
		}
		if err != nil {
			r.endOfText(n, part, err)
			return
		}
	}
}

func (r *reader) endOfText(n int, last []byte, err error) {
	switch {
	case !errors.Is(err, io.EOF):
		r.fault(n, "", err)
	case len(last) > 0:
		r.faultf(n, "", "the last line has no end: the file may end in the middle")
	}
}

func cleanLine(part []byte) string {
	return strings.ToValidUTF8(string(bytes.TrimRight(part, "\r\n")), "\ufffd")
}

// firstLines returns at most n lines of a file's beginning, without blank ones.
// The last of several is left out if it has no end: the beginning may cut it.
func firstLines(head []byte, n int) []string {
	var lines []string
	for len(head) > 0 && len(lines) < n {
		line, rest, whole := bytes.Cut(head, []byte("\n"))
		if !whole && len(lines) > 0 {
			break
		}
		if text := cleanLine(line); strings.TrimSpace(text) != "" {
			lines = append(lines, text)
		}
		head = rest
	}
	return lines
}
