package quote

import (
	"strings"

	"github.com/delistdev/delist/evidence"
)

// skipped are the marks of a document that are no part of its story.
var skipped = map[string]bool{
	"agency": true, "author": true, "printed": true, "retrieved": true, "copyright": true, "citation": true, "notice": true, "place": true,
}

// paragraphs splits a text at its empty lines, without the spans to leave out.
func paragraphs(d *evidence.Document) []evidence.Span {
	var out []evidence.Span
	for from := 0; from < len(d.Text); {
		to, next := len(d.Text), len(d.Text)
		if i := breakAt(d.Text, from); i >= 0 {
			to, next = i, i+1
		}
		if p := trim(d.Text, evidence.Span{Start: from, End: to}); p.Start < p.End {
			out = append(out, p)
		}
		from = next
	}
	return out
}

// breakAt returns where a paragraph ends: at an empty line, or at the end of a line
// behind which a transcript names a speaker.
func breakAt(text string, from int) int {
	for i := from; ; {
		k := strings.IndexByte(text[i:], '\n')
		if k < 0 {
			return -1
		}
		i += k
		if strings.HasPrefix(text[i+1:], "\n") || capitalLabel(text[i+1:]) > 1 {
			return i
		}
		i++
	}
}

// leaveOut takes the marked spans away from the paragraphs.
func leaveOut(d *evidence.Document, list []evidence.Span) []evidence.Span {
	if len(d.Marks) == 0 {
		return list
	}
	for _, m := range d.Marks {
		if !skipped[m.Field] || m.Start < 0 || m.End > len(d.Text) || m.Start >= m.End {
			continue
		}
		kept := make([]evidence.Span, 0, len(list))
		for _, p := range list {
			if m.End <= p.Start || m.Start >= p.End {
				kept = append(kept, p)
				continue
			}
			for _, rest := range []evidence.Span{{Start: p.Start, End: m.Start}, {Start: m.End, End: p.End}} {
				if rest.Start < rest.End {
					if rest = trim(d.Text, rest); rest.Start < rest.End {
						kept = append(kept, rest)
					}
				}
			}
		}
		list = kept
	}
	return list
}
