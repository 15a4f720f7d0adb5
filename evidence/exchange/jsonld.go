package exchange

import (
	"cmp"
	"encoding/json"
	"strings"

	"github.com/delistdev/delist"
)

// JSON-LD lets a value be given in many ways: alone or in a list, as text or as a node,
// under a short name or under an address. These functions read all of them alike.

// plain returns a node with its properties under their short names.
func plain(node map[string]any) map[string]any {
	out := make(map[string]any, len(node))
	for _, key := range sortedKeys(node) {
		out[shortName(key)] = node[key]
	}
	return out
}

func shortName(name string) string {
	for _, prefix := range []string{"https://schema.org/", "http://schema.org/", "schema:"} {
		if s, ok := strings.CutPrefix(name, prefix); ok {
			return s
		}
	}
	return name
}

// typesOf returns the types of a node under their short names.
func typesOf(node any) []string {
	m, _ := node.(map[string]any)
	types := texts(m["@type"])
	for i := range types {
		types[i] = shortName(types[i])
	}
	return types
}

// nodesOf returns the nodes among one value or many.
func nodesOf(v any) []map[string]any {
	switch v := v.(type) {
	case map[string]any:
		return []map[string]any{plain(v)}
	case []any:
		var list []map[string]any
		for _, x := range v {
			if m, ok := x.(map[string]any); ok {
				list = append(list, plain(m))
			}
		}
		return list
	}
	return nil
}

// texts returns the texts and numbers among one value or many; empty ones are none.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		if strings.TrimSpace(v) != "" {
			return []string{v}
		}
	case json.Number:
		return []string{v.String()}
	case map[string]any:
		if inner, ok := v["@value"].(string); ok {
			return texts(inner)
		}
	case []any:
		var list []string
		for _, x := range v {
			if _, nested := x.([]any); !nested {
				list = append(list, texts(x)...)
			}
		}
		return list
	}
	return nil
}

// names returns what persons or organisations are called.
func names(v any) []string {
	list := texts(v)
	for _, n := range nodesOf(v) {
		list = append(list, texts(n["name"])...)
	}
	return list
}

// addresses returns web addresses, alone or of nodes.
func addresses(v any) []string {
	var list []string
	add := func(candidates []string) {
		for _, s := range candidates {
			if strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") {
				list = append(list, s)
			}
		}
	}
	add(texts(v))
	for _, n := range nodesOf(v) {
		add(texts(n["url"]))
		add(texts(n["sameAs"]))
		add(texts(n["@id"]))
	}
	return list
}

// works returns creative works as sources; nobody has read them yet.
func works(v any, title string) []delist.Source {
	var list []delist.Source
	for _, address := range addresses(withoutNodes(v)) {
		list = append(list, delist.Source{URL: address, Title: title})
	}
	for _, n := range nodesOf(v) {
		called := first(texts(n["headline"]), texts(n["name"]))
		for _, address := range addresses(map[string]any(n)) {
			list = append(list, delist.Source{URL: address, Title: cmp.Or(called, title)})
		}
	}
	return list
}

// withoutNodes returns the values of v that are no nodes.
func withoutNodes(v any) any {
	var list []any
	switch v := v.(type) {
	case map[string]any:
	case []any:
		for _, x := range v {
			if _, ok := x.(map[string]any); !ok {
				list = append(list, x)
			}
		}
	default:
		return v
	}
	return list
}

func first(lists ...[]string) string {
	for _, l := range lists {
		if len(l) > 0 {
			return l[0]
		}
	}
	return ""
}

func join(list []string) string { return strings.Join(list, ", ") }
