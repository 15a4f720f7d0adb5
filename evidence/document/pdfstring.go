package document

import "strconv"

// name reads a name behind its slash.
func (l *pdfLexer) name() pdfName {
	start := l.at
	escaped := false
	for l.at < len(l.in) && !pdfSpace(l.in[l.at]) && !pdfDelimiter(l.in[l.at]) {
		escaped = escaped || l.in[l.at] == '#'
		l.at++
	}
	w := l.in[start:l.at]
	if !escaped {
		return pdfName(w)
	}
	out := make([]byte, 0, len(w))
	for i := 0; i < len(w); i++ {
		if w[i] == '#' && i+2 < len(w) && nibble(w[i+1]) >= 0 && nibble(w[i+2]) >= 0 {
			out = append(out, byte(nibble(w[i+1])<<4|nibble(w[i+2])))
			i += 2
			continue
		}
		out = append(out, w[i])
	}
	return pdfName(out)
}

// literal reads a string in parentheses.
func (l *pdfLexer) literal() pdfString {
	l.at++
	var out []byte
	for depth := 1; l.at < len(l.in); l.at++ {
		c := l.in[l.at]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.at++
				return pdfString(out)
			}
		case '\\':
			l.at++
			out = l.escape(out)
			continue
		case '\r':
			if l.at+1 < len(l.in) && l.in[l.at+1] == '\n' {
				l.at++
			}
			c = '\n'
		}
		out = append(out, c)
	}
	return pdfString(out)
}

// escape reads what stands behind a backslash.
func (l *pdfLexer) escape(out []byte) []byte {
	if l.at >= len(l.in) {
		return out
	}
	switch c := l.in[l.at]; c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b', 'f':
		return append(out, ' ')
	case '\r':
		if l.at+1 < len(l.in) && l.in[l.at+1] == '\n' {
			l.at++
		}
		return out
	case '\n':
		return out
	case '0', '1', '2', '3', '4', '5', '6', '7':
		end := l.at
		for end < len(l.in) && end < l.at+3 && l.in[end] >= '0' && l.in[end] <= '7' {
			end++
		}
		n, _ := strconv.ParseUint(string(l.in[l.at:end]), 8, 16)
		l.at = end - 1
		return append(out, byte(n))
	default:
		return append(out, c)
	}
}

// hexString reads a string in angle brackets.
func (l *pdfLexer) hexString() pdfString {
	l.at++
	var out []byte
	high := -1
	for ; l.at < len(l.in); l.at++ {
		c := l.in[l.at]
		if c == '>' {
			l.at++
			break
		}
		n := nibble(c)
		switch {
		case n < 0:
		case high < 0:
			high = n
		default:
			out = append(out, byte(high<<4|n))
			high = -1
		}
	}
	if high >= 0 {
		out = append(out, byte(high<<4))
	}
	return pdfString(out)
}
