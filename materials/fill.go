package materials

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"

	"github.com/delistdev/delist"
)

// Counts say what filling in changed. A component has a supplier where the
// document says so, or says so now. Files that are listed one by one are not
// counted: they are parts of components.
type Counts struct {
	Components                      int
	SupplierBefore, SupplierAfter   int
	DeveloperBefore, DeveloperAfter int
}

// Who says who is behind a component or package, as it is written in JSON.
type Who func(raw []byte) ([]delist.Attribution, error)

// maxComponent is the largest component that is held, with all inside it.
const maxComponent = 64 << 20

// maxNesting is how deep components may lie inside each other.
const maxNesting = 64

// ErrForm says that a document is of a form that is not filled in.
var ErrForm = errors.New("only CycloneDX (JSON and XML) and SPDX 2 (JSON and tag-value) are filled in")

// Fill copies an SBOM and fills in who supplied and who made each component,
// where it does not say so. Everything else stays byte for byte as it was. A
// component that cannot be read is copied, and told to unread with its line; any
// other fault, such as a document that ends in the middle, is returned, and what
// was written is then no document.
//
// The form is recognised: CycloneDX as JSON or XML, SPDX as JSON or tag-value.
//
// Source: CycloneDX 1.2 to 1.7, of which 1.6 brought "manufacturer" and 1.3
// "properties"; before, "author" is who made it. SPDX 2.2 and 2.3, clause 7.
func Fill(w io.Writer, r io.Reader, who Who, o Options, unread func(line int, err error)) (Counts, error) {
	f := &filler{copier: newCopier(r, w, maxComponent), who: who, o: o, unread: unread}
	head, err := f.r.Peek(64 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return f.counts, err
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		for range 3 {
			if _, err := f.next(); err != nil {
				return f.counts, err
			}
		}
	}
	form, err := f.recognise(head)
	if err != nil {
		return f.counts, err
	}
	if err := form.document(); err != nil {
		return f.counts, fmt.Errorf("line %d: %w", f.line, err)
	}
	return f.counts, nil
}

// A form is one in which SBOMs are written: its document is copied and filled.
type form interface{ document() error }

type filler struct {
	*copier
	who    Who
	o      Options
	unread func(line int, err error)
	counts Counts
	array  string // that holds the components
	fill   func(*object, makers) error
	nested bool
	minor  int // of the version of CycloneDX
}

var (
	cdxForm  = regexp.MustCompile(`"bomFormat"|cyclonedx\.org/schema`)
	cdxMinor = regexp.MustCompile(`"specVersion"\s*:\s*"1\.([0-9])"`)
	spdxForm = regexp.MustCompile(`"spdxVersion"\s*:\s*"SPDX-2|"SPDXID"`)
	xmlForm  = regexp.MustCompile(`cyclonedx\.org/schema/bom/1\.([0-9])`)
	tagForm  = regexp.MustCompile(`(?m)^SPDXVersion:\s*SPDX-2`)
)

func (f *filler) recognise(head []byte) (form, error) {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch m := xmlForm.FindSubmatch(head); {
	case bytes.HasPrefix(head, []byte("<")) && m != nil:
		f.minor = int(m[1][0] - '0')
		return &xmlFiller{filler: f}, nil
	case tagForm.Match(head) && !bytes.HasPrefix(head, []byte("{")):
		return &tagFiller{filler: f}, nil
	case !bytes.HasPrefix(head, []byte("{")):
		return nil, ErrForm
	case cdxForm.Match(head):
		f.array, f.fill, f.nested, f.minor = "components", f.fillCycloneDX, true, 4 // what is safe, should the version come late
		if m := cdxMinor.FindSubmatch(head); m != nil {
			f.minor = int(m[1][0] - '0')
		}
	case spdxForm.Match(head):
		f.array, f.fill = "packages", f.fillSPDX
	default:
		return nil, ErrForm
	}
	return f, nil
}

// document copies a document of JSON.
func (f *filler) document() error {
	if err := f.object(); err != nil {
		return err
	}
	return f.rest()
}

// object copies the outermost object.
func (f *filler) object() error {
	if err := f.want('{'); err != nil {
		return err
	}
	for {
		b, err := f.peek()
		switch {
		case err != nil:
			return err
		case b == '}':
			_, err = f.next()
			return err
		case b == ',':
			_, err = f.next()
		default:
			err = f.member()
		}
		if err != nil {
			return err
		}
	}
}

