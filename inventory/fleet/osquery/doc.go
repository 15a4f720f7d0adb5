// Package osquery reads what osquery and Fleet export: the rows of queries, as
// osqueryi prints them and as osqueryd logs them, and the bodies of Fleet's REST
// API.
//
// A row says nothing of the table that it is from. That is told by the query's
// name where it ends in the name of a table, by the column "source" of Fleet's
// own queries, and else by the columns. Rows that say of no software and of no
// device are counted, and reported once for each query.
//
// A log of differential results is brought to its last state: what was removed
// later is no item ([Read] says how).
package osquery
