package document

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"mime"
	"strconv"
	"strings"

	"github.com/delistdev/delist/evidence"
)

// A response is an answer of a server as an archive keeps it.
type response struct {
	status int
	header fields
	body   []byte
}

// openResponse reads an answer of HTTP/1.1 (RFC 9112) and decodes its body; those
// of HTTP/2 are kept in the same writing. With an error, body is what could be
// read.
func openResponse(block []byte, limit int64) (response, error) {
	r := response{header: fields{}}
	if !bytes.HasPrefix(block, []byte("HTTP/")) {
		return r, errors.New("a response without the headers of HTTP")
	}
	head, body, ok := cutHeader(block)
	if !ok {
		return r, fmt.Errorf("%w: the headers of HTTP do not end", ErrCut)
	}
	lines := bytes.Split(head, []byte("\n"))
	if status := bytes.Fields(lines[0]); len(status) > 1 {
		r.status, _ = strconv.Atoi(string(status[1]))
	}
	for _, line := range lines[1:min(len(lines), 1000)] {
		name, value, _ := bytes.Cut(bytes.TrimRight(line, "\r"), []byte(":"))
		key := strings.ToLower(string(bytes.TrimSpace(name)))
		if _, ok := r.header[key]; !ok {
			r.header[key] = string(bytes.TrimSpace(value))
		}
	}
	r.body = body
	return r, r.decode(limit)
}

// cutHeader cuts a block at its first blank line.
func cutHeader(block []byte) (head, body []byte, ok bool) {
	for i := 0; i < len(block); {
		end := bytes.IndexByte(block[i:], '\n')
		if end < 0 {
			break
		}
		if len(bytes.TrimRight(block[i:i+end], "\r")) == 0 {
			return block[:i], block[i+end+1:], true
		}
		i += end + 1
	}
	return nil, nil, false
}

// decode undoes the encodings of a body. Archives may keep the headers of encodings
// that they undid: a body that is not encoded as its header says is taken as it is.
func (r *response) decode(limit int64) error {
	if strings.Contains(strings.ToLower(r.header.get("transfer-encoding")), "chunked") {
		body, err := dechunk(r.body)
		r.body = body
		if err != nil {
			return err
		}
	}
	for _, name := range strings.Split(strings.ToLower(r.header.get("content-encoding")), ",") {
		var from io.Reader
		var err error
		switch name = strings.TrimSpace(name); {
		case name == "" || name == "identity" || name == "none":
			continue
		case (name == "gzip" || name == "x-gzip") && bytes.HasPrefix(r.body, []byte{0x1F, 0x8B}):
			from, err = gzip.NewReader(bytes.NewReader(r.body))
		case name == "deflate" && len(r.body) > 1 && r.body[0]&0x0F == 8 && (int(r.body[0])<<8|int(r.body[1]))%31 == 0:
			from, err = zlib.NewReader(bytes.NewReader(r.body))
		case name == "deflate" && recognise(r.body[:min(len(r.body), headSize)]) == formNone:
			from = flate.NewReader(bytes.NewReader(r.body))
		case recognise(r.body[:min(len(r.body), headSize)]) != formNone:
			continue
		default:
			r.body = nil
			return fmt.Errorf("content-encoding %.20q is not read", name)
		}
		if err == nil {
			r.body, err = io.ReadAll(io.LimitReader(from, limit+1))
		}
		if int64(len(r.body)) > limit {
			r.body = nil
			return fmt.Errorf("%w: a body that unpacks to more than %d bytes", ErrLimit, limit)
		}
		if err != nil {
			return fmt.Errorf("%w: content-encoding %s: %w", ErrCut, name, err)
		}
	}
	return nil
}

// dechunk undoes the chunked transfer coding (RFC 9112, section 7.1). A body that
// does not begin with a chunk is returned as it is.
func dechunk(body []byte) ([]byte, error) {
	out := make([]byte, 0, len(body))
	for rest := body; ; {
		line, after, ok := bytes.Cut(rest, []byte("\n"))
		size, _, _ := bytes.Cut(bytes.TrimSpace(line), []byte(";"))
		n, err := strconv.ParseUint(string(bytes.TrimSpace(size)), 16, 31)
		switch {
		case !ok && len(out) == 0, err != nil && len(out) == 0:
			return body, nil
		case !ok || err != nil:
			return out, fmt.Errorf("%w: a chunk without a size", ErrCut)
		case n == 0:
			return out, nil
		case int(n) > len(after):
			return append(out, after...), fmt.Errorf("%w: a chunk of %d bytes", ErrCut, n)
		}
		out = append(out, after[:n]...)
		rest = bytes.TrimLeft(after[n:], "\r\n")
	}
}

// mediaType returns the type and charset of a Content-Type.
func mediaType(value string) (media, charset string) {
	if len(value) > 1000 {
		return "", ""
	}
	media, params, err := mime.ParseMediaType(value)
	if err != nil {
		media, _, _ = strings.Cut(strings.ToLower(value), ";")
		_, charset, _ = strings.Cut(strings.ToLower(value), "charset=")
		charset, _, _ = strings.Cut(strings.Trim(charset, "\"' "), ";")
		return strings.TrimSpace(media), charset
	}
	return media, params["charset"]
}

// formOf tells the form of a body by what it was said to be and how it begins; ok
// is false for what is no document.
func formOf(media string, body []byte) (form, bool) {
	found := recognise(body[:min(len(body), headSize)])
	switch {
	case found == formPDF, found == formHTML && media != "text/plain":
		return found, true
	case media == "text/html" || media == "application/xhtml+xml":
		return formHTML, found != formNone && found != formEmpty && found != formGzip
	case media == "message/rfc822":
		return formMail, found != formNone && found != formEmpty
	case media == "text/plain" || media == "text/markdown" || media == "":
		return formText, found == formText || found == formHTML || found == formMail
	}
	return formNone, false
}

// typed reads a document whose type somebody named.
func (s *session) typed(data []byte, form form, media, charset string, base evidence.Document, cut error) bool {
	if form == formMail {
		return s.mail(data, base, cut, 0)
	}
	switch {
	case form == formPDF:
		base.MediaType = "application/pdf"
	case media == "application/xhtml+xml" || media == "text/markdown":
		base.MediaType = media
	}
	return s.document(data, form, charset, base, cut)
}
