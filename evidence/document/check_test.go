package document_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/delistdev/delist/evidence"
)

var fieldsOfMarks = []string{"title", "place", "agency", "author", "printed", "retrieved", "caption", "copyright", "citation", "notice"}

// check checks what holds for every document, whatever it was read from.
func check(t testing.TB, d *evidence.Document) {
	t.Helper()
	if len(d.ID) != 64 || d.File == "" || d.Bytes < 0 {
		t.Errorf("ID %q, file %q, %d bytes", d.ID, d.File, d.Bytes)
	}
	if !utf8.ValidString(d.Text) || !utf8.ValidString(d.Title+d.Author+d.Publisher+d.URL+d.Place+d.Agency) {
		t.Error("text or field is not UTF-8")
	}
	if strings.Contains(d.Text, "\n\n\n") || strings.TrimSpace(d.Text) != d.Text {
		t.Errorf("blank lines or spaces around paragraphs: %.200q", d.Text)
	}
	if d.Printed.IsZero() != (d.Precision == "") {
		t.Errorf("printed %v with precision %q", d.Printed, d.Precision)
	}
	last := 0
	for _, m := range d.Marks {
		switch {
		case m.Start < last || m.Start >= m.End || m.End > len(d.Text):
			t.Errorf("mark %v out of order or out of the text of %d bytes", m, len(d.Text))
			return
		case !utf8.ValidString(m.Of(d)):
			t.Errorf("mark %v cuts a character", m)
		case !slices.Contains(fieldsOfMarks, m.Field):
			t.Errorf("mark of an unknown field %q", m.Field)
		}
		last = m.Start
	}
}
