package document_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/delistdev/delist/evidence/document"
)

// sheets writes a PDF with pages of the given content, in Helvetica (F1) and in a
// font with a map to Unicode (F2).
func sheets(contents ...string) string {
	cmap := "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0001> <0020> <0410> endbfrange 1 beginbfchar <0030> <00660069> endbfchar"
	objects := []string{
		"<</Type /Catalog /Pages 2 0 R /Lang (en-GB)>>",
		"", // the pages, below
		"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
		"<</Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 5 0 R>>",
		fmt.Sprintf("<</Length %d>> stream\n%s\nendstream", len(cmap), cmap),
		"<</Type /Font /Subtype /CIDFontType2 /DW 600>>",
		"<</Title (The lamp of Norhaven) /Author (Jane Doe) /CreationDate (D:20240515101112Z)>>",
	}
	kids := ""
	for _, content := range contents {
		n, packed := len(objects)+1, deflated(content)
		kids += fmt.Sprintf("%d 0 R ", n)
		objects = append(objects, fmt.Sprintf("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R>>", n+1),
			fmt.Sprintf("<</Length %d /Filter /FlateDecode>> stream\n%s\nendstream", len(packed), packed))
	}
	objects[1] = fmt.Sprintf("<</Type /Pages /Kids [%s] /Count %d /Resources <</Font <</F1 3 0 R /F2 4 0 R>>>>>>", kids, len(contents))
	out := "%PDF-1.5\n"
	table := "0000000000 65535 f \n"
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", len(out))
		out += fmt.Sprintf("%d 0 obj %s endobj\n", i+1, o)
	}
	n := len(objects) + 1
	return out + fmt.Sprintf("xref\n0 %d\n%strailer <</Root 1 0 R /Info 7 0 R /Size %d>>\nstartxref\n%d\n%%%%EOF\n", n, table, n, len(out))
}

func deflated(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	// Writing to a buffer cannot fail.
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}

// written writes lines of 10 points, 12 apart, below a title of 20.
func written(title string, lines ...string) string {
	out := fmt.Sprintf("BT /F1 20 Tf 72 720 Td (%s) Tj ET BT /F1 10 Tf 72 680 Td 12 TL ", title)
	for _, line := range lines {
		out += "(" + line + ") Tj T* "
	}
	return out + "ET"
}

func TestPDF(t *testing.T) {
	foot := func(n int) string {
		return fmt.Sprintf(" BT /F1 8 Tf 72 780 Td (The Norhaven Post) Tj ET BT /F1 8 Tf 300 30 Td (%d) Tj ET", n)
	}
	d := one(t, sheets(
		written("Lamp lit again", "NORHAVEN \\(AFP\\) \\227 The keeper of the light-", "house has lit its lamp again after eleven years, and nobody", "had asked him. The board said that it did not announce the")+foot(1),
		"BT /F1 10 Tf 72 700 Td [(ch) 20 (ange) -300 (itself)] TJ 0 -12 Td (but its charts were drawn again.) Tj 0 -24 Td (The end of it.) Tj ET"+foot(2),
		"BT /F2 10 Tf 72 700 Td <000100020003> Tj 60 0 Td <0030> Tj ET"+foot(3),
	))
	want := []string{
		"Lamp lit again",
		"NORHAVEN (AFP) — The keeper of the lighthouse has lit its lamp again after eleven years, and nobody had asked him. The board said that it did not announce the change itself but its charts were drawn again.",
		"The end of it.", "АБВ", "fi",
	}
	if got := paragraphsOf(d); !slices.Equal(got, want) {
		t.Errorf("paragraphs %q", got)
	}
	if d.Title != "The lamp of Norhaven" || d.Author != "Jane Doe" || d.Place != "Norhaven" || d.Agency != "AFP" || d.Language != "en-GB" || !d.Printed.IsZero() {
		t.Errorf("got %+v", d)
	}
	if !slices.Contains(d.Notes, "6 running titles and page numbers are left out") || !slices.Contains(d.Notes, "the file was made on 2024-05-15") {
		t.Errorf("notes %q", d.Notes)
	}
}

