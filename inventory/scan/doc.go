// Package scan reads the files of many package managers with the extractors of
// osv-scalibr, imported one by one: it is the only importer of osv-scalibr, so
// that the rest of the program neither depends on its types nor grows by its
// root package. What an extractor knows of a package's makers it has already
// dropped; formats in which the makers stand are read by package inventory
// itself.
//
// Extractors are made when they are first used. They run on content that is in
// memory, bounded by the caller, and reach other files only through the file
// system that the caller gives them. None of those listed here uses the network
// or writes.
package scan
