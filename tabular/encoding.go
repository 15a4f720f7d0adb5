package tabular

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// encodings are those that are recognised, by their names in
// https://encoding.spec.whatwg.org.
var encodings = map[string]encoding.Encoding{
	"utf-16le":     unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
	"utf-16be":     unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	"windows-1252": charmap.Windows1252,
	"windows-1251": charmap.Windows1251,
	"shift_jis":    japanese.ShiftJIS,
	"gb18030":      simplifiedchinese.GB18030,
}

func decoder(name string) *encoding.Decoder { return encodings[name].NewDecoder() }

// encodingOf tells the encoding of a text by its beginning, and how many bytes
// its byte-order mark takes. A text that is UTF-8 but for a few records is UTF-8.
func encodingOf(head []byte) (name string, skip int) {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return "utf-8", 3
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return "utf-16le", 2
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return "utf-16be", 2
	}
	if name := withoutMark(head); name != "" {
		return name, 0
	}
	if good, bad := multibyte(head); bad == 0 || good > bad {
		return "utf-8", 0
	}
	return fallbackOf(head), 0
}

// withoutMark tells UTF-16 by its zeros: most letters of most tables are ASCII.
func withoutMark(head []byte) string {
	var zeros [2]int
	n := min(len(head), 1024)
	for i, c := range head[:n] {
		if c == 0 {
			zeros[i%2]++
		}
	}
	switch {
	case n < 8:
	case zeros[1] > n/4 && zeros[0] <= n/50:
		return "utf-16le"
	case zeros[0] > n/4 && zeros[1] <= n/50:
		return "utf-16be"
	}
	return ""
}

// multibyte counts the letters beyond ASCII that are valid in UTF-8, and the
// bytes that are not. One that the end of head may have cut counts as neither.
func multibyte(head []byte) (good, bad int) {
	for i := 0; i < len(head); {
		if head[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(head[i:])
		switch {
		case r != utf8.RuneError || n > 1:
			good++
		case len(head)-i >= utf8.UTFMax || utf8.FullRune(head[i:]):
			bad++
		}
		i += n
	}
	return good, bad
}

// fallbackOf guesses how bytes are to be read that are not UTF-8, by how the
// frequent letters of an encoding lie: katakana and hiragana of Shift_JIS begin
// with 0x82 and 0x83, the small letters of Windows-1251 are the last 32 bytes,
// and Chinese comes in pairs of high bytes. Everything else is Windows-1252.
func fallbackOf(head []byte) string {
	high, small, kana, paired := 0, 0, 0, 0
	for i := 0; i < len(head); {
		c := head[i]
		if c < utf8.RuneSelf {
			i++
			continue
		}
		if _, n := utf8.DecodeRune(head[i:]); n > 1 {
			i += n
			continue
		}
		high++
		if c >= 0xe0 {
			small++
		}
		if c == 0x82 || c == 0x83 {
			kana++
		}
		if i+1 < len(head) && c >= 0xa1 && head[i+1] >= 0xa1 || i > 0 && c >= 0xa1 && head[i-1] >= 0xa1 {
			paired++
		}
		i++
	}
	switch {
	case high == 0:
		return "windows-1252"
	case kana*5 > high:
		return "shift_jis"
	case paired*10 < high*8:
		return "windows-1252"
	case small*2 > high:
		return "windows-1251"
	}
	return "gb18030"
}

// mended returns what turns a record that is not UTF-8 into it.
func mended(fallback string) func([]byte) []byte {
	if fallback == "" {
		fallback = "windows-1252"
	}
	d := decoder(fallback)
	return func(raw []byte) []byte {
		if utf8.Valid(raw) {
			return raw
		}
		text, err := d.Bytes(raw)
		if err != nil {
			return bytes.ToValidUTF8(raw, []byte("\ufffd"))
		}
		return text
	}
}
