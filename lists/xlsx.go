package lists

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/delistdev/delist"
)

// Limits of a workbook: a zip of a few kilobytes can unpack to terabytes.
const (
	maxWorkbook = 256 << 20 // bytes as packed; held whole
	maxTexts    = 256 << 20 // bytes of the shared texts, held whole
	maxSheet    = 4 << 30   // bytes of XML in one part
	maxDepth    = 64        // of elements
)

var errDepth = fmt.Errorf("elements more than %d deep", maxDepth)

// sheetRows yields the rows of one sheet of an Excel workbook: the one that the
// mapping names, which may be hidden, or the first that is not. Of a formula it
// takes the value that the workbook keeps; a cell with an error, or a formula
// without a value, is reported and blank.
//
// The packed file and the texts that its cells share are held; the sheet itself
// is read as it comes.
//
// Source: ECMA-376-1:2016, Office Open XML, part 1, sections 18.2 to 18.4. The
// older binary .xls is not read, nor are workbooks under a password.
func sheetRows(name string, r io.Reader, m *Mapping) iter.Seq2[mappedRow, error] {
	return func(yield func(mappedRow, error) bool) {
		book, err := openWorkbook(r, m.Sheet)
		if err != nil {
			yield(mappedRow{}, fmt.Errorf("%s: %w", name, err))
			return
		}
		for row, err := range headed(name, book.rows(name), m) {
			row.epoch = book.epoch
			if !yield(row, err) {
				return
			}
		}
	}
}

// A workbook is an Excel file of which one sheet is read.
type workbook struct {
	parts map[string]*zip.File
	texts []string    // that cells share
	epoch delist.Date // from which days are counted
	sheet string      // the part with the sheet
}

// openWorkbook finds the sheet of that title and reads the shared texts.
func openWorkbook(r io.Reader, title string) (*workbook, error) {
	packed, err := io.ReadAll(io.LimitReader(r, maxWorkbook+1))
	if err != nil {
		return nil, err
	}
	if len(packed) > maxWorkbook {
		return nil, fmt.Errorf("a workbook of more than %d bytes", maxWorkbook)
	}
	if bytes.HasPrefix(packed, []byte("\xd0\xcf\x11\xe0")) {
		return nil, errors.New("an .xls workbook, or one under a password: save it as .xlsx without one")
	}
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, fmt.Errorf("no workbook: %w", err)
	}
	// Day 60 is a 29th of February 1900 that never was, so that all later days
	// count from the 30th of December.
	b := &workbook{parts: make(map[string]*zip.File), epoch: delist.NewDate(1899, time.December, 30)}
	for _, file := range archive.File {
		b.parts[strings.ToLower(strings.TrimPrefix(file.Name, "/"))] = file
	}
	if err := b.findSheet(title); err != nil {
		return nil, err
	}
	if err := b.readTexts(); err != nil {
		return nil, fmt.Errorf("shared texts: %w", err)
	}
	return b, nil
}

// findSheet finds the part with the sheet of that title, or with the first that
// is not hidden.
func (b *workbook) findSheet(title string) error {
	var names []string
	id := ""
	err := b.walk("xl/workbook.xml", func(e *xml.StartElement, _ *xmlPart) error {
		switch e.Name.Local {
		case "workbookPr":
			if old := attribute(e, "date1904"); old == "1" || old == "true" {
				b.epoch = delist.NewDate(1904, time.January, 1)
			}
		case "sheet":
			name, hidden := attribute(e, "name"), strings.Contains(strings.ToLower(attribute(e, "state")), "hidden")
			names = append(names, name)
			if id == "" && (name == title || title == "" && !hidden) {
				id = attribute(e, "id")
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if id == "" && title == "" {
		return errors.New("every sheet is hidden: name one")
	}
	if id == "" {
		return noSuch("sheet", title, names)
	}
	return b.walk("xl/_rels/workbook.xml.rels", func(e *xml.StartElement, _ *xmlPart) error {
		target := attribute(e, "Target")
		switch {
		case e.Name.Local != "Relationship" || attribute(e, "Id") != id:
		case strings.HasPrefix(target, "/"):
			b.sheet = strings.ToLower(target[1:])
		default:
			b.sheet = strings.ToLower(path.Join("xl", target))
		}
		return nil
	})
}

// readTexts reads the texts that cells share. What says how to pronounce a text
// is no part of it.
func (b *workbook) readTexts() error {
	const part = "xl/sharedstrings.xml"
	if b.parts[part] == nil {
		return nil
	}
	size := 0
	return b.walk(part, func(e *xml.StartElement, x *xmlPart) error {
		if e.Name.Local != "si" {
			return nil
		}
		text, err := x.text()
		if size += len(text) + 16; size > maxTexts {
			return fmt.Errorf("more than %d bytes", maxTexts)
		}
		b.texts = append(b.texts, text)
		return err
	})
}

// walk calls see for each element of a part, which may read what is in it.
func (b *workbook) walk(part string, see func(*xml.StartElement, *xmlPart) error) error {
	x, err := b.open(part)
	if err != nil {
		return err
	}
	defer x.Close()
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if e, ok := token.(xml.StartElement); ok && err == nil {
			err = see(&e, x)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", part, err)
		}
	}
}

// open opens one part of the workbook.
func (b *workbook) open(part string) (*xmlPart, error) {
	file := b.parts[strings.ToLower(part)]
	if file == nil {
		return nil, fmt.Errorf("no workbook: it has no part %s", part)
	}
	in, err := file.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", part, err)
	}
	return &xmlPart{Decoder: xml.NewDecoder(&cappedReader{in, maxSheet}), Closer: in}, nil
}

// A cappedReader ends with an error at its limit, not as if all had been read.
type cappedReader struct {
	in   io.Reader
	left int64
}

func (c *cappedReader) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errors.New("it unpacks to more than is allowed")
	}
	n, err := c.in.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}

