package document

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/delistdev/delist/evidence"
)

// A warc is a web archive that is being read, record by record.
//
// Source: "The WARC Format 1.1" (ISO 28500:2017),
// https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/;
// 1.0 differs in the precision of dates only.
type warc struct {
	*session
	in     *bufio.Reader
	at     int64 // bytes of the unpacked file
	n      int   // the record's number
	passed map[string]int
}

// archive reads a web archive. Responses and resources that hold text are
// documents. Records that describe others (warcinfo, request, metadata) are passed
// over; those that could hold a document and do not, such as pictures, redirects
// and revisits, are counted in one error at the end that wraps ErrPassed.
func (s *session) archive(in *bufio.Reader) {
	w := &warc{session: s, in: in, passed: map[string]int{}}
	for w.record() {
	}
	if len(w.passed) > 0 && !s.done {
		s.fault("", fmt.Errorf("%w: %s", ErrPassed, w.counts()))
	}
}

// counts says what was passed over.
func (w *warc) counts() string {
	var list []string
	for what, n := range w.passed {
		list = append(list, fmt.Sprintf("%d × %s", n, what))
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// pass counts a record that is no document. What it is called is the archive's own
// word, so their number is bounded.
func (w *warc) pass(what string) bool {
	if _, ok := w.passed[what]; !ok && len(w.passed) >= 100 {
		what = "others"
	}
	w.passed[what]++
	return !w.done
}

// record reads the next record, and reports whether to go on.
func (w *warc) record() bool {
	at, header, err := w.header()
	if err != nil && len(header) == 0 {
		return w.failed(err)
	}
	w.n++
	part := fmt.Sprintf("record %d at byte %d", w.n, at)
	if err != nil {
		return w.fault(part, cutError(err)) && errors.Is(err, errMember)
	}
	length, err := strconv.ParseInt(header.get("content-length"), 10, 64)
	if err != nil || length < 0 {
		return w.fault(part, fmt.Errorf("no length: %q", header.get("content-length")))
	}
	kind := strings.ToLower(header.get("warc-type"))
	if !holdsText[kind] {
		if kind == "revisit" {
			w.pass("revisit")
		}
		return w.skip(part, length)
	}
	if length > w.limits.Document {
		return w.fault(part, fmt.Errorf("%w: a record of %d bytes", ErrLimit, length)) && w.skip(part, length)
	}
	block, err := w.block(length)
	more := err == nil || errors.Is(err, errMember)
	if len(block) == 0 && err != nil {
		return w.fault(part, cutError(err)) && more
	}
	return w.document(header, kind, part, block, err) && more
}

// holdsText are the records that may hold a document (section 6).
var holdsText = map[string]bool{"response": true, "resource": true, "conversion": true}

func (w *warc) failed(err error) bool {
	if errors.Is(err, io.EOF) {
		return false
	}
	return w.fault(fmt.Sprintf("record %d", w.n+1), err) && errors.Is(err, errMember)
}

// cutError says that a file stops inside a record.
func cutError(err error) error {
	switch {
	case errors.Is(err, ErrCut), errors.Is(err, ErrLimit):
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return ErrCut
	}
	return fmt.Errorf("%w: %w", ErrCut, err)
}

// block reads the content of a record. What was read before an error is returned
// with it. The buffer grows as bytes come: a length is only a claim.
func (w *warc) block(length int64) ([]byte, error) {
	var b bytes.Buffer
	n, err := io.CopyN(&b, w.in, length)
	w.at += n
	return b.Bytes(), err
}

// skip passes over the content of a record.
func (w *warc) skip(part string, length int64) bool {
	n, err := io.CopyN(io.Discard, w.in, length)
	w.at += n
	if err != nil {
		return w.fault(part, cutError(err)) && errors.Is(err, errMember)
	}
	return !w.done
}

// document reads the document of a record.
func (w *warc) document(header fields, kind, part string, block []byte, cut error) bool {
	base := evidence.Document{Part: part}
	if address := strings.Trim(header.get("warc-target-uri"), "<>"); isWeb(address) {
		set(&base.URL, address)
	}
	if m := written(header.get("warc-date")); m.precision == "day" {
		base.Retrieved = m.date
	}
	media, charset := mediaType(header.get("content-type"))
	if kind == "response" {
		r, err := openResponse(block, min(w.limits.Document, 256<<20))
		if err != nil && len(r.body) == 0 {
			return w.fault(part, err)
		}
		if r.status != 200 && r.status != 203 && r.status != 0 {
			return w.pass(fmt.Sprintf("answer %d", r.status))
		}
		if cut == nil {
			cut = err
		}
		block = r.body
		media, charset = mediaType(r.header.get("content-type"))
		if base.Language = languageTag(r.header.get("content-language")); base.Language != "" && strings.Contains(r.header.get("content-language"), ",") {
			base.Language = ""
		}
	}
	form, ok := formOf(media, block)
	if !ok {
		return w.pass(oneLine(media))
	}
	if cut != nil {
		cut = cutError(cut)
	}
	return w.session.typed(block, form, media, charset, base, cut)
}
