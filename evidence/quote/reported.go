package quote

import (
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
)

// reported proposes the clauses of reported speech in a sentence.
func (s *scan) reported(n int, sen sentence, atts []attribution) {
	for k := range atts {
		a := &atts[k]
		if a.negated && a.verb.use&useBelief == 0 {
			continue
		}
		if a.quotes > 0 {
			continue
		}
		end := sen.to
		if k+1 < len(atts) {
			end = min(end, s.startOf(&atts[k+1], a))
		}
		if a.relative {
			end = s.commaBefore(a.content, end)
		}
		s.clause(n, sen, a, end)
	}
}

// startOf is where an attribution begins: at its subject, or its verb where that
// shares the subject of the one before.
func (s *scan) startOf(a, before *attribution) int {
	if a.from <= before.at {
		return a.at
	}
	return a.from
}

// clause proposes what one attribution reports.
func (s *scan) clause(n int, sen sentence, a *attribution, end int) {
	from, rule := s.clauseAfter(a, end)
	if rule == "" {
		s.clauseBefore(n, sen, a)
		return
	}
	if rule == "reported-object" || rule == "official-act" {
		end = s.objectEnd(from, end)
	}
	to := s.trimEnd(from, end)
	if to <= from {
		s.clauseBefore(n, sen, a)
		return
	}
	if to-from == 1 && s.tok[from].kind == wordToken && (a.verb.use&useObject == 0 || s.tok[from].is(det) && a.verb.kind != delist.Denial) {
		return // "said no", "disputes this"
	}
	// "that A and that B" are two claims.
	for i := from; i+2 < to && rule == "reported-that"; i++ {
		if s.raw(i) == "and" && s.raw(i+1) == "that" {
			if end := s.trimEnd(from, i); end > from {
				s.report(a, s.span(from, end), from, rule)
			}
			from = i + 2
		}
	}
	s.report(a, s.span(from, to), from, rule)
}

func (s *scan) report(a *attribution, at evidence.Span, from int, rule string) {
	p := Proposal{Kind: s.reportedKind(a, from), Text: []evidence.Span{at}, Rule: rule}
	s.speaker(&p, a)
	s.addHedges(&p, at)
	s.out = append(s.out, p)
}

// clauseBefore is a clause that its attribution follows: "X has stopped, the company
// confirmed."
func (s *scan) clauseBefore(n int, sen sentence, a *attribution) {
	if a.quotes > 0 || a.verb.use&(useThat|useBare|useQuote) == 0 || a.relative {
		return
	}
	end := a.from
	if a.behind {
		end = a.at
	}
	if end <= sen.from {
		return
	}
	// What follows the attribution belongs to it as well only at the end of a sentence,
	// or where it stands between two commas: "The ring road, he explains, shakes".
	if a.verb != accordingTo && !s.tok[end-1].punct(',') && !s.tok[end-1].isDash() {
		return
	}
	to := s.trimEnd(sen.from, end)
	from := sen.from
	for from < to && (s.tok[from].is(start) && s.tok[from].kind == wordToken && s.raw(from) != "So" || s.tok[from].punct(',')) {
		from++
	}
	if to-from < 2 || s.tok[from].kind == quoteToken && to-from == 1 {
		return
	}
	if a.to < sen.to-1 && !s.tok[a.to].punct(',') && !s.tok[a.to].endsSentence() && !s.tok[a.to].is(rel|bound|prep|when|day) {
		return
	}
	rule := "reported-trailing"
	if a.verb == accordingTo {
		rule = "according-to"
	}
	after := s.span(from, to)
	// "Within months, Forte said, X": what is before the comma is no clause.
	if !s.isClause(from, to) {
		if a.to >= sen.to-2 || !s.tok[a.to].punct(',') {
			return
		}
		to = s.trimEnd(a.to+1, sen.to)
		if to-a.to < 4 {
			return
		}
		from, after = a.to+1, s.span(a.to+1, to)
	}
	s.report(a, after, from, rule)
	if rest, ok := s.goesOnAfter(a, sen); ok && after.End <= s.tok[a.from].Start {
		p := &s.out[len(s.out)-1]
		p.Text = append(p.Text, rest)
		s.addHedges(p, rest)
	}
}

// goesOnAfter returns the rest of a clause that its attribution interrupts: "The ring
// road, he explains, shakes".
func (s *scan) goesOnAfter(a *attribution, sen sentence) (evidence.Span, bool) {
	i := a.to
	if i+1 >= sen.to || !s.tok[i].punct(',') {
		return evidence.Span{}, false
	}
	i++
	t := &s.tok[i]
	w := s.raw(i)
	if t.kind != wordToken || t.is(rel|bound|when) && !t.is(det) || strings.HasSuffix(w, "ing") || t.is(prep) {
		return evidence.Span{}, false
	}
	to := s.trimEnd(i, s.commaBefore(i, sen.to))
	for j := i; j < to; j++ {
		if s.tok[j].kind == quoteToken {
			return evidence.Span{}, false
		}
	}
	return s.span(i, max(to, i+1)), to > i
}

// reportedKind is the kind of the verb, unless the clause itself says what it is.
func (s *scan) reportedKind(a *attribution, from int) delist.ClaimKind {
	kind := a.verb.kind
	if kind == delist.Assertion {
		if k := s.clauseKind(from); k != "" {
			return k
		}
	}
	return kind
}

// clauseKind sees "he did not believe …" (an opinion) and "she was introducing …" (an
// announcement).
func (s *scan) clauseKind(from int) delist.ClaimKind {
	i := from
	if i+2 >= len(s.tok) || !(s.tok[i].is(pron) || strings.EqualFold(s.raw(i), "it") || strings.EqualFold(s.raw(i), "we")) {
		return ""
	}
	first := strings.ToLower(s.raw(i + 1))
	for i++; i < min(len(s.tok), from+5) && s.tok[i].is(aux|adv|neg); i++ {
	}
	if v := s.tok[i].verb(); v != nil && v.kind == delist.Opinion {
		return delist.Opinion
	}
	switch first {
	case "will", "would", "plans", "planned", "intends", "intended":
		return delist.Announcement
	case "was", "is":
		if w := s.raw(i); strings.HasSuffix(w, "ing") && lexicon[w] == nil && w != "being" {
			switch w {
			case "introducing", "launching", "withdrawing", "recalling", "suspending", "closing", "planning", "ending", "removing", "preparing", "opening":
				return delist.Announcement
			}
		}
	}
	return ""
}

// quoteKind is the kind of a direct quote: of its verb, or of its first words.
func (s *scan) quoteKind(i int, a *attribution) delist.ClaimKind {
	if a.verb.kind != delist.Assertion {
		return a.verb.kind
	}
	p := s.quoted[s.tok[i].quoted].parts[0]
	text := s.text[p.Start:p.End]
	kind := kindOfQuote(text)
	if kind == delist.Assertion && (strings.HasSuffix(text, "?") || !s.isFull(i) && s.words(i) <= 6 && !hasAux(text)) {
		return delist.Opinion // "frankly insulting"
	}
	return kind
}

// hasAux reports whether a text has an auxiliary verb: words that claim something
// rather than judge.
func hasAux(text string) bool {
	for w := range strings.FieldsSeq(text) {
		if e := lexicon[w]; e != nil && e.class&aux != 0 {
			return true
		}
	}
	return false
}
