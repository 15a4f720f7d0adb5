// Package document turns files into [evidence.Document] values: their main text,
// what they say of themselves, and where in the text they say it.
//
// [Read] recognises a file by its content, never by its name: plain text, HTML,
// PDF, a mail (RFC 5322), a web archive (WARC), JSON lines or a JSON array, and any
// of them packed by gzip. One file may hold many documents.
//
// Every document takes the same way: its form gives paragraphs and metadata
// (text.go, html.go, pdf.go, mail.go, warc.go, jsonl.go); what a print did to the
// paragraphs is mended (mend.go); then what is no part of the story is found and
// marked (furniture.go). The text itself is never reworded: spaces, line breaks,
// hyphens at line ends and dead links are all that changes.
//
// The package does not tell which documents are one story, or who claims what; it
// opens no connection and follows no link.
package document
