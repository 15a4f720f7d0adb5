package document

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// standardEncoding is how StandardEncoding differs from windows-1252 (ISO
// 32000-1:2008, annex D.2). A font of its own often uses it without saying so.
var standardEncoding = map[int]string{
	0x27: "’", 0x60: "‘", 0xA1: "¡", 0xA2: "¢", 0xA3: "£", 0xA4: "⁄", 0xA5: "¥", 0xA6: "ƒ", 0xA7: "§", 0xA8: "¤", 0xA9: "'", 0xAA: "“",
	0xAB: "«", 0xAC: "‹", 0xAD: "›", 0xAE: "fi", 0xAF: "fl", 0xB1: "–", 0xB2: "†", 0xB3: "‡", 0xB4: "·", 0xB6: "¶", 0xB7: "•", 0xB8: "‚",
	0xB9: "„", 0xBA: "”", 0xBB: "»", 0xBC: "…", 0xBD: "‰", 0xBF: "¿", 0xC1: "`", 0xC2: "´", 0xC3: "ˆ", 0xC4: "˜", 0xC5: "¯", 0xC6: "˘",
	0xC7: "˙", 0xC8: "¨", 0xCA: "˚", 0xCB: "¸", 0xCD: "˝", 0xCE: "˛", 0xCF: "ˇ", 0xD0: "—", 0xE1: "Æ", 0xE3: "ª", 0xE8: "Ł", 0xE9: "Ø",
	0xEA: "Œ", 0xEB: "º", 0xF1: "æ", 0xF5: "ı", 0xF8: "ł", 0xF9: "ø", 0xFA: "œ", 0xFB: "ß",
}

// glyphTable holds the names of characters as Adobe's Glyph List has them, without
// those that follow a rule: letters are called as they are, and accented ones by
// letter and accent.
const glyphTable = `space=  exclam=! quotedbl=" numbersign=# dollar=$ percent=% ampersand=& quotesingle=' quoteright=’ quoteleft=‘
parenleft=( parenright=) asterisk=* plus=+ comma=, hyphen=- minus=− period=. slash=/ zero=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7
eight=8 nine=9 colon=: semicolon=; less=< equal== greater=> question=? at=@ bracketleft=[ backslash=\ bracketright=] asciicircum=^
underscore=_ grave=` + "`" + ` braceleft={ bar=| braceright=} asciitilde=~ exclamdown=¡ cent=¢ sterling=£ currency=¤ yen=¥ brokenbar=¦
section=§ dieresis=¨ copyright=© ordfeminine=ª guillemotleft=« guillemotright=» logicalnot=¬ registered=® macron=¯ degree=°
plusminus=± twosuperior=² threesuperior=³ onesuperior=¹ acute=´ mu=µ paragraph=¶ periodcentered=· middot=· cedilla=¸ ordmasculine=º
onequarter=¼ onehalf=½ threequarters=¾ questiondown=¿ AE=Æ ae=æ Oslash=Ø oslash=ø Eth=Ð eth=ð Thorn=Þ thorn=þ germandbls=ß multiply=×
divide=÷ dotlessi=ı Lslash=Ł lslash=ł OE=Œ oe=œ florin=ƒ circumflex=ˆ caron=ˇ breve=˘ dotaccent=˙ ring=˚ ogonek=˛ tilde=˜ hungarumlaut=˝
endash=– emdash=— quotesinglbase=‚ quotedblleft=“ quotedblright=” quotedblbase=„ dagger=† daggerdbl=‡ bullet=• ellipsis=… perthousand=‰
guilsinglleft=‹ guilsinglright=› fraction=⁄ Euro=€ trademark=™ fi=fi fl=fl ff=ff ffi=ffi ffl=ffl nbspace=  sfthyphen=- Dcroat=Đ
dcroat=đ arrowright=→ arrowleft=← lessequal=≤ greaterequal=≥ notequal=≠ approxequal=≈ infinity=∞ numero=№ afii61352=№ afii10023=Ё
afii10071=ё visiblespace=  compwordmark= cwm= dotlessj=ȷ longs=ſ`

// accents are the second halves of names such as "eacute", as combining characters.
var accents = map[string]string{
	"grave": "\u0300", "acute": "\u0301", "circumflex": "\u0302", "tilde": "\u0303", "macron": "\u0304", "breve": "\u0306", "dotaccent": "\u0307",
	"dieresis": "\u0308", "ring": "\u030A", "hungarumlaut": "\u030B", "caron": "\u030C", "cedilla": "\u0327", "ogonek": "\u0328", "commaaccent": "\u0327",
}

var glyphs = func() map[string]string {
	set := map[string]string{}
	for _, entry := range strings.FieldsFunc(glyphTable, func(r rune) bool { return r == ' ' || r == '\n' }) {
		name, text, _ := strings.Cut(entry, "=")
		set[name] = text
	}
	set["space"], set["nbspace"], set["visiblespace"] = " ", " ", " "
	return set
}()

// glyph returns the characters of a glyph's name (Adobe, "Glyph list
// specification"); "" for a name that says nothing, such as "g27".
func glyph(name string) string {
	if dot := strings.IndexByte(name, '.'); dot > 0 {
		name = name[:dot]
	}
	if text, ok := glyphs[name]; ok || len(name) == 1 {
		if ok {
			return text
		}
		return name
	}
	if parts := strings.Split(name, "_"); len(parts) > 1 && len(parts) < 6 {
		out := ""
		for _, part := range parts {
			out += glyph(part)
		}
		return out
	}
	if text := coded(name); text != "" {
		return text
	}
	if mark, ok := accents[name[min(1, len(name)):]]; ok {
		return name[:1] + mark
	}
	return ""
}

// coded returns the character of a name that holds its number: "uni20AC", "u1F600",
// "afii10065" (the letters of Russian in order).
func coded(name string) string {
	for _, prefix := range []string{"uni", "u"} {
		if digits, ok := strings.CutPrefix(name, prefix); ok && len(digits) >= 4 && len(digits) <= 6 {
			if n, err := strconv.ParseUint(digits, 16, 32); err == nil && utf8.ValidRune(rune(n)) {
				return string(rune(n))
			}
		}
	}
	if digits, ok := strings.CutPrefix(name, "afii100"); ok && len(digits) == 2 {
		switch n, _ := strconv.Atoi(digits); {
		case n >= 17 && n <= 22:
			return string(rune(0x410 + n - 17))
		case n >= 24 && n <= 49:
			return string(rune(0x416 + n - 24))
		case n >= 65 && n <= 70:
			return string(rune(0x430 + n - 65))
		case n >= 72 && n <= 97:
			return string(rune(0x436 + n - 72))
		}
	}
	return ""
}
