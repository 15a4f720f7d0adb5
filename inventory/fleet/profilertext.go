package fleet

import (
	"io"
	"strings"
)

func isProfilerText(head []byte) bool {
	lines := firstLines(head, 40)
	if len(lines) < 3 || indent(lines[0]) != 0 || indent(lines[1]) != 4 || !strings.HasSuffix(lines[0], ":") || !strings.HasSuffix(lines[1], ":") {
		return false
	}
	for _, line := range lines[2:] {
		if indent(line) == 6 && (strings.HasPrefix(line[6:], "Obtained from: ") || strings.HasPrefix(line[6:], "Signed by: ")) {
			return true
		}
	}
	return false
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// readProfilerText reads what system_profiler shows without -json: the name of an
// application four places in, and below it, six places in, "Version:" and "Signed
// by: leaf, …, root". Labels are those of an English system.
func readProfilerText(r *reader, in io.Reader, _ []byte) {
	r.tell("text, system_profiler", "Version", "version", "Signed by", "signer")
	var a profiledApp
	at, found := place{}, false
	tell := func() {
		if at.line > 0 {
			found = true
			a.tell(r, at)
		}
		a, at.line = profiledApp{}, 0
	}
	r.eachLine(in, func(n int, line string) bool {
		label, value, ok := strings.Cut(strings.TrimSpace(line), ":")
		value = strings.TrimSpace(value)
		switch depth := indent(line); {
		case !ok:
		case depth == 4 && strings.HasSuffix(line, ":"):
			tell()
			a.Name, at.line = strings.TrimSuffix(line[4:], ":"), n
		case depth == 6 && label == "Version":
			a.Version = value
		case depth == 6 && label == "Signed by":
			a.SignedBy = []string{firstSigner(value)}
		}
		return !r.done
	})
	if tell(); !found {
		r.faultf(0, "", "no line that begins an application: its name and a colon, four places in")
	}
}

// firstSigner returns the first of the certificates' names. It may have a comma
// itself, so it ends where its issuer's begins, or after the team.
func firstSigner(all string) string {
	for _, end := range []string{"), ", ", Developer ID Certification Authority", ", Apple "} {
		if i := strings.Index(all, end); i >= 0 && strings.Contains(all[:i], ": ") {
			return all[:i+strings.Index(end, ",")]
		}
	}
	first, _, _ := strings.Cut(all, ", ")
	return first
}
