package fleet

import (
	"cmp"
	"io"
	"strings"

	"github.com/delistdev/delist"
)

// An rpmPackage is what a list says of a package.
type rpmPackage struct {
	name, epoch, version, release, arch string
	vendor, packager, url               string
}

// keyPackage is what rpm calls each key that it trusts; that is no package.
const keyPackage = "gpg-pubkey"

func (p *rpmPackage) tell(r *reader, line int) {
	if p.name == keyPackage {
		return
	}
	version := p.version
	if p.release != "" {
		version += "-" + p.release
	}
	it := delist.Item{Kind: delist.Package, Name: p.name, Version: version, PURL: purl("rpm", p.name, version, p.arch, p.epoch)}
	declare(&it, "vendor", p.vendor)
	declare(&it, "packager", p.packager)
	declare(&it, "homepage", p.url)
	r.item(it, place{line: line})
}

// none is what rpm writes where a package says nothing.
func none(value string) string {
	if value == "(none)" || value == "(not relocatable)" {
		return ""
	}
	return value
}

// parseRPMName splits NAME-VERSION-RELEASE.ARCH from the right: a name may have
// hyphens, a version and a release have none. Lists of before rpm 4.6 have no
// architecture. An epoch stands before the version, or before the name.
//
// Source: https://rpm-software-management.github.io/rpm/manual/spec.html, Version
// and Release; rpm(8), the default of --queryformat.
func parseRPMName(text string) (rpmPackage, bool) {
	p := rpmPackage{}
	if i := strings.LastIndexByte(text, '.'); i >= 0 && (isRPMArch(text[i+1:]) || text[i+1:] == "(none)") {
		text, p.arch = text[:i], none(text[i+1:])
	}
	i := strings.LastIndexByte(text, '-')
	if i <= 0 {
		return p, false
	}
	text, p.release = text[:i], text[i+1:]
	if i = strings.LastIndexByte(text, '-'); i <= 0 {
		return p, false
	}
	p.name, p.version = text[:i], text[i+1:]
	if epoch, version, ok := strings.Cut(p.version, ":"); ok {
		p.epoch, p.version = none(epoch), version
	} else if epoch, name, ok := strings.Cut(p.name, ":"); ok && isDigits(epoch) {
		p.epoch, p.name = epoch, name
	}
	return p, isRPMWord(p.name) && isRPMWord(p.version) && isRPMWord(p.release)
}

// isRPMWord reports whether a text may be a name, a version or a release.
func isRPMWord(text string) bool {
	return text != "" && strings.IndexFunc(text, func(c rune) bool {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		return !letter && !strings.ContainsRune("._+~^-%{}", c)
	}) < 0
}

func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// isRPMArch reports whether a text is an architecture of rpm's.
//
// Source: rpm, rpmrc.in.
func isRPMArch(arch string) bool {
	switch arch {
	case "noarch", "x86_64", "x86_64_v2", "x86_64_v3", "x86_64_v4", "i386", "i486", "i586", "i686", "athlon", "amd64", "ia32e", "aarch64", "armv5tel", "armv6hl",
		"armv7hl", "armv7hnl", "ppc", "ppc64", "ppc64le", "ppc64p7", "s390", "s390x", "riscv64", "loongarch64", "sparc", "sparc64", "sparcv9",
		"ia64", "alpha", "mips", "mipsel", "mips64", "mips64el", "sh4", "m68k":
		return true
	}
	return false
}

// isRPMNames recognises a list of which all lines, but for one in ten, are
// packages with an architecture, or keys.
func isRPMNames(head []byte) bool {
	lines, arched, keys := firstLines(head, 50), 0, 0
	for _, line := range lines {
		p, ok := parseRPMName(strings.TrimSpace(line))
		switch {
		case ok && p.arch != "":
			arched++
		case ok && p.name == keyPackage:
			keys++
		}
	}
	return arched > 0 && (arched+keys)*10 >= len(lines)*9
}

// readRPMNames reads what "rpm -qa" writes: a package a line.
func readRPMNames(r *reader, in io.Reader, _ []byte) {
	r.tell("text, rpm -qa: NAME-VERSION-RELEASE.ARCH", "line", "name, version and arch")
	arched := ""
	r.eachLine(in, func(n int, line string) bool {
		if line = strings.TrimSpace(line); line == "" {
			return true
		}
		p, ok := parseRPMName(line)
		if !ok {
			r.faultf(n, "", "not of the form NAME-VERSION-RELEASE.ARCH: %.80q", line)
			return !r.done
		}
		p.tell(r, n)
		arched = cmp.Or(arched, p.arch)
		if arched != "" && p.arch == "" && p.name != keyPackage {
			r.faultf(n, "", "no architecture that is known in %.80q", line)
		}
		return !r.done
	})
}
