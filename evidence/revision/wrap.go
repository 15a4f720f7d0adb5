package revision

import (
	"bufio"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// A style is how words are shown; red and green have signs where there is no
// color.
type style uint8

const (
	plain style = iota
	red         // in A only
	green       // in B only
	bold
	faint
)

var codes = [...]string{"", "\x1b[31m", "\x1b[32m", "\x1b[1m", "\x1b[2m"}

// A wrapper writes words in lines of at most width columns. Lines after the
// first of a paragraph are indented as deep as the first one's beginning. Errors
// of writing are told by the last Flush.
type wrapper struct {
	out    *bufio.Writer
	width  int
	color  bool
	indent int
	column int
	glued  bool // no space belongs before the next word
}

// begin begins a paragraph with a few characters.
func (w *wrapper) begin(lead string) { w.lead(lead, plain) }

func (w *wrapper) lead(lead string, s style) {
	w.put(lead, s)
	w.indent, w.column = len(lead), len(lead)
}

func (w *wrapper) end() {
	w.out.WriteByte('\n')
	w.column = 0
}

// glue writes words as they follow others in their text: without a space before
// them where none was.
func (w *wrapper) glue(p part, s style) {
	w.glued = !p.spaced
	w.words(p.text, s)
	w.glued = false
}

// words writes the words of a text in a style.
func (w *wrapper) words(text string, s style) {
	fields := strings.Fields(clean(text))
	for i, f := range fields {
		if !w.color && i == 0 {
			f = [...]string{"", "[-", "{+", "", ""}[s] + f
		}
		if !w.color && i == len(fields)-1 {
			f += [...]string{"", "-]", "+}", "", ""}[s]
		}
		w.word(f, s)
	}
}

// word writes one word, in parts where it is longer than a line.
func (w *wrapper) word(f string, s style) {
	n := columns(f)
	glued := w.glued
	w.glued = false
	switch {
	case w.column <= w.indent || glued && w.column+n <= w.width:
	case w.column+1+n > w.width:
		w.newLine()
	default:
		w.out.WriteByte(' ')
		w.column++
	}
	for w.column+n > w.width {
		i, used := 0, 0
		for k, r := range f {
			if i = k; w.column+used+wide(r) > w.width {
				break
			}
			used += wide(r)
		}
		w.put(f[:i], s)
		f, n = f[i:], n-used
		w.newLine()
	}
	w.put(f, s)
	w.column += n
}

func (w *wrapper) newLine() {
	w.end()
	w.out.WriteString(strings.Repeat(" ", w.indent))
	w.column = w.indent
}

func (w *wrapper) put(text string, s style) {
	if w.color && s != plain && text != "" {
		text = codes[s] + text + "\x1b[0m"
	}
	w.out.WriteString(text)
}

// clean replaces what would drive a terminal, or turn the direction of a line.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

// columns returns how many columns of a terminal a word takes.
func columns(s string) (n int) {
	for _, r := range s {
		n += wide(r)
	}
	return n
}

func wide(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
