package withdraw

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/delistdev/delist/inventory/catalogue"
	"github.com/delistdev/delist/inventory/catalogue/markup"
	"github.com/delistdev/delist/inventory/source"
	"github.com/delistdev/delist/tabular"
)

// utf8Mark tells a reader that a text is in UTF-8, whatever it declares.
const utf8Mark = "\ufeff"

// feed finds the patches of a merchant feed in XML.
func (j *job) feed(text *text) iter.Seq2[patch, error] {
	return func(yield func(patch, error) bool) {
		j.result.How = how(j.marks(catalogue.Google))
		in, mark := text.reader(), int64(0)
		if text.coding != nil {
			in = io.MultiReader(strings.NewReader(utf8Mark), in)
		} else if bytes.HasPrefix(text.head, []byte(utf8Mark)) {
			mark = int64(len(utf8Mark))
		}
		for rec, err := range markup.Feed(in, source.Limits{}) {
			if err != nil || !j.wanted.take(rec.Line, rec.Object) {
				continue // what cannot be read is none of what is wanted
			}
			raw, err := text.bytes(mark+rec.Begin, mark+rec.End)
			var found []patch
			if err == nil {
				found, err = j.element(raw, text.head)
			}
			if err != nil {
				yield(patch{}, fmt.Errorf("%s: %w", rec.Object, err))
				return
			}
			j.result.Records++
			for _, p := range found {
				p.begin, p.end = p.begin+mark+rec.Begin, p.end+mark+rec.Begin
				if !yield(p, nil) {
					return
				}
			}
		}
	}
}

// A child is an element directly in a record.
type child struct {
	name                 string // as written
	begin, end           int    // with its tags
	innerBegin, innerEnd int
}

// element finds the patches of one record.
func (j *job) element(raw, head []byte) ([]patch, error) {
	children, closing, err := childrenOf(raw)
	if err != nil {
		return nil, err
	}
	names := namesOf(children, head, raw)
	var out []patch
	var missing []string
	for _, mark := range j.marks(catalogue.Google) {
		field := strings.TrimPrefix(mark.Field, "g:")
		left := slices.Clone(mark.Values)
		for _, c := range children {
			if !names.are(c.name, field) {
				continue
			}
			value := strings.TrimSpace(string(raw[c.innerBegin:c.innerEnd]))
			i := slices.IndexFunc(left, func(v string) bool { return tabular.Fold(v) == tabular.Fold(value) })
			switch {
			case i >= 0:
				left = slices.Delete(left, i, i+1)
			case len(mark.Values) == 1:
				left = nil
				out = append(out, patch{int64(c.begin), int64(c.end), wholeElement(c.name, mark.Values[0], "")})
			}
		}
		for _, value := range left {
			missing = append(missing, string(wholeElement(names.prefix+field, value, names.declaration)))
		}
	}
	if len(missing) > 0 {
		at, indent := behindLast(raw, children, closing)
		out = append(out, patch{int64(at), int64(at), []byte(indent + strings.Join(missing, indent))})
	}
	slices.SortStableFunc(out, func(a, b patch) int { return int(a.begin - b.begin) })
	return out, nil
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func wholeElement(name, value, declared string) []byte {
	return []byte("<" + name + declared + ">" + escape.Replace(value) + "</" + name + ">")
}

// behindLast returns where elements can be added behind the last one, and what
// stands before that one in its line.
func behindLast(raw []byte, children []child, closing int) (at int, indent string) {
	if len(children) == 0 {
		return closing, ""
	}
	last := children[len(children)-1]
	before := raw[:last.begin]
	space := before[len(bytes.TrimRight(before, " \t\r\n")):]
	return last.end, string(space)
}

var googleSpace = regexp.MustCompile(`\sxmlns:([A-Za-z_][\w.-]*)\s*=\s*["']https?://base\.google\.com/ns/1\.0/?["']`)

// feedNames are how a record writes Google's names.
type feedNames struct {
	prefix      string          // of those that are added, with its colon
	declaration string          // of the prefix, where nothing declares it
	prefixes    map[string]bool // that are read as Google's
}

// are reports whether an element is called so.
func (n *feedNames) are(written, field string) bool {
	prefix, ok := strings.CutSuffix(written, field)
	return ok && n.prefixes[prefix]
}

// namesOf finds how a record writes Google's names: with a prefix that the document
// declares, else with "g" where the record has it, else without one where it has
// Google's words so. Whoever reads takes "g" and "c" for Google's, declared or not
// (see package markup).
func namesOf(children []child, head, raw []byte) *feedNames {
	n := &feedNames{prefixes: map[string]bool{"": true, "g:": true, "c:": true}}
	for _, m := range googleSpace.FindAllSubmatch(raw, -1) {
		n.prefixes[string(m[1])+":"] = true
	}
	first, _, _ := bytes.Cut(raw, []byte(">"))
	for _, text := range [][]byte{first, head} {
		if m := googleSpace.FindSubmatch(text); m != nil {
			n.prefix = string(m[1]) + ":"
			n.prefixes[n.prefix] = true
			return n
		}
	}
	bare := false
	for _, c := range children {
		if strings.HasPrefix(c.name, "g:") {
			n.prefix = "g:"
			return n
		}
		bare = bare || slices.Contains([]string{"availability", "gtin", "brand", "price", "mpn"}, c.name)
	}
	if !bare {
		n.prefix, n.declaration = "g:", ` xmlns:g="http://base.google.com/ns/1.0"`
	}
	return n
}

// childrenOf returns the elements directly in a record, and where its end tag
// begins. The record was read before, and is well-formed so far.
func childrenOf(raw []byte) (children []child, closing int, err error) {
	depth := 0
	for at := 0; at < len(raw); {
		i := bytes.IndexByte(raw[at:], '<')
		if i < 0 {
			break
		}
		at += i
		end := tokenEnd(raw, at)
		if end < 0 {
			break
		}
		switch tag := raw[at:end]; {
		case tag[1] == '!' || tag[1] == '?':
		case tag[1] == '/':
			if depth--; depth == 1 && len(children) > 0 {
				children[len(children)-1].innerEnd, children[len(children)-1].end = at, end
			}
			if depth == 0 {
				return children, at, nil
			}
		default:
			closed := tag[len(tag)-2] == '/'
			if depth == 1 {
				children = append(children, child{name: tagName(tag), begin: at, innerBegin: end, innerEnd: end, end: end})
			}
			if depth++; closed {
				depth--
			}
			if depth == 0 {
				return nil, 0, fmt.Errorf("<%s/> has nothing in it", tagName(tag))
			}
		}
		at = end
	}
	return nil, 0, fmt.Errorf("its end is not where it was read")
}

func tagName(tag []byte) string {
	name := bytes.TrimLeft(tag, "<")
	if i := bytes.IndexAny(name, " \t\r\n/>"); i >= 0 {
		name = name[:i]
	}
	return string(name)
}

// tokenEnd returns where the tag, comment or section ends that begins at a place;
// -1 where it does not.
func tokenEnd(raw []byte, at int) int {
	for _, form := range [...][2]string{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}} {
		if bytes.HasPrefix(raw[at:], []byte(form[0])) {
			if i := bytes.Index(raw[at+len(form[0]):], []byte(form[1])); i >= 0 {
				return at + len(form[0]) + i + len(form[1])
			}
			return -1
		}
	}
	quote := byte(0)
	for i := at + 1; i < len(raw); i++ {
		switch c := raw[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			if i == at+1 {
				return -1
			}
			return i + 1
		}
	}
	return -1
}
