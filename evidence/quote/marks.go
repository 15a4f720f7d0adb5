package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/delistdev/delist/evidence"
)

const (
	noMark       markKind = iota
	straight              // "
	curly                 // “ ”, also ”…”
	low                   // „ “ or „ ”
	single                // ' '
	singleCurly           // ‘ ’
	guillemet             // « » or » «
	singleAngled          // ‹ ›
	corner                // 「 」
)

// maxDepth is how deep quotes within quotes are followed.
const maxDepth = 8

// A quoted is one stretch between marks, with what is inside it: quotes within it
// are part of it.
type quoted struct {
	evidence.Span                 // with the marks
	parts         []evidence.Span // without them; several where it runs over paragraphs
	note          string          // what is odd about its marks
}

// openMark is a mark that waits for its fellow.
type openMark struct {
	kind  markKind
	at    int // where the mark stands
	inner int // where the quoted text begins
}

// marker finds the quoted stretches of a text.
type marker struct {
	text  string
	open  []openMark
	parts []evidence.Span // of the outermost, in earlier paragraphs
	out   []quoted
	// swapped: the text writes »so«.
	swapped, knowsSwap bool
	lastSingle         int // the last place in this paragraph where a single mark may close
}

// findQuoted returns the outermost quoted stretches of the paragraphs, in order.
func findQuoted(text string, paragraphs []evidence.Span) []quoted {
	m := &marker{text: text}
	for i, p := range paragraphs {
		from := p.Start
		if len(m.open) > 0 {
			// The opening mark is repeated at the head of each paragraph.
			_, size := m.kindAt(p.Start)
			m.open[0].inner = p.Start + size
			from = p.Start + size
		}
		m.lastSingle = -1
		m.paragraph(from, p.End)
		m.end(p, paragraphs[i+1:])
	}
	return m.out
}

// end closes what is open at the end of a paragraph, unless the next one goes on.
func (m *marker) end(p evidence.Span, rest []evidence.Span) {
	if len(m.open) == 0 {
		return
	}
	first := m.open[0]
	m.open = m.open[:1]
	begins, _ := utf8.DecodeRuneInString(strings.TrimLeft(m.text[first.inner:p.End], " \u00a0\u202f"))
	if unicode.IsLower(begins) {
		// Words within a sentence: they end with it.
		end := p.End
		if j := strings.Index(m.text[first.inner:p.End], ". "); j >= 0 {
			end = first.inner + j + 1
		}
		end = m.cut(first.inner, end)
		m.closeAt(end, end, "a mark opens and does not close")
		return
	}
	if len(rest) > 0 {
		if k, _ := m.kindAt(rest[0].Start); k != noMark && sameFamily(k, first.kind) && len(m.parts) < 64 {
			m.parts = append(m.parts, evidence.Span{Start: first.inner, End: p.End})
			return
		}
	}
	end := m.cut(first.inner, p.End)
	m.closeAt(end, end, "a mark opens and does not close")
}

func (m *marker) closeAt(inner, end int, note string) {
	o := m.open[0]
	m.open = m.open[:0]
	parts := append(m.parts, evidence.Span{Start: o.inner, End: inner})
	begin := o.at
	m.parts = nil
	kept := parts[:0]
	for _, p := range parts {
		if p = trim(m.text, p); p.Start < p.End {
			kept = append(kept, p)
		}
	}
	if len(kept) > 0 {
		m.out = append(m.out, quoted{evidence.Span{Start: begin, End: end}, kept, note})
	}
}

func (m *marker) paragraph(from, to int) {
	for i := from; i < to; {
		c := m.text[i]
		if c != '"' && c != '\'' && c != '`' && c < 0xC2 {
			i++
			continue
		}
		k, size := m.kindAt(i)
		if k == noMark {
			_, n := utf8.DecodeRuneInString(m.text[i:])
			i += n
			continue
		}
		m.mark(k, i, size, from, to)
		i += size
	}
}

// mark decides what one mark does.
func (m *marker) mark(k markKind, at, size, from, to int) {
	before, after := m.around(at, at+size, from, to)
	opens, closes := m.sides(k, at, size, before, after)
	if (k == single || k == singleCurly) && !m.singleCounts(k, at, size, before, after, to, &opens, &closes) {
		return
	}
	top := m.find(k)
	switch {
	case top >= 0 && closes && (!opens || k == straight || k == single):
		m.close(top, at, at+size)
	case top >= 0 && opens && top == 0 && len(m.open) == 1 && k != low:
		// It opens twice: the first ends where the second begins.
		end := m.cut(m.open[0].inner, at)
		m.closeAt(end, end, "a mark opens twice and closes once")
		m.push(k, at, size)
	case top >= 0 && !opens:
		m.close(top, at, at+size)
	case opens:
		m.push(k, at, size)
	case closes && len(m.open) == 0 && k != single && k != singleCurly && strings.ContainsRune(",.?!…", before):
		m.stray(at, size, from)
	}
}

func (m *marker) push(k markKind, at, size int) {
	if len(m.open) < maxDepth {
		m.open = append(m.open, openMark{k, at, at + size})
	}
}

func (m *marker) close(top, inner, end int) {
	m.open = m.open[:top+1]
	if top > 0 {
		m.open = m.open[:top]
		return
	}
	m.closeAt(inner, end, "")
}

// find returns the innermost open mark that k can close, or -1.
func (m *marker) find(k markKind) int {
	for i := len(m.open) - 1; i >= 0; i-- {
		if sameFamily(m.open[i].kind, k) {
			return i
		}
	}
	return -1
}

// trim takes white space off both ends of a span.
func trim(text string, s evidence.Span) evidence.Span {
	part := text[s.Start:s.End]
	s.Start += len(part) - len(strings.TrimLeft(part, " \t\r\n\u00a0\u202f\u2009"))
	part = text[s.Start:s.End]
	s.End = s.Start + len(strings.TrimRight(part, " \t\r\n\u00a0\u202f\u2009"))
	return s
}
