// Package rpm reads what an RPM database or an RPM package file says of
// packages: databases of all three kinds (Berkeley DB, NDB, SQLite), from an
// [io.ReaderAt] and without a database engine.
//
// An engine would lock the database or write beside it, which is not done to
// anything that is scanned; and what is scanned may be made to loop, to take
// all memory, or to crash whoever reads it. Every size and every step is
// therefore bounded by the size of the file.
package rpm
