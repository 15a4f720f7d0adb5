package document

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

var (
	little = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	big    = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
)

// wideEncoding returns the UTF-16 that a text begins with: by its mark, or by zeros
// in every other place; nil for others.
func wideEncoding(head []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return little
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return big
	}
	head = head[:min(len(head), 512)]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	switch most := len(head) / 2; {
	case most < 8:
		return nil
	case zeros[1]*10 >= most*7 && zeros[0] == 0:
		return little
	case zeros[0]*10 >= most*7 && zeros[1] == 0:
		return big
	}
	return nil
}

// decode returns a text in UTF-8. declared is the encoding that somebody named, or
// "". It is not trusted: what reads as UTF-8 is UTF-8. Where a text mixes
// encodings, each paragraph is read in its own, and the notes say so.
func decode(data []byte, declared string) (text string, notes []string) {
	if wide := wideEncoding(data); wide != nil {
		out, _ := wide.NewDecoder().Bytes(data)
		return clean(string(bytes.TrimPrefix(out, []byte("\uFEFF")))), nil
	}
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	said, name := lookup(declared)
	if said != nil && (isMultibyte(name) && !utf8.Valid(data) || strings.HasPrefix(name, "iso-2022")) {
		out, _ := said.NewDecoder().Bytes(data)
		return clean(string(out)), nil
	}
	if utf8.Valid(data) {
		text, mended := unmangle(string(data))
		if mended > 0 {
			notes = append(notes, fmt.Sprintf("%d paragraphs were UTF-8 written as windows-1252 and were read back", mended))
		}
		return clean(text), notes
	}
	return mixed(data, said, name)
}

// lookup returns the encoding of a declared name (WHATWG, Encoding, section 4.2).
func lookup(declared string) (encoding.Encoding, string) {
	if declared == "" {
		return nil, ""
	}
	e, err := htmlindex.Get(strings.TrimSpace(declared))
	if err != nil {
		return nil, ""
	}
	name, _ := htmlindex.Name(e)
	if name == "utf-8" || strings.HasPrefix(name, "utf-16") || name == "replacement" {
		return nil, ""
	}
	return e, name
}

func isMultibyte(name string) bool {
	switch name {
	case "gbk", "gb18030", "big5", "euc-jp", "euc-kr", "shift_jis":
		return true
	}
	return false
}

// mixed decodes a text that is not UTF-8 throughout, line by line.
func mixed(data []byte, said encoding.Encoding, name string) (string, []string) {
	if said == nil {
		said, name = guess(data)
	}
	var out strings.Builder
	out.Grow(len(data) + len(data)/4)
	kept, decoded, faulty := 0, 0, 0
	for line := range bytes.Lines(data) {
		switch good, bad := multibyte(line); {
		case bad == 0:
			out.Write(line)
			if good > 0 {
				kept++
			}
		case good > bad:
			out.WriteString(strings.ToValidUTF8(string(line), "\uFFFD"))
			faulty++
		default:
			text, _ := said.NewDecoder().Bytes(line)
			out.Write(text)
			decoded++
		}
	}
	var notes []string
	if kept > 0 && decoded > 0 {
		notes = append(notes, fmt.Sprintf("two encodings in one text: %d lines are %s, %d UTF-8", decoded, name, kept))
	}
	if faulty > 0 {
		notes = append(notes, fmt.Sprintf("%d lines have bytes that are not UTF-8", faulty))
	}
	return clean(out.String()), notes
}

// multibyte counts the characters of UTF-8 that have several bytes, and the bytes
// that belong to none.
func multibyte(line []byte) (good, bad int) {
	for len(line) > 0 {
		if line[0] < utf8.RuneSelf {
			line = line[1:]
			continue
		}
		r, size := utf8.DecodeRune(line)
		if r == utf8.RuneError && size == 1 {
			bad++
		} else {
			good++
		}
		line = line[size:]
	}
	return good, bad
}

// guess tells the two Cyrillic encodings from the western one: words of Cyrillic
// are runs of high bytes, accented letters stand alone between Latin ones. In
// windows-1251 small letters are 0xE0 to 0xFF, in KOI8-R 0xC0 to 0xDF.
func guess(data []byte) (encoding.Encoding, string) {
	high, runs, upper, last := 0, 0, 0, false
	for _, c := range data[:min(len(data), 64<<10)] {
		letter := c >= 0xC0
		if letter {
			high++
			if last {
				runs++
			}
			if c >= 0xE0 {
				upper++
			}
		}
		last = letter
	}
	switch {
	case high == 0 || runs*10 < high*6:
		return charmap.Windows1252, "windows-1252"
	case upper*2 < high:
		return charmap.KOI8R, "koi8-r"
	}
	return charmap.Windows1251, "windows-1251"
}

// unmangle mends the paragraphs of a text that were UTF-8, read as windows-1252 and
// written as UTF-8 again: "â€™" for "’".
func unmangle(text string) (string, int) {
	if !strings.Contains(text, "â€") && !strings.Contains(text, "Ã") && !strings.Contains(text, "Ð") {
		return text, 0
	}
	mended := 0
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		if good, _ := multibyte([]byte(line)); good < 2 {
			continue
		}
		back, ok := narrow(line)
		if !ok || !utf8.ValidString(back) {
			continue
		}
		if good, _ := multibyte([]byte(back)); good > 0 {
			lines[i] = back
			mended++
		}
	}
	if mended == 0 {
		return text, 0
	}
	return strings.Join(lines, ""), mended
}

// narrow returns a text in windows-1252, with its controls as they are.
func narrow(text string) (string, bool) {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		b, ok := charmap.Windows1252.EncodeRune(r)
		if !ok && (r < 0x80 || r > 0x9F) {
			return "", false
		}
		if !ok {
			b = byte(r)
		}
		out = append(out, b)
	}
	return string(out), true
}

// clean leaves out what is no character of a text: controls, byte order marks, soft
// hyphens inside words, marks of width zero.
func clean(text string) string {
	odd := func(r rune) bool {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\f' || r == '\v':
			return false
		case r < ' ', r == 0x7F, r == '\uFEFF', r == '\u200B', r == '\u2060', r >= 0x80 && r < 0xA0 && r != 0x85:
			return true
		}
		return false
	}
	if strings.IndexFunc(text, odd) < 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		if odd(r) {
			return -1
		}
		return r
	}, text)
}
