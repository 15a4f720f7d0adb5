package stories

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/delistdev/delist/evidence"
)

// A Document is a text of the collection with the truth about it.
type Document struct {
	evidence.Document
	Label Label `json:"label"`
}

// A Label says what a document draws on.
type Label struct {
	Kind Kind `json:"kind"`
	// Draws are the stories that it draws on: one for a print, two for the others.
	Draws []Draw `json:"draws"`
	// Cites are the sources that it names; their Sentence is that of the story.
	Cites []Citation `json:"cites,omitempty"`
	Edits []string   `json:"edits,omitempty"`
	Noise float64    `json:"noise,omitempty"`
}

// A Kind is a sort of document.
type Kind string

// The kinds of document.
const (
	// WholePrint prints one story, or its beginning.
	WholePrint Kind = "print"
	// PartialPrint is a newspaper's own article with 2 to 6 paragraphs of a story.
	PartialPrint Kind = "partial"
	// CompositePrint is put together from two stories.
	CompositePrint Kind = "composite"
)

// A Draw is what a document has of one story.
type Draw struct {
	Origin string `json:"origin"` // the story's ID
	// Own reports that the story is the document's own text, not a reprint.
	Own bool `json:"own,omitempty"`
	// Sentences are indexes of the story's sentences, in the document's order; Spans
	// say where each stands in its text.
	Sentences []int           `json:"sentences"`
	Spans     []evidence.Span `json:"spans"`
}

// seal sets the ID: the hash of the text.
func (d *Document) seal() {
	sum := sha256.Sum256([]byte(d.Text))
	d.ID = hex.EncodeToString(sum[:])
}
