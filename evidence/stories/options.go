package stories

import "math/rand/v2"

// An Edit is something that a newspaper does to a text that it prints.
type Edit uint32

// The edits. Each may or may not happen in a print that allows it.
const (
	Cut         Edit = 1 << iota // the end is left off; 30 to 100 % stay
	Drop                         // one or two sentences are left out
	Reorder                      // two neighbours change places
	Lead                         // another first sentence, instead of the first or before it
	Headline                     // another headline
	Dateline                     // "ALDING, Sept 8 (MPA) -"
	Days                         // "on Friday" goes, "last month" turns into "in July"
	Attribution                  // ", an official said" goes
	Tense                        // "has stopped" turns into "had stopped"
	Spelling                     // American into British and back
	Synonyms                     // "firm" turns into "company"
	Paraphrase                   // active into passive, clauses change places
	QuoteMarks                   // typographic marks, single marks
	MergeQuotes                  // two quotations into one, marks lost
	Paragraphs                   // merged and split
	Captions                     // captions, copyright lines, links to other articles
	AllEdits    = 1<<iota - 1
)

var editNames = [...]string{
	"cut", "drop", "reorder", "lead", "headline", "dateline", "days", "attribution", "tense", "spelling", "synonyms",
	"paraphrase", "quote-marks", "merge-quotes", "paragraphs", "captions",
}

// chances says in how many of 100 prints each edit happens that is allowed.
var chances = [...]int{50, 30, 15, 15, 60, 60, 35, 25, 25, 35, 30, 25, 50, 30, 50, 60}

// Cheap are the edits that cost little time.
const Cheap = Cut | Drop | Reorder | Headline | Dateline | Days | Paragraphs | MergeQuotes | Captions

// Options say what may and what must happen to a print. The zero Options print a
// story as it was sent.
type Options struct {
	May, Must Edit
	// Noise is the share of characters that are misread, as by OCR: 0 to 1.
	Noise float64
}

// draw decides the edits of one print.
func (o Options) draw(r *rand.Rand) Edit {
	edits := o.Must
	for i, chance := range chances {
		if r.IntN(100) < chance {
			edits |= o.May & (1 << i)
		}
	}
	return edits
}

// names lists the edits.
func (e Edit) names() []string {
	var names []string
	for i, name := range editNames {
		if e&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}
