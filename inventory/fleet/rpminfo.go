package fleet

import (
	"io"
	"regexp"
	"strings"
)

// isRPMInfo recognises the first lines of a package: in this order.
func isRPMInfo(head []byte) bool {
	lines := firstLines(head, 5)
	at := 0
	for _, label := range []string{"Name", "Epoch", "Version", "Release"} {
		if at < len(lines) && labelOf(lines[at]) == label {
			at++
		}
	}
	return at >= 3
}

// labelOf returns what stands before the colon, if it is a label of rpm's: it
// fills 12 places.
func labelOf(line string) string {
	if len(line) < 13 || line[12] != ':' {
		return ""
	}
	return strings.TrimRight(line[:12], " ")
}

// second finds the second column that rpm wrote until version 4.8: "Version     :
// 3.2                  Vendor: Example".
var second = regexp.MustCompile(`\s{2,}(Relocations|Vendor|Build Date|Build Host|Source RPM|License):\s`)

// An rpmInfo is what was read of the package at hand.
type rpmInfo struct {
	*reader
	rpmPackage
	line        int // where it begins; 0 before the first
	description bool
	// held is a line of a description that could begin the next package: the line
	// after it decides.
	held     string
	heldLine int
}

// readRPMInfo reads what "rpm -qai" writes: "Name        : bash" and so on. A
// description is any text, and may have lines that look like a package's; one
// begins where a version, or an epoch, follows the name at once.
//
// Source: rpm(8), --info; rpmpopt, the alias "info".
func readRPMInfo(r *reader, in io.Reader, _ []byte) {
	r.tell("text, rpm -qai", "Name", "name", "Version", "version", "Release", "version", "Architecture", "arch", "Epoch", "epoch",
		"Vendor", "vendor", "Packager", "packager", "URL", "homepage")
	x := &rpmInfo{reader: r}
	r.eachLine(in, func(n int, line string) bool {
		x.take(n, line)
		return !r.done
	})
	x.end()
	if x.line == 0 {
		r.faultf(0, "", "no line that begins a package: \"Name        : …\"")
	}
}

func (x *rpmInfo) take(n int, line string) {
	label := labelOf(line)
	if x.held != "" {
		if label == "Version" || label == "Epoch" {
			x.begin(x.heldLine, x.held)
		}
		x.held = ""
	}
	switch {
	case label == "Name" && x.description:
		x.held, x.heldLine = line, n
	case label == "Name":
		x.begin(n, line)
	case x.description:
	case label == "Description":
		x.description = true
	case label != "":
		x.set(label, line)
	}
}

func (x *rpmInfo) begin(n int, line string) {
	x.end()
	x.rpmPackage, x.line, x.description = rpmPackage{}, n, false
	x.set("Name", line)
}

func (x *rpmInfo) set(label, line string) {
	value := line[13:]
	if at := second.FindStringSubmatchIndex(value); at != nil {
		x.field(value[at[2]:at[3]], value[at[1]:])
		value = value[:at[0]]
	}
	x.field(label, value)
}

func (x *rpmInfo) field(label, value string) {
	value = none(strings.TrimSpace(value))
	switch label {
	case "Name":
		x.name = value
	case "Epoch":
		x.epoch = value
	case "Version":
		x.version = value
	case "Release":
		x.release = value
	case "Architecture":
		x.arch = value
	case "Vendor":
		x.vendor = value
	case "Packager":
		x.packager = value
	case "URL":
		x.url = value
	}
}

// end hands the package on.
func (x *rpmInfo) end() {
	switch {
	case x.line == 0:
	case x.name == "" || x.version == "":
		x.faultf(x.line, "", "a package without a name or a version")
	default:
		x.rpmPackage.tell(x.reader, x.line)
	}
}
