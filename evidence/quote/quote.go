// Package quote proposes claims from a document's text: who says what in it, in
// direct quotes and in reported speech.
//
// It works by rules over words, not by a model: the same text gives the same
// proposals, and each names the rule that made it. It proposes and never
// decides: a person accepts a proposal before it becomes a claim of the
// register. It knows English; of other languages it knows the quotation marks.
//
// Where the text leaves open who speaks, Speaker stays empty and Note says why.
// The rules prefer that to a guess.
package quote

import (
	"cmp"
	"slices"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
)

// A Proposal is one claim that a text seems to carry. All spans are of the text
// of the document that it was proposed from.
type Proposal struct {
	Kind delist.ClaimKind `json:"kind"`
	// Quote reports direct speech, in whole or in part.
	Quote bool `json:"quote,omitempty"`
	// Text is what is claimed, in order of the text: the pieces of a quote without
	// its marks, or the clause of reported speech.
	Text []evidence.Span `json:"text"`
	// Speaker is who claims it, as far as it can be told: the full name where the
	// text has one elsewhere, else the description. Empty where it is not clear.
	Speaker   string        `json:"speaker,omitempty"`
	SpeakerAt evidence.Span `json:"speaker_at"`
	Verb      string        `json:"verb,omitempty"`
	VerbAt    evidence.Span `json:"verb_at"`
	// OnRecord reports whether the speaker, or the body spoken for, is named.
	OnRecord bool `json:"on_record,omitempty"`
	// Anonymous reports that the text keeps the speaker's name back.
	Anonymous bool `json:"anonymous,omitempty"`
	// Channel is how it was said, in the words of the text: "in a statement".
	Channel string `json:"channel,omitempty"`
	// Date is when it was said, in the words of the text: "Friday", "in July".
	Date   string        `json:"date,omitempty"`
	DateAt evidence.Span `json:"date_at"`
	// Hedges are the words that take something back: alleged, may, about.
	Hedges []evidence.Span `json:"hedges,omitempty"`
	// EvidenceShown is "no" where the sentence says that none was shown.
	EvidenceShown string `json:"evidence_shown,omitempty"`
	// Rule is the name of the rule that fired.
	Rule string `json:"rule"`
	// Note is what a reader should know before accepting: marks that do not
	// balance, a speaker that was taken from the sentence before.
	Note string `json:"note,omitempty"`
}

// Propose returns the claims that the text of d seems to carry, in order of the
// text. It never fails: what it does not understand it leaves out.
func Propose(d *evidence.Document) []Proposal {
	s := newScan(d)
	for i := range s.sentences {
		s.sentence(i)
	}
	s.transcript(s.turns)
	slices.SortStableFunc(s.out, func(a, b Proposal) int { return cmp.Compare(a.Text[0].Start, b.Text[0].Start) })
	return s.out
}
