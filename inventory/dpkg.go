package inventory

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/delistdev/delist"
)

const (
	dpkgStatus = "var/lib/dpkg/status"
	opkgStatus = "usr/lib/opkg/status"
	statusD    = "var/lib/dpkg/status.d"
)

func isDpkgStatus(path string) bool {
	return below(path, dpkgStatus) || below(path, opkgStatus)
}

// below reports whether path is place, in some root directory.
func below(path, place string) bool {
	root, ok := strings.CutSuffix(path, place)
	return ok && (root == "" || strings.HasSuffix(root, "/"))
}

// isDpkgStatusD reports whether a file is a record of an image that was built
// without dpkg: distroless images keep each package's record in a file of its
// own, and its checksums beside it.
func isDpkgStatusD(dir, name string) bool {
	return below(dir, statusD) && path.Ext(name) != ".md5sums"
}

func sniffDpkg(head []byte) bool {
	return strings.HasPrefix(string(head), "Package: ") && strings.Contains(string(head), "\nVersion: ")
}

func wantedByDpkg(key []byte) bool {
	switch string(key) {
	case "Package", "Version", "Architecture", "Status", "Maintainer", "Original-Maintainer", "Homepage", "Vendor", "Origin":
		return true
	}
	return false
}

// readDpkg reads the records of installed packages.
// Source: Debian Policy, chapter 5; dpkg-query(1) for states.
func readDpkg(f *file, out *sink) error {
	content, err := f.whole()
	if err != nil {
		return err
	}
	system := f.release(dpkgStatus)
	root, hasRoot := strings.CutSuffix(f.path, dpkgStatus)
	if dir := path.Dir(f.path); below(dir, statusD) {
		system = f.release(statusD + "/" + path.Base(f.path))
	}
	var faults []error
	odd := func(line int, text []byte) {
		faults = append(faults, out.fail(line, fmt.Errorf("%w: %.80q", errNoField, text)))
	}
	for p := range paragraphs(content, wantedByDpkg, odd) {
		if err := errors.Join(faults...); err != nil {
			return err
		}
		var more []delist.Declaration
		if hasRoot && isInstalled(p.get("Status")) {
			more = upstream(f.tree, root, p.get("Package"))
		}
		if err := dpkgRecord(p, system, system.namespace("debian"), more, out); err != nil {
			return err
		}
	}
	return errors.Join(faults...)
}

var errNoField = errors.New("neither a field nor a continuation")

func dpkgRecord(p *paragraph, system *release, namespace string, more []delist.Declaration, out *sink) error {
	name, version := p.get("Package"), p.get("Version")
	if !isInstalled(p.get("Status")) {
		return nil
	}
	return out.item(delist.Item{
		Name: name, Version: version,
		PURL: purl("deb", namespace, name, version, "arch", p.get("Architecture"), "distro", system.distro()),
		Declared: append(declare(
			"maintainer", p.get("Maintainer"),
			"original-maintainer", p.get("Original-Maintainer"),
			"vendor", p.get("Vendor"),
			"homepage", p.get("Homepage"),
		), more...),
	}, p.line)
}

// isInstalled reports whether files of the package are there. A package that
// was removed keeps its record, as does one that was only asked for.
func isInstalled(status string) bool {
	switch state := status[strings.LastIndexByte(status, ' ')+1:]; state {
	case "not-installed", "config-files":
		return false
	}
	return true
}

// declare makes declarations from pairs of field and value, without the empty
// ones.
func declare(pairs ...string) []delist.Declaration {
	n := 0
	for i := 1; i < len(pairs); i += 2 {
		if pairs[i] != "" {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	declared := make([]delist.Declaration, 0, n)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			declared = append(declared, delist.Declaration{Field: pairs[i], Value: pairs[i+1]})
		}
	}
	return declared
}