func (f *filler) member() error {
	key, err := f.text()
	if err != nil {
		return err
	}
	if err := f.want(':'); err != nil {
		return err
	}
	b, err := f.peek()
	if err != nil {
		return err
	}
	if key != f.array || b != '[' {
		return f.value()
	}
	return f.elements()
}

func (f *filler) elements() error {
	if err := f.want('['); err != nil {
		return err
	}
	for {
		b, err := f.peek()
		switch {
		case err != nil:
			return err
		case b == ']':
			_, err = f.next()
			return err
		case b == ',':
			if _, err = f.next(); err != nil {
				return err
			}
			continue
		}
		line := f.line
		raw, err := f.held()
		if err != nil {
			return err
		}
		if _, err := f.w.Write(f.component(raw, line, 0)); err != nil {
			return err
		}
	}
}

// component returns a component with what was missing.
func (f *filler) component(raw []byte, line, depth int) []byte {
	o, err := parseObject(raw)
	if err != nil || len(o.members) == 0 {
		f.unread(line, errors.Join(err, errors.New("a component that is no object, or an empty one")))
		return raw
	}
	found, err := f.who(raw)
	if err != nil {
		f.unread(line, err)
	}
	if err := f.fill(o, f.o.makersOf(found)); err != nil {
		f.unread(line, err)
		return raw
	}
	if m := o.find("components"); f.nested && m != nil && raw[m.value] == '[' {
		f.inside(o, m, line, depth)
	}
	return o.bytes()
}

// inside fills in the components of a component.
func (f *filler) inside(o *object, m *member, line, depth int) {
	if depth >= maxNesting {
		f.unread(line, fmt.Errorf("components nested deeper than %d", maxNesting))
		return
	}
	inner := o.raw[m.value:m.after]
	for _, e := range split(inner, false) {
		before := inner[e.value:e.after]
		if after := f.component(before, line, depth+1); !bytes.Equal(before, after) {
			o.changes = append(o.changes, change{m.value + e.value, m.value + e.after, bytes.Clone(after)})
		}
	}
}

func (f *filler) fillCycloneDX(o *object, m makers) error {
	made := "manufacturer"
	if f.minor < 6 {
		made = "author"
	}
	hasSupplier, hasDeveloper := o.has("supplier"), o.has("manufacturer") || o.has("author") || o.has("authors")
	f.count(o.text("type") != "file", hasSupplier, hasDeveloper, m)
	var how []property
	if m.supplier != nil && !hasSupplier {
		if err := o.set("supplier", entity(m.supplier)); err != nil {
			return err
		}
		how = m.supplier.how("delist:supplier")
	}
	if m.developer != nil && !hasDeveloper {
		var value any = entity(m.developer)
		if made == "author" {
			value = m.developer.name
		}
		if err := o.set(made, value); err != nil {
			return err
		}
		if m.developer != m.supplier || hasSupplier {
			how = append(how, m.developer.how("delist:manufacturer")...)
		}
	}
	if f.minor < 3 {
		return nil
	}
	return extend(o, "properties", how)
}

func (f *filler) fillSPDX(o *object, m makers) error {
	hasSupplier, hasOriginator := o.has("supplier"), o.has("originator")
	f.count(o.text("primaryPackagePurpose") != "FILE", hasSupplier, hasOriginator, m)
	var known makers
	if m.supplier != nil && !hasSupplier {
		if err := o.set("supplier", agent(m.supplier)); err != nil {
			return err
		}
		known.supplier = m.supplier
	}
	if m.developer != nil && !hasOriginator {
		if err := o.set("originator", agent(m.developer)); err != nil {
			return err
		}
		known.developer = m.developer
	}
	return extend(o, "annotations", f.o.annotations(known))
}

func (f *filler) count(counts, hasSupplier, hasDeveloper bool, m makers) {
	if !counts {
		return
	}
	f.counts.Components++
	add := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	add(&f.counts.SupplierBefore, hasSupplier)
	add(&f.counts.SupplierAfter, hasSupplier || m.supplier != nil)
	add(&f.counts.DeveloperBefore, hasDeveloper)
	add(&f.counts.DeveloperAfter, hasDeveloper || m.developer != nil)
}
