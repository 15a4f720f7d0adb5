package markup

import (
	"bytes"

	"golang.org/x/text/transform"

	"github.com/delistdev/delist/inventory/source"
)

// SniffFeed reports whether head begins a merchant feed: RSS or Atom that names
// Google's name space. Feeds of news and podcasts are none.
func SniffFeed(head []byte) bool {
	head = head[:min(len(head), source.HeadSize)]
	shown, mark := byMark(head)
	head = head[mark:]
	if shown != nil {
		head, _, _ = transform.Bytes(shown.NewDecoder(), head[:len(head)&^1])
	}
	if !bytes.Contains(head, []byte("base.google.com/ns/1.0")) && !bytes.Contains(head, []byte("base.google.com/cns/1.0")) {
		return false
	}
	s := newScanner(bytes.NewReader(head), len(head))
	for {
		var t token
		if err := s.next(&t); err != nil || t.kind == tokenEnd {
			return false
		}
		switch t.kind {
		case tokenText:
			if len(bytes.TrimSpace(t.body)) > 0 {
				return false
			}
		case tokenOpen:
			name := t.name[bytes.IndexByte(t.name, ':')+1:]
			return string(name) == "rss" || string(name) == "feed" || string(name) == "RDF"
		case tokenCDATA, tokenClose:
			return false
		}
	}
}

// SniffPage reports whether head begins a page of HTML that has something to say
// in the words of schema.org. A page that says so behind [source.HeadSize] is not
// recognised, but can be read.
func SniffPage(head []byte) bool {
	head = head[:min(len(head), source.HeadSize)]
	if !bytes.Contains(head, []byte("schema.org")) && !bytes.Contains(head, []byte("application/ld+json")) {
		return false
	}
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")))
	for {
		rest, ok := bytes.CutPrefix(head, []byte("<!--"))
		if !ok {
			break
		}
		if _, head, ok = bytes.Cut(rest, []byte("-->")); !ok {
			return false
		}
		head = bytes.TrimSpace(head)
	}
	if bytes.HasPrefix(head, []byte("<?xml")) {
		_, head, _ = bytes.Cut(head, []byte("?>"))
		head = bytes.TrimSpace(head)
	}
	head = bytes.ToLower(head[:min(len(head), 64)])
	for _, begin := range []string{"<!doctype html", "<html", "<head", "<body", "<script", "<div", "<meta", "<title"} {
		if bytes.HasPrefix(head, []byte(begin)) {
			return true
		}
	}
	return false
}
