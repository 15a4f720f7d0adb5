// Package revision shows what two prints of one story changed, and which of the
// changes alter what is said.
//
// [Compare] aligns the sentences of two documents, then the words within
// aligned sentences, and says of each difference what it touches: a number, a
// date, a name, who is quoted. It finds what stands in the texts and in lists of
// English words under data; it does not understand them. So it errs to one side:
// a change of content that it cannot place is one that alters. It never says
// which print is right.
package revision

import (
	"slices"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
)

// A Kind says what happened to a stretch of text between the two prints.
type Kind string

// The kinds of change.
const (
	Inserted Kind = "inserted" // stands in B only
	Deleted  Kind = "deleted"  // stands in A only
	Replaced Kind = "replaced" // stands otherwise in B
	Moved    Kind = "moved"    // stands elsewhere in B
	Merged   Kind = "merged"   // two paragraphs of A are one in B; the spans are the gaps
	Split    Kind = "split"    // one paragraph of A is two in B
	// Kept is the same words that say something else in B: a relative date
	// that was printed on another day, words that became a quotation.
	Kept Kind = "kept"
)

// A Revision is all that differs between two documents, A and B.
//
// Words of A that no change covers stand in B in the same form and order,
// sentence for aligned sentence. Spaces and line ends within a paragraph are not
// compared. The pairs and the changes are in the order of A, and of B where
// they stand at one place of A.
type Revision struct {
	Same    []Pair   `json:"same"`
	Changes []Change `json:"changes"`

	a, b *evidence.Document
}

// A Pair is one sentence of A and the sentence of B that says the same, in
// whatever words. Where sentences were joined or cut, a side has several.
type Pair struct {
	A evidence.Span `json:"a"`
	B evidence.Span `json:"b"`
	// Moved reports that it stands elsewhere among the sentences. A change of
	// kind [Moved] with the same spans says so too; what changed within it is
	// told by changes of their own.
	Moved bool `json:"moved,omitempty"`
}

// A Change is one difference. The span of a side where nothing stands is empty
// and marks the place.
type Change struct {
	A    evidence.Span `json:"a"`
	B    evidence.Span `json:"b"`
	Kind Kind          `json:"kind"`
	// Meaning has at least one element.
	Meaning []Meaning `json:"meaning"`
}

// Alters reports whether the change alters what is said, as far as can be told.
func (c Change) Alters() bool {
	return slices.ContainsFunc(c.Meaning, func(m Meaning) bool { return m.Alters })
}

// What a change can touch: the values of [Meaning.Kind]. The fields of marks
// ("title", "caption", "copyright" and so on, see [evidence.Mark]) are others,
// for parts of the document beside the story.
const (
	Number       = "number"
	Date         = "date"
	RelativeDate = "relative-date" // one that depends on the day of printing
	Name         = "name"
	Negation     = "negation"
	Speaker      = "speaker" // the name beside a verb of saying
	Hedge        = "hedge"
	Tense        = "tense"
	Attribution  = "attribution" // that, how and in what condition it was said
	QuoteMarks   = "quote-marks"
	Spelling     = "spelling" // typography and letter case as well
	Paragraph    = "paragraph"
	Punctuation  = "punctuation"
	Wording      = "wording"  // other words
	Sentence     = "sentence" // a whole one
)

// A Meaning is one thing that a change touches.
type Meaning struct {
	Kind string `json:"kind"`
	// A and B are the words concerned, cut after 300 bytes; empty where a side
	// has none, and for paragraphs.
	A string `json:"a,omitempty"`
	B string `json:"b,omitempty"`
	// Alters reports whether it alters what is said. False means that it does
	// not by itself.
	Alters bool `json:"alters"`
	// Why is one sentence for a reader, without a full stop.
	Why string `json:"why"`
}

// MaxText is how many bytes of a text are compared; what follows is one change.
const MaxText = 4 << 20

// Compare tells what changed from a to b. It reads their texts, titles, marks,
// languages and days of printing, and keeps both for [Revision.Text]. The time
// it takes is bounded by the lengths of the texts, whatever stands in them.
func Compare(a, b *evidence.Document) Revision {
	c := &comparison{words: newVocabulary(english(a) && english(b)), days: map[ruleIn][]delist.Period{}}
	c.a.read(a, c.words)
	c.b.read(b, c.words)
	c.align()
	c.compareWords()
	c.classify()
	return c.revision()
}

// english reports whether the lists of words are for d: unless it says that it
// is in another language.
func english(d *evidence.Document) bool {
	return d.Language == "" || d.Language == "en" || len(d.Language) > 2 && d.Language[:3] == "en-"
}

// A comparison is the work on two documents.
type comparison struct {
	words   *vocabulary
	a, b    side
	pairs   []pair
	changes []change
	effort  int64 // cells of tables that were filled, see maxEffort
	sense   sense
	days    map[ruleIn][]delist.Period // see eachDay
}

// A side is one of the documents, taken apart.
type side struct {
	doc       *evidence.Document
	limit     int // bytes of its text that are compared
	tokens    []token
	sentences []sentence
	// Of each token: its partner on the other side or -1; whether it stands in a
	// quotation; whether a meaning was found for its change.
	match     []int32
	quoted    []bool
	explained []bool
	// odd are the quotation marks that have no partner, by token.
	odd []int32
	// paragraph is the number of each token's paragraph.
	paragraph []int32
	// capitals are the words that stand with a capital within a sentence.
	capitals map[uint32]bool
}

func (s *side) read(d *evidence.Document, words *vocabulary) {
	s.doc, s.limit = d, min(len(d.Text), MaxText)
	s.tokens = tokens(d.Text[:s.limit], words)
	s.sentences = sentences(d, s.tokens, words)
	s.match = make([]int32, len(s.tokens))
	for i := range s.match {
		s.match[i] = -1
	}
	s.explained = make([]bool, len(s.tokens))
	s.quotations()
	s.findCapitals()
}

// A stretch is a run of tokens, from up to to.
type stretch struct{ from, to int32 }

func (r stretch) len() int32 { return r.to - r.from }

// text returns the words of a stretch as they stand.
func (s *side) text(r stretch) string {
	if r.len() <= 0 {
		return ""
	}
	return s.doc.Text[s.tokens[r.from].start:s.tokens[r.to-1].end]
}

// span returns where a stretch stands; an empty one stands behind the token
// before it.
func (s *side) span(r stretch) evidence.Span {
	if r.len() > 0 {
		return evidence.Span{Start: int(s.tokens[r.from].start), End: int(s.tokens[r.to-1].end)}
	}
	if r.from == 0 {
		return evidence.Span{}
	}
	at := int(s.tokens[r.from-1].end)
	return evidence.Span{Start: at, End: at}
}
