package document

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// wantedWords and unwantedWords are parts of class, id and role that say what an
// element holds. They are whole words between "-", "_" and spaces.
var (
	wantedWords   = wordSet("article articlebody article-body main story storybody content entry post body text prose articletext mw-parser-output")
	unwantedWords = wordSet(`nav navbar navigation menu submenu sidebar footer breadcrumb breadcrumbs comment comments disqus disqus_thread share sharing
		social related recommended recommendations trending popular promo promotion advert advertisement ads ad adsense sponsor sponsored newsletter
		subscribe subscription signup cookie cookies consent gdpr banner popup modal overlay toolbar pagination pager tags taglist widget widgets
		masthead skip login complementary contentinfo search dialog outbrain taboola byline-social more-from toc reflist references noprint
		printfooter catlinks mw-editsection hidden visually-hidden sr-only screen-reader-text teaser teasers ticker readmore authorbox
		shoutbox sitemap community remark rss legends replies donate donation rating jumplinks mw-jump-link`)
)

// wanted reports whether an element says that it holds the main text.
func (a *attributes) wanted(tag atom.Atom) bool {
	return tag == atom.Article || tag == atom.Main || a.itemprop == "articlebody" || a.itemprop == "text" || strings.Contains(a.class, "articlebody")
}

// unwanted reports whether an element is no part of the main text by what it is.
func (a *attributes) unwanted(tag atom.Atom) bool {
	return tag == atom.Nav || tag == atom.Aside || tag == atom.Footer || tag == atom.Form || a.hidden
}

// doubtful reports whether an element is no part of the main text by what it is
// called: people call things what they like.
func (a *attributes) doubtful() bool {
	if a.class == "" {
		return false
	}
	bad := false
	for word := range strings.FieldsSeq(a.class) {
		if unwantedWords[word] {
			bad = true
		}
		for part := range strings.FieldsFuncSeq(word, func(r rune) bool { return r == '-' || r == '_' || r == ':' }) {
			switch {
			case wantedWords[part]:
				return false
			case unwantedWords[part]:
				bad = true
			}
		}
	}
	return bad
}

// main returns the paragraphs of the main text.
//
// Each paragraph has a value: a sentence its length, a lone line a little less than
// nothing, links less. The element whose paragraphs are worth most together holds
// the main text; of several, the innermost. This is the maximum subsequence of
// Pasternack and Roth, "Extracting article text from the web with maximum
// subsequence segmentation" (WWW 2009), with the page's own elements as the only
// places to cut.
func (p *page) main() []block {
	kept := p.chosen()
	if size(kept) >= enough {
		return kept
	}
	// Little is left: perhaps the names of the page's elements mislead.
	for i := range p.boxes {
		p.boxes[i].doubtful = false
	}
	if more := p.chosen(); size(more) > 3*size(kept) {
		kept = more
	}
	if size(kept) < enough {
		if all := p.under(0, true); size(all) > 4*size(kept) {
			return all
		}
	}
	return kept
}

// enough is how many characters a main text has that needs no second look.
const enough = 200

// chosen returns the paragraphs of the container that is worth most.
func (p *page) chosen() []block {
	p.weigh()
	return p.under(p.best(), false)
}

// weigh gives each container the value of what is in it.
func (p *page) weigh() {
	for i := range p.boxes {
		p.boxes[i].value, p.boxes[i].text = 0, 0
	}
	for i := range p.blocks {
		b := &p.blocks[i]
		box := &p.boxes[b.in]
		if box.out() {
			continue
		}
		value := b.value()
		box.value += value
		if value > 0 {
			box.text += b.letter
		}
	}
	// A container comes after the one around it.
	for i := len(p.boxes) - 1; i > 0; i-- {
		c := &p.boxes[i]
		p.boxes[c.parent].value += c.value
		p.boxes[c.parent].text += c.text
	}
}

// out reports whether what stands in a container is left out.
func (c *container) out() bool { return c.outside || c.doubtful }

// value says how much a paragraph speaks for being main text.
func (b *block) value() int {
	switch {
	case b.linked*2 > b.letter:
		return -20 - b.linked/2
	case b.kind == heading:
		return -5
	case b.letter >= 80, b.letter >= 30 && ended(b.text):
		return b.letter - 2*b.linked
	}
	return -15
}

// best returns the container with the main text.
func (p *page) best() int {
	best := 0
	for i, c := range p.boxes {
		// The innermost of those that are worth the same, or nearly so and say that
		// they are the text.
		switch most := p.boxes[best]; {
		case c.out() || c.text == 0:
		case c.value >= most.value, c.wanted && !most.wanted && c.value*10 > most.value*9 && c.text*10 > most.text*8:
			best = i
		}
	}
	return p.whole(best)
}

// whole climbs from the best container to one around it that holds much more good
// text: an article cut in several parts.
func (p *page) whole(best int) int {
	for small[p.boxes[best].tag] && p.boxes[best].parent >= 0 {
		best = p.boxes[best].parent
	}
	for at := p.boxes[best].parent; at >= 0; at = p.boxes[at].parent {
		if p.boxes[at].text*3 > p.boxes[best].text*4 && p.boxes[at].value > 0 && p.boxes[at].value*10 > p.boxes[best].value*9 {
			best = at
		}
	}
	return best
}

// small are containers that never hold a whole text.
var small = map[atom.Atom]bool{
	atom.P: true, atom.Span: true, atom.Blockquote: true, atom.Figure: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Dl: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.Details: true,
}

// under returns the paragraphs in a container that belong to the text; with all,
// every one.
func (p *page) under(top int, all bool) []block {
	inside := make([]bool, len(p.boxes))
	inside[top] = true
	for i := top + 1; i < len(p.boxes); i++ {
		inside[i] = inside[p.boxes[i].parent]
	}
	var out []block
	for i := range p.blocks {
		b := &p.blocks[i]
		if !inside[b.in] || !all && (p.boxes[b.in].out() || b.linked*10 > b.letter*7 && (b.letter < 120 || b.kind == item)) {
			continue
		}
		if strings.Contains(b.text, "\n") {
			out = append(out, b.lines()...)
			continue
		}
		out = append(out, *b)
	}
	return trim(out, all)
}

// lines cuts a paragraph where two <br> follow each other, or where the line before
// one ends as a sentence does.
func (b *block) lines() []block {
	var out []block
	for _, para := range joined(splitLines(b.text), 0) {
		n := utf8.RuneCountInString(para.text)
		out = append(out, block{text: para.text, kind: b.kind, letter: n, in: b.in})
	}
	return out
}

// trim leaves out headings with nothing below them.
func trim(blocks []block, all bool) []block {
	for n := len(blocks); n > 1 && !all && blocks[n-1].kind == heading; n = len(blocks) {
		blocks = blocks[:n-1]
	}
	return blocks
}

func size(blocks []block) int {
	n := 0
	for i := range blocks {
		n += blocks[i].letter
	}
	return n
}
