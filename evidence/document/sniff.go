package document

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
)

// headSize is how many bytes from the beginning a file is recognised by.
const headSize = 32 << 10

// A form is how a document is written.
type form int

const (
	formNone form = iota
	formText
	formHTML
	formPDF
	formMail
	formWARC
	formJSON
	formGzip
	formEmpty
)

// file reads a file from its beginning; packed reports whether it was unpacked
// already.
func (s *session) file(in *bufio.Reader, packed bool) {
	head, in, err := peek(in)
	if err != nil {
		s.fault("", err)
		return
	}
	switch form := recognise(head); form {
	case formGzip:
		if packed {
			s.fault("", fmt.Errorf("%w: packed twice", ErrForm))
			return
		}
		s.file(bufio.NewReaderSize(newMembers(in, s.limits.Unpacked), headSize), true)
	case formWARC:
		s.archive(in)
	case formJSON:
		s.json(in)
	case formEmpty, formNone:
		s.fault("", form.fault())
	default:
		s.single(in, form)
	}
}

func (f form) fault() error {
	if f == formEmpty {
		return errors.New("an empty file")
	}
	return fmt.Errorf("%w: binary content", ErrForm)
}

// recognise tells the form of a file by its beginning.
func recognise(head []byte) form {
	if bytes.HasPrefix(head, []byte{0x1F, 0x8B}) {
		return formGzip
	}
	if bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")) {
		return formPDF
	}
	if wide := wideEncoding(head); wide != nil {
		head, _ = wide.NewDecoder().Bytes(head)
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n\f\v\u00A0\uFEFF")
	switch {
	case len(text) == 0 && len(head) < headSize/4:
		return formEmpty
	case bytes.HasPrefix(text, []byte("WARC/")):
		return formWARC
	case looksJSON(text):
		return formJSON
	case looksBinary(text):
		return formNone
	case looksHTML(text):
		return formHTML
	case looksMail(text):
		return formMail
	}
	return formText
}

func looksJSON(text []byte) bool {
	if len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return false
	}
	if text[0] == '[' {
		text = bytes.TrimLeft(text[1:], " \t\r\n")
		return len(text) > 0 && (text[0] == '{' || text[0] == ']')
	}
	text = bytes.TrimLeft(text[1:], " \t\r\n")
	return len(text) > 0 && (text[0] == '"' || text[0] == '}')
}

// looksBinary reports whether there are too many control characters for a text.
func looksBinary(text []byte) bool {
	odd := 0
	for _, c := range text {
		if c == 0 || c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != 0x1B && c != 0x1A {
			odd++
		}
	}
	return odd > 3 && odd*50 > len(text)
}

// looksHTML reports whether a text begins as a page does, or as a piece of one.
func looksHTML(text []byte) bool {
	start := bytes.ToLower(text[:min(len(text), 4096)])
	if bytes.Contains(start, []byte("<!doctype html")) || bytes.Contains(start, []byte("<html")) {
		return true
	}
	if start[0] != '<' {
		return false
	}
	for _, tag := range []string{"<head", "<body", "<title", "<meta", "<div", "<p>", "<p ", "<article", "<section", "<main", "<h1", "<table", "<script", "<span", "<font", "<center"} {
		if bytes.Contains(start, []byte(tag)) {
			return true
		}
	}
	return false
}

// looksMail reports whether a text begins with the header of a mail: nothing but
// fields, two of them of RFC 5322 or RFC 2045.
func looksMail(text []byte) bool {
	known := 0
	for line := range bytes.Lines(text[:min(len(text), 16<<10)]) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' || bytes.HasPrefix(line, []byte("From ")) {
			continue
		}
		name, _, ok := bytes.Cut(line, []byte(":"))
		if !ok || !isFieldName(name) {
			return known > 2
		}
		if mailFields[string(bytes.ToLower(name))] {
			known++
		}
	}
	return known >= 2
}

var mailFields = map[string]bool{
	"from": true, "to": true, "date": true, "subject": true, "received": true, "mime-version": true, "message-id": true,
	"return-path": true, "delivered-to": true, "content-type": true, "content-transfer-encoding": true, "reply-to": true,
	"sender": true, "cc": true, "list-id": true, "dkim-signature": true,
}

// isFieldName reports whether name is one of RFC 5322, section 2.2.
func isFieldName(name []byte) bool {
	for _, c := range name {
		if c <= ' ' || c > '~' || c == ':' {
			return false
		}
	}
	return len(name) > 0
}
