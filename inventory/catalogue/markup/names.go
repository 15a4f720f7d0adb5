package markup

import "bytes"

// Name spaces of feeds. An element of any of them is called by its name alone.
//
// The first two are Google's, for attributes and for what a shop adds to them
// (https://support.google.com/merchants/answer/160589). Some shops write https.
var (
	googleSpaces = []string{"base.google.com/ns/1.0", "base.google.com/cns/1.0"}
	feedSpaces   = []string{"www.w3.org/2005/Atom", "purl.org/rss/1.0/", "purl.org/atom/ns#"}
)

// mostNames bounds how many names are remembered.
const mostNames = 4096

// A vocabulary says what the names of a feed mean. Prefixes are taken to mean the
// same in the whole document until they are declared anew.
type vocabulary struct {
	prefixes map[string]space
	names    map[string]*elementName // by the name as written
	paths    map[string]string
}

type space uint8

const (
	spaceOther space = iota
	spaceGoogle
	spaceFeed
)

type elementName struct {
	name   string // without the prefix where it tells nothing
	record bool   // an item or an entry
	link   bool
}

func newVocabulary() *vocabulary {
	return &vocabulary{
		// Shops forget to declare them.
		prefixes: map[string]space{"g": spaceGoogle, "c": spaceGoogle},
		names:    map[string]*elementName{},
		paths:    map[string]string{},
	}
}

// declare learns what the attributes of an element declare.
func (v *vocabulary) declare(attributes []byte) {
	for len(attributes) > 0 {
		name, value, rest, err := attribute(attributes)
		if err != nil {
			return
		}
		attributes = rest
		prefix, ok := bytes.CutPrefix(name, []byte("xmlns:"))
		if !ok || len(v.prefixes) >= mostNames {
			continue
		}
		if said := spaceOf(value); v.prefixes[string(prefix)] != said {
			v.prefixes[string(prefix)] = said
			clear(v.names)
		}
	}
}

func spaceOf(uri []byte) space {
	uri = bytes.TrimSpace(uri)
	uri = bytes.TrimPrefix(bytes.TrimPrefix(uri, []byte("https://")), []byte("http://"))
	for _, known := range googleSpaces {
		if string(bytes.TrimSuffix(uri, []byte("/"))) == known {
			return spaceGoogle
		}
	}
	for _, known := range feedSpaces {
		if string(uri) == known {
			return spaceFeed
		}
	}
	return spaceOther
}

// of returns what the element is that is written so.
func (v *vocabulary) of(written []byte) *elementName {
	if known := v.names[string(written)]; known != nil {
		return known
	}
	name, in := written, spaceFeed
	if i := bytes.IndexByte(written, ':'); i > 0 && i < len(written)-1 {
		if in = v.prefixes[string(written[:i])]; in != spaceOther {
			name = written[i+1:]
		}
	}
	made := &elementName{name: string(name)}
	made.record = in == spaceFeed && (made.name == "item" || made.name == "entry")
	made.link = in == spaceFeed && made.name == "link"
	if len(v.names) >= mostNames {
		clear(v.names)
	}
	v.names[string(written)] = made
	return made
}

// path returns b as a string, the same one for the same path.
func (v *vocabulary) path(b []byte) string {
	if known, ok := v.paths[string(b)]; ok {
		return known
	}
	if len(v.paths) >= mostNames {
		clear(v.paths)
	}
	made := string(b)
	v.paths[made] = made
	return made
}
