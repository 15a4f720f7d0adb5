// Package evidence holds what documents say: the texts themselves, which of them
// print one origin, and who claims what in them. It never judges: an assertion
// that fifty newspapers print is still an assertion.
//
// Packages below it do one thing each: document reads files, reuse finds texts
// that print one another, cite finds what a text names as its source, revision
// tells what two prints changed, quote proposes claims. They all speak of
// [Document] and [Span].
package evidence

import "github.com/delistdev/delist"

// A Document is one text as it was found: an article, a statement, a mail. Its
// bytes are kept apart, by their hash; everything else refers to spans of Text.
type Document struct {
	// ID is the SHA-256 of its bytes, in hexadecimal: of the file, or of the record
	// of a file that holds many.
	ID string `json:"id"`
	// File is where it was read, as it was given; Part which record of it.
	File string `json:"file"`
	Part string `json:"part,omitempty"`
	// MediaType is of RFC 6838, such as "text/html".
	MediaType string `json:"media_type"`
	Bytes     int64  `json:"bytes"`
	// Text is its main text in UTF-8 with "\n\n" between paragraphs, without the
	// menus and advertisements around it. It never changes once it is stored.
	Text string `json:"text"`

	// What the document says of itself; empty where it does not.
	Title     string `json:"title,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Agency    string `json:"agency,omitempty"` // the news agency that is credited
	Author    string `json:"author,omitempty"`
	Place     string `json:"place,omitempty"` // of the date line
	URL       string `json:"url,omitempty"`
	Language  string `json:"language,omitempty"` // BCP 47
	// Printed is when it was published; its day or month may be unknown, which
	// Precision says: "day", "month" or "year".
	Printed   delist.Date `json:"printed,omitzero"`
	Precision string      `json:"precision,omitempty"`
	Retrieved delist.Date `json:"retrieved,omitzero"`
	// Marks say where in Text each of these stands, as far as it stands there, and
	// what else is no part of the story: captions, copyright lines, citations.
	Marks []Mark `json:"marks,omitempty"`
	// Notes are what a reader should know: "no text layer: pages are pictures".
	Notes []string `json:"notes,omitempty"`
}

// A Mark says what a span of a document's text is.
type Mark struct {
	// Field is "title", "place", "agency", "author", "printed", "retrieved",
	// "caption", "copyright", "citation", "notice".
	Field string `json:"field"`
	Span
}

// A Span is a part of a document's text: the bytes from Start up to End.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Of returns the text of a span.
func (s Span) Of(d *Document) string { return d.Text[s.Start:s.End] }
