package osquery

import (
	"fmt"
	"slices"
)

// A plan says what each column of rows of one shape is taken for.
type plan struct {
	table *table // nil for rows that are no inventory
	hint  *table
	names []string
	as    []word
	label string // by which rows are counted that no query gave
	told  bool
	odd   bool // matches nothing
	// source is the column that may name the table of each row, -1 for none;
	// sources are the plans for those tables.
	source  int
	sources map[*table]*plan
}

// planFor makes the plan for rows with these columns.
func planFor(names []string, hint *table, sure bool) *plan {
	p := &plan{table: choose(names, hint, sure), hint: hint, names: names, as: make([]word, len(names)), label: labelOf(names), source: -1}
	for i, name := range names {
		if name == "source" && !slices.ContainsFunc(names, ofDistribution) {
			p.source = i
		}
		if p.table != nil {
			p.as[i] = p.table.word(name)
		}
		if p.as[i] == wSource && p.source != i {
			p.as[i] = unused
		}
	}
	return p
}

// ofDistribution reports whether a column stands beside a "source" that is the
// name of a source package.
func ofDistribution(column string) bool {
	switch column {
	case "maintainer", "revision", "size", "sha1", "packager":
		return true
	}
	return false
}

// labelOf calls rows by their columns.
func labelOf(names []string) string {
	const few = 6
	if len(names) > few {
		return fmt.Sprintf("rows with the columns %.200q and %d more", names[:few], len(names)-few)
	}
	return fmt.Sprintf("rows with the columns %.200q", names)
}

func isDistribution(t *table) bool {
	return t.purl == debPURL || t.purl == rpmPURL || t.purl == alpmPURL
}
