package quote

import "strings"

// An openQuote is the last direct quote, which the next may go on with.
type openQuote struct {
	proposal  int // in out; -1: none
	sentence  int
	paragraph int32
	actor     int
	other     int
	wasAlone  bool
}

// sentence proposes what one sentence says.
func (s *scan) sentence(n int) {
	sen := s.sentences[n]
	s.findFocus(n, sen)
	atts := s.attributions(n)
	s.quotes(n, sen, atts)
	s.reported(n, sen, atts)
	s.facts(n, sen, atts)
}

// quotes gives each quoted stretch of a sentence its speaker.
func (s *scan) quotes(n int, sen sentence, atts []attribution) {
	byAtt := map[int]int{} // attribution → proposal
	for i := sen.from; i < sen.to; i++ {
		if s.tok[i].kind != quoteToken || s.isLabel(i, sen) {
			continue
		}
		k, rule := s.attributionFor(i, sen, atts)
		if k >= 0 && s.isInscription(i, &atts[k]) {
			continue
		}
		if k < 0 {
			s.quoteAlone(i, n, sen)
			continue
		}
		if p, ok := byAtt[k]; ok && i > sen.from && s.tok[i-1].punct(':') && len(s.mentionsIn(atts[k].to, i)) > 0 {
			continue // …," he said, and Halloran paid tribute: "…": somebody else's
		} else if ok {
			s.addPieces(p, i)
			if i > atts[k].at && s.out[p].Text[0].Start < s.tok[atts[k].at].Start {
				s.out[p].Rule = "quote-split"
			}
			continue
		}
		atts[k].quotes++
		byAtt[k] = s.propose(n, i, &atts[k], rule)
	}
}

// propose writes down a quote with its attribution.
func (s *scan) propose(n, i int, a *attribution, rule string) int {
	p := Proposal{Kind: s.quoteKind(i, a), Quote: true, Rule: rule}
	s.speaker(&p, a)
	s.addTo(&p, i)
	s.out = append(s.out, p)
	k := len(s.out) - 1
	s.last = openQuote{proposal: k, sentence: n, paragraph: s.tok[i].paragraph, actor: a.sub.actor, other: a.sub.other}
	return k
}

// speaker fills in who says it, how and when.
func (s *scan) speaker(p *Proposal, a *attribution) {
	doubt := s.settle(&a.sub)
	who := &s.cast.actors[a.sub.actor]
	p.Speaker = who.name
	if a.sub.other >= 0 {
		p.Speaker = s.cast.actors[a.sub.other].name + " and " + who.name
	}
	p.SpeakerAt = s.at(a.sub)
	p.Verb = s.raw(a.at)
	p.VerbAt = s.tok[a.at].Span
	if a.verb == accordingTo {
		p.Verb = "according to"
		p.VerbAt = s.span(a.at, a.at+2)
	}
	p.Anonymous = who.anonymous || a.tail.unnamed
	if a.tail.unnamed {
		who.anonymous, who.onRecord = true, false
	}
	p.OnRecord = who.onRecord && !p.Anonymous && who.name != ""
	p.Note = a.sub.note
	if doubt != "" {
		p.Speaker, p.OnRecord, p.Note = "", false, doubt
	}
	p.Channel = a.tail.channel.Of(s.d)
	p.Date, p.DateAt = a.tail.date.Of(s.d), a.tail.date
}

func (s *scan) addTo(p *Proposal, i int) {
	q := &s.quoted[s.tok[i].quoted]
	p.Text = append(p.Text, q.parts...)
	p.Note = join2(p.Note, q.note)
	for _, part := range q.parts {
		s.addHedges(p, part)
	}
}

func (s *scan) addPieces(p, i int) { s.addTo(&s.out[p], i) }

func join2(a, b string) string {
	switch {
	case b == "" || strings.Contains(a, b):
		return a
	case a == "":
		return b
	}
	return a + "; " + b
}
