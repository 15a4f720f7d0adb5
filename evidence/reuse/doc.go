// Package reuse finds which documents print one text, and which take parts of
// others.
//
// Two reporters who write about one event share its names, its figures and the
// sentences that a press officer gave to both. So words inside quotation marks are
// no evidence of a common text, nor are short runs of words. What counts is how
// much of what a document says in its own words stands, in the same order, in
// another: printed shorter, re-spelt, re-tensed, with another lead, or with the
// errors of a scanner in it.
//
// Texts are compared as words. A word is folded to a number in which spellings and
// the usual confusions of character recognition fall together. Candidates share
// triples of words, of which a fixed fraction is indexed (a sketch as of Broder,
// "On the resemblance and containment of documents", 1997, section 4: containment
// and not resemblance, since prints are cut); whether they print one text is
// decided by aligning them.
package reuse
