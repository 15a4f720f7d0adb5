package document

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// pdf reads the text of a PDF: objects (pdflex.go, pdffile.go), streams
// (pdffilter.go, pdfcrypt.go), fonts (pdffont.go), content (pdfcontent.go), lines
// and paragraphs (pdflines.go). The bytes that streams unpack to, the operators and
// the pages are bounded, and no object is followed twice, so that every file ends.
func (d *draft) pdf(data []byte, limit int64) error {
	set(&d.doc.MediaType, "application/pdf")
	f, err := openPDF(data, limit)
	if err != nil {
		d.note(err.Error())
		return err
	}
	r := &pdfReader{pdfFile: f, fonts: map[any]*pdfFont{}, steps: maxSteps, room: maxPDFText}
	pages := f.pages()
	if len(pages) == 0 {
		return errors.New("a PDF without pages")
	}
	var lines [][]textLine
	for _, page := range pages {
		lines = append(lines, linesOf(r.page(page)))
	}
	d.pdfHead(f)
	d.pdfText(lines)
	return d.pdfNotes(r, len(pages))
}

// pdfText makes paragraphs of the lines of all pages.
func (d *draft) pdfText(pages [][]textLine) {
	repeated := furnitureOf(pages)
	usual := usualSize(pages)
	left := 0
	for _, page := range pages {
		atEdge := edges(page)
		var kept []textLine
		for i, line := range page {
			if slices.Contains(atEdge, i) && (isPageNumber(line.text) || repeated[edgeKey(line.text)] && len(pages) > 1) {
				left++
				continue
			}
			kept = append(kept, line)
		}
		d.paras = append(d.paras, joinPage(kept, usual)...)
	}
	if left > 0 {
		d.note(fmt.Sprintf("%d running titles and page numbers are left out", left))
	}
}

// usualSize returns the size that most text is set in.
func usualSize(pages [][]textLine) float64 {
	count := map[int]int{}
	best := 0
	for _, page := range pages {
		for _, line := range page {
			tenth := int(min(line.size, 1000) * 10)
			count[tenth] += len(line.text)
			if count[tenth] > count[best] {
				best = tenth
			}
		}
	}
	return float64(best) / 10
}

// pdfHead takes what a file says of itself. When it was made says little about when
// its text was printed: a browser may have printed it years later.
func (d *draft) pdfHead(f *pdfFile) {
	info := f.trailer["Info"]
	if title := oneLine(f.string(info, "Title")); isTitle(title) {
		set(&d.doc.Title, title)
	}
	d.author([]string{f.string(info, "Author")})
	set(&d.doc.Language, languageTag(f.string(f.trailer["Root"], "Lang")))
	if made := f.string(info, "CreationDate"); len(made) >= 10 {
		if m := written(strings.TrimPrefix(made, "D:")[:8]); m.precision == "day" {
			d.note("the file was made on " + m.date.String())
		}
	}
}

// isTitle reports whether the title of a file is one, and not the name of a file.
func isTitle(title string) bool {
	small := strings.ToLower(title)
	for _, sign := range []string{".doc", ".indd", ".qxd", ".tex", ".dvi", ".pdf", ".htm", ".ppt", ".xls", ".ps", "untitled", "microsoft word", "about:blank", "\uFFFD", "\\"} {
		if strings.Contains(small, sign) {
			return false
		}
	}
	return strings.Contains(title, " ")
}

// pdfNotes says what could not be read.
func (d *draft) pdfNotes(r *pdfReader, pages int) error {
	d.note(r.problems()...)
	if r.over {
		d.note("the file asks for more work than is done for one: the rest is not there")
	}
	if r.unknown > 0 {
		d.note(fmt.Sprintf("%d of %d characters have no meaning in the file's fonts and stand as \uFFFD", r.unknown, r.unknown+r.known))
	}
	switch {
	case r.known == 0 && r.unknown > 0:
		d.paras = nil
		return errors.New("no character of the text layer can be told: its fonts do not say what they are")
	case d.empty() && r.pictures > 0:
		d.note(fmt.Sprintf("no text layer: the %d pages are pictures", pages))
		return errors.New("a PDF without a text layer")
	case d.empty():
		d.note(fmt.Sprintf("no text layer: the %d pages hold no text", pages))
		return errors.New("a PDF without a text layer")
	case r.pdfFile.over || r.over:
		return fmt.Errorf("%w: the PDF is not read to its end", ErrLimit)
	}
	return nil
}
