package quote

import (
	"strings"

	"github.com/delistdev/delist"
)

// objectEnd is where a noun phrase ends: at a comma behind which a clause hangs.
func (s *scan) objectEnd(from, end int) int {
	for i := from; i+1 < end; i++ {
		if !s.tok[i].punct(',') {
			continue
		}
		t, w := &s.tok[i+1], s.raw(i+1)
		if t.is(rel|prep|bound|day|when) || strings.HasSuffix(w, "ing") || strings.HasSuffix(w, "ed") {
			return i
		}
	}
	return end
}

// commaBefore returns the first comma from a token on, or end.
func (s *scan) commaBefore(from, end int) int {
	for i := from; i < end; i++ {
		if s.tok[i].punct(',') {
			return i
		}
	}
	return end
}

// clauseAfter says where the content behind a verb begins, and by which rule.
func (s *scan) clauseAfter(a *attribution, end int) (int, string) {
	i := a.content
	if i >= end || a.behind {
		return i, ""
	}
	u := a.verb.use
	t := &s.tok[i]
	if a.verb == accordingTo {
		if t.punct(',') && a.from == s.sentenceStart(a.from) {
			return i + 1, "according-to"
		}
		return i, ""
	}
	w := s.raw(i)
	if u&useWorry != 0 {
		for j := i; j < min(end, i+3); j++ {
			if s.tok[j].is(worry) {
				return i, "concern"
			}
		}
		return i, ""
	}
	switch {
	case w == "seen" || w == "obtained" || w == "published":
		return i, ""
	case w == "that" && u&useThat != 0 && i+1 < end:
		return i + 1, "reported-that"
	case (w == "reports" || w == "rumours" || w == "allegations" || w == "claims") && u&useObject != 0 && i+1 < end:
		if s.raw(i+1) == "that" {
			return i + 2, "reported-reports"
		}
		if a.verb.kind == delist.Confirmation {
			return i + 1, "reported-reports"
		}
		return i, "reported-object"
	case u&useOut != 0:
		if w == "out" && i+2 < end && s.raw(i+1) == "that" {
			return i + 2, "reported-that"
		}
		return i, ""
	case t.kind == punctToken, t.kind == quoteToken && s.isFull(i):
		return i, ""
	case t.is(prep) && !t.capital && u&useAct == 0 && w != "about":
		if u&useTo != 0 && w == "to" {
			return i, "reported-to"
		}
		if u&useOf != 0 && (w == "of" || w == "against") {
			return i, "reported-object"
		}
		return i, ""
	case u&useList != 0:
		for j := i; j < min(end, i+14); j++ {
			if w := s.raw(j); w == "list" || w == "register" || w == "inquiry" || w == "investigation" {
				return i, "official-act"
			}
		}
		return i, ""
	case u&useAct != 0:
		return i, "official-act"
	case u&useObject != 0 && !s.clauseFollows(i, end):
		return i, "reported-object"
	case u&(useBare|useAccuse|useWhether) != 0 && t.kind != punctToken:
		return i, "reported-bare"
	case u&useObject != 0:
		return i, "reported-object"
	case u&useAs != 0:
		return i, "called"
	case u&useThat != 0 && (t.is(det|pron) || t.capital || w == "there") && s.clauseFollows(i, end):
		return i, "reported-bare"
	}
	return i, ""
}

func (s *scan) clauseFollows(i, end int) bool {
	return s.hasClass(i+1, min(end, i+12), aux)
}

func (s *scan) sentenceStart(i int) int {
	for i > 0 && s.tok[i-1].kind == wordToken && s.tok[i-1].is(start|bound) {
		i--
	}
	if i == 0 || s.tok[i-1].endsSentence() || s.tok[i-1].kind == quoteToken || s.tok[i-1].paragraph != s.tok[i].paragraph {
		return i
	}
	return -1
}

// trimEnd takes punctuation and loose conjunctions off the end of a clause.
func (s *scan) trimEnd(from, to int) int {
	for to > from {
		t := &s.tok[to-1]
		w := s.raw(to - 1)
		if t.kind == punctToken && !t.punct(')') || w == "and" || w == "but" || w == "while" || w == "who" || w == "which" || w == "as" || w == "with" || w == "what" || w == "citing" || w == "because" {
			to--
			continue
		}
		// "…, weeks after"
		if to-from > 2 && t.is(prep) && s.tok[to-2].is(timeWord) && s.tok[to-3].punct(',') {
			to -= 3
			continue
		}
		break
	}
	return to
}

// isClause reports whether some tokens seem to hold a finite verb.
func (s *scan) isClause(from, to int) bool {
	first := strings.ToLower(s.raw(from))
	lead := s.tok[from].is(prep) || s.tok[from].is(when|bound) || first == "to" || first == "each" || first == "every" || first == "asked"
	if s.tok[from].is(bound) || first == "asked" {
		return false
	}
	if !lead {
		return true
	}
	for i := from; i < to; i++ {
		if t := &s.tok[i]; t.is(aux) && !t.capital {
			return true
		}
		if w := s.raw(i); s.tok[i].punct(',') && i+3 < to || strings.HasSuffix(w, "ed") && i > from+2 && !s.tok[i-1].is(det|prep) {
			return true
		}
	}
	return false
}
