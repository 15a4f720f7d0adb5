package osquery

import (
	"slices"
	"strings"
)

// tableNamed are the tables by their names, and by what else Fleet calls a
// source of software.
var tableNamed = byName()

func byName() map[string]*table {
	m := map[string]*table{}
	for i := len(tables) - 1; i >= 0; i-- {
		m[tables[i].name] = tables[i]
	}
	m["programs_and_features"] = m["programs"]
	for _, name := range []string{"ios_apps", "ipados_apps", "android_apps", "pkg_packages"} {
		m[name] = m["apps"]
	}
	for _, name := range []string{"tgz_packages", "sh_packages", "ps1_packages", "go_binaries", "software"} {
		m[name] = software
	}
	return m
}

// tableOf returns the table in whose name a query's name ends, if any:
// "pack/it/deb_packages", "pack_it_deb_packages".
func tableOf(query string) *table {
	for i := 0; ; {
		if t := tableNamed[query[i:]]; t != nil {
			return t
		}
		n := strings.IndexAny(query[i:], "/_-. :")
		if n < 0 {
			return nil
		}
		i += n + 1
	}
}

// choose returns the table that rows with these columns are from; nil for none.
// A hint by a query's name is believed where it knows the columns, a sure one
// always.
func choose(names []string, hint *table, sure bool) *table {
	has := set(names)
	if hint != nil && hint.named(has) && (sure || hint.fits(has) || hint.knows(names)*2 >= len(names)) {
		return hint
	}
	best, known := (*table)(nil), 0
	for _, t := range tables {
		if !t.fits(has) {
			continue
		}
		if n := t.knows(names); n > known {
			best, known = t, n
		}
	}
	if best == nil && software.fits(has) && software.knows(names) == len(names) {
		return software
	}
	return best
}

func set(names []string) map[string]bool {
	has := make(map[string]bool, len(names))
	for _, name := range names {
		has[name] = true
	}
	return has
}

// fits reports whether the columns are there that rows of t are known by.
func (t *table) fits(has map[string]bool) bool {
	return slices.ContainsFunc(t.must, func(columns []string) bool {
		return !slices.ContainsFunc(columns, func(name string) bool {
			other, not := strings.CutPrefix(name, "!")
			return has[other] == not
		})
	})
}

// named reports whether the columns give a row of t a name.
func (t *table) named(has map[string]bool) bool {
	for name := range has {
		switch t.word(name) {
		case wName, wTitle, wBundleID, wPath, wTags, wMAC, wServiceName, wPartNumber:
			return true
		}
	}
	return false
}

// knows counts the columns that t or every table has.
func (t *table) knows(names []string) int {
	n := 0
	for _, name := range names {
		_, own := t.as[name]
		_, any := common[name]
		if own || any || slices.ContainsFunc(t.must, func(columns []string) bool { return slices.Contains(columns, name) }) {
			n++
		}
	}
	return n
}

func (t *table) word(column string) word {
	if w, ok := t.as[column]; ok {
		return w
	}
	return common[column]
}
