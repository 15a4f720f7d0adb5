package document

import (
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// A pdfFont turns the codes of strings into characters and widths (ISO 32000-1:2008,
// sections 9.6 to 9.10).
type pdfFont struct {
	wide    bool              // codes have two bytes, unless the map says otherwise
	cmap    *cmap             // ToUnicode
	simple  *[256]string      // of a font with codes of one byte
	cjk     encoding.Encoding // of a predefined CMap
	utf16   bool              // codes are UTF-16
	widths  map[int]float64   // in thousandths of the size
	missing float64
}

// font reads a font.
func (f *pdfFile) font(v any) *pdfFont {
	d := f.dict(v)
	font := &pdfFont{widths: map[int]float64{}, missing: -1}
	if s, ok := f.get(d["ToUnicode"]).(*pdfStream); ok {
		font.cmap = readCMap(f.data(s))
	}
	if f.name(d["Subtype"]) == "Type0" {
		f.composite(font, d)
		return font
	}
	font.simple = f.encoding(d)
	first := int(f.number(d["FirstChar"], 0))
	widths := f.array(d["Widths"])
	for i, w := range widths[:min(len(widths), 256)] {
		font.widths[first+i] = f.number(w, 0)
	}
	switch {
	case len(widths) > 0:
		font.missing = f.number(f.dict(d["FontDescriptor"])["MissingWidth"], 0)
	case strings.Contains(string(f.name(d["BaseFont"])), "Courier"):
		font.missing = 600
	}
	if f.name(d["Subtype"]) == "Type3" {
		// Its widths are in units of its own.
		scale := 1.0
		if m := f.array(d["FontMatrix"]); len(m) > 0 {
			scale = f.number(m[0], 0.001) * 1000
		}
		for code := range font.widths {
			font.widths[code] *= scale
		}
	}
	return font
}

// composite reads a font whose codes have several bytes.
func (f *pdfFile) composite(font *pdfFont, d pdfDict) {
	font.wide = true
	name := string(f.name(d["Encoding"]))
	switch {
	case strings.Contains(name, "UCS2") || strings.Contains(name, "UTF16"):
		font.utf16 = true
	case strings.Contains(name, "RKSJ"):
		font.cjk, _ = htmlindex.Get("shift_jis")
	case strings.HasPrefix(name, "GBK") || strings.HasPrefix(name, "GB-EUC") || strings.HasPrefix(name, "GBpc"):
		font.cjk, _ = htmlindex.Get("gbk")
	case strings.HasPrefix(name, "ETen") || strings.HasPrefix(name, "B5pc") || strings.HasPrefix(name, "HKscs"):
		font.cjk, _ = htmlindex.Get("big5")
	case strings.HasPrefix(name, "KSC"):
		font.cjk, _ = htmlindex.Get("euc-kr")
	}
	kids := f.array(d["DescendantFonts"])
	if len(kids) == 0 {
		return
	}
	kid := f.dict(kids[0])
	font.missing = f.number(kid["DW"], 1000)
	list := f.array(kid["W"])
	for i := 0; i+1 < len(list) && len(font.widths) < 1<<16; {
		first := int(f.number(list[i], 0))
		if each := f.array(list[i+1]); each != nil {
			for j, w := range each[:min(len(each), 1<<16)] {
				font.widths[first+j] = f.number(w, 0)
			}
			i += 2
			continue
		}
		if i+2 >= len(list) {
			break
		}
		last, w := int(f.number(list[i+1], 0)), f.number(list[i+2], 0)
		for code := first; code <= last && code-first < 1<<16 && len(font.widths) < 1<<16; code++ {
			font.widths[code] = w
		}
		i += 3
	}
}

// encoding returns the characters of a font with codes of one byte.
func (f *pdfFile) encoding(d pdfDict) *[256]string {
	var out [256]string
	base := f.name(d["Encoding"])
	differences := pdfArray(nil)
	if e := f.dict(d["Encoding"]); e != nil {
		base = f.name(e["BaseEncoding"])
		differences = f.array(e["Differences"])
	}
	chars := charmap.Windows1252
	if base == "MacRomanEncoding" {
		chars = charmap.Macintosh
	}
	for i := 32; i < 256; i++ {
		out[i] = string(chars.DecodeByte(byte(i)))
	}
	if base != "WinAnsiEncoding" && base != "MacRomanEncoding" {
		for code, char := range standardEncoding {
			out[code] = char
		}
	}
	code := 0
	for _, v := range differences[:min(len(differences), 1024)] {
		switch v := f.get(v).(type) {
		case float64:
			code = int(v)
		case pdfName:
			if code >= 0 && code < 256 {
				out[code] = glyph(string(v))
			}
			code++
		}
	}
	return &out
}

// A char is one code of a string as text.
type char struct {
	text  string
	width float64 // in thousandths of the size
	space bool    // the one byte 32, which word spacing widens
	known bool
}

// next reads the first code of s, and returns how many bytes it has.
func (font *pdfFont) next(s string) (char, int) {
	size := 1
	if font.wide {
		size = 2
	}
	if font.wide && font.cmap != nil {
		size = font.cmap.size(s, size)
	}
	if font.cjk != nil && font.cmap == nil {
		size = 1 + min(1, int(s[0]>>7))
	}
	size = min(size, len(s))
	code := 0
	for _, b := range []byte(s[:size]) {
		code = code<<8 | int(b)
	}
	c := char{space: size == 1 && s[0] == ' '}
	c.text, c.known = font.text(s[:size], code)
	w, ok := font.widths[code]
	switch {
	case ok:
		c.width = w
	case font.missing >= 0:
		c.width = font.missing
	default:
		c.width = usualWidth(c.text)
	}
	return c, size
}

// text returns the characters of a code.
func (font *pdfFont) text(s string, code int) (string, bool) {
	if font.cmap != nil {
		if text, ok := font.cmap.find(code, len(s)); ok {
			return text, true
		}
	}
	switch {
	case font.simple != nil && code < 256:
		return font.simple[code], font.simple[code] != ""
	case font.utf16 && len(s) == 2:
		return string(rune(code)), true
	case font.cjk != nil:
		out, err := font.cjk.NewDecoder().String(s)
		return out, err == nil
	}
	return "", false
}

// usualWidth guesses the width of a character in a font that every reader has.
func usualWidth(text string) float64 {
	if text == "" {
		return 500
	}
	switch c := text[0]; {
	case strings.IndexByte("ijl.,:;'|!fIt()[] ", c) >= 0:
		return 280
	case strings.IndexByte("mwMW@%", c) >= 0:
		return 850
	case c >= 'A' && c <= 'Z':
		return 680
	}
	return 540
}

// utf16Text decodes the value of a CMap.
func utf16Text(s pdfString) string {
	units := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s) && i < 64; i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	if len(s) == 1 {
		units = append(units, uint16(s[0]))
	}
	return string(utf16.Decode(units))
}
