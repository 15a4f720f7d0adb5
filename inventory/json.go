package inventory

import (
	"bytes"
	"encoding/json"
	"errors"
)

// The types in this file read JSON that people write by hand: a value of an
// unexpected type is as good as none.

// A text is a string.
type text string

func (t *text) UnmarshalJSON(b []byte) error {
	*t = text(jsonString(b))
	return nil
}

func jsonString(b []byte) string {
	var s string
	if len(b) == 0 || b[0] != '"' || json.Unmarshal(b, &s) != nil {
		return ""
	}
	return s
}

// A person is written as "Name <address> (page)", or as an object, which is
// turned into the same.
type person string

func (p *person) UnmarshalJSON(b []byte) error {
	if len(b) == 0 || b[0] != '{' {
		*p = person(jsonString(b))
		return nil
	}
	var o struct{ Name, Email, URL text }
	if err := json.Unmarshal(b, &o); err != nil {
		return nil //nolint:nilerr // as good as none
	}
	s := string(o.Name)
	if o.Email != "" {
		s += " <" + string(o.Email) + ">"
	}
	if o.URL != "" {
		s += " (" + string(o.URL) + ")"
	}
	*p = person(bytes.TrimSpace([]byte(s)))
	return nil
}

// people is one person or a list of them.
type people []person

func (p *people) UnmarshalJSON(b []byte) error {
	var list []person
	if len(b) > 0 && b[0] == '[' {
		_ = json.Unmarshal(b, &list)
	} else {
		list = make([]person, 1)
		_ = list[0].UnmarshalJSON(b)
	}
	*p = list
	return nil
}

// A repository is an address, or an object that holds one.
type repository string

func (r *repository) UnmarshalJSON(b []byte) error {
	if len(b) == 0 || b[0] != '{' {
		*r = repository(jsonString(b))
		return nil
	}
	var o struct{ URL text }
	_ = json.Unmarshal(b, &o)
	*r = repository(o.URL)
	return nil
}

// engines says whether a manifest is for Visual Studio Code.
type engines struct{ vscode bool }

func (e *engines) UnmarshalJSON(b []byte) error {
	var o struct {
		VSCode json.RawMessage `json:"vscode"`
	}
	if len(b) > 0 && b[0] == '{' {
		_ = json.Unmarshal(b, &o)
	}
	e.vscode = o.VSCode != nil
	return nil
}

var bom = []byte("\xef\xbb\xbf")

func trimBOM(content []byte) []byte { return bytes.TrimPrefix(content, bom) }

// jsonOffset returns where an error of encoding/json lies, or 0.
func jsonOffset(err error) int64 {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return syntax.Offset
	case errors.As(err, &kind):
		return kind.Offset
	}
	return 0
}

// lineAt returns the 1-based line of an offset, or 0 for offset 0.
func lineAt(content []byte, offset int64) int {
	if offset <= 0 {
		return 0
	}
	return 1 + bytes.Count(content[:min(offset, int64(len(content)))], []byte{'\n'})
}
