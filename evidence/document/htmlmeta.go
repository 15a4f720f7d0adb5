package document

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// meta is what the head of a page says of it, and where it says so.
type meta struct {
	title    string            // <title>
	named    map[string]string // content by name or property, the first of each
	linked   string            // the canonical address
	lang     string
	when     string   // the first <time> of the page
	scripts  []string // JSON-LD
	headings []string // of the first rank
	by       [][]byte // what elements say that name the author
	reading  atom.Atom
	isLD     bool
	buffered []byte
}

const (
	maxScripts = 20
	maxScript  = 1 << 20
	maxMeta    = 300
)

// begin notes that the text of a title or script follows.
func (m *meta) begin(tag atom.Atom, typ string) {
	m.reading, m.isLD, m.buffered = tag, strings.HasPrefix(typ, "application/ld+json"), m.buffered[:0]
}

// raw takes the text of an element that is not shown.
func (m *meta) raw(tag atom.Atom, text []byte) {
	switch {
	case tag == atom.Title && m.title == "":
		m.title = oneLine(string(text))
	case tag == atom.Script && m.isLD && len(m.buffered)+len(text) <= maxScript:
		m.buffered = append(m.buffered, text...)
	}
}

// finish ends a script.
func (m *meta) finish() {
	if m.isLD && len(m.buffered) > 0 && len(m.scripts) < maxScripts {
		m.scripts = append(m.scripts, string(m.buffered))
	}
	m.isLD, m.buffered = false, nil
}

// nextWriter reports whether an element names who wrote the text, and if so makes
// room for it.
func (m *meta) nextWriter(tag atom.Atom, a *attributes) bool {
	if len(m.by) >= 8 || a.itemprop != "author" && a.rel != "author" && (a.class == "" || !hasWriterWord(a.class)) || blocksOf[tag] && tag != atom.P && tag != atom.Div && tag != atom.Address {
		return false
	}
	m.by = append(m.by, nil)
	return true
}

func hasWriterWord(class string) bool {
	for word := range strings.FieldsSeq(class) {
		if word == "byline" || word == "author" || word == "author-name" || word == "byline-author" || word == "byline-name" || word == "byline__name" {
			return true
		}
	}
	return false
}

// writer takes text of the element that names the author.
func (m *meta) writer(text []byte) {
	if last := len(m.by) - 1; last >= 0 && len(m.by[last]) < 200 {
		m.by[last] = append(m.by[last], text[:min(len(text), 200)]...)
	}
}

// writers returns the people that the page's elements name as its author.
func (m *meta) writers() []string {
	for _, by := range m.by {
		who := oneLine(string(by))
		for _, prefix := range byPrefixes {
			if hasPrefixFold(who, prefix) {
				who = who[len(prefix):]
			}
		}
		if who = strings.TrimSpace(who[:authorEnd(who)]); isPerson(who) && len(who) < 80 {
			return []string{who}
		}
	}
	return nil
}

// tag takes a <meta>.
func (m *meta) tag(a *attributes) {
	if m.named == nil {
		m.named = map[string]string{}
	}
	name := a.name
	if name == "" {
		name = a.itemprop
	}
	if name == "" || a.content == "" || len(m.named) >= maxMeta {
		return
	}
	if _, ok := m.named[name]; !ok {
		m.named[name] = oneLine(a.content)
	}
}

func (m *meta) link(a *attributes) {
	if m.linked == "" && a.rel == "canonical" {
		m.linked = strings.TrimSpace(a.href)
	}
}

func (m *meta) language(lang string) {
	if m.lang == "" {
		m.lang = lang
	}
}

func (m *meta) time(a *attributes) {
	if m.when == "" && (a.itemprop == "" || strings.Contains(a.itemprop, "published") || strings.Contains(a.itemprop, "created")) {
		m.when = a.datetime
	}
}

// first returns the content of the first name that the page has.
func (m *meta) first(names ...string) string {
	for _, name := range names {
		if v := m.named[name]; v != "" {
			return v
		}
	}
	return ""
}
