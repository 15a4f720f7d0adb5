package osquery

import "encoding/json"

// MaxDepth is how deep a value may be nested.
const MaxDepth = maxDepth

// Parse parses the value that raw begins with, and makes of it what encoding/json
// makes of its text.
func Parse(raw []byte, final bool) (value any, n int, err error) {
	var d doc
	if n, err = d.parse(raw, final); err != nil {
		return nil, n, err
	}
	value, _ = d.tree(0)
	return value, n, nil
}

// PURL makes a package URL of the type of a table, by its name.
func PURL(tableName, name, version, arch string) string {
	t := tableNamed[tableName].purl
	p := purlParts{version: []byte(version), arch: []byte(arch)}
	p.namespace, p.name = t.partsOf([]byte(name))
	return string(appendPURL(nil, t, p))
}

// tree makes of a doc what encoding/json makes of its text.
func (d *doc) tree(i uint32) (any, uint32) {
	n := &d.nodes[i]
	switch n.kind {
	case text:
		return string(appendText(nil, d.raw[n.val:n.valEnd])), i + 1
	case array:
		list := []any{}
		for k := i + 1; k < n.next; {
			var v any
			v, k = d.tree(k)
			list = append(list, v)
		}
		return list, n.next
	case object:
		m := map[string]any{}
		for k := i + 1; k < n.next; {
			name := string(appendText(nil, d.raw[d.nodes[k].key:d.nodes[k].keyEnd]))
			m[name], k = d.tree(k)
		}
		return m, n.next
	}
	switch raw := string(d.raw[n.val:n.valEnd]); raw {
	case "true":
		return true, i + 1
	case "false":
		return false, i + 1
	case "null":
		return nil, i + 1
	default:
		return json.Number(raw), i + 1
	}
}
