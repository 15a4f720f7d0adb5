package quote

import "strings"

var shown = map[string]bool{"presented": true, "shown": true, "produced": true, "offered": true, "published": true, "provided": true, "given": true, "public": true,
	"disclosed": true, "released": true, "found": true, "emerged": true, "presenting": true, "providing": true, "offering": true, "showing": true, "citing": true, "producing": true, "giving": true}

func isEvidence(w string) bool { return w == "evidence" || w == "proof" }

// noEvidence sees "no evidence has been presented" and "without offering proof".
func (s *scan) noEvidence(sen sentence, atts []attribution) {
	for i := sen.from + 1; i < sen.to; i++ {
		if !isEvidence(s.raw(i)) || !s.denied(i, sen) {
			continue
		}
		for k := len(s.out) - 1; k >= 0 && s.out[k].Text[0].End > s.tok[sen.from].Start; k-- {
			if p := &s.out[k]; !p.Quote && p.Text[0].Start >= s.tok[sen.from].Start && p.Text[0].End <= s.tok[sen.to-1].End {
				p.EvidenceShown = "no"
			}
		}
		if s.inClause(i, atts) {
			return
		}
		p := s.own(s.skipLead(sen.from, sen.to), sen.to, "own-no-evidence", "")
		p.EvidenceShown = "no"
		return
	}
}

func (s *scan) denied(i int, sen sentence) bool {
	for j := max(sen.from, i-4); j < i; j++ {
		switch strings.ToLower(s.raw(j)) {
		case "no", "any":
			for k := i + 1; k < min(sen.to, i+7); k++ {
				if shown[s.raw(k)] && strings.EqualFold(s.raw(j), "no") {
					return true
				}
			}
		case "without":
			return true
		}
	}
	return false
}
