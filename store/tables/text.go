package tables

import (
	"strings"
	"unicode/utf8"
)

// plain returns a text as every database can hold it: valid UTF-8, without the
// NUL that PostgreSQL refuses. Names come from outside, and one bad name must not
// keep the rest of an inventory from being saved.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == 0 {
			return utf8.RuneError
		}
		return r
	}, s)
}

// maxFiled bounds a text that something is filed under, in bytes. A row of an
// index has at most 2,704 in PostgreSQL, and there may be three such texts in it.
const maxFiled = 800

// filed returns a text as it stands in a column with an index; what it was in
// full stands in a body.
func filed(s string) string {
	if s = plain(s); len(s) <= maxFiled {
		return s
	}
	return strings.ToValidUTF8(s[:maxFiled], "")
}
