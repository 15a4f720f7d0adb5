package quote

import (
	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
)

// facts proposes what the publication itself states: that no evidence was shown, what
// its reporter saw, what it adds as background. Their speaker is the agency, else the
// publisher; their rules begin with "own-".
func (s *scan) facts(n int, sen sentence, atts []attribution) {
	s.noEvidence(sen, atts)
	s.unattributed(sen, atts)
	s.motive(sen, atts)
	s.observed(sen, atts)
	s.background(sen, atts)
}

// own writes down a statement of the publication over the tokens from up to to.
func (s *scan) own(from, to int, rule, note string) *Proposal {
	to = s.trimEnd(from, to)
	if to <= from {
		return &Proposal{}
	}
	at := s.span(from, to)
	who := s.d.Agency
	if who == "" {
		who = s.d.Publisher
	}
	p := Proposal{Kind: delist.Assertion, Text: []evidence.Span{at}, Speaker: who, OnRecord: who != "", Rule: rule, Note: note}
	if who == "" {
		p.Note = join2(note, "the publication itself, which the document does not name")
	}
	s.addHedges(&p, at)
	s.out = append(s.out, p)
	return &s.out[len(s.out)-1]
}

// inClause reports whether token i lies in what somebody else reports or says.
func (s *scan) inClause(i int, atts []attribution) bool {
	for k := range atts {
		if a := &atts[k]; a.content <= i && !a.behind && !a.relative && a.verb.use&useAct == 0 && !a.negated {
			return true
		}
	}
	return false
}

// unattributed sees "vague assertions that it might be a tool": a claim by nobody who
// is named.
func (s *scan) unattributed(sen sentence, atts []attribution) {
	for i := sen.from + 1; i+2 < sen.to; i++ {
		if !s.tok[i].is(saynoun) || s.tok[i].capital || s.tok[i].verb() != nil && s.isVerb(i, sen) {
			continue
		}
		that := -1
		for j := i + 1; j < min(sen.to-1, i+7) && s.tok[j].kind == wordToken; j++ {
			if s.raw(j) == "that" {
				that = j
				break
			}
		}
		if that < 0 {
			continue
		}
		for j := i - 1; j >= max(sen.from, i-4); j-- {
			if w := s.raw(j); w == "faces" || w == "faced" || w == "facing" || w == "face" {
				s.own(s.subjectStart(sen, j), sen.to, "own-allegation", "that there are allegations; nobody who makes them is named")
				return
			}
		}
		if s.inClause(i, atts) {
			continue
		}
		to := s.trimEnd(that+1, s.clauseStop(that+1, sen))
		if to <= that+1 {
			continue
		}
		at := s.span(that+1, to)
		p := Proposal{Kind: delist.Assertion, Text: []evidence.Span{at}, Anonymous: true, Rule: "unattributed", Verb: s.raw(i), VerbAt: s.tok[i].Span,
			Note: "the text names nobody who says so"}
		if k := len(s.out); k > 0 && s.out[k-1].EvidenceShown != "" && s.out[k-1].Text[0].End >= at.End {
			p.EvidenceShown = s.out[k-1].EvidenceShown
		}
		s.addHedges(&p, at)
		s.out = append(s.out, p)
		return
	}
}

// subjectStart is the head of the clause in which token i stands.
func (s *scan) subjectStart(sen sentence, i int) int { return s.skipLead(sen.from, i) }

// clauseStop is where a clause ends: at the end of its sentence, or where somebody is
// named who says it.
func (s *scan) clauseStop(from int, sen sentence) int {
	for i := from; i < sen.to; i++ {
		if s.tok[i].punct(';') || s.tok[i].isDash() {
			return i
		}
	}
	return sen.to
}

// motive sees "amid concerns the company has links".
func (s *scan) motive(sen sentence, atts []attribution) {
	for i := sen.from + 1; i+2 < sen.to; i++ {
		if s.raw(i) != "amid" || s.inClause(i, atts) {
			continue
		}
		for j := i + 1; j < min(sen.to-1, i+4); j++ {
			if !s.tok[j].is(worry | saynoun) {
				continue
			}
			to := j
			for to < sen.to && !s.tok[to].punct(',') {
				to++
			}
			note := "whose concern it is the text does not say"
			for k := range atts {
				if atts[k].at > to {
					note = "it is not clear whether what is confirmed covers the motive"
				}
			}
			s.own(i, to, "own-motive", note)
			return
		}
	}
}

// observed sees what a reporter looked at: "its website was no longer offering".
func (s *scan) observed(sen sentence, atts []attribution) {
	for i := sen.from + 1; i+1 < sen.to; i++ {
		gone := s.raw(i) == "no" && s.raw(i+1) == "longer" && s.tok[i-1].is(aux)
		silent := s.raw(i) == "not" && i+1 < sen.to && s.raw(i+1) == "announce"
		if !gone && !silent || s.inClause(i, atts) {
			continue
		}
		to := sen.to
		for k := range atts {
			if atts[k].from > i && atts[k].from < to {
				to = atts[k].from
			}
		}
		s.own(s.skipLead(sen.from, to), to, "own-observation", "")
		return
	}
}
