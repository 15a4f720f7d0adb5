package reuse

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// quotes follows the quotation marks of a text.
type quotes struct {
	text   string
	inside bool
	since  int // where the quotation began
}

// longestQuote is how many bytes a quotation may have: a mark that never closes
// must not hide the rest of the text.
const longestQuote = 1500

// mark sees a character that is of no word.
func (q *quotes) mark(at, n int, r rune) {
	if q.inside && at-q.since > longestQuote {
		q.inside = false
	}
	switch r {
	case '“', '«', '„', '「':
		q.open(at)
	case '”', '»', '」':
		q.inside = false
	case '"', '‟':
		// A straight mark opens before a letter and closes behind one.
		if before, after := q.around(at, n); after && !before {
			q.open(at)
		} else {
			q.inside = false
		}
	case '‘', '\'':
		if before, after := q.around(at, n); after && !before && !q.inside {
			q.open(at)
		} else if r == '\'' && before && !after && q.inside && q.text[q.since] == '\'' {
			q.inside = false
		}
	case '’':
		if _, after := q.around(at, n); !after && q.inside && strings.HasPrefix(q.text[q.since:], "‘") {
			q.inside = false
		}
	case '\n':
		// A paragraph ends a quotation, unless the next begins with a mark again.
		if q.inside && strings.HasPrefix(q.text[at:], "\n\n") {
			q.inside = false
		}
	}
}

func (q *quotes) open(at int) { q.inside, q.since = true, at }

// around reports whether something other than space stands directly before and
// after.
func (q *quotes) around(at, n int) (before, after bool) {
	b, _ := utf8.DecodeLastRuneInString(q.text[:at])
	a, _ := utf8.DecodeRuneInString(q.text[at+n:])
	return at > 0 && !unicode.IsSpace(b) && b != '(' && b != '—' && b != '-', at+n < len(q.text) && (unicode.IsLetter(a) || unicode.IsDigit(a) || a == '[' || a == '‘')
}
