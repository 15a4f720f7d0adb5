package fleet

import (
	"io"
	"strings"
)

// An aptLine is one package of "apt list".
type aptLine struct {
	name, suites, version, arch, state string
}

// parseAptLine reads "name/suite,suite,now version arch [state]".
func parseAptLine(line string) (aptLine, bool) {
	fields := firstFields(line, 3)
	if len(fields) < 3 {
		return aptLine{}, false
	}
	name, suites, ok := strings.Cut(fields[0], "/")
	a := aptLine{name: name, suites: suites, version: fields[1], arch: fields[2]}
	if i := strings.IndexByte(line, '['); i >= 0 {
		a.state = strings.Trim(line[i:], "[] ")
	}
	return a, ok && isDebName(name) && isDebVersion(a.version) && isDebArch(a.arch)
}

// isAptList recognises the lines by their packages; before them stands
// "Listing…", in whatever language.
func isAptList(head []byte) bool {
	lines := firstLines(head, 30)
	good := 0
	for _, line := range lines {
		if _, ok := parseAptLine(line); ok {
			good++
		}
	}
	return good > 0 && good >= len(lines)-1
}

// readAptList reads what "apt list" shows, with --installed or without. What is
// installed is in the suite "now", in any language. A package that can be upgraded
// stands there with the newer version, and the installed one behind "upgradable
// from:".
//
// Source: apt(8), list; apt-private/private-output.cc, ListSingleVersion.
func readAptList(r *reader, in io.Reader, _ []byte) {
	d := r.debList("text, apt list", "name", "name", "suites", "", "version", "version", "architecture", "arch", "state", "")
	first := true
	r.eachLine(in, func(n int, line string) bool {
		a, ok := parseAptLine(line)
		switch {
		case strings.TrimSpace(line) == "", strings.HasPrefix(line, "WARNING: "), strings.HasPrefix(line, "N: "):
		case ok:
			d.apt(a, n)
			first = false
		case !first || strings.Contains(line, "/"):
			r.faultf(n, "", "no line of a package: %.80q", line)
		}
		return !r.done
	})
	if first {
		r.faultf(0, "", "no line of a package")
	}
	d.end()
}

func (d *debList) apt(a aptLine, line int) {
	now := a.suites == "now" || strings.HasSuffix(a.suites, ",now") || strings.HasPrefix(a.suites, "now,") || strings.Contains(a.suites, ",now,")
	older, upgradable := strings.CutPrefix(a.state, "upgradable from: ")
	switch {
	case upgradable && isDebVersion(older):
		d.item(a.name, older, a.arch, false, nil, line)
	case !now:
		d.skip("not in suite now")
	case strings.HasPrefix(a.state, "residual-config"):
		d.skip("residual-config")
	default:
		d.item(a.name, a.version, a.arch, false, nil, line)
	}
}
