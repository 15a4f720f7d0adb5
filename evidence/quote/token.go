package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/delistdev/delist/evidence"
)

// A tokenKind says what a token is.
type tokenKind uint8

const (
	wordToken tokenKind = iota
	numberToken
	punctToken
	quoteToken // a whole quoted stretch with its marks
)

// A token is a word, a number, a punctuation mark or a quoted stretch.
type token struct {
	evidence.Span
	kind      tokenKind
	mark      rune // of punctuation; a dash is always '–'
	capital   bool // begins with a capital
	possessed bool // ends in 's or s'
	paragraph int32
	quoted    int32 // which quoted stretch
	word      *word // never nil
}

var unknown = &word{}

func (t *token) is(c class) bool   { return t.word.class&c != 0 }
func (t *token) punct(r rune) bool { return t.kind == punctToken && t.mark == r }
func (t *token) isDash() bool      { return t.kind == punctToken && t.mark == '–' }
func (t *token) endsSentence() bool {
	return t.kind == punctToken && strings.ContainsRune(".!?…", t.mark)
}
func (t *token) verb() *verb { return t.word.verb }

// lexer cuts paragraphs into tokens.
type lexer struct {
	text   string
	quoted []quoted
	next   int // the next quoted stretch
	done   int // the end of the last one, which may lie in a later paragraph
	out    []token
	buf    []byte
}

func (l *lexer) paragraph(p evidence.Span, number int32) {
	for i := max(p.Start, l.done); i < p.End; {
		for l.next < len(l.quoted) && l.quoted[l.next].End <= i {
			l.next++
		}
		limit := p.End
		if l.next < len(l.quoted) {
			q := &l.quoted[l.next]
			if i >= q.Start {
				l.out = append(l.out, token{Span: q.Span, kind: quoteToken, paragraph: number, quoted: int32(l.next), word: unknown})
				i = q.End
				l.done = i
				continue
			}
			limit = min(limit, q.Start)
		}
		i = l.token(i, limit, number)
	}
}

// token reads one token at i and returns where the next may begin.
func (l *lexer) token(i, limit int, number int32) int {
	c := l.text[i]
	if c == ' ' || c == '\n' || c == '\t' || c == '\r' {
		return i + 1
	}
	r, n := rune(c), 1
	if c >= utf8.RuneSelf {
		r, n = utf8.DecodeRuneInString(l.text[i:limit])
	}
	switch {
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return l.readWord(i, limit, number, r)
	case unicode.IsSpace(r) || r == utf8.RuneError || r == '*' || r == '_':
		return i + n
	case (r == '$' || r == '£' || r == '€' || r == '#' || r == '@') && i+n < limit && isWordByte(l.text[i+n]):
		return l.readWord(i, limit, number, r)
	case r == '-' || r == '—' || r == '―' || r == '‒':
		r = '–'
	case strings.HasPrefix(l.text[i:limit], "..."):
		r, n = '…', 3
	}
	if r == '–' {
		for i+n < limit && l.text[i+n] == '-' {
			n++
		}
	}
	l.out = append(l.out, token{Span: evidence.Span{Start: i, End: i + n}, kind: punctToken, mark: r, paragraph: number, word: unknown})
	return i + n
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= utf8.RuneSelf
}

func (l *lexer) readWord(from, limit int, number int32, first rune) int {
	i := from + utf8.RuneLen(first)
	for i < limit {
		c := l.text[i]
		if c < utf8.RuneSelf {
			if isWordByte(c) || inner(l.text, i, limit) {
				i++
				continue
			}
			break
		}
		r, n := utf8.DecodeRuneInString(l.text[i:limit])
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '’' && i+n < limit && isWordByte(l.text[i+n]) {
			i += n
			continue
		}
		break
	}
	t := token{Span: evidence.Span{Start: from, End: i}, paragraph: number, capital: unicode.IsUpper(first), word: unknown}
	if unicode.IsDigit(first) || first == '$' || first == '£' || first == '€' {
		t.kind = numberToken
	}
	// A full stop belongs to an abbreviation and to an initial.
	if i < limit && l.text[i] == '.' {
		l.lower(l.text[from : i+1])
		if w := lexicon[string(l.buf)]; w != nil && w.class&(abbr|abbrTitle) != 0 && (w.class&abbrTitle == 0 || t.capital) || i-from == 1 && t.capital && t.kind == wordToken && first != 'I' {
			t.End = i + 1
			if w != nil {
				t.word = w
			}
			l.out = append(l.out, t)
			return i + 1
		}
	}
	l.look(&t)
	l.out = append(l.out, t)
	return t.End
}

// inner reports whether the byte at i joins two parts of a word: don't, on-line,
// U.S, 3.5, 400,000, 10:30, AT&T.
func inner(text string, i, limit int) bool {
	if i+2 < limit && i > 0 && text[i] == '.' && text[i+1] == '-' && isWordByte(text[i+2]) || i > 0 && text[i] == '-' && text[i-1] == '.' && i+1 < limit && isWordByte(text[i+1]) {
		return true // Dipl.-Ing.
	}
	if i+1 >= limit || !isWordByte(text[i+1]) || !isWordByte(text[i-1]) {
		return false
	}
	digits := text[i-1] >= '0' && text[i-1] <= '9' && text[i+1] >= '0' && text[i+1] <= '9'
	switch text[i] {
	case '\'', '-', '&', '/', '@':
		return true
	case '.':
		return true // U.S, 3.5
	case ',', ':':
		return digits
	}
	return false
}

// look finds a word in the lexicon, without the genitive.
func (l *lexer) look(t *token) {
	s := l.text[t.Start:t.End]
	l.lower(s)
	if w := lexicon[string(l.buf)]; w != nil {
		t.word = w
		l.genitive(t, s)
		return
	}
	for _, end := range []string{"'s", "’s"} {
		if strings.HasSuffix(s, end) {
			t.possessed = true
			if w := lexicon[string(l.buf[:len(l.buf)-len(end)])]; w != nil {
				t.word = &word{class: w.class &^ pron}
			}
			return
		}
	}
	l.genitive(t, s)
}

// genitive takes the mark of "the tenants' leader" into the word.
func (l *lexer) genitive(t *token, s string) {
	if t.kind != wordToken || !strings.HasSuffix(s, "s") {
		return
	}
	rest := l.text[t.End:]
	for _, mark := range []string{"'", "’"} {
		if strings.HasPrefix(rest, mark) && strings.HasPrefix(rest[len(mark):], " ") {
			t.possessed = true
			t.End += len(mark)
		}
	}
}

// lower writes s into the buffer in lower case; letters beyond ASCII stay as they are,
// the curly apostrophe becomes straight.
func (l *lexer) lower(s string) {
	l.buf = l.buf[:0]
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c == 0xE2 && strings.HasPrefix(s[i:], "’") && !strings.HasSuffix(s, "’s") {
			c, i = '\'', i+2
		}
		l.buf = append(l.buf, c)
	}
}
