package document

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// attributes are those of a tag that count, in lower case but for values that are
// shown.
type attributes struct {
	class  string // class, id and role
	hidden bool
	lang   string
	typ    string // type of a script
	itemprop,
	name, content, rel, href, datetime string
}

// read reads the attributes of the current tag.
func (a *attributes) read(z *html.Tokenizer) {
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "class", "id", "role":
			if len(a.class) < 1000 {
				a.class += " " + strings.ToLower(string(value))
			}
		case "hidden":
			a.hidden = true
		case "aria-hidden":
			a.hidden = a.hidden || string(value) == "true"
		case "style":
			style := bytes.ReplaceAll(bytes.ToLower(value[:min(len(value), 500)]), []byte(" "), nil)
			a.hidden = a.hidden || bytes.Contains(style, []byte("display:none")) || bytes.Contains(style, []byte("visibility:hidden"))
		case "lang", "xml:lang":
			a.lang = string(value)
		case "type":
			a.typ = strings.ToLower(string(value))
		case "itemprop":
			a.itemprop = strings.ToLower(string(value))
		case "name", "property", "http-equiv":
			if a.name == "" {
				a.name = strings.ToLower(string(value))
			}
		case "content":
			a.content = string(value)
		case "rel":
			a.rel = strings.ToLower(string(value))
		case "href":
			a.href = string(value)
		case "datetime":
			a.datetime = string(value)
		}
	}
}
