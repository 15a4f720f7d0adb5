package lists

import (
	"errors"
	"fmt"
	"io"
	"iter"

	"go.yaml.in/yaml/v3"
)

// maxYAML is the greatest YAML file: it is held whole.
const maxYAML = 64 << 20

// yamlRows yields the objects of a sequence, which may stand under a path, in
// each document of a YAML text. An alias anywhere refuses the whole: a few
// kilobytes of them can mean gigabytes.
func yamlRows(name string, r io.Reader, m *Mapping) iter.Seq2[mappedRow, error] {
	return func(yield func(mappedRow, error) bool) {
		limited := &io.LimitedReader{R: r, N: maxYAML + 1}
		t, in := newTree(m), yaml.NewDecoder(limited)
		for {
			var doc yaml.Node
			err := in.Decode(&doc)
			if errors.Is(err, io.EOF) && limited.N > 0 {
				break
			}
			if limited.N <= 0 {
				err = fmt.Errorf("more than %d bytes", maxYAML)
			}
			var records *yaml.Node
			if err == nil {
				records, err = recordsNode(&doc, m.Records)
			}
			if err != nil {
				yield(mappedRow{}, fmt.Errorf("%s: %w", name, err))
				return
			}
			for _, node := range records.Content {
				row, err := mappedRow{}, error(&RowError{name, node.Line, errors.New("a record that is no mapping")})
				if object, ok := plain(node).(map[string]any); ok {
					row, err = t.row(node.Line, object), nil
				}
				if !yield(row, err) {
					return
				}
			}
		}
		t.finish(name, yield)
	}
}

// recordsNode returns the sequence of records under a path.
func recordsNode(doc *yaml.Node, path string) (*yaml.Node, error) {
	if line := aliasLine(doc); line > 0 {
		return nil, fmt.Errorf("line %d: aliases are refused", line)
	}
	node := doc.Content[0]
	for path != "" {
		var keys []string
		found := false
		for i := 0; node.Kind == yaml.MappingNode && i+1 < len(node.Content) && !found; i += 2 {
			keys = append(keys, node.Content[i].Value)
			if rest, ok := under(path, node.Content[i].Value); ok {
				path, node, found = rest, node.Content[i+1], true
			}
		}
		if !found {
			return nil, fmt.Errorf("line %d: records: %w", node.Line, noSuch("field", path, keys))
		}
	}
	if node.Kind != yaml.SequenceNode {
		return nil, fmt.Errorf("line %d: records: not a sequence", node.Line)
	}
	return node, nil
}

// aliasLine returns the line of the first alias under node, or 0.
func aliasLine(node *yaml.Node) int {
	if node.Kind == yaml.AliasNode {
		return node.Line
	}
	for _, under := range node.Content {
		if line := aliasLine(under); line > 0 {
			return line
		}
	}
	return 0
}

// plain returns a node as encoding/json would give it, with all scalars as they
// are written: 007 stays what it is.
func plain(node *yaml.Node) any {
	switch {
	case node.Kind == yaml.MappingNode:
		object := make(map[string]any, len(node.Content)/2)
		for i := 0; i+1 < len(node.Content); i += 2 {
			object[node.Content[i].Value] = plain(node.Content[i+1])
		}
		return object
	case node.Kind == yaml.SequenceNode:
		list := make([]any, len(node.Content))
		for i, under := range node.Content {
			list[i] = plain(under)
		}
		return list
	case node.Tag == "!!null":
		return nil
	}
	return node.Value
}
