package form

import (
	"encoding/json"
	"io"
	"time"

	"github.com/delistdev/delist"
)

// Schema is that of the JSON of a report, which docs/report.schema.json
// describes. A field may be added within a version; none is removed or changes
// its meaning.
const Schema = "delist/report/1"

// A Report is a form with what is known filled in. Its JSON is the document that
// Schema names; its texts are as they were found, and made harmless where they
// are shown.
type Report struct {
	Schema  string `json:"schema"`
	Version string `json:"version"` // of delist
	Form    string `json:"form"`
	Title   string `json:"title"`
	// Edition is the one that counts, and EditionGiven reports that the user
	// named it; where nobody did, it is the one with the shortest clock.
	Edition      EditionRef `json:"edition"`
	EditionGiven bool       `json:"edition_given"`
	Stage        StageRef   `json:"report"`
	Recipient    string     `json:"recipient,omitempty"`
	Made         time.Time  `json:"made"`
	// Zone is the place whose days are counted; empty: nobody said, and they
	// are those of UTC.
	Zone string `json:"zone,omitempty"`
	// Complete reports that nothing is missing and all that was searched was read.
	Complete  bool                 `json:"complete"`
	Deadlines []Due                `json:"deadlines"`
	Fields    []Answer             `json:"fields"`
	Articles  []Article            `json:"articles"`
	Inquiry   Inquiry              `json:"inquiry"`
	Exposure  []Exposure           `json:"exposure,omitempty"`
	Claims    []delist.ClaimRecord `json:"claims,omitempty"`
	Plan      []Planned            `json:"plan,omitempty"`
	Missing   []Missing            `json:"missing"`
	Notes     []string             `json:"notes,omitempty"`
	Sources   []delist.Source      `json:"sources,omitempty"`

	sections []Section
	inquiry  string   // what kind of inquiry the rule asks for
	counting []string // how days are counted
}

// An EditionRef names an edition for readers of a report.
type EditionRef struct {
	ID      string      `json:"id"`
	Date    string      `json:"date"`
	From    delist.Date `json:"from,omitzero"`
	Article string      `json:"article"`
}

// A StageRef names a stage.
type StageRef struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Paragraph string `json:"paragraph,omitempty"`
}

// A Due is a clock of the edition with what it says here.
type Due struct {
	Report StageRef `json:"report"`
	Clock
	// Confirmed reports whether a text that was read says so.
	Confirmed bool `json:"confirmed"`
	// Counted is the moment from which it counts, in UTC, and Basis whose word
	// that is; zero where it is not known, and then there is no End.
	Counted time.Time `json:"counted,omitzero"`
	Basis   string    `json:"basis,omitempty"`
	Deadline
}

// An Answer is a field with what is known.
type Answer struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Paragraph string `json:"paragraph,omitempty"`
	Need      Need   `json:"need"`
	Text      string `json:"text"` // empty: not known
	// Basis says where the text is from.
	Basis   string   `json:"basis,omitempty"`
	Help    string   `json:"help,omitempty"`
	Choices []string `json:"choices,omitempty"`
	Own     bool     `json:"own,omitempty"`
	// Confirmed reports whether a text that was read asks for the field.
	Confirmed bool `json:"confirmed"`
}

// An Article is one thing that is reported.
type Article struct {
	Number  int               `json:"number"`
	Finding string            `json:"finding"` // its id
	Title   string            `json:"title"`
	Party   delist.PartyRef   `json:"party"`
	Role    delist.Role       `json:"role"` // of the party
	Level   delist.Level      `json:"level"`
	Asked   delist.Asked      `json:"asked"`
	Open    []string          `json:"open,omitempty"` // questions on which it hangs
	Waived  *delist.Exemption `json:"waived,omitempty"`
	Fields  []Answer          `json:"fields"`
	Seen    []Seen            `json:"seen"`
}

// A Seen says where an article was found, and since when that is on record.
type Seen struct {
	Asset  string            `json:"asset"`
	Places []delist.Location `json:"places,omitempty"`
	// Count is in how many places it was found, where Places does not hold all.
	Count int `json:"count"`
	// First is when it was discovered by the ledger; zero: not in the ledger.
	First  time.Time `json:"first,omitzero"`
	Gone   time.Time `json:"gone,omitzero"`
	Record int64     `json:"record,omitempty"`
}

// A Missing is something that must still be given.
type Missing struct {
	Field   string `json:"field"`
	Name    string `json:"name"`
	Article int    `json:"article,omitempty"`
	// Flag is how the command is told.
	Flag string `json:"flag"`
}

// An Inquiry is what stands behind a report: what was searched, when, by what,
// and what of it could not be read.
type Inquiry struct {
	Searched []Searched      `json:"searched"`
	Versions []string        `json:"versions"` // of the register and the lists
	Unread   []delist.Unread `json:"unread"`
}

// A Searched is one inventory.
type Searched struct {
	Name  string       `json:"name"`
	Asked delist.Asked `json:"asked"`
	Items int          `json:"items"`
	// Last is when it was taken, where that is known.
	Last     time.Time `json:"last,omitzero"`
	Complete bool      `json:"complete"`
}

// Complete reports whether something was searched, and all of it was read.
func (q *Inquiry) Complete() bool {
	for _, s := range q.Searched {
		if !s.Complete {
			return false
		}
	}
	return len(q.Searched) > 0
}

// A Planned is one thing that a plan has somebody do.
type Planned struct {
	Finding string `json:"finding,omitempty"`
	What    string `json:"what"`
	Where   string `json:"where,omitempty"`
	Owner   string `json:"owner,omitempty"`
}

// JSON writes the report as Schema says.
func (r *Report) JSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(r)
}
