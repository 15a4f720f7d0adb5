package stories

import (
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/delistdev/delist/evidence"
)

// Print makes a print of a story as a newspaper does. The numbers of r decide
// everything; the noise does not change what else they decide.
func Print(s *Story, r *rand.Rand, o Options) *Document {
	p := newPress(r, o)
	p.take(s, p.choose(s), false)
	if p.edits&Lead != 0 {
		p.newLead(s)
	}
	return p.finish(s, WholePrint)
}

// A press makes one document.
type press struct {
	r       *rand.Rand
	scan    *scanner
	bank    *bank
	edits   Edit
	noise   float64
	synonym uint8 // chance in 256 that a word is changed that may be
	pieces  []piece
	cites   []Citation
	scratch []byte
}

// A piece is a sentence in its place. Its story is nil where it is the
// newspaper's own.
type piece struct {
	story    *Story
	own      bool
	sentence int
	text     string
	newPara  bool
	span     evidence.Span
}

func newPress(r *rand.Rand, o Options) *press {
	p := &press{r: r, bank: theBank(), noise: o.Noise}
	p.scan = newScanner(rand.New(rand.NewPCG(r.Uint64(), r.Uint64())), o.Noise)
	p.edits = o.draw(r)
	p.synonym = uint8(60 + r.IntN(160))
	return p
}

func (p *press) chance() uint8 { return uint8(p.r.Uint32()) }

// choose returns the indexes of the sentences that are printed.
func (p *press) choose(s *Story) []int {
	n := len(s.Sentences)
	keep := n
	if p.edits&Cut != 0 {
		keep = max(2, (n*(30+p.r.IntN(71))+50)/100)
	}
	chosen := make([]int, keep, n)
	for i := range chosen {
		chosen[i] = i
	}
	if p.edits&Drop != 0 {
		for range 1 + p.r.IntN(2) {
			if len(chosen) > 3 {
				at := 1 + p.r.IntN(len(chosen)-1)
				chosen = slices.Delete(chosen, at, at+1)
			}
		}
	}
	if p.edits&Reorder != 0 && len(chosen) > 3 {
		at := 1 + p.r.IntN(len(chosen)-2)
		chosen[at], chosen[at+1] = chosen[at+1], chosen[at]
	}
	return chosen
}

// take adds sentences of a story; its own reporter's are not rewritten.
func (p *press) take(s *Story, chosen []int, own bool) {
	for k, i := range chosen {
		sentence := &s.Sentences[i]
		text := sentence.Text
		if !own {
			text = p.rewrite(s, sentence)
		}
		newPara := k == 0 || sentence.Para != s.Sentences[chosen[k-1]].Para
		if p.edits&Paragraphs != 0 && p.r.IntN(3) == 0 {
			newPara = !newPara
		}
		p.pieces = append(p.pieces, piece{story: s, own: own, sentence: i, text: text, newPara: newPara})
		for _, c := range s.Cites {
			if c.Sentence == i && strings.Contains(text, c.Outlet) {
				c.By = s.ID
				p.cites = append(p.cites, c)
			}
		}
		if p.edits&MergeQuotes != 0 && k > 0 {
			p.mergeQuotes(len(p.pieces) - 1)
		}
	}
}

// mergeQuotes makes one quotation of this piece and the one before, where both are
// of one speaker. Half of the time a mark is left, as in hurried papers.
func (p *press) mergeQuotes(at int) {
	a, b := &p.pieces[at-1], &p.pieces[at]
	if a.story != b.story || a.story.Sentences[a.sentence].speaker != b.story.Sentences[b.sentence].speaker ||
		!strings.HasSuffix(a.text, `"`) || !strings.HasPrefix(b.text, `"`) {
		return
	}
	a.text = a.text[:len(a.text)-1]
	if p.r.IntN(2) == 0 {
		b.text = b.text[1:]
	}
	b.newPara = false
}

// newLead writes a first sentence of the newspaper's own.
func (p *press) newLead(s *Story) {
	v := &voice{r: p.r, facts: p.factsOf(s), lists: s.event.topic.lists, event: s.event.seed}
	lead := piece{text: v.sentence(pickLine(v, leadRole, s.event.topic).text), newPara: true}
	if p.r.IntN(2) == 0 && len(p.pieces) > 2 {
		p.pieces[0] = lead
		return
	}
	p.pieces = slices.Insert(p.pieces, 0, lead)
	p.pieces[1].newPara = true
}
