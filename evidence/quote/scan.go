package quote

import "github.com/delistdev/delist/evidence"

// A scan holds what is known of one document while it is read.
type scan struct {
	d         *evidence.Document
	text      string
	quoted    []quoted
	tok       []token
	sentences []sentence
	cast      cast
	// mentions are the names in order of the text; mentionAt is the one that
	// begins at a token, or that holds it.
	mentions []mention
	spoke    []spoken // who spoke, in order
	// focus is whom a sentence that begins with a pronoun is about.
	focus map[int]int
	// oneOfRole is the one named person of a role: indexRoles.
	oneOfRole map[string]int
	turns     []turn
	out       []Proposal
	// last is the quote that may go on.
	last openQuote
}

// A spoken is one act of speech by a known actor.
type spoken struct {
	sentence, actor int
	asked           bool
}

func newScan(d *evidence.Document) *scan {
	s := &scan{d: d, text: d.Text, focus: map[int]int{}}
	list := leaveOut(d, paragraphs(d))
	s.turns, list = turns(d.Text, list)
	s.quoted = findQuoted(d.Text, list)
	lex := lexer{text: d.Text, quoted: s.quoted, out: make([]token, 0, len(d.Text)/5+8)}
	for i, p := range list {
		lex.paragraph(p, int32(i))
	}
	s.tok = lex.out
	s.split()
	s.cast.init()
	for i := range s.sentences {
		s.findNames(i)
	}
	s.learnCalled()
	s.learnGender()
	s.last.proposal = -1
	return s
}
