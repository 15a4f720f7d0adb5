package extension

import (
	"bytes"
	"encoding/json"
	"strings"
)

// An object is one of JSON. Manifests are written by people: a value of an
// unexpected type is as good as none.
type object map[string]any

// parseObject parses a document that may have comments, as browsers let it.
func parseObject(content []byte) (object, error) {
	var o object
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	err := json.Unmarshal(withoutComments(content), &o)
	return o, err
}

// at returns the object at a path.
func (o object) at(path ...string) object {
	for _, key := range path {
		o, _ = o[key].(map[string]any)
	}
	return o
}

// text returns the string at a path.
func (o object) text(path ...string) string {
	last := len(path) - 1
	s, _ := o.at(path[:last]...)[path[last]].(string)
	return strings.TrimSpace(s)
}

// person returns the person under a key: a string, or an object that is turned
// into "Name <address>".
func (o object) person(key string) string {
	if name := o.text(key); name != "" {
		return name
	}
	name, address := o.text(key, "name"), o.text(key, "email")
	if address != "" {
		name += " <" + address + ">"
	}
	return strings.TrimSpace(name)
}

// address returns the address under a key: a string, or the URL of an object.
func (o object) address(key string) string {
	if s := o.text(key); s != "" {
		return s
	}
	return o.text(key, "url")
}

// withoutComments blanks comments out, and keeps every other byte in its place.
//
// Source: Chromium, "base/json/json_reader.h", JSON_ALLOW_COMMENTS.
func withoutComments(content []byte) []byte {
	if !bytes.Contains(content, []byte("//")) && !bytes.Contains(content, []byte("/*")) {
		return content
	}
	kept := bytes.Clone(content)
	for i := 0; i < len(kept); {
		end := i + 1
		switch rest := kept[i:]; {
		case rest[0] == '"':
			end = i + stringEnd(rest)
		case bytes.HasPrefix(rest, []byte("//")):
			end = i + until(rest, 2, "\n")
			blank(kept[i:end])
		case bytes.HasPrefix(rest, []byte("/*")):
			end = i + until(rest, 2, "*/")
			blank(kept[i:end])
		}
		i = end
	}
	return kept
}

// stringEnd returns where the string ends that b begins with.
func stringEnd(b []byte) int {
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(b)
}

// until returns the offset behind the first end in b, looking from an offset on.
func until(b []byte, from int, end string) int {
	i := bytes.Index(b[from:], []byte(end))
	if i < 0 {
		return len(b)
	}
	return from + i + len(end)
}

func blank(b []byte) {
	for i := range b {
		if b[i] != '\n' {
			b[i] = ' '
		}
	}
}