// Objects in streams, updates, forms, filters and text that is set by turning the
// page: each writes one line.
func TestPDFWays(t *testing.T) {
	line := "BT /F1 10 Tf 72 700 Td (The lamp is lit.) Tj ET"
	wrap := func(objects string) string {
		return "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " + objects + " trailer<</Root 1 0 R>>"
	}
	page := "3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>endobj 5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Courier>>endobj "
	stream := func(n int, dict, data string) string {
		return fmt.Sprintf("%d 0 obj<<%s/Length %d>>stream\n%s\nendstream endobj ", n, dict, len(data), data)
	}
	packed := "3 0 5 143 " + "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
	packed = strings.Replace(packed, "143", fmt.Sprint(len(packed)-len("3 0 5 143 ")), 1) + "<</Type/Font/Subtype/Type1/BaseFont/Courier>>"
	first := strings.Index(packed, "<<")
	tests := map[string]string{
		"plain":             wrap(page + stream(4, "", line)),
		"a wrong length":    wrap(page + strings.Replace(stream(4, "", line), "/Length", "/Length 7/L", 1)),
		"hexadecimal":       wrap(page + stream(4, "/Filter/ASCIIHexDecode", fmt.Sprintf("%x>", line))),
		"two filters":       wrap(page + stream(4, "/Filter[/AHx/Fl]", fmt.Sprintf("%x>", deflated(line)))),
		"run lengths":       wrap(page + stream(4, "/Filter/RunLengthDecode", string(rune(len(line)-1))+line+"\x80")),
		"a form":            wrap(page + stream(4, "", "q 1 0 0 1 5 5 cm /X Do Q") + stream(6, "/Subtype/Form", line)),
		"objects in stream": wrap(stream(9, fmt.Sprintf("/Type/ObjStm/N 2/First %d/Filter/FlateDecode", first), deflated(packed)) + stream(4, "", line)),
		"an update":         wrap(page+stream(4, "", "BT (old) Tj ET")) + stream(4, "", line),
		"a page turned":     wrap(page + stream(4, "", "BT /F1 10 Tf 0 1 -1 0 300 72 Tm (The lamp) Tj 54 0 Td (is lit.) Tj ET")),
		"a letter a piece":  wrap(page + stream(4, "", "BT /F1 10 Tf 72 700 Td [(T)(h)(e)-600(l)(a)(m)(p)-600(is)-600(lit)(.)]TJ ET")),
		"no tree of pages":  strings.Replace(wrap(page+stream(4, "", line)), "/Kids[3 0 R]", "/Kids[77 0 R]", 1),
		"strings and marks": wrap(page + stream(4, "", "BT /F1 10 Tf (The \\154am\\\np is) Tj % (not this)\n 84 0 Td <6C69742E> Tj ET")),
	}
	for name, in := range tests {
		t.Run(name, func(t *testing.T) {
			if d := one(t, in); d.Text != "The lamp is lit." {
				t.Errorf("got %q, notes %q", d.Text, d.Notes)
			}
		})
	}
}

// The files were made of one page with the words below, and encrypted with an empty
// user password by another program.
func TestPDFEncrypted(t *testing.T) {
	for _, name := range []string{"rc4-40", "rc4-128", "aes-128", "aes-256"} {
		data, err := os.ReadFile("testdata/" + name + ".pdf")
		if err != nil {
			t.Fatal(err)
		}
		if d := one(t, string(data)); d.Text != "Lamp lit again\n\nThe keeper has lit it." {
			t.Errorf("%s: got %q, notes %q", name, d.Text, d.Notes)
		}
	}
	data, err := os.ReadFile("testdata/password.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if docs, faults := read(t, string(data)); len(faults) != 1 || !strings.Contains(faults[0].Error(), "encrypted") || len(docs) != 1 || docs[0].Text != "" {
		t.Errorf("%d documents, faults %v", len(docs), faults)
	}
}

// A PDF of pictures is a document without a text, and an error.
func TestPDFWithoutText(t *testing.T) {
	docs, faults := read(t, sheets("q 100 0 0 100 0 0 cm BI /W 1 /H 1 ID x EI Q"))
	if len(docs) != 1 || len(faults) != 1 || docs[0].Text != "" || !strings.Contains(strings.Join(docs[0].Notes, ""), "no text layer: the 1 pages are pictures") {
		t.Errorf("%v, faults %v", docs, faults)
	}
}

// Files that are made to cost much end, and say that they were not read.
func TestPDFHostile(t *testing.T) {
	bomb := deflated(strings.Repeat("BT (x) Tj ET ", 1<<20))
	for range 2 {
		bomb = deflated(bomb)
	}
	tests := map[string]string{
		"a form that draws itself": strings.Replace(sheets("/X Do"), "/Resources <<", "/Resources <</XObject <</X 80 0 R>> ", 1) +
			"80 0 obj<</Subtype/Form/Resources<</XObject<</X 80 0 R>>>>/Length 40>>stream\n" + strings.Repeat("/X Do ", 5000) + "\nendstream endobj",
		"pages in a circle":   "%PDF-1.4\n1 0 obj<</Pages 2 0 R>>endobj 2 0 obj<</Kids[2 0 R 2 0 R 1 0 R]>>endobj trailer<</Root 1 0 R>>",
		"a reference to self": "%PDF-1.4\n1 0 obj 1 0 R endobj trailer<</Root 1 0 R>>",
		"deep arrays":         "%PDF-1.4\n1 0 obj " + strings.Repeat("[", 1_000_000) + " endobj trailer<</Root 1 0 R>>",
		"deep dictionaries":   "%PDF-1.4\n1 0 obj " + strings.Repeat("<</A", 1_000_000) + " endobj trailer<</Root 1 0 R>>",
		"many objects":        "%PDF-1.4\n" + strings.Repeat("1 0 obj(", 500_000),
		"many streams":        "%PDF-1.4\n" + strings.Repeat("1 0 obj<<>>stream ", 200_000),
		"a bomb":              "%PDF-1.4\n1 0 obj<</Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]>>endobj 3 0 obj<</Type/Page/Contents 4 0 R>>endobj 4 0 obj<</Filter[/Fl/Fl/Fl]/Length 1>>stream\n" + bomb + "\nendstream endobj trailer<</Root 1 0 R>>",
		"no object":           "%PDF-1.4\n",
	}
	for name, in := range tests {
		t.Run(name, func(t *testing.T) {
			_, faults := readWith(t, in, document.Limits{Unpacked: 8 << 20})
			if len(faults) == 0 {
				t.Error("nothing is said")
			}
			if name == "a bomb" && !errors.Is(faults[0], document.ErrLimit) {
				t.Errorf("%v", faults)
			}
		})
	}
}
