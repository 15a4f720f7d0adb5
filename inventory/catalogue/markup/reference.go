package markup

import (
	"bytes"
	"fmt"
	"html"
	"strconv"
	"unicode/utf8"
)

// appendDecoded appends raw text of XML to dst with its references decoded: the
// five entities of XML and characters by number. Anything else behind an "&" is a
// fault of which the first is returned. The text then stands as it was written,
// or, for an entity that HTML knows, as HTML reads it: feeds hold both "AT&T" and
// "&nbsp;" where XML allows neither.
func appendDecoded(dst, raw []byte) (_ []byte, fault error) {
	if i := bytes.Index(raw, []byte("]]>")); i >= 0 {
		fault = faultf("]]> stands outside of a CDATA section")
	}
	for {
		i := bytes.IndexByte(raw, '&')
		if i < 0 {
			return append(dst, raw...), fault
		}
		dst, raw = append(dst, raw[:i]...), raw[i:]
		var size int
		var err error
		dst, size, err = appendReference(dst, raw)
		if fault == nil {
			fault = err
		}
		raw = raw[size:]
	}
}

// longestReference is more than any entity or number has.
const longestReference = 40

// appendReference decodes the reference at the front of raw.
func appendReference(dst, raw []byte) (_ []byte, size int, fault error) {
	end := bytes.IndexByte(raw[:min(len(raw), longestReference)], ';')
	if end < 2 {
		return append(dst, '&'), 1, faultf("& is not written &amp;: %q", clip(raw[:min(len(raw), 16)]))
	}
	name, size := raw[1:end], end+1
	switch string(name) {
	case "amp":
		return append(dst, '&'), size, nil
	case "lt":
		return append(dst, '<'), size, nil
	case "gt":
		return append(dst, '>'), size, nil
	case "quot":
		return append(dst, '"'), size, nil
	case "apos":
		return append(dst, '\''), size, nil
	}
	if name[0] == '#' {
		c, err := character(name[1:])
		if err != nil {
			return append(dst, '&'), 1, err
		}
		return utf8.AppendRune(dst, c), size, nil
	}
	if nameLength(name) != len(name) {
		return append(dst, '&'), 1, faultf("& is not written &amp;: %q", clip(raw[:size]))
	}
	// Only the reference itself is given to HTML, which would read a part of it.
	known := html.UnescapeString(string(raw[:size]))
	if known[len(known)-1] == ';' {
		known = string(raw[:size])
	}
	return append(dst, known...), size, faultf("entity %s is not declared", clip(raw[:size]))
}

// character returns the character of "65" or "x41".
func character(number []byte) (rune, error) {
	base := 10
	digits := number
	if len(digits) > 0 && digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil || n > utf8.MaxRune || !isText(rune(n)) {
		return 0, fmt.Errorf("&#%s; is no character", clip(number))
	}
	return rune(n), nil
}
