package form

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

const (
	maxValues = 1 << 20  // bytes of a file of answers
	maxValue  = 64 << 10 // bytes of one answer
)

// ReadValues reads answers from YAML: a mapping of FIELD, or FIELD@FINDING for one
// article, to a text. A key that stands there twice, a value that is no text, and
// more than a megabyte are errors that name the line.
func ReadValues(r io.Reader) (map[string]string, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxValues+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxValues {
		return nil, fmt.Errorf("larger than %d bytes", maxValues)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	values := map[string]string{}
	if doc.IsZero() {
		return values, nil
	}
	top := doc.Content[0]
	if top.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("line %d: want a mapping, such as \"supplier-name: Example Inc\"", top.Line)
	}
	for i := 0; i+1 < len(top.Content); i += 2 {
		key, value := top.Content[i], top.Content[i+1]
		if key.Kind != yaml.ScalarNode || value.Kind != yaml.ScalarNode || value.Tag == "!!null" {
			return nil, fmt.Errorf("line %d: want a text for each field", key.Line)
		}
		if _, twice := values[key.Value]; twice {
			return nil, fmt.Errorf("line %d: %q is there twice", key.Line, key.Value)
		}
		if err := CheckValue(value.Value); err != nil {
			return nil, fmt.Errorf("line %d: %w", value.Line, err)
		}
		values[key.Value] = value.Value
	}
	return values, nil
}

// CheckValue refuses an answer that is no text, empty or far too long.
func CheckValue(s string) error {
	switch {
	case len(s) > maxValue:
		return fmt.Errorf("an answer has %d bytes, more than %d", len(s), maxValue)
	case !utf8.ValidString(s):
		return errors.New("an answer is not UTF-8")
	case strings.TrimSpace(s) == "":
		return errors.New("an answer is empty")
	}
	return nil
}

// byUser is the basis of what the user says.
const byUser = "given by the user"

// An UnknownField is an answer to a question that the report does not ask.
type UnknownField struct {
	Key    string
	Fields []string // those that it does ask for
}

func (e *UnknownField) Error() string {
	return fmt.Sprintf("no field %q here: want one of %s", e.Key, strings.Join(e.Fields, ", "))
}

// checkValues refuses answers to what no stage of the edition asks, and those
// that are none of a field's choices. Answers of other stages may stay in a file.
func (m *maker) checkValues() error {
	var asked []string
	for _, s := range m.edition.Stages {
		for _, id := range s.Asks {
			if !slices.Contains(asked, id) {
				asked = append(asked, id)
			}
		}
	}
	for key, value := range m.in.Values {
		id, finding, one := strings.Cut(key, "@")
		field := m.form.field(id)
		if field == nil || !slices.Contains(asked, id) || one && (field.Scope != OfItem || !m.has(finding)) {
			return &UnknownField{key, asked}
		}
		if err := CheckValue(value); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		if len(field.Choices) > 0 && !slices.Contains(field.Choices, value) {
			return fmt.Errorf("%s: %q is no answer: want one of %s", key, value, strings.Join(field.Choices, ", "))
		}
	}
	return nil
}

func (m *maker) has(finding string) bool {
	for i := range m.in.Sightings {
		if m.in.Sightings[i].Finding.ID == finding {
			return true
		}
	}
	return false
}

// answer returns a field with what the user says: of this finding, or of all.
func (m *maker) answer(field *Field, finding string) Answer {
	a := Answer{
		ID: field.ID, Name: field.Name, Paragraph: field.Paragraph, Need: field.Need, Help: field.Help,
		Choices: field.Choices, Own: field.Own, Confirmed: !field.Unconfirmed,
	}
	text, ok := m.in.Values[field.ID+"@"+finding]
	if !ok {
		text, ok = m.in.Values[field.ID]
	}
	if ok {
		a.Text, a.Basis = text, byUser
	}
	return a
}
