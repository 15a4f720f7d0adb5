// Package stories makes a test collection: invented news stories, the prints
// that newspapers make of them, and labels that say which print draws on which
// story. It serves to measure how well reprints of one wire story are found, and
// knows nothing of how that is done.
//
// [Collection] makes some thousands of documents, whose stories are checked to
// differ; [Stream] makes as many as are asked for, unchecked, to measure speed
// and size. Both give the same bytes for the same seed. [WriteTo] writes them as
// JSON Lines.
//
// A [Story] is what one reporter wrote of one [Event]: it is an origin. Two
// reporters who write of one event share its facts and one to three sentences of
// its press release, and are two origins. [Print] makes of a story what a
// newspaper makes of it.
//
// Every name is put together from the syllables of text/world.txt. The sentences
// are made from the templates of the other files in text; grammar.go says how
// these are written.
package stories
