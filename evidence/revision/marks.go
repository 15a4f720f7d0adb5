package revision

import (
	"slices"

	"github.com/delistdev/delist/evidence"
)

// marks answers, for rising places, which part of the document stands there.
type marks struct {
	list []evidence.Mark // of whole parts, by place
	next int
	end  int // of the part that a place was found in last
	in   string
}

// newMarks keeps the marks that lie within the text. Names and days are parts
// of their own at the head of the story only: elsewhere they stand in sentences.
func newMarks(d *evidence.Document) *marks {
	m := &marks{}
	for _, k := range d.Marks {
		if 0 <= k.Start && k.Start < k.End && k.End <= len(d.Text) {
			m.list = append(m.list, k)
		}
	}
	slices.SortStableFunc(m.list, func(x, y evidence.Mark) int { return x.Start - y.Start })
	kept := m.list[:0]
	lineEnd, after := 0, false
	for _, k := range m.list {
		switch k.Field {
		case "place", "agency", "author", "printed", "retrieved":
			if !(after && k.Start-lineEnd <= 4) && !beginsParagraph(d.Text, k.Start) {
				continue
			}
			lineEnd, after = k.End, true
		}
		kept = append(kept, k)
	}
	m.list = kept
	return m
}

// beginsParagraph reports whether only marks and space stand before i in its
// paragraph.
func beginsParagraph(text string, i int) bool {
	for i > 0 && (text[i-1] == ' ' || text[i-1] == '(') {
		i--
	}
	return i == 0 || text[i-1] == '\n'
}

// at returns the field of the mark at a place, "" for the story itself. It is
// asked with rising places.
func (m *marks) at(place int) string {
	for m.next < len(m.list) && m.list[m.next].Start <= place {
		if k := m.list[m.next]; k.End > m.end {
			m.end, m.in = k.End, k.Field
		}
		m.next++
	}
	if place < m.end {
		return m.in
	}
	return ""
}

// beside says of the fields of marks which alter the story when they go, and
// what they are called.
var beside = map[string]struct {
	alters bool
	name   string
}{
	"title":     {true, "the headline"},
	"caption":   {true, "the caption of a picture"},
	"copyright": {false, "the copyright line"},
	"citation":  {false, "how to cite the print"},
	"notice":    {false, "a notice of the publisher"},
	"place":     {false, "the place of the date line"},
	"printed":   {false, "the day of printing"},
	"retrieved": {false, "the day of retrieval"},
	"author":    {false, "the author's name"},
	"agency":    {true, "the credit of the agency"},
}
