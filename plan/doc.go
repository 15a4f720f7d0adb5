// Package plan turns findings into what has to be done about them, and proves
// afterwards that it was done.
//
// A plan is a file for a person to review: it changes nothing by itself. A
// [Builder] makes it of the messages of one run, [Read] takes it back, and a
// [Verifier] compares it with another run of the same question. How a catalogue is
// written again with offers withdrawn is the matter of package withdraw.
package plan
