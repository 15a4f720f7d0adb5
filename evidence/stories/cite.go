package stories

import (
	"strings"

	"github.com/delistdev/delist/evidence"
)

// A Citation is a source that a text names.
type Citation struct {
	// By is the story that cites.
	By string `json:"by"`
	// Outlet is the name as the text has it.
	Outlet string `json:"outlet"`
	// Origin is the story that is cited; empty where none of the collection is meant.
	Origin string `json:"origin,omitempty"`
	// Self reports that the text names its own outlet, "told MPA": it cites nobody.
	Self bool `json:"self,omitempty"`
	// Sentence is the index in the story that has it.
	Sentence int `json:"sentence"`
	// Span is where the sentence stands in a document; zero in a story.
	Span evidence.Span `json:"span,omitzero"`
}

// A reference is an order to cite a story, or an outlet that has none.
type reference struct {
	outlet string // as a sentence has it; empty for its own
	origin string // the story; empty where it is none of this collection
	older  string // what that story reported, if it is of another event
}

// cite writes a sentence that names a source.
func (w *writer) cite(ref reference) {
	ro := citeRole
	switch {
	case ref.outlet == "":
		ro, ref.outlet = citeSelfRole, w.story.short
	case ref.older != "":
		ro = citeOlderRole
	}
	w.set("outlet", ref.outlet)
	w.set("older", ref.older)
	w.add(pickLine(&w.voice, ro, w.event.topic), ro, -1, w.r.IntN(2) == 0)
	w.story.Cites = append(w.story.Cites, Citation{
		Sentence: len(w.story.Sentences) - 1, Outlet: strings.TrimPrefix(ref.outlet, "the "), Origin: ref.origin, Self: ro == citeSelfRole,
	})
}
