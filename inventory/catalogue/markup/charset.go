package markup

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/delistdev/delist/inventory/source"
)

// encodingName finds what an XML declaration says of the encoding.
var encodingName = regexp.MustCompile(`^\s*(?:<\?)?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// declaredEncoding returns the encoding of an XML declaration, or "".
func declaredEncoding(head []byte) string {
	if m := encodingName.FindSubmatch(head[:min(len(head), 1024)]); m != nil {
		return strings.ToLower(string(m[1]))
	}
	return ""
}

// byMark returns the encoding that the first bytes of XML show, with or without a
// byte order mark (XML 1.0, appendix F), and how many bytes the mark has; nil for
// an encoding that extends ASCII.
func byMark(head []byte) (encoding.Encoding, int) {
	little := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	big := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	for _, m := range []struct {
		mark     string
		encoding encoding.Encoding
		length   int
	}{
		{"\xEF\xBB\xBF", nil, 3}, {"\xFF\xFE", little, 2}, {"\xFE\xFF", big, 2},
		{"<\x00?\x00", little, 0}, {"\x00<\x00?", big, 0}, {"<\x00r\x00", little, 0}, {"\x00<\x00r", big, 0},
	} {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			return m.encoding, m.length
		}
	}
	return nil, 0
}

// decodeXML returns the text of r in UTF-8 and what encoding it was said to be in,
// "" for none. A name that is not known is a fault, and the text is read as UTF-8.
func decodeXML(r io.Reader) (_ io.Reader, name string, fault error) {
	in := bufio.NewReaderSize(r, 1024)
	head, _ := in.Peek(1024)
	coding, mark, name, fault := feedEncoding(head)
	// What was peeked at can be discarded.
	_, _ = in.Discard(mark)
	return decoded(in, coding), name, fault
}

// FeedEncoding tells how a feed is written that begins with head: its encoding,
// nil for UTF-8, and how many bytes its byte order mark has.
func FeedEncoding(head []byte) (coding encoding.Encoding, mark int) {
	coding, mark, _, _ = feedEncoding(head[:min(len(head), 1024)])
	return coding, mark
}

func feedEncoding(head []byte) (_ encoding.Encoding, mark int, name string, fault error) {
	shown, mark := byMark(head)
	if shown != nil {
		return shown, mark, "", nil
	}
	name = declaredEncoding(head[mark:])
	if name == "" || name == "utf-8" || mark > 0 {
		return nil, mark, name, nil
	}
	said, canonical := charset.Lookup(name)
	switch {
	case said == nil:
		return nil, mark, name, faultf("encoding %s is not known; the text is read as UTF-8", name)
	case canonical == "utf-8" || strings.HasPrefix(canonical, "utf-16"):
		// A declaration that could be read is not in UTF-16.
		return nil, mark, name, nil
	}
	return said, mark, name, nil
}

// decoded returns a text in UTF-8.
func decoded(in io.Reader, coding encoding.Encoding) io.Reader {
	if coding == nil {
		return in
	}
	return transform.NewReader(in, coding.NewDecoder())
}

// decodePage returns the text of a page in UTF-8.
func decodePage(r io.Reader) io.Reader {
	in := bufio.NewReaderSize(r, source.HeadSize)
	head, _ := in.Peek(source.HeadSize)
	return decoded(in, PageEncoding(head))
}

// PageEncoding tells how a page is written that begins with head; nil for UTF-8.
// What the page declares is believed unless its beginning shows that it is UTF-8.
func PageEncoding(head []byte) encoding.Encoding {
	said, name, certain := charset.DetermineEncoding(head, "")
	if name == "utf-8" || said == encoding.Nop {
		return nil
	}
	if !certain && isUTF8(head) && (!isASCII(head) || !bytes.Contains(bytes.ToLower(head[:min(len(head), 1024)]), []byte("charset"))) {
		return nil
	}
	return said
}

// isUTF8 reports whether head is UTF-8. A full head may be cut inside a character.
func isUTF8(head []byte) bool {
	most := 0
	if len(head) == source.HeadSize {
		most = utf8.UTFMax - 1
	}
	for cut := 0; cut <= most; cut++ {
		if utf8.Valid(head[:len(head)-cut]) {
			return true
		}
	}
	return false
}

func isASCII(head []byte) bool {
	for _, c := range head {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
