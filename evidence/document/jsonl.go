package document

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// json reads JSON lines (https://jsonlines.org), a JSON array of objects, or
// objects one after the other. Each object is a document.
func (s *session) json(in *bufio.Reader) {
	head, in, err := peek(in)
	if wide := wideEncoding(head); err == nil && wide != nil {
		head, in, err = peek(bufio.NewReaderSize(wide.NewDecoder().Reader(in), headSize))
	}
	if err != nil {
		s.fault("", err)
		return
	}
	full := len(head) == headSize
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n\uFEFF")
	line, rest, whole := bytes.Cut(head, []byte("\n"))
	line = bytes.TrimSpace(line)
	ends := bytes.HasSuffix(line, []byte("}")) || bytes.HasPrefix(bytes.TrimSpace(rest), []byte("{"))
	if len(head) > 0 && head[0] == '{' && (json.Valid(line) || !whole && full || len(line) > 1 && ends) {
		s.jsonLines(in)
		return
	}
	s.jsonValues(in)
}

// jsonLines reads an object a line.
func (s *session) jsonLines(in *bufio.Reader) {
	var line []byte
	for n := 1; ; n++ {
		var err error
		line, err = s.line(in, line[:0])
		part := fmt.Sprintf("line %d", n)
		if record := bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\xEF\xBB\xBF"))); len(record) > 0 || errors.Is(err, ErrLimit) {
			if errors.Is(err, ErrLimit) {
				if !s.fault(part, err) {
					return
				}
				continue
			}
			if !s.object(record, part, err != nil) {
				return
			}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) && (!s.fault(part, err) || !errors.Is(err, errMember)) {
				return
			}
			if errors.Is(err, io.EOF) {
				return
			}
		}
	}
}

// line reads a line. One that is too long is passed over, with ErrLimit.
func (s *session) line(in *bufio.Reader, line []byte) ([]byte, error) {
	long := false
	for {
		piece, err := in.ReadSlice('\n')
		if int64(len(line)+len(piece)) > s.limits.Document {
			long, line = true, line[:0]
		}
		if !long {
			line = append(line, piece...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if long {
			return nil, fmt.Errorf("%w: a record of more than %d bytes", ErrLimit, s.limits.Document)
		}
		return line, err
	}
}

// jsonValues reads the objects of an array, or objects that follow each other,
// wherever their lines end. They are cut by their braces, so that one that is no
// JSON hides no other.
func (s *session) jsonValues(in *bufio.Reader) {
	var record []byte
	depth, n, stray, quoted, escaped, long := 0, 0, 0, false, false, false
	for {
		c, err := in.ReadByte()
		if err != nil {
			if stray > 0 && !s.fault("", fmt.Errorf("%d bytes stand outside of the objects", stray)) {
				return
			}
			s.jsonEnd(record, n+1, depth, err)
			return
		}
		switch {
		case escaped:
			escaped = false
		case quoted:
			escaped, quoted = c == '\\', c != '"'
		case c == '"':
			quoted = depth > 0
		case c == '{' || c == '[' && depth > 0:
			depth++
		case c == '}' || c == ']' && depth > 0:
			depth = max(0, depth-1)
			if depth == 0 {
				n++
				if !s.value(append(record, c), long, n) {
					return
				}
				record, long = record[:0], false
				continue
			}
		}
		switch {
		case depth == 0 && strings.IndexByte(" \t\r\n,[]\xEF\xBB\xBF", c) < 0:
			stray++
		case depth == 0 || long:
		case int64(len(record)) >= s.limits.Document:
			long, record = true, record[:0]
		default:
			record = append(record, c)
		}
	}
}

func (s *session) value(record []byte, long bool, n int) bool {
	part := fmt.Sprintf("object %d", n)
	if long {
		return s.fault(part, fmt.Errorf("%w: a record of more than %d bytes", ErrLimit, s.limits.Document))
	}
	return s.object(record, part, false)
}

// jsonEnd tells of an object that does not end, or of an error of the file.
func (s *session) jsonEnd(record []byte, n, depth int, err error) {
	part := fmt.Sprintf("object %d", n)
	switch {
	case !errors.Is(err, io.EOF):
		s.fault(part, err)
	case depth > 0:
		s.fault(part, fmt.Errorf("%w: the object does not end", ErrCut))
	case n == 1 && len(record) == 0:
		s.fault("", errors.New("no object in it"))
	}
}

// The names of fields, in small letters without "_" and "-", the best first.
var (
	textFields      = []string{"text", "body", "content", "articlebody", "maintext", "fulltext", "articletext", "bodytext", "plaintext", "message"}
	titleFields     = []string{"title", "headline", "heading", "subject"}
	addressFields   = []string{"url", "link", "uri", "address", "canonicalurl"}
	dateFields      = []string{"published", "datepublished", "publishedat", "publisheddate", "publishdate", "publicationdate", "pubdate", "date", "published_at", "created", "createdat", "timestamp", "time"}
	publisherFields = []string{"publisher", "source", "sitename", "site", "newspaper", "outlet", "publication", "sourcename", "domain", "sourcedomain"}
	authorFields    = []string{"author", "authors", "byline", "creator"}
	agencyFields    = []string{"agency", "newsagency", "wire"}
	languageFields  = []string{"language", "lang", "inlanguage", "locale"}
	fetchedFields   = []string{"retrieved", "retrievedat", "crawled", "crawldate", "accessed", "fetched", "fetchedat", "datedownload"}
)

// object reads one object. last reports whether the file ended behind it without a
// line end.
func (s *session) object(record []byte, part string, last bool) bool {
	var raw map[string]json.RawMessage
	id, size := hash(record), int64(len(record))
	if !utf8.Valid(record) {
		text, _ := decode(record, "")
		record = []byte(text)
	}
	if err := json.Unmarshal(record, &raw); err != nil {
		if last {
			err = fmt.Errorf("%w: %w", ErrCut, err)
		}
		return s.fault(part, err)
	}
	fields := make(object, len(raw))
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		if plain := plainName(name); fields[plain] == nil {
			fields[plain] = raw[name]
		}
	}
	text := fields.text(textFields)
	if strings.TrimSpace(text) == "" {
		return s.fault(part, fmt.Errorf("no text: it has the fields %s", names(raw)))
	}
	base := fields.base(part)
	d := draft{doc: base}
	if date := fields.moment(dateFields); !date.date.IsZero() {
		d.printed(date)
	}
	d.author(fields.texts(authorFields))
	if agency := agencyOf(base.Publisher); agency != "" && base.Agency == "" {
		d.doc.Agency = agency
	}
	d.content(text)
	d.doc.ID, d.doc.File, d.doc.Bytes = id, s.name, size
	d.finish()
	if d.doc.Text == "" {
		return s.fault(part, errors.New("no text in it"))
	}
	return s.emit(d.doc, nil)
}

// content reads the text of a record, which may be a piece of a page.
func (d *draft) content(text string) {
	if strings.Contains(text, "</p>") || strings.Contains(text, "<br") || strings.Contains(text, "</div>") {
		p := readPage(clean(text))
		for _, b := range p.under(0, false) {
			d.paras = append(d.paras, para{b.text, b.kind})
		}
		return
	}
	text, mended := unmangle(text)
	if mended > 0 {
		d.note(fmt.Sprintf("%d paragraphs were UTF-8 written as windows-1252 and were read back", mended))
	}
	d.paras = paragraphs(clean(text))
}

// An object is a record by its fields' plain names.
type object map[string]json.RawMessage