// An xmlPart is a part of a workbook as it is read.
type xmlPart struct {
	*xml.Decoder
	io.Closer
	depth int
}

// next returns the next token; a document type is refused.
func (x *xmlPart) next() (xml.Token, error) {
	token, err := x.Token()
	if err != nil {
		return nil, err
	}
	switch token.(type) {
	case xml.StartElement:
		if x.depth++; x.depth > maxDepth {
			return nil, errDepth
		}
	case xml.EndElement:
		x.depth--
	case xml.Directive:
		return nil, errors.New("a document type is refused")
	}
	return token, nil
}

// text returns the text of the element that has just begun, up to its end,
// without that of rPh elements.
func (x *xmlPart) text() (string, error) {
	var text strings.Builder
	outside, spoken := x.depth-1, 0
	for x.depth > outside {
		token, err := x.next()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "rPh" && spoken == 0 {
				spoken = x.depth
			}
		case xml.EndElement:
			if x.depth < spoken {
				spoken = 0
			}
		case xml.CharData:
			if text.Len()+len(t) > maxField {
				return "", errField
			}
			if spoken == 0 {
				text.Write(t)
			}
		}
	}
	return text.String(), nil
}

// attribute returns the value of an attribute, whatever its name space.
func attribute(e *xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// rows yields the rows of the sheet that are not blank, with their numbers for
// lines.
func (b *workbook) rows(name string) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		last, stopped := 0, false
		err := b.walk(b.sheet, func(e *xml.StartElement, x *xmlPart) error {
			if e.Name.Local != "row" || stopped {
				return nil
			}
			last++
			if n, err := strconv.Atoi(attribute(e, "r")); err == nil && n >= last {
				last = n
			}
			fields, fault, err := b.row(x)
			if err != nil {
				return fmt.Errorf("row %d: %w", last, err)
			}
			if fault != nil && !yield(row{line: last}, &RowError{name, last, fault}) ||
				len(fields) > 0 && !yield(row{last, fields}, nil) {
				stopped = true
				return errStopped
			}
			return nil
		})
		if err != nil && !stopped {
			yield(row{}, fmt.Errorf("%s: the sheet breaks off after row %d: %w", name, last, err))
		}
	}
}

var errStopped = errors.New("stopped")

// row reads the cells of one row; fault is what was wrong with single cells.
func (b *workbook) row(x *xmlPart) (fields []string, fault, err error) {
	outside := x.depth - 1
	var faults []error
	size := 0
	for column := 0; x.depth > outside; {
		token, err := x.next()
		if err != nil {
			return nil, nil, err
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "c" {
			continue
		}
		if at := columnOf(attribute(&e, "r")); at >= 0 {
			column = at
		}
		value, bad, err := b.cell(&e, x)
		size += len(value)
		switch {
		case err != nil:
			return nil, nil, err
		case bad != nil:
			faults = append(faults, fmt.Errorf("column %s: %w", columnName(column), bad))
		case column >= maxColumns && value != "":
			return nil, errColumns, skipTo(x, outside)
		case size > maxRecord:
			return nil, errLong, skipTo(x, outside)
		case value != "":
			for len(fields) <= column {
				fields = append(fields, "")
			}
			fields[column] = value
		}
		column++
	}
	return fields, errors.Join(faults...), nil
}

// skipTo reads on to the end of the element at a depth.
func skipTo(x *xmlPart, depth int) error {
	for x.depth > depth {
		if _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}

// cell reads the value of one cell.
func (b *workbook) cell(c *xml.StartElement, x *xmlPart) (value string, bad, err error) {
	outside, formula := x.depth-1, false
	for x.depth > outside {
		token, err := x.next()
		if err != nil {
			return "", nil, err
		}
		if e, ok := token.(xml.StartElement); ok {
			switch e.Name.Local {
			case "v", "is":
				if value, err = x.text(); err != nil {
					return "", nil, err
				}
			case "f":
				formula = true
			}
		}
	}
	switch kind := attribute(c, "t"); {
	case kind == "e":
		return "", fmt.Errorf("the cell holds the error %s", value), nil
	case kind == "s":
		i, err := strconv.Atoi(value)
		if err != nil || i < 0 || i >= len(b.texts) {
			return "", fmt.Errorf("no shared text %q", value), nil
		}
		return b.texts[i], nil, nil
	case kind == "b":
		return strconv.FormatBool(value == "1"), nil, nil
	case formula && value == "" && kind != "str":
		return "", errors.New("a formula whose value the workbook does not keep"), nil
	case kind == "" || kind == "n":
		return plainNumber(value), nil, nil
	}
	return value, nil, nil
}

// plainNumber writes a number without an exponent.
func plainNumber(text string) string {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !strings.ContainsAny(text, "eE") {
		return text
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// columnOf returns the column of a cell such as "AB12", from 0, or -1.
func columnOf(reference string) int {
	column := 0
	for i, c := range []byte(reference) {
		if c < 'A' || c > 'Z' {
			if i == 0 {
				return -1
			}
			break
		}
		if column = column*26 + int(c-'A') + 1; column > 1<<20 {
			return -1
		}
	}
	return column - 1
}

// columnName is the inverse of columnOf.
func columnName(column int) string {
	if column < 26 {
		return string(rune('A' + column))
	}
	return columnName(column/26-1) + columnName(column%26)
}
