package sbom

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/delistdev/delist"
)

// The fields of an SPDX package that say what it is and who is behind it.
//
// Source: SPDX Specification 2.3, clause 7 (package information),
// https://spdx.github.io/spdx-spec/v2.3/package-information/.
type spdxPackage struct {
	Name         string `json:"name"`
	Version      string `json:"versionInfo"`
	Supplier     string `json:"supplier"`
	Originator   string `json:"originator"`
	HomePage     string `json:"homepage"`
	Purpose      string `json:"primaryPackagePurpose"`
	ExternalRefs []struct {
		Type    string `json:"referenceType"`
		Locator string `json:"referenceLocator"`
	} `json:"externalRefs"`
}

// item turns a package into an item.
func (p *spdxPackage) item() delist.Item {
	item := delist.Item{Kind: delist.Package, Name: p.Name, Version: p.Version}
	switch p.Purpose {
	case "APPLICATION":
		item.Kind = delist.Application
	case "DEVICE", "FIRMWARE":
		item.Kind = delist.Device
	}
	for _, ref := range p.ExternalRefs {
		switch ref.Type {
		case "purl":
			if item.PURL == "" {
				item.PURL = ref.Locator
			}
		case "cpe23Type", "cpe22Type":
			observeCPE(&item, ref.Locator)
		}
	}
	declare(&item, "supplier", agent(p.Supplier))
	declare(&item, "originator", agent(p.Originator))
	if p.HomePage != "NOASSERTION" && p.HomePage != "NONE" {
		declare(&item, "homepage", p.HomePage)
	}
	return item
}

// agent returns the name in "Organization: name (address)"; NOASSERTION and NONE
// say nothing (clause 7.5.3), nor does "NOASSERTION: NOASSERTION", as some tools
// write it.
func agent(s string) string {
	switch strings.TrimSpace(s[strings.LastIndexByte(s, ':')+1:]) {
	case "NOASSERTION", "NONE":
		return ""
	}
	for _, prefix := range []string{"Organization:", "Person:", "Tool:"} {
		if rest, ok := strings.CutPrefix(s, prefix); ok {
			return strings.TrimSpace(rest)
		}
	}
	return s
}

// isPlace reports whether the package only stands for the place that was looked
// at, as tools write the root of a document.
func (p *spdxPackage) isPlace() bool {
	return (p.Purpose == "FILE" || p.Purpose == "CONTAINER") && len(p.ExternalRefs) == 0 && agent(p.Supplier) == ""
}

func readSPDXJSON(doc *document, yield func(delist.Item, error) bool) {
	doc.reader = "spdx"
	w := walker{doc: doc, arrays: map[string]func(json.RawMessage, int) bool{
		"packages": func(raw json.RawMessage, line int) bool {
			var p spdxPackage
			if err := json.Unmarshal(raw, &p); err != nil {
				var mistyped *json.UnmarshalTypeError
				if !yield(delist.Item{}, doc.fault(line, 0, fmt.Errorf("package %q: %w", p.Name, err))) {
					return false
				}
				if !errors.As(err, &mistyped) || p.Name == "" {
					return true
				}
			}
			if p.isPlace() {
				return true
			}
			return yield(doc.checked(p.item(), line))
		},
	}}
	w.walk(yield)
}

// readTagValue reads SPDX tag-value: "Tag: value" lines, with <text> … </text>
// around values of several lines. A package begins with PackageName.
func readTagValue(doc *document, yield func(delist.Item, error) bool) {
	doc.reader = "spdx"
	t := tagValue{doc: doc, yield: yield}
	lines := bufio.NewScanner(doc.in.r) // lines are bounded by themselves
	lines.Buffer(nil, doc.limits.Line)
	for t.line = 1; lines.Scan(); t.line++ {
		if !t.read(lines.Text()) {
			return
		}
	}
	if err := lines.Err(); err != nil {
		if errors.Is(err, bufio.ErrTooLong) {
			err = fmt.Errorf("a line is longer than %d bytes: what follows was not read", doc.limits.Line)
		}
		t.flush()
		yield(delist.Item{}, doc.fault(t.line, 0, err))
		return
	}
	if t.inText {
		if t.flush() {
			yield(delist.Item{}, doc.fault(t.textLine, 0, errors.New("<text> without </text>: what follows was not read")))
		}
		return
	}
	t.flush()
}

// tagValue is a tag-value document while it is being read.
type tagValue struct {
	doc      *document
	yield    func(delist.Item, error) bool
	line     int
	pkg      *spdxPackage
	start    int // line of PackageName
	inText   bool
	textLine int
}

func (t *tagValue) read(line string) bool {
	if t.inText {
		t.inText = !strings.Contains(line, "</text>")
		return true
	}
	line = strings.TrimSpace(line)
	if line == "" || strings.HasPrefix(line, "#") {
		return true
	}
	tag, value, ok := strings.Cut(line, ":")
	if !ok {
		return t.yield(delist.Item{}, t.doc.fault(t.line, 0, errors.New("neither a tag with a value nor a comment")))
	}
	value = strings.TrimSpace(value)
	if rest, ok := strings.CutPrefix(value, "<text>"); ok {
		var closed bool
		if value, _, closed = strings.Cut(rest, "</text>"); !closed {
			t.inText, t.textLine = true, t.line
		}
	}
	return t.set(tag, value)
}

func (t *tagValue) set(tag, value string) bool {
	switch tag {
	case "PackageName":
		if !t.flush() {
			return false
		}
		t.pkg, t.start = &spdxPackage{Name: value}, t.line
		return true
	case "FileName", "SnippetSPDXID":
		return t.flush()
	}
	if t.pkg == nil {
		return true
	}
	switch tag {
	case "PackageVersion":
		t.pkg.Version = value
	case "PackageSupplier":
		t.pkg.Supplier = value
	case "PackageOriginator":
		t.pkg.Originator = value
	case "PackageHomePage":
		t.pkg.HomePage = value
	case "PrimaryPackagePurpose":
		t.pkg.Purpose = value
	case "ExternalRef":
		fields := strings.Fields(value)
		if len(fields) < 3 {
			return t.yield(delist.Item{}, t.doc.fault(t.line, 0, fmt.Errorf("ExternalRef %q: want category, type and locator", value)))
		}
		ref := struct {
			Type    string `json:"referenceType"`
			Locator string `json:"referenceLocator"`
		}{fields[1], fields[2]}
		t.pkg.ExternalRefs = append(t.pkg.ExternalRefs, ref)
	}
	return true
}

// flush yields the package that has come to its end.
func (t *tagValue) flush() bool {
	p := t.pkg
	t.pkg = nil
	if p == nil || p.isPlace() {
		return true
	}
	return t.yield(t.doc.checked(p.item(), t.start))
}
