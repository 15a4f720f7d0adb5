package markup

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"mime"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/delistdev/delist/inventory/source"
)

// Page yields the products that a page of HTML describes in the words of
// schema.org: as JSON-LD in scripts, as microdata, and as RDFa Lite. What the page
// says twice comes out twice.
//
// A record holds every property of the product, nested ones as paths; the name of
// a nested thing stands for the thing ("brand", "offers.seller"). "@type" is a
// field. A product inside a product (isSimilarTo, isAccessoryOrSparePartFor) is a
// property of it and no record, but for the variants of a group (hasVariant): each
// is a record, and has the name, brand and manufacturer of the group where it has
// none of its own.
//
// JSON that is broken in a common way (a comma too many, a line break or a quote
// inside a string, comments) is read as it was meant, and each kind of fault in a
// script is yielded as a [*RecordError] before its products. A script or a product
// larger than limits.Record is read up to there and reported. An error that is no
// RecordError comes from r and ends it.
//
// The page is not held: it may be of any size.
func Page(r io.Reader, limits source.Limits) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		p := &page{most: limits.OrDefault().Record, line: 1, rest: &pushback{r: decodePage(r)}, more: true}
		p.yield = func(r Record, err error) bool {
			p.more = p.more && yield(r, err)
			return p.more
		}
		p.items = newItems(p)
		p.read()
	}
}

// A page is being read.
type page struct {
	most    int
	line    int // of the token
	at      place
	rest    *pushback
	z       *html.Tokenizer
	yield   func(Record, error) bool
	more    bool // the one who reads wants more
	scripts int  // with JSON-LD
	raw     string
	items   *items
}

// A place is where in the text a page is being read.
type place struct {
	begin, end int64 // of the token
	lost       bool  // not known any more
}

// next goes on to a token of so many bytes.
func (a *place) next(length int) { a.begin, a.end = a.end, a.end+int64(length) }

// report yields a fault.
func (p *page) report(line int, object string, err error) bool {
	return p.yield(Record{}, &RecordError{Line: line, Object: object, Err: err})
}

func (p *page) read() {
	var tail []byte
	p.tokenizer()
	for p.more {
		kind := p.z.Next()
		lines := bytes.Count(p.z.Raw(), newline)
		p.at.next(len(p.z.Raw()))
		switch kind {
		case html.ErrorToken:
			err := p.z.Err()
			if errors.Is(err, html.ErrBufferExceeded) {
				p.tooLong(len(p.z.Raw()) > 0, tail)
				break
			}
			if err != io.EOF {
				p.yield(Record{}, err)
				return
			}
			if len(p.z.Raw()) > 0 {
				p.report(p.line, "", faultf("the page ends inside a tag"))
			}
			p.items.finish()
			return
		case html.TextToken:
			tail = cut(tail, p.z.Raw())
			p.text()
		case html.StartTagToken, html.SelfClosingTagToken:
			p.start(kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := p.z.TagName()
			p.raw = ""
			p.items.close(name)
		}
		p.line += lines
	}
}

// shortest is the least that a token may have, so that each piece is longer than
// what is read again of it.
const shortest = 1024

// tokenizer goes on with what is left.
func (p *page) tokenizer() {
	p.z = html.NewTokenizer(p.rest)
	p.z.SetMaxBuf(max(p.most, shortest))
}

// tooLong goes on behind a token that is too long. Text comes in pieces then, of
// which the last may have cut a tag; a tag that is too long itself is lost.
func (p *page) tooLong(tag bool, tail []byte) {
	p.at.lost = true
	if tag {
		tail = nil
		p.report(p.line, "", limitf("a tag has more than %d bytes", max(p.most, shortest)))
	}
	p.rest.head = slices.Concat(tail, p.z.Buffered(), p.rest.head)
	if p.raw == "ld" {
		p.raw = "script"
	}
	if p.raw == "" {
		p.tokenizer()
		return
	}
	// The start tag tells the tokenizer what it is in.
	p.rest.head = slices.Concat([]byte("<"+p.raw+">"), p.rest.head)
	p.tokenizer()
	p.z.Next()
}

// cut returns what at the end of text may be the beginning of a tag.
func cut(tail, text []byte) []byte {
	const longest = len("</noframes>")
	end := text[max(0, len(text)-longest):]
	if i := bytes.LastIndexByte(end, '<'); i >= 0 {
		return append(tail[:0], end[i:]...)
	}
	return tail[:0]
}

// A pushback is a reader that something was given back to.
type pushback struct {
	head []byte
	r    io.Reader
}

func (b *pushback) Read(to []byte) (int, error) {
	if len(b.head) > 0 {
		n := copy(to, b.head)
		b.head = b.head[n:]
		return n, nil
	}
	return b.r.Read(to)
}

// start opens an element.
func (p *page) start(closed bool) {
	name, more := p.z.TagName()
	tag := atom.Lookup(name)
	t := pageTag{atom: tag, name: name, closed: closed, line: p.line}
	for more {
		var key, value []byte
		key, value, more = p.z.TagAttr()
		t.set(key, value)
	}
	switch tag {
	case atom.Script:
		p.raw = "script"
		if isJSONLD(string(t.kind)) {
			p.raw = "ld"
			p.scripts++
		}
	case atom.Style, atom.Title, atom.Textarea, atom.Iframe, atom.Noembed, atom.Noframes, atom.Xmp:
		p.raw = tag.String()
	case atom.Noscript:
		// A reader that runs no scripts reads what is in it.
		p.z.NextIsNotRawText()
	}
	p.items.open(&t)
}

// isJSONLD reports whether the type of a script is JSON-LD's.
func isJSONLD(kind string) bool {
	if parsed, _, err := mime.ParseMediaType(kind); err == nil {
		kind = parsed
	}
	kind, _, _ = strings.Cut(kind, ";")
	return strings.EqualFold(strings.TrimSpace(kind), "application/ld+json")
}

// text reads text, which may be that of a script.
func (p *page) text() {
	switch p.raw {
	case "ld":
		object := "script " + strconv.Itoa(p.scripts)
		script := p.z.Raw()
		if len(script) >= max(p.most, shortest)-1 {
			p.report(p.line, object, limitf("the script has more than %d bytes, of which the first are read", p.most))
		}
		p.readScript(script, object)
	case "script", "style":
	default:
		p.items.text(p.z.Text())
	}
}
