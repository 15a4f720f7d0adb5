package msi

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

const unicodePage = 65001

// pages are the code pages that packages are written in.
//
// Source: Microsoft, "Code Page Identifiers",
// https://learn.microsoft.com/windows/win32/intl/code-page-identifiers
var pages = map[uint32]encoding.Encoding{
	437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 855: charmap.CodePage855, 866: charmap.CodePage866,
	874: charmap.Windows874, 932: japanese.ShiftJIS, 936: simplifiedchinese.GBK, 949: korean.EUCKR, 950: traditionalchinese.Big5,
	1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252, 1253: charmap.Windows1253,
	1254: charmap.Windows1254, 1255: charmap.Windows1255, 1256: charmap.Windows1256, 1257: charmap.Windows1257,
	1258: charmap.Windows1258, 10000: charmap.Macintosh, 20866: charmap.KOI8R, 21866: charmap.KOI8U,
	28591: charmap.ISO8859_1, 28592: charmap.ISO8859_2, 28595: charmap.ISO8859_5, 54936: simplifiedchinese.GB18030,
}

// decodeText returns text of a code page in UTF-8. A page that is not known, or
// none, is read as UTF-8 if it is that, else as 1252, which is what packages
// without a page are mostly written in.
func decodeText(b []byte, page uint32) string {
	known, ok := pages[page]
	if !ok {
		if page == unicodePage || utf8.Valid(b) {
			return strings.ToValidUTF8(string(b), "\uFFFD")
		}
		known = charmap.Windows1252
	}
	text, err := known.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return string(text)
}
