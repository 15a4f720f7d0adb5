package stories

import (
	"strings"

	"github.com/delistdev/delist"
)

// A Story is what one reporter wrote: one origin.
type Story struct {
	ID       string      `json:"id"`
	Event    string      `json:"event"`
	Topic    string      `json:"topic"`
	Outlet   string      `json:"outlet"` // the agency or newspaper whose reporter wrote it
	Agency   bool        `json:"agency"` // whether the outlet is an agency
	Author   string      `json:"author"`
	Headline string      `json:"headline"`
	Place    string      `json:"place"`
	Date     delist.Date `json:"date"`
	// Sentences are in order. Their Para counts from 0.
	Sentences []Sentence `json:"sentences"`
	// Cites are the sources that it names.
	Cites []Citation `json:"cites,omitempty"`

	event   *Event
	used    usage  // by all reporters of the event so far
	short   string // what the outlet calls itself in a sentence: "MPA", "the Alden Post"
	british bool
}

// A Sentence is one sentence of a story.
type Sentence struct {
	Text string `json:"text"`
	Para int    `json:"para"`
	// Role is the section of its template.
	Role string `json:"role"`
	// Release reports whether it quotes the press release.
	Release bool `json:"release,omitempty"`

	other   string // another way to say it, if its template has one
	speaker slot   // of a quotation; -1 of anything else
}

// text returns the sentences with spaces between them.
func (s *Story) text() string {
	var b strings.Builder
	for i := range s.Sentences {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s.Sentences[i].Text)
	}
	return b.String()
}
