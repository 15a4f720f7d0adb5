package tabular

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
)

// Limits of a workbook: a zip of a few kilobytes can unpack to terabytes.
const (
	maxTexts  = 256 << 20 // bytes of the shared texts, held whole
	maxSheet  = 4 << 30   // bytes of XML in one part
	maxRatio  = 200       // of a part to what it is packed in; sheets reach 40
	maxSheets = 10_000
	maxDepth  = 64 // of elements
)

var errDepth = fmt.Errorf("elements more than %d deep", maxDepth)

// A Workbook is an Excel workbook (.xlsx). The texts that its cells share are
// held; its sheets are read as they come.
//
// Source: ECMA-376-1:2016, Office Open XML, part 1, sections 18.2 to 18.4. The
// older binary .xls is not read, nor are workbooks under a password.
type Workbook struct {
	// From1904 reports that days count from 1904-01-01; otherwise they count
	// from 1899-12-30: day 60 is a 29th of February 1900 that never was.
	From1904 bool
	Sheets   []Sheet // in the order in which they are shown

	parts map[string]*zip.File
	texts []string // that cells share
}

// A Sheet is one table of a workbook.
type Sheet struct {
	Name   string
	Hidden bool
	part   string
}

// IsWorkbook reports whether a file that begins with head is an Office Open XML
// file.
func IsWorkbook(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) && (bytes.Contains(head, []byte("[Content_Types].xml")) || bytes.Contains(head, []byte("xl/")))
}

// OpenWorkbook reads what a workbook of size bytes holds, and the texts that its
// cells share.
func OpenWorkbook(r io.ReaderAt, size int64) (*Workbook, error) {
	magic := make([]byte, 4)
	if _, err := r.ReadAt(magic, 0); err == nil && string(magic) == "\xd0\xcf\x11\xe0" {
		return nil, errors.New("an .xls workbook, or one under a password: save it as .xlsx without one")
	}
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("no workbook: %w", err)
	}
	b := &Workbook{parts: make(map[string]*zip.File)}
	for _, file := range archive.File {
		b.parts[strings.ToLower(strings.TrimPrefix(file.Name, "/"))] = file
	}
	if err := b.findSheets(); err != nil {
		return nil, err
	}
	if err := b.readTexts(); err != nil {
		return nil, fmt.Errorf("shared texts: %w", err)
	}
	return b, nil
}

// findSheets reads the titles of the sheets, and finds their parts.
func (b *Workbook) findSheets() error {
	at := map[string]int{} // by relation
	err := b.walk("xl/workbook.xml", func(e *xml.StartElement, _ *xmlPart) error {
		switch e.Name.Local {
		case "workbookPr":
			old := attribute(e, "date1904")
			b.From1904 = old == "1" || old == "true"
		case "sheet":
			if len(b.Sheets) == maxSheets {
				return fmt.Errorf("more than %d sheets", maxSheets)
			}
			at[attribute(e, "id")] = len(b.Sheets)
			b.Sheets = append(b.Sheets, Sheet{
				Name: attribute(e, "name"), Hidden: strings.Contains(strings.ToLower(attribute(e, "state")), "hidden"),
			})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return b.walk("xl/_rels/workbook.xml.rels", func(e *xml.StartElement, _ *xmlPart) error {
		if e.Name.Local != "Relationship" {
			return nil
		}
		i, ok := at[attribute(e, "Id")]
		target := attribute(e, "Target")
		switch {
		case !ok:
		case strings.HasPrefix(target, "/"):
			b.Sheets[i].part = strings.ToLower(target[1:])
		default:
			b.Sheets[i].part = strings.ToLower(path.Join("xl", target))
		}
		return nil
	})
}

// readTexts reads the texts that cells share. What says how to pronounce a text
// is no part of it.
func (b *Workbook) readTexts() error {
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
func (b *Workbook) walk(part string, see func(*xml.StartElement, *xmlPart) error) error {
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
func (b *Workbook) open(part string) (*xmlPart, error) {
	file := b.parts[strings.ToLower(part)]
	if file == nil {
		return nil, fmt.Errorf("no workbook: it has no part %s", part)
	}
	in, err := file.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", part, err)
	}
	most := min(maxSheet, max(16<<20, maxRatio*int64(min(file.CompressedSize64, maxSheet))))
	return &xmlPart{Decoder: xml.NewDecoder(&cappedReader{in, most}), Closer: in}, nil
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

// Rows yields the rows of a sheet that are not blank, with their numbers for
// lines. Of a formula it takes the value that the workbook keeps; a cell with an
// error, or a formula without a value, is blank, and a [*RowError] says so before
// its row. Any other error ends it.
func (b *Workbook) Rows(sheet Sheet) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		last, stopped := 0, false
		err := b.walk(sheet.part, func(e *xml.StartElement, x *xmlPart) error {
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
			if fault != nil && !yield(Row{Line: last}, &RowError{last, fault}) ||
				len(fields) > 0 && !yield(Row{last, fields}, nil) {
				stopped = true
				return errStopped
			}
			return nil
		})
		if err != nil && !stopped {
			yield(Row{}, fmt.Errorf("the sheet breaks off after row %d: %w", last, err))
		}
	}
}

var errStopped = errors.New("stopped")

// row reads the cells of one row; fault is what was wrong with single cells.
func (b *Workbook) row(x *xmlPart) (fields []string, fault, err error) {
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
			faults = append(faults, fmt.Errorf("column %s: %w", ColumnName(column), bad))
		case column >= maxColumns && value != "":
			return nil, errColumns, skipTo(x, outside)
		case size > MaxRecord:
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
func (b *Workbook) cell(c *xml.StartElement, x *xmlPart) (value string, bad, err error) {
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

// ColumnName returns what a column, from 0, is called in a sheet: A to Z, then AA. It is the inverse of columnOf.
func ColumnName(column int) string {
	if column < 26 {
		return string(rune('A' + column))
	}
	return ColumnName(column/26-1) + ColumnName(column%26)
}
