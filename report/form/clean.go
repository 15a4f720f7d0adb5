package form

import (
	"fmt"
	"strings"
	"unicode"
)

// maxShown is how many characters of one text are shown; the JSON has them all.
const maxShown = 4000

// clean returns a text as it may be shown: what was found may have been named to
// deceive. Line ends become spaces; characters that are invisible, or that turn
// the direction of writing, are shown by their number.
func clean(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		if n++; n > maxShown {
			b.WriteString("…")
			break
		}
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			b.WriteByte(' ')
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029':
			fmt.Fprintf(&b, "⟨U+%04X⟩", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func cleanAll(texts []string) []string {
	var out []string
	for _, s := range texts {
		out = append(out, clean(s))
	}
	return out
}

// cleanLines splits an answer of the user's into its lines, cleaned.
func cleanLines(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(clean(line)); line != "" {
			out = append(out, line)
		}
	}
	return out
}
