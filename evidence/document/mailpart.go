package document

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"strings"
)

// A piece is one leaf of a message.
type piece struct {
	data           []byte
	media, charset string
	name           string
}

// mailHeader cuts a message at its first blank line.
func mailHeader(data []byte) (fields, []byte, bool) {
	head, body, ok := cutHeader(data)
	if !ok {
		head = data
	}
	if len(data) > 0 && (data[0] == '\n' || bytes.HasPrefix(data, []byte("\r\n"))) {
		head = nil
	}
	header, last := fields{}, ""
	for line := range bytes.Lines(head[:min(len(head), maxHeader)]) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) > 0 && (line[0] == ' ' || line[0] == '\t') {
			if last != "" {
				header[last] += " " + string(bytes.TrimSpace(line))
			}
			continue
		}
		name, value, found := bytes.Cut(line, []byte(":"))
		last = ""
		if !found || !isFieldName(bytes.TrimRight(name, " ")) {
			continue
		}
		key := strings.ToLower(string(bytes.TrimSpace(name)))
		if _, twice := header[key]; !twice {
			header[key], last = string(bytes.TrimSpace(value)), key
		}
	}
	return header, body, ok
}

// read takes a part of a message apart.
func (l *letter) read(header fields, body []byte, depth int) {
	if l.parts++; l.parts > maxMailParts {
		if l.parts == maxMailParts+1 {
			l.notes = append(l.notes, fmt.Sprintf("more than %d parts: the rest is not read", maxMailParts))
			l.stop(fmt.Errorf("%w: more than %d parts", ErrLimit, maxMailParts))
		}
		return
	}
	content := header.get("content-type")
	media, charset := mediaType(content)
	if media == "" || !strings.Contains(media, "/") {
		media = "text/plain"
	}
	if strings.HasPrefix(media, "multipart/") {
		l.multipart(content, body, depth)
		return
	}
	data, err := untransfer(header.get("content-transfer-encoding"), body)
	if err != nil {
		l.notes = append(l.notes, err.Error())
	}
	p := piece{data: data, media: media, charset: charset, name: nameOf(header)}
	attached := strings.HasPrefix(strings.ToLower(header.get("content-disposition")), "attachment")
	switch {
	case media == "text/plain" && !attached:
		l.text = append(l.text, p)
	case media == "text/html" && !attached:
		l.page = append(l.page, p)
	default:
		l.attachments = append(l.attachments, p)
	}
}

// multipart cuts a body at its boundary (RFC 2046, section 5.1.1).
func (l *letter) multipart(content string, body []byte, depth int) {
	_, params, _ := mime.ParseMediaType(content)
	boundary := params["boundary"]
	if boundary == "" || len(boundary) > 200 || depth >= maxMailDepth {
		l.notes = append(l.notes, "a multipart without a boundary, or nested too deep, is not read")
		l.stop(errors.New("a part that could not be taken apart"))
		return
	}
	mark := []byte("--" + boundary)
	inside, start := false, 0
	part := func(end int) {
		if inside {
			header, content, ok := mailHeader(bytes.TrimPrefix(body[start:end], []byte("\r\n")))
			if !ok {
				content = nil
			}
			l.read(header, content, depth+1)
		}
	}
	for at := 0; at < len(body); {
		end := len(body)
		if i := bytes.IndexByte(body[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		line := bytes.TrimRight(body[at:end], " \t\r\n")
		if rest, ok := bytes.CutPrefix(line, mark); ok && (len(rest) == 0 || string(rest) == "--") {
			part(at)
			inside, start = true, end
			if len(rest) > 0 {
				return
			}
		}
		at = end
	}
	part(len(body))
	l.stop(fmt.Errorf("the multipart %.40q does not end", boundary))
}

// nameOf returns the file name of a part.
func nameOf(header fields) string {
	if _, params, err := mime.ParseMediaType(header.get("content-disposition")); err == nil && params["filename"] != "" {
		return oneLine(words(params["filename"]))
	}
	_, params, _ := mime.ParseMediaType(header.get("content-type"))
	return oneLine(words(params["name"]))
}
