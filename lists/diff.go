package lists

import (
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

// A ChangeKind says what became of an entry.
type ChangeKind string

// The kinds of change.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Renamed ChangeKind = "renamed"     // names came or went
	Moved   ChangeKind = "dates moved" // the same names, other dates
	Altered ChangeKind = "altered"     // anything else
)

// A Change is what became of one entry between two versions of a list.
type Change struct {
	Kind ChangeKind    `json:"kind"`
	List delist.ListID `json:"list"`
	ID   string        `json:"id"`
	Name string        `json:"name"`
	// Details say what differs: "+ name", "- name", "from 2020-01-01 to 2021-01-01".
	Details []string `json:"details,omitempty"`
	// Before and After are the entry in the older and the newer version; one is
	// missing where it was added or removed.
	Before *delist.Entry `json:"-"`
	After  *delist.Entry `json:"-"`
}

// Diff compares two versions of a publication: additions and changes in the
// order of the newer one, then removals in the order of the older.
func Diff(older, newer []delist.Entry) []Change {
	was := make(map[string]*delist.Entry, len(older))
	for i := range older {
		was[Key(&older[i])] = &older[i]
	}
	var changes []Change
	still := make(map[string]bool, len(newer))
	for i := range newer {
		e := &newer[i]
		key := Key(e)
		still[key] = true
		before := was[key]
		if before == nil {
			changes = append(changes, Change{Kind: Added, List: e.List, ID: e.ID, Name: nameOf(e), After: e})
		} else if kind, details := compared(before, e); kind != "" {
			changes = append(changes, Change{Kind: kind, List: e.List, ID: e.ID, Name: nameOf(e), Details: details, Before: before, After: e})
		}
	}
	for i := range older {
		if e := &older[i]; !still[Key(e)] {
			changes = append(changes, Change{Kind: Removed, List: e.List, ID: e.ID, Name: nameOf(e), Before: e})
		}
	}
	return changes
}

func nameOf(e *delist.Entry) string {
	if len(e.Names) > 0 {
		return e.Names[0].Name
	}
	return firstOf(nil, e.Scope)
}

// compared says how an entry differs; "" where it does not.
func compared(a, b *delist.Entry) (ChangeKind, []string) {
	var details []string
	kind := ChangeKind("")
	note := func(k ChangeKind, detail ...string) {
		if len(detail) > 0 {
			if kind == "" {
				kind = k
			}
			details = append(details, detail...)
		}
	}
	note(Renamed, differ("", namesOf(a), namesOf(b))...)
	if a.Names != nil && b.Names != nil && kind == "" && a.Names[0].Name != b.Names[0].Name {
		note(Renamed, "main name "+a.Names[0].Name+" to "+b.Names[0].Name)
	}
	if a.Period != b.Period {
		note(Moved, "listed "+period(a.Period)+" to "+period(b.Period))
	}
	note(Altered, differ("programme ", a.Programmes, b.Programmes)...)
	note(Altered, differ("number ", numbersText(a), numbersText(b))...)
	note(Altered, differ("address ", addressesText(a), addressesText(b))...)
	note(Altered, differ("country ", a.Countries, b.Countries)...)
	note(Altered, differ("product ", a.Products, b.Products)...)
	note(Altered, differ("citation ", a.Citations, b.Citations)...)
	if a.Scope != b.Scope {
		note(Altered, "the text of its scope")
	}
	if a.Remarks != b.Remarks {
		note(Altered, "remarks")
	}
	if a.Kind != b.Kind {
		note(Altered, "kind "+string(a.Kind)+" to "+string(b.Kind))
	}
	return kind, details
}

// differ lists what only one side has.
func differ(what string, a, b []string) []string {
	var out []string
	for _, s := range a {
		if !slices.Contains(b, s) {
			out = append(out, "- "+what+s)
		}
	}
	for _, s := range b {
		if !slices.Contains(a, s) {
			out = append(out, "+ "+what+s)
		}
	}
	return out
}

func namesOf(e *delist.Entry) []string {
	names := make([]string, len(e.Names))
	for i, n := range e.Names {
		names[i] = n.Name
	}
	return names
}

func numbersText(e *delist.Entry) []string {
	var list []string
	for _, n := range e.Numbers {
		list = append(list, joinWords(string(n.Kind), n.Value, n.Country))
	}
	return list
}

func addressesText(e *delist.Entry) []string {
	var list []string
	for _, a := range e.Addresses {
		list = append(list, joinText(a.Text, a.Country))
	}
	return list
}

func period(p delist.Period) string {
	from, until := p.From.String(), p.Until.String()
	if from == "" {
		from = "?"
	}
	if until == "" {
		return "from " + from
	}
	return strings.Join([]string{"from", from, "until", until}, " ")
}
