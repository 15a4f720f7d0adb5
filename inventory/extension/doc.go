// Package extension reads what an extension of a browser or an editor says of
// itself, and who signed it.
//
// Three things must not be taken for each other. What the manifest says of an
// author is written by whoever made the file. The identifier of a browser's
// extension is proved by a signature: with the key that it is made of, or by the
// store, which signs for every developer alike. And who the developer is, no
// signature of a store says.
//
// Archives are opened by the caller, who bounds what opening one may cost; each
// member is bounded here. An archive that has one name twice is refused: browsers
// and readers differ in which of the two they take.
package extension
