package document

import (
	"errors"
	"fmt"
)

// A pdfFile is a PDF whose objects are known. They are found by going through the
// file and not by its table of references: hostile and damaged files have false
// tables, and one way through all bytes always ends. Of two objects with one number
// the later counts, as with updates (ISO 32000-1:2008, section 7.5.6).
type pdfFile struct {
	objects map[int]pdfObject
	trailer pdfDict
	left    int64 // bytes that may still be unpacked
	over    bool  // more was to be unpacked than may be
	crypt   *pdfCrypt
	faults  int
	tokens  int // objects, those inside others among them, that may still be kept
}

// A pdfObject is an object and where it, or the stream it is in, stands.
type pdfObject struct {
	value any
	at    int
	plain bool // not encrypted: it was in a stream
}

const (
	// maxPDFUnpacked bounds what all streams of a file may unpack to.
	maxPDFUnpacked = 256 << 20
	// maxPDFObjects bounds the objects of a file, maxPDFTokens all that is in them.
	maxPDFObjects = 1 << 20
	maxPDFTokens  = 8 << 20
)

var errEncrypted = errors.New("encrypted: it does not open without a password")

// openPDF finds the objects of a file.
func openPDF(data []byte, limit int64) (*pdfFile, error) {
	f := &pdfFile{objects: map[int]pdfObject{}, trailer: pdfDict{}, left: limit, tokens: maxPDFTokens}
	f.scan(data)
	if len(f.objects) == 0 {
		return nil, errors.New("no object of PDF in it")
	}
	if e, ok := f.get(f.trailer["Encrypt"]).(pdfDict); ok {
		crypt, err := f.newCrypt(e)
		if err != nil {
			return nil, err
		}
		f.crypt = crypt
	}
	f.unpack()
	return f, nil
}

// get returns an object, through references.
func (f *pdfFile) get(v any) any {
	for range 16 {
		ref, ok := v.(pdfRef)
		if !ok {
			return v
		}
		v = f.objects[int(ref)].value
	}
	return nil
}

// dict returns a dictionary, or that of a stream; never nil maps to write to.
func (f *pdfFile) dict(v any) pdfDict {
	switch d := f.get(v).(type) {
	case pdfDict:
		return d
	case *pdfStream:
		return d.dict
	}
	return nil
}

func (f *pdfFile) array(v any) pdfArray {
	a, _ := f.get(v).(pdfArray)
	return a
}

func (f *pdfFile) number(v any, otherwise float64) float64 {
	if n, ok := f.get(v).(float64); ok {
		return n
	}
	return otherwise
}

// string returns a text string of a dictionary (section 7.9.2.2): UTF-16 or UTF-8
// with their marks, else PDFDocEncoding, which is Latin-1 for all that matters here.
func (f *pdfFile) string(in any, key string) string {
	v := f.dict(in)[key]
	ref, ok := v.(pdfRef)
	if !ok {
		ref, _ = in.(pdfRef)
	}
	s, ok := f.get(v).(pdfString)
	if !ok {
		return ""
	}
	if f.crypt != nil && ref > 0 && !f.objects[int(ref)].plain {
		s = pdfString(f.crypt.decrypt([]byte(s), int(ref)))
	}
	return pdfText(s)
}

func pdfText(s pdfString) string {
	text, _ := decode([]byte(s), "windows-1252")
	return text
}

// problems says what was not right with a file.
func (f *pdfFile) problems() []string {
	var out []string
	if f.over {
		out = append(out, "its streams unpack to more than may be read: the rest is not there")
	}
	if f.tokens < 0 {
		out = append(out, "it has more objects than are read")
	}
	if f.faults > 0 {
		out = append(out, fmt.Sprintf("%d objects could not be read in full", f.faults))
	}
	return out
}
