package quote

import (
	"strings"

	"github.com/delistdev/delist/evidence"
)

// A mention is one name in the text: a run of capitalised words.
type mention struct {
	from, to  int // tokens
	name      int // where the name begins after titles
	sentence  int
	actor     int
	possessed bool
	told      bool // only spoken to: told AFP
}

// findNames collects the names of one sentence into the cast.
func (s *scan) findNames(n int) {
	sen := s.sentences[n]
	for i := sen.from; i < sen.to; {
		m, ok := s.nameAt(i, sen)
		if !ok {
			i++
			continue
		}
		m.sentence = n
		m.told = s.onlyAddressed(m, sen)
		m.actor = s.cast.meet(s.clues(m, sen))
		s.mentions = append(s.mentions, m)
		i = m.to
	}
}

// onlyAddressed tells names that stand for no speaker: "told AFP", "(CNA) -", the
// document's own agency.
func (s *scan) onlyAddressed(m mention, sen sentence) bool {
	if m.from == sen.from {
		return false
	}
	before := &s.tok[m.from-1]
	if before.verb() != nil && before.verb().lemma == "tell" {
		return true
	}
	return before.punct('(') && m.to < sen.to && s.tok[m.to].punct(')') && m.to-m.from == 1
}

// notNames are classes whose words are no names even with a capital.
const notNames = det | pron | month | day | when | bound | aux

// nameAt reads a run of capitalised words at token i.
func (s *scan) nameAt(i int, sen sentence) (mention, bool) {
	if !s.nameWord(i, sen) {
		return mention{}, false
	}
	m := mention{from: i, to: i + 1, name: i}
	for m.to < sen.to && m.to-m.from < 12 {
		last, t := &s.tok[m.to-1], &s.tok[m.to]
		if last.possessed && !(s.text[last.End-1] != 's' && t.capital && t.is(suffix)) || s.text[last.End-1] == '.' && last.word.class&abbr != 0 && last.word.class&abbrTitle == 0 && !s.isInitial(m.to-1) && last.is(suffix) {
			break
		}
		if t.kind == quoteToken && m.to+1 < sen.to && s.words(m.to) <= 2 && !s.isFull(m.to) && s.nameWord(m.to+1, sen) && !s.tok[m.to+1].is(suffix) {
			m.to += 2
			continue
		}
		if s.nameWord(m.to, sen) && t.Start-last.End <= 2 {
			m.to++
			continue
		}
		if k := s.joins(m, sen); k > 0 {
			m.to += k
			continue
		}
		break
	}
	m.possessed = s.tok[m.to-1].possessed
	m.name = s.afterTitles(m)
	// "Retailer Boxwood Electric": the first word has its capital from the sentence.
	if t := &s.tok[i]; i == sen.from && m.name == i && m.to-i >= 2 && t.is(role|orgnoun) && !t.is(title) && !s.tok[i+1].is(suffix) && s.raw(i+1) != "of" && s.raw(i+1) != "for" {
		m.name = i + 1
	}
	if m.to-m.from > 1 && s.allTitles(m) {
		return mention{}, false // "the Prime Minister"
	}
	// A lone title or role is no name: "President", "Officials".
	if m.to-m.from == 1 {
		t := &s.tok[i]
		if w := s.raw(i); i == sen.from && (len(w) <= 2 || strings.HasSuffix(w, "ing") || strings.HasSuffix(w, "ed")) && i+1 < sen.to && !s.tok[i+1].punct('.') && s.tok[i+1].kind == wordToken && s.tok[i+1].verb() == nil {
			return mention{}, false
		}
		if t.is(title|role|start|thing|place|channelNoun|adv|prep|plural|orgnoun|saynoun|worry|hedge) && !s.isAcronym(i) || t.verb() != nil && i == sen.from {
			return mention{}, false
		}
	}
	return m, true
}

func (s *scan) allTitles(m mention) bool {
	for i := m.from; i < m.to; i++ {
		if w := s.raw(i); !s.tok[i].is(title) && w != "Prime" && w != "Vice" {
			return false
		}
	}
	return true
}

// nameWord reports whether token i can be part of a name.
func (s *scan) nameWord(i int, sen sentence) bool {
	t := &s.tok[i]
	if t.kind != wordToken || !t.capital || t.is(notNames) && !s.midName(i, sen) {
		return false
	}
	return i > sen.from || !t.is(start|prep|adv|scale|rel)
}

