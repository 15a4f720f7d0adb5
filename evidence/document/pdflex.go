package document

import (
	"bytes"
	"errors"
)

// The objects of PDF (ISO 32000-1:2008, section 7.3) are nil, bool, float64,
// pdfName, pdfString, pdfArray, pdfDict, *pdfStream and pdfRef; what is none of
// these, an operator of a content stream among them, is a pdfWord.
type (
	pdfName   string
	pdfString string
	pdfWord   string
	pdfArray  []any
	pdfDict   map[string]any
	pdfRef    int // the number; generations are not told apart
	pdfStream struct {
		dict pdfDict
		raw  []byte
		num  int // of the object, for decryption
	}
)

// maxPDFDepth bounds how deep arrays and dictionaries nest.
const maxPDFDepth = 40

var (
	errPDFEnd    = errors.New("the object does not end")
	errPDFDepth  = errors.New("objects nest too deep")
	errPDFSyntax = errors.New("no object")
	errPDFMany   = errors.New("too many objects")
)

// A pdfLexer reads objects one after the other.
type pdfLexer struct {
	in   []byte
	at   int
	left *int // objects that may still be read; nil for those that are not kept
}

// pdfSpace and pdfDelimiter are those of section 7.2.2.
func pdfSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func pdfDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// skip passes over spaces and comments.
func (l *pdfLexer) skip() {
	for l.at < len(l.in) {
		c := l.in[l.at]
		switch {
		case pdfSpace(c):
			l.at++
		case c == '%':
			for l.at < len(l.in) && l.in[l.at] != '\n' && l.in[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// object reads the next object. References are objects of their own: "3 0 R".
func (l *pdfLexer) object(depth int) (any, error) {
	l.skip()
	if l.at >= len(l.in) {
		return nil, errPDFEnd
	}
	if depth > maxPDFDepth {
		return nil, errPDFDepth
	}
	if l.left != nil {
		if *l.left--; *l.left < 0 {
			return nil, errPDFMany
		}
	}
	switch c := l.in[l.at]; {
	case c == '/':
		l.at++
		return l.name(), nil
	case c == '(':
		return l.literal(), nil
	case c == '<' && l.at+1 < len(l.in) && l.in[l.at+1] == '<':
		l.at += 2
		return l.dict(depth)
	case c == '<':
		return l.hexString(), nil
	case c == '[':
		l.at++
		return l.array(depth)
	case c == ']' || c == '}' || c == '{' || c == ')':
		l.at++
		return pdfWord(c), nil
	case c == '>':
		l.at++
		if l.at < len(l.in) && l.in[l.at] == '>' {
			l.at++
		}
		return pdfWord(">>"), nil
	}
	return l.word(), nil
}

// word reads a number, a reference or a keyword.
func (l *pdfLexer) word() any {
	start := l.at
	for l.at < len(l.in) && !pdfSpace(l.in[l.at]) && !pdfDelimiter(l.in[l.at]) {
		l.at++
	}
	w := l.in[start:l.at]
	if c := w[0]; c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' {
		if n, ok := pdfNumber(w); ok {
			if ref, ok := l.reference(n); ok {
				return ref
			}
			return n
		}
	}
	switch string(w) {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	if len(w) > 100 {
		w = w[:100]
	}
	return pdfWord(w)
}

// pdfNumber reads a number. Writers are sloppy: "--5", "1.2.3" and "5-3" occur.
func pdfNumber(w []byte) (float64, bool) {
	if len(w) > 40 {
		return 0, false
	}
	n, sign, scale, digits := 0.0, 1.0, 0.0, false
	for i, c := range w {
		switch {
		case c == '-' && i < 2:
			sign = -1
		case c == '+' && i == 0:
		case c == '.' && scale == 0:
			scale = 1
		case c >= '0' && c <= '9':
			digits = true
			if scale > 0 {
				scale /= 10
				n += float64(c-'0') * scale
			} else {
				n = n*10 + float64(c-'0')
			}
		case digits:
			return sign * n, c == '-' || c == '.'
		default:
			return 0, false
		}
	}
	return sign * n, digits || scale > 0
}

// reference looks whether a number begins a reference.
func (l *pdfLexer) reference(n float64) (pdfRef, bool) {
	if n < 0 || n > maxPDFNumber || n != float64(int(n)) {
		return 0, false
	}
	i := l.at
	for i < len(l.in) && pdfSpace(l.in[i]) {
		i++
	}
	start := i
	for i < len(l.in) && l.in[i] >= '0' && l.in[i] <= '9' && i-start < 6 {
		i++
	}
	if i == start {
		return 0, false
	}
	spaces := i
	for i < len(l.in) && pdfSpace(l.in[i]) {
		i++
	}
	if i == spaces || i >= len(l.in) || l.in[i] != 'R' || i+1 < len(l.in) && !pdfSpace(l.in[i+1]) && !pdfDelimiter(l.in[i+1]) {
		return 0, false
	}
	l.at = i + 1
	return pdfRef(n), true
}

// maxPDFNumber bounds the numbers of objects.
const maxPDFNumber = 8_388_607 // section C.2

func (l *pdfLexer) array(depth int) (any, error) {
	var out pdfArray
	for {
		v, err := l.object(depth + 1)
		if err != nil {
			return out, err
		}
		switch w, _ := v.(pdfWord); w {
		case "]":
			return out, nil
		case "endobj", "endstream", "obj", ">>":
			return out, errPDFSyntax
		}
		out = append(out, v)
	}
}

func (l *pdfLexer) dict(depth int) (any, error) {
	out := pdfDict{}
	for {
		key, err := l.object(depth + 1)
		if err != nil {
			return out, err
		}
		switch k := key.(type) {
		case pdfWord:
			if k == ">>" {
				return out, nil
			}
			if k == "endobj" || k == "stream" || k == "endstream" {
				return out, errPDFSyntax
			}
		case pdfName:
			before := l.at
			v, err := l.object(depth + 1)
			if err != nil {
				return out, err
			}
			if w, ok := v.(pdfWord); ok {
				if w == ">>" {
					return out, nil
				}
				l.at = max(before, l.at)
				continue
			}
			out[string(k)] = v
		}
	}
}
