package quote

import (
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
)

// kindOfQuote looks into a direct quote for words that make it more than an assertion.
func kindOfQuote(text string) delist.ClaimKind {
	if len(text) > 400 {
		text = text[:400]
	}
	low := strings.ToLower(text)
	for _, r := range quoteKinds {
		for _, w := range r.words {
			if i := strings.Index(low, w); i >= 0 && (i == 0 || !isWordByte(low[i-1])) && (i+len(w) == len(low) || !isWordByte(low[i+len(w)])) {
				return r.kind
			}
		}
	}
	return delist.Assertion
}

var quoteKinds = []struct {
	kind  delist.ClaimKind
	words []string
}{
	{delist.Denial, []string{"no ties", "we deny", "i deny", "we reject", "categorically", "we have never", "i have never", "i never", "we never", "has never", "never helped",
		"there is no back door", "there never has been", "is false", "are false", "is untrue", "is not true", "are not true", "nothing to do with", "without foundation", "not correct",
		"we have not", "we did not", "i did not", "i didn't", "i didnt", "we didn't", "at no time", "no such decision", "have never seen", "we had no part"}},
	{delist.Confirmation, []string{"i can confirm", "we can confirm", "we confirm", "i confirm", "we acknowledge", "i admit", "we admit", "we made a mistake", "suspended their relationship"}},
	{delist.Announcement, []string{"we will", "we are going to", "i will", "we plan", "we intend", "we'll", "i'll"}},
	{delist.Opinion, []string{"i think", "we think", "i believe", "we believe", "in my view", "i hope", "we hope", "i doubt", "i fear",
		"should", "must", "ought", "would like", "would want", "please", "thrilled", "proud", "delighted", "disappointed", "shame", "unfair",
		"ridiculous", "nonsense", "unacceptable"}},
}

// addHedges notes the words of a span that take something back.
func (s *scan) addHedges(p *Proposal, at evidence.Span) {
	text := s.text[at.Start:at.End]
	var low [24]byte
	for i := 0; i < len(text) && len(p.Hedges) < 16; {
		if !isWordByte(text[i]) {
			i++
			continue
		}
		j := i
		for j < len(text) && (isWordByte(text[j]) || text[j] == '\'') {
			j++
		}
		if j-i <= len(low) {
			b := low[:0]
			for k := i; k < j; k++ {
				c := text[k]
				if c >= 'A' && c <= 'Z' {
					c += 'a' - 'A'
				}
				b = append(b, c)
			}
			if w := lexicon[string(b)]; w != nil && w.class&hedge != 0 && !(text[i] >= 'A' && text[i] <= 'Z' && w.class&month != 0) {
				p.Hedges = append(p.Hedges, evidence.Span{Start: at.Start + i, End: at.Start + j})
			}
		}
		i = j
	}
}