// midName reports whether a word such as "Will", "June" or "Nine" stands within a name.
func (s *scan) midName(i int, sen sentence) bool {
	if s.tok[i].is(number) && i > sen.from && s.tok[i-1].capital && !s.tok[i-1].is(notNames) {
		return true // Polder Nine
	}
	if s.tok[i].is(month) && i+1 < sen.to && s.tok[i+1].kind == wordToken && s.tok[i+1].capital && !s.tok[i+1].is(notNames) {
		return i == sen.from || !s.tok[i-1].is(prep|when) && s.tok[i-1].kind != numberToken // June Park
	}
	return i > sen.from && s.tok[i].is(aux) && !s.tok[i].is(det|pron|month) && i+1 < sen.to && s.tok[i+1].capital
}

func (s *scan) isInitial(i int) bool { return s.tok[i].End-s.tok[i].Start == 2 }

// isAcronym tells AFP and FBI.
func (s *scan) isAcronym(i int) bool {
	w := s.raw(i)
	if len(w) < 2 || len(w) > 6 || s.tok[i].is(place) {
		return false
	}
	for k := range len(w) {
		if w[k] < 'A' || w[k] > 'Z' {
			return false
		}
	}
	return true
}

// joins reports how many tokens after a name go on with it: of Defence, de Vries,
// & Sorrow, for Network Safety.
func (s *scan) joins(m mention, sen sentence) int {
	t := &s.tok[m.to]
	next := func(k int) bool {
		return m.to+k < sen.to && s.nameWord(m.to+k, sen) && !s.tok[m.to+k].is(month|day)
	}
	if t.punct('&') && next(1) {
		return 2
	}
	if t.kind != wordToken || t.capital || !t.is(join) {
		return 0
	}
	head := s.hasClass(m.from, m.to, suffix)
	switch s.raw(m.to) {
	case "of", "for":
		if !head || s.hasClass(m.from, m.to, spokes) {
			return 0
		}
		if next(1) {
			return 2
		}
		if m.to+1 < sen.to && s.raw(m.to+1) == "the" && next(2) {
			return 3
		}
		return 0
	case "and":
		// "Ministry of Trade and Industry", "Securities and Exchange Commission".
		if head && s.hasJoin(m) && next(1) && s.tok[m.to+1].is(suffix) {
			return 2
		}
		if m.to+2 < sen.to && next(1) && s.tok[m.to+2].capital && s.tok[m.to+2].is(suffix) && m.to-m.from == 1 {
			return 2
		}
		return 0
	case "the":
		return 0
	}
	if next(1) {
		return 2
	}
	if m.to+2 < sen.to && s.tok[m.to+1].is(join) && next(2) {
		return 3
	}
	return 0
}

func (s *scan) hasJoin(m mention) bool {
	for i := m.from; i < m.to; i++ {
		if w := s.raw(i); w == "of" || w == "for" {
			return true
		}
	}
	return false
}

func (s *scan) hasClass(from, to int, c class) bool {
	for i := from; i < to; i++ {
		if s.tok[i].is(c) {
			return true
		}
	}
	return false
}

// afterTitles returns where the name proper begins: after the last title that has
// one to three words behind it.
func (s *scan) afterTitles(m mention) int {
	for i := m.to - 2; i >= m.from; i-- {
		if s.tok[i].is(title) && !s.tok[m.to-1].is(suffix) && m.to-i <= 5 {
			return i + 1
		}
	}
	return m.from
}

// nameOf writes a name with single spaces and without the genitive.
func (s *scan) nameOf(m mention) string {
	p := evidence.Span{Start: s.tok[m.name].Start, End: s.tok[m.to-1].End}
	name := s.text[p.Start:p.End]
	if m.possessed {
		name = strings.TrimSuffix(strings.TrimSuffix(name, "s"), "'")
		name = strings.TrimSuffix(name, "’")
		if strings.HasSuffix(s.text[p.Start:p.End], "s'") || strings.HasSuffix(s.text[p.Start:p.End], "s’") {
			name = s.text[p.Start : p.End-1]
			name = strings.TrimSuffix(strings.TrimSuffix(name, "'"), "\xe2\x80")
		}
	}
	if strings.ContainsAny(name, "\n\t") || strings.Contains(name, "  ") {
		name = strings.Join(strings.Fields(name), " ")
	}
	return name
}
