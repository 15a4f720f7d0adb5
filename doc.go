// Package delist holds the vocabulary that the whole system talks about: who
// made a thing (Party, Product, Identifier, Attribution), where its maker
// stands (Measure, Term, Standing, Ground), where it was found (Item,
// Location), on what grounds (Claim, Origin, Document), and the one stream of
// messages in which a run tells all of this (Message, Handler).
//
// It has plain types and the small laws that belong to them: how dates compare,
// which audience asks as which, which level is graver. It does no input or
// output, reads no clock, and imports nothing outside the standard library.
//
// The words are those of the design (docs/architecture.md); one word means one
// thing in code, flags, JSON and documents.
package delist
