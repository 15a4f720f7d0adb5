// Package withdraw writes a catalogue again with some of its offers taken off
// sale in the way of its format: by a field that says so, or, where a format has
// none, by leaving the record out. Everything else stays as it was, byte for byte:
// a reading of the text gives patches, and what no patch covers is copied.
//
// It decides nothing: which offers, it is told by their places. It never touches
// what it reads.
package withdraw
