package fleet

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

// A debList is a list of Debian packages while it is read.
type debList struct {
	*reader
	form    string
	skipped map[string]int // packages that are not installed, by their state
}

func (r *reader) debList(form string, columns ...string) *debList {
	r.tell(form, columns...)
	return &debList{reader: r, form: form, skipped: make(map[string]int)}
}

// item hands on an installed package. One whose name may be cut short has no
// package URL: nothing is made up.
func (d *debList) item(name, version, arch string, cut bool, more []delist.Declaration, line int) {
	name, qualified, _ := strings.Cut(name, ":")
	if qualified != "" && arch == "" {
		arch = qualified
	}
	if !isDebName(name) && !cut {
		d.faultf(line, "", "%.80q is no name of a package", name)
		return
	}
	it := delist.Item{Kind: delist.Package, Name: name, Version: version, Declared: more}
	if !cut {
		it.PURL = purl("deb", name, version, arch, "")
	}
	d.reader.item(it, place{line: line})
}

// skip counts a package that is not installed: its record is left, or somebody
// only asked for it.
func (d *debList) skip(state string) {
	if len(d.skipped) >= 20 && d.skipped[state] == 0 {
		state = "other"
	}
	d.skipped[state]++
}

// end tells how many were not installed.
func (d *debList) end() {
	if len(d.skipped) == 0 || d.done {
		return
	}
	total, states := 0, ""
	for _, state := range slices.Sorted(maps.Keys(d.skipped)) {
		total += d.skipped[state]
		states += fmt.Sprintf(", %s %d", state, d.skipped[state])
	}
	d.tell(fmt.Sprintf("%s; %d not installed: %s", d.form, total, states[2:]))
}

// isDebName reports whether a text may name a package.
//
// Source: Debian Policy, section 5.6.7; capitals are not allowed there, and occur.
func isDebName(name string) bool {
	if len(name) < 2 {
		return false
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && (i == 0 || c != '+' && c != '-' && c != '.' && c != '_') {
			return false
		}
	}
	return true
}

// isDebVersion reports whether a text may be a version.
//
// Source: Debian Policy, section 5.6.12.
func isDebVersion(version string) bool {
	if version == "" || version[0] < '0' || version[0] > '9' {
		return false
	}
	return strings.IndexFunc(version, func(c rune) bool {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		return !letter && !strings.ContainsRune(".+-:~", c)
	}) < 0
}

// isDebArch reports whether a text is an architecture of Debian's.
//
// Source: dpkg-architecture -L, without the operating systems before the hyphen.
func isDebArch(arch string) bool {
	if _, cpu, ok := strings.Cut(arch, "-"); ok {
		arch = cpu
	}
	switch arch {
	case "all", "amd64", "arm64", "armhf", "armel", "arm", "i386", "mips", "mipsel", "mips64el", "ppc64el", "ppc64", "powerpc",
		"riscv64", "s390x", "loong64", "alpha", "hppa", "ia64", "m68k", "sh4", "sparc64", "sparc", "x32", "s390":
		return true
	}
	return false
}
