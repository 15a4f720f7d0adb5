package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/delistdev/delist/evidence"
)

// A sentence is a run of tokens; a quoted stretch is one token, so that full stops
// within it end nothing.
type sentence struct {
	from, to  int // tokens
	paragraph int32
}

// maxSentence bounds what is taken for one sentence: text without full stops
// must not make the rules slow.
const maxSentence = 400

// split cuts the tokens into sentences.
func (s *scan) split() {
	from := 0
	for i := range s.tok {
		if i+1 == len(s.tok) || i-from >= maxSentence || s.breaksAfter(i) {
			s.sentences = append(s.sentences, sentence{s.afterDateline(from, i+1), i + 1, s.tok[from].paragraph})
			from = i + 1
		}
	}
}

// afterDateline goes over "PORT MERRIN, 4 March (CNA) -" at the head of a sentence.
func (s *scan) afterDateline(from, to int) int {
	w := s.raw(from)
	if s.tok[from].kind == numberToken && len(w) == 5 && (w[2] == '.' || w[2] == ':') && from+2 < to && s.tok[from+1].capital {
		return from + 1 // "08.30 A reader writes"
	}
	if len(w) < 3 || w != strings.ToUpper(w) || s.tok[from].kind != wordToken || !s.tok[from].capital {
		return from
	}
	for i := from + 1; i < min(to-1, from+14); i++ {
		if s.tok[i].isDash() {
			return i + 1
		}
		if s.tok[i].verb() != nil || s.tok[i].kind == quoteToken {
			break
		}
	}
	return from
}

func (s *scan) breaksAfter(i int) bool {
	t, next := &s.tok[i], &s.tok[i+1]
	if t.paragraph != next.paragraph {
		return s.breaksBetween(t, next)
	}
	switch {
	case t.kind == quoteToken:
		return s.quoteEnds(i)
	case t.endsSentence():
		return next.capital || next.kind != wordToken && !next.punct(',') || t.mark == '.' && !s.lowerStart(next)
	case t.word.class&abbr != 0 && s.text[t.End-1] == '.':
		return next.capital && next.is(det|pron|start|prep) && !next.is(join)
	}
	return false
}

func (s *scan) lowerStart(t *token) bool {
	r, _ := utf8.DecodeRuneInString(s.text[t.Start:])
	return unicode.IsLower(r)
}

// breaksBetween decides at the end of a paragraph: pages break within sentences.
func (s *scan) breaksBetween(t, next *token) bool {
	if t.endsSentence() || t.punct(':') || t.kind == quoteToken {
		return true
	}
	return next.kind != wordToken || !s.lowerStart(next)
}

// quoteEnds reports whether a sentence ends with the quoted stretch at i.
func (s *scan) quoteEnds(i int) bool {
	next := &s.tok[i+1]
	if next.kind == punctToken {
		return false
	}
	switch s.lastOf(&s.tok[i]) {
	case '.', '…':
		// "the U.S." may go on; a new sentence begins with a capital or a quote.
		return next.capital || next.kind == quoteToken
	case '?', '!':
		if next.kind == quoteToken {
			return true
		}
		return next.capital && !s.attributionFollows(i+1)
	}
	return false
}

// attributionFollows reports whether a verb of saying with its subject begins at i.
func (s *scan) attributionFollows(i int) bool {
	for j := i; j < min(len(s.tok), i+12); j++ {
		t := &s.tok[j]
		if t.kind == quoteToken || t.punct('.') || t.paragraph != s.tok[i].paragraph {
			return false
		}
		if v := t.verb(); v != nil && v.use&useQuote != 0 && !t.capital {
			// It stands at the end, or introduces nothing of its own.
			return j+1 >= len(s.tok) || s.tok[j+1].kind == punctToken || s.tok[j+1].is(prep|day|when|adv) || s.tok[j+1].capital
		}
	}
	return false
}

// lastOf returns the last character within a quoted stretch.
func (s *scan) lastOf(t *token) rune {
	parts := s.quoted[t.quoted].parts
	p := parts[len(parts)-1]
	r, n := utf8.DecodeLastRuneInString(s.text[p.Start:p.End])
	if r == '"' || r == '\'' || r == '”' || r == '’' || r == '»' {
		r, _ = utf8.DecodeLastRuneInString(s.text[p.Start : p.End-n])
	}
	return r
}

func (s *scan) firstOf(t *token) rune {
	r, _ := utf8.DecodeRuneInString(s.text[s.quoted[t.quoted].parts[0].Start:])
	return r
}

// span returns the text span of tokens from up to, not including, to.
func (s *scan) span(from, to int) evidence.Span {
	return evidence.Span{Start: s.tok[from].Start, End: s.tok[to-1].End}
}

func (s *scan) str(from, to int) string {
	p := s.span(from, to)
	return s.text[p.Start:p.End]
}

// lowered returns the token in lower case.
func (s *scan) raw(i int) string { return s.text[s.tok[i].Start:s.tok[i].End] }
