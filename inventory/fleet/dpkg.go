package fleet

import (
	"io"
	"strings"
)

// isDpkgList recognises the line of "=" that fixes the columns, or lines of
// installed packages without any heading, as grep leaves them.
func isDpkgList(head []byte) bool {
	lines := firstLines(head, 30)
	packages := 0
	for _, line := range lines {
		if _, ok := dpkgColumns(line); ok {
			return true
		}
		if state, fields := dpkgLine(line); state != "" && len(fields) >= 2 && isDebVersion(fields[1]) {
			packages++
		}
	}
	return packages > 0 && packages == len(lines)
}

// A dpkgLayout is how wide the columns are.
type dpkgLayout struct {
	name, version int
	arch          bool // there is a column for it, since dpkg 1.16.2
	narrow        bool // names are cut to fit a screen
}

// dpkgColumns reads the line "+++-====-====-====-====" below the headings.
func dpkgColumns(line string) (dpkgLayout, bool) {
	rest, ok := strings.CutPrefix(strings.TrimRight(line, " "), "+++-")
	if !ok || strings.Trim(rest, "=-") != "" {
		return dpkgLayout{}, false
	}
	runs := strings.Split(rest, "-")
	if len(runs) < 3 || len(runs) > 4 {
		return dpkgLayout{}, false
	}
	l := dpkgLayout{name: len(runs[0]), version: len(runs[1]), arch: len(runs) == 4}
	l.narrow = isNarrow(l, len(runs[len(runs)-1]))
	return l, true
}

// isNarrow reports whether the widths are those of a screen and not of what is
// listed: then what fills its column may be cut. The name has 14 cells, the
// version 12 (14 without architectures), the description 33 (44), and they share
// what the screen has beyond 80, one, one and two parts. These are the least
// widths, too, where everything is shorter: such a list does not tell.
//
// Source: dpkg, src/query/main.c (before: src/querycmd.c), list_format_init.
func isNarrow(l dpkgLayout, description int) bool {
	version, text := 12, 33
	if !l.arch {
		version, text = 14, 44
	}
	share := l.name - 14
	return share >= 0 && l.version == version+share && description == text+2*share
}

// dpkgLine cuts a line into its state and its fields: names, versions and
// architectures have no spaces.
func dpkgLine(line string) (state string, fields []string) {
	if len(line) < 4 || !strings.Contains("uihrp", line[:1]) || !strings.Contains("ncHUFWtifhw", line[1:2]) {
		return "", nil
	}
	state, rest := line[:2], line[2:]
	if strings.HasPrefix(rest, "R") {
		state, rest = line[:3], line[3:]
	}
	if !strings.HasPrefix(rest, " ") {
		return "", nil
	}
	return state, firstFields(rest, 3)
}

// firstFields returns at most n words.
func firstFields(text string, n int) []string {
	fields := make([]string, 0, n)
	for len(fields) < n {
		text = strings.TrimLeft(text, " \t")
		if text == "" {
			break
		}
		end := strings.IndexAny(text, " \t")
		if end < 0 {
			end = len(text)
		}
		fields, text = append(fields, text[:end]), text[end:]
	}
	return fields
}

// readDpkgList reads what "dpkg -l" shows.
//
// Source: dpkg-query(1), --list: the first letter is what is wanted, the second
// the state, the third an error.
func readDpkgList(r *reader, in io.Reader, _ []byte) {
	d := r.debList("text, dpkg -l", "Name", "name", "Version", "version", "Architecture", "arch", "Description", "")
	layout := dpkgLayout{arch: true}
	listed := false
	r.eachLine(in, func(n int, line string) bool {
		if l, ok := dpkgColumns(line); ok {
			layout, listed = l, true
			return true
		}
		state, fields := dpkgLine(line)
		switch {
		case strings.TrimSpace(line) == "", state == "" && isDpkgHeading(line):
		case state == "" || len(fields) < 2:
			r.faultf(n, "", "no line of a package: %.80q", line)
		case state[1] == 'n' || state[1] == 'c':
			d.skip(state)
			listed = true
		default:
			d.listed(layout, fields, n)
			listed = true
		}
		return !r.done
	})
	if !listed {
		r.faultf(0, "", "no line of a package")
	}
	d.end()
}

// isDpkgHeading tells the lines above the list: in any language the first has
// "=" and the others begin with a bar.
func isDpkgHeading(line string) bool {
	first, _, _ := strings.Cut(line, "/")
	return strings.HasPrefix(line, "|") || strings.Contains(first, "=") && !strings.Contains(first, "  ")
}

func (d *debList) listed(l dpkgLayout, fields []string, line int) {
	name, version, arch := fields[0], fields[1], ""
	if l.arch && len(fields) > 2 {
		arch = fields[2]
	}
	cutName := l.narrow && len(name) >= l.name
	cutVersion := l.narrow && len(version) >= l.version
	switch {
	case cutName || cutVersion:
		d.faultf(line, "", "%.80q fills its column and may be cut short: list again with a wider screen (COLUMNS=300)", name+" "+version)
	case !isDebVersion(version):
		d.faultf(line, "", "%.80q is no version", version)
	case l.arch && !isDebArch(arch):
		d.faultf(line, "", "no architecture after the version")
		arch = ""
	}
	if cutVersion {
		version = ""
	}
	d.item(name, version, arch, cutName, nil, line)
}
