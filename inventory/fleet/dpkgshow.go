package fleet

import (
	"io"
	"strings"

	"github.com/delistdev/delist"
)

// isDpkgShow recognises names and versions with a tab between them, of which one
// at least shows that it is Debian's: by an architecture.
func isDpkgShow(head []byte) bool {
	lines, sure := firstLines(head, 400), false
	for _, line := range lines {
		name, rest, ok := strings.Cut(line, "\t")
		version, rest, _ := strings.Cut(rest, "\t")
		name, arch, _ := strings.Cut(name, ":")
		if !ok || !isDebName(name) || version != "" && !isDebVersion(version) {
			return false
		}
		third, _, _ := strings.Cut(rest, "\t")
		sure = sure || isDebArch(arch) || isDebArch(third)
	}
	return sure
}

// readDpkgShow reads what "dpkg-query -W" writes: a name, which may have its
// architecture behind a colon, a tab and a version. Further columns, which
// --showformat may ask for, are told by what they hold: an architecture, an
// address, a state.
//
// Source: dpkg-query(1), --show.
func readDpkgShow(r *reader, in io.Reader, _ []byte) {
	d := r.debList("text, dpkg-query -W, tab separated", "column 1", "name", "column 2", "version", "further columns", "arch, maintainer, homepage or status, by what they hold")
	r.eachLine(in, func(n int, line string) bool {
		fields := strings.Split(line, "\t")
		switch {
		case strings.TrimSpace(line) == "":
		case len(fields) < 2:
			r.faultf(n, "", "no tab between a name and a version: %.80q", line)
		default:
			d.shown(fields, n)
		}
		return !r.done
	})
	d.end()
}

func (d *debList) shown(fields []string, line int) {
	name, version := fields[0], fields[1]
	it, arch, state := delist.Item{}, "", ""
	for _, field := range fields[2:] {
		switch {
		case isDebArch(field):
			arch = field
		case strings.Contains(field, "@"):
			declare(&it, "maintainer", field)
		case strings.HasPrefix(field, "http"):
			declare(&it, "homepage", field)
		case isDpkgState(field):
			state = field
		}
	}
	switch {
	case version == "" && isDebName(strings.SplitN(name, ":", 2)[0]):
		d.skip("without a version")
	case strings.HasSuffix(state, "not-installed"), strings.HasSuffix(state, "config-files"):
		d.skip(state)
	case !isDebVersion(version):
		d.faultf(line, "", "%.80q is no version", version)
	default:
		d.item(name, version, arch, false, it.Declared, line)
	}
}

func isDpkgState(field string) bool {
	for _, state := range []string{"installed", "not-installed", "config-files", "unpacked", "half-configured", "half-installed", "triggers-awaited", "triggers-pending"} {
		if field == state || strings.HasSuffix(field, " "+state) {
			return true
		}
	}
	return false
}
