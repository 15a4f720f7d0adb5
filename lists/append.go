package lists

import (
	"maps"
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

// appendNew appends a value that is not empty and not there yet.
func appendNew(list []string, value string) []string {
	if value = strings.TrimSpace(value); value == "" || slices.Contains(list, value) {
		return list
	}
	return append(list, value)
}

// appendName appends a name that is not empty and not there yet.
func appendName(names []delist.ListedName, kind delist.NameKind, name string) []delist.ListedName {
	name = strings.TrimSpace(name)
	if name == "" || slices.ContainsFunc(names, func(n delist.ListedName) bool { return n.Name == name }) {
		return names
	}
	return append(names, delist.ListedName{Kind: kind, Name: name})
}

// appendNumber appends a number that is not empty and not there yet.
func appendNumber(numbers []delist.Number, kind delist.NumberKind, value, from string) []delist.Number {
	n := delist.Number{Kind: kind, Value: strings.TrimSpace(value), Country: from}
	if n.Value == "" || slices.Contains(numbers, n) {
		return numbers
	}
	return append(numbers, n)
}

// appendAddress appends an address that says anything and is not there yet.
func appendAddress(list []delist.Address, text, city, country string) []delist.Address {
	a := delist.Address{Text: text, City: strings.TrimSpace(city), Country: country}
	if a == (delist.Address{}) || slices.Contains(list, a) {
		return list
	}
	return append(list, a)
}

// joinText puts the parts that are not empty on one line.
func joinText(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ", ")
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
