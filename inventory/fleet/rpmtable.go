package fleet

import (
	"fmt"
	"io"
	"strings"
)

// rpmSeparator returns what separates the columns that --queryformat was asked
// for.
func rpmSeparator(line string) string {
	if strings.Contains(line, "\t") {
		return "\t"
	}
	return "|"
}

// isRPMTable recognises columns of which one holds nothing but architectures of
// rpm's that Debian does not have, or releases of a distribution.
func isRPMTable(head []byte) bool {
	lines := firstLines(head, 30)
	if len(lines) == 0 {
		return false
	}
	comma, sure := rpmSeparator(lines[0]), false
	for _, line := range lines {
		fields := strings.Split(line, comma)
		if len(fields) < 2 || !isRPMWord(fields[0]) || !isRPMWord(strings.TrimPrefix(fields[1], "(none):")) {
			return false
		}
		for _, field := range fields[1:] {
			sure = sure || field == "(none)" || isRPMArch(field) && !isDebArch(field) || hasDistTag(field)
		}
	}
	return sure
}

// hasDistTag reports whether a release says of which distribution it is:
// "4.el9", "1.fc40".
func hasDistTag(release string) bool {
	for _, tag := range []string{".el", ".fc", ".amzn", ".mga", ".oe", ".azl", ".ph"} {
		if i := strings.LastIndex(release, tag); i > 0 && i+len(tag) < len(release) && isDigits(release[i+len(tag):i+len(tag)+1]) {
			return true
		}
	}
	return false
}

// rpmMeanings says what each column holds, by the most of its values in the first
// lines: nothing else tells it.
func rpmMeanings(head []byte) (comma string, as []string) {
	lines := firstLines(head, 200)
	if len(lines) == 0 {
		return "\t", nil
	}
	comma = rpmSeparator(lines[0])
	var votes []map[string]int
	for _, line := range lines {
		fields := strings.Split(line, comma)
		if fields[0] == keyPackage {
			continue
		}
		for i, field := range fields {
			if i == len(votes) {
				votes = append(votes, map[string]int{})
			}
			if meaning := rpmMeaning(i, field); meaning != "" {
				votes[i][meaning]++
			}
		}
	}
	taken := map[string]bool{}
	for _, vote := range votes {
		best := ""
		for _, meaning := range []string{"name", "version", "arch", "release", "homepage", "packager", "vendor"} {
			if vote[meaning] > vote[best] && !taken[meaning] {
				best = meaning
			}
		}
		as, taken[best] = append(as, best), best != ""
	}
	return comma, as
}

func rpmMeaning(column int, field string) string {
	switch {
	case column == 0:
		return "name"
	case column == 1:
		return "version"
	case field == "" || field == "(none)":
		return ""
	case isRPMArch(field):
		return "arch"
	case column == 2 && field[0] >= '0' && field[0] <= '9' && isRPMWord(field):
		return "release"
	case strings.Contains(field, "://"):
		return "homepage"
	case strings.Contains(field, "@"):
		return "packager"
	}
	return "vendor"
}

// readRPMTable reads what "rpm -qa --queryformat" writes with tabs or bars: the
// name, the version, and in whatever order the release, the architecture, the
// vendor, the packager and the address.
func readRPMTable(r *reader, in io.Reader, head []byte) {
	comma, as := rpmMeanings(head)
	var told []string
	for i, meaning := range as {
		told = append(told, fmt.Sprintf("column %d", i+1), meaning)
	}
	r.tell("text, rpm -qa --queryformat", told...)
	r.eachLine(in, func(n int, line string) bool {
		if strings.TrimSpace(line) == "" {
			return true
		}
		fields := strings.Split(line, comma)
		if len(fields) != len(as) {
			r.faultf(n, "", "%d columns, others have %d: %.80q", len(fields), len(as), line)
		}
		var p rpmPackage
		for i := 0; i < len(fields) && i < len(as); i++ {
			p.set(as[i], none(strings.TrimSpace(fields[i])))
		}
		if p.name == "" || p.version == "" {
			r.faultf(n, "", "no name and version: %.80q", line)
			return !r.done
		}
		p.tell(r, n)
		return !r.done
	})
}

func (p *rpmPackage) set(as, value string) {
	switch as {
	case "name":
		p.name = value
	case "version":
		p.version = value
		if epoch, version, ok := strings.Cut(value, ":"); ok {
			p.epoch, p.version = none(epoch), version
		}
	case "release":
		p.release = value
	case "arch":
		p.arch = value
	case "vendor":
		p.vendor = value
	case "packager":
		p.packager = value
	case "homepage":
		p.url = value
	}
}
