package document_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/document"
)

// read reads a file that was written for a test, and checks what holds for every
// file: marks stand in the text, in order; errors name the file.
func read(t testing.TB, data string) (docs []evidence.Document, faults []error) {
	t.Helper()
	return readWith(t, data, document.Limits{})
}

func readWith(t testing.TB, data string, limits document.Limits) (docs []evidence.Document, faults []error) {
	t.Helper()
	for d, err := range document.Read(strings.NewReader(data), "a.file", limits) {
		if err != nil {
			var e *document.Error
			if !errors.As(err, &e) || e.File != "a.file" {
				t.Errorf("error %v (%T) does not name the file", err, err)
			}
			faults = append(faults, err)
		}
		if d.ID == "" {
			if err == nil {
				t.Error("a document without an ID")
			}
			continue
		}
		check(t, &d)
		docs = append(docs, d)
	}
	return docs, faults
}

// one reads a file that has one document and no fault.
func one(t testing.TB, data string) evidence.Document {
	t.Helper()
	docs, faults := read(t, data)
	if len(docs) != 1 || len(faults) != 0 {
		t.Fatalf("%d documents, faults %v; want one document", len(docs), faults)
	}
	return docs[0]
}

// marked returns what a field is marked over.
func marked(d evidence.Document, field string) []string {
	var out []string
	for _, m := range d.Marks {
		if m.Field == field {
			out = append(out, m.Of(&d))
		}
	}
	return out
}

func paragraphsOf(d evidence.Document) []string { return strings.Split(d.Text, "\n\n") }

func zipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	// Writing to a buffer cannot fail.
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}

// record writes a record of a web archive.
func record(kind, address, media, block string) string {
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2024-05-15T10:11:12Z\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, address, media, len(block), block)
}

// answer writes a record with an answer of HTTP.
func answer(address, headers, body string) string {
	return record("response", address, "application/http; msgtype=response", "HTTP/1.1 200 OK\r\n"+headers+"\r\n"+body)
}

const story = "The lighthouse keeper of Norhaven said on Friday that the lamp would be lit again after eleven years of darkness. " +
	"Nobody on the island had asked him to, he told reporters, and nobody had asked him not to."
