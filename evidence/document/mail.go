package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"strings"

	"github.com/delistdev/delist/evidence"
)

const (
	// maxMailDepth bounds how deep messages and multiparts nest, maxMailParts how
	// many parts a message has.
	maxMailDepth = 12
	maxMailParts = 1000
)

// A letter is a mail that is being read. Its text is one document; each attachment
// that can be read is one more.
//
// Source: RFC 5322 (messages), RFC 2045 to 2047 and 2183 (MIME). The parts are cut
// here and not by mime/multipart, because half of a message has to be read too.
type letter struct {
	*session
	part        string // of the file
	text, page  []piece
	attachments []piece
	notes       []string
	parts       int
	cut         error
}

// mail reads the bytes of a message, or of several one after the other in the form
// of mbox (RFC 4155).
func (s *session) mail(data []byte, base evidence.Document, cut error, depth int) bool {
	messages := messagesOf(data)
	for i, message := range messages {
		one := base
		if len(messages) > 1 {
			one.Part = under(base.Part, fmt.Sprintf("message %d", i+1))
		}
		var end error
		if i == len(messages)-1 {
			end = cut
		}
		if !s.message(message, one, end, depth) {
			return false
		}
	}
	return true
}

// messagesOf cuts an mbox at the lines that begin with "From " after a blank line.
func messagesOf(data []byte) [][]byte {
	if !bytes.HasPrefix(data, []byte("From ")) {
		return [][]byte{data}
	}
	var out [][]byte
	for start := 0; start < len(data); {
		end := len(data)
		for at := start; ; {
			i := bytes.Index(data[at:], []byte("\nFrom "))
			if i < 0 {
				break
			}
			at += i + 1
			if bytes.HasSuffix(bytes.TrimRight(data[max(0, at-4):at], "\r"), []byte("\n\n")) || bytes.HasSuffix(data[:at], []byte("\r\n\r\n")) {
				end = at
				break
			}
		}
		_, message, _ := bytes.Cut(data[start:end], []byte("\n"))
		out = append(out, message)
		start = end
	}
	return out
}

// under names a part of a part.
func under(part, name string) string {
	if part == "" {
		return name
	}
	return part + ", " + name
}

// message reads one message, then its attachments.
func (s *session) message(data []byte, base evidence.Document, cut error, depth int) bool {
	l := letter{session: s, part: base.Part, cut: cut}
	header, body, ok := mailHeader(data)
	if !ok {
		l.stop(errors.New("the header does not end"))
	}
	l.read(header, body, 0)
	d := draft{doc: base}
	d.doc.ID, d.doc.Bytes, d.doc.MediaType = hash(data), int64(len(data)), "message/rfc822"
	d.letterHead(header)
	d.note(l.notes...)
	err := l.body(&d)
	if err == nil && d.empty() && len(l.attachments) > 0 {
		d.attached = true
		d.note("no text of its own: what it says is attached")
	}
	if !s.hand(&d, err, l.cut) {
		return false
	}
	for i, a := range l.attachments {
		if !l.attachment(a, i+1, depth) {
			return false
		}
	}
	return true
}

// stop notes that a message stops in the middle.
func (l *letter) stop(why error) {
	if l.cut == nil {
		l.cut = fmt.Errorf("%w: %w", ErrCut, why)
	}
}

// body fills a draft with the text of a message: what is written as text, or the
// page where there is none.
func (l *letter) body(d *draft) error {
	if length(l.text) >= 100 || len(l.page) == 0 {
		for _, p := range l.text {
			text, notes := decode(p.data, p.charset)
			d.note(notes...)
			d.paras = append(d.paras, paragraphs(text)...)
		}
		return nil
	}
	for _, p := range l.page {
		page := draft{}
		err := page.page(p.data, p.charset)
		d.note(page.doc.Notes...)
		d.paras = append(d.paras, page.paras...)
		set(&d.doc.Language, page.doc.Language)
		if err != nil {
			return err
		}
	}
	return nil
}

func length(pieces []piece) int {
	n := 0
	for _, p := range pieces {
		n += len(bytes.TrimSpace(p.data))
	}
	return n
}

// letterHead fills a draft with what a header says.
func (d *draft) letterHead(header fields) {
	set(&d.doc.Title, words(header.get("subject")))
	from := words(header.get("from"))
	if name, _, ok := strings.Cut(from, "<"); ok && strings.TrimSpace(name) != "" {
		from = name
	}
	d.author([]string{strings.Trim(from, "\" <>")})
	d.printed(written(header.get("date")))
	set(&d.doc.Language, languageTag(header.get("content-language")))
	for _, name := range []string{"archived-at", "snapshot-content-location", "content-location"} {
		if address := strings.Trim(header.get(name), "<>"); isWeb(address) {
			set(&d.doc.URL, address)
		}
	}
}

// attachment reads one attachment as a document of its own.
func (l *letter) attachment(p piece, n, depth int) bool {
	name := p.name
	if name == "" {
		name = fmt.Sprintf("attachment %d", n)
	}
	part := under(l.part, name)
	form, ok := formOf(p.media, p.data)
	if p.media == "application/octet-stream" {
		form = recognise(p.data[:min(len(p.data), headSize)])
		ok = form == formPDF || form == formHTML || form == formText || form == formMail
	}
	switch {
	case len(bytes.TrimSpace(p.data)) == 0:
		return l.fault(part, fmt.Errorf("%w: an empty attachment", ErrPassed))
	case !ok:
		return l.fault(part, fmt.Errorf("%w: an attachment of type %.60q", ErrPassed, p.media))
	case form == formMail && depth >= maxMailDepth:
		return l.fault(part, fmt.Errorf("%w: messages in messages, more than %d deep", ErrLimit, maxMailDepth))
	case form == formMail:
		return l.mail(p.data, evidence.Document{Part: part}, nil, depth+1)
	}
	return l.typed(p.data, form, p.media, p.charset, evidence.Document{Part: part}, nil)
}

// words decodes the encoded words of a header (RFC 2047). Bytes that are not ASCII
// are taken as decode takes them.
func words(value string) string {
	if len(value) > 16<<10 {
		value = value[:16<<10]
	}
	decoder := mime.WordDecoder{CharsetReader: func(charset string, in io.Reader) (io.Reader, error) {
		data, err := io.ReadAll(in)
		text, _ := decode(data, charset)
		return strings.NewReader(text), err
	}}
	if out, err := decoder.DecodeHeader(value); err == nil {
		value = out
	}
	text, _ := decode([]byte(value), "")
	return oneLine(text)
}
