package register

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/delistdev/delist"
)

//go:embed data
var embedded embed.FS

// Data returns the YAML files that the binary carries, rooted at data/.
func Data() fs.FS {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		panic(err) // the directory is part of the binary
	}
	return data
}

// A Problem is a fault of the register's files, with its place.
type Problem struct {
	File string // below the directory that was read
	Line int    // 1-based
	Text string
}

func (p Problem) Error() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text) }

const maxFile = 4 << 20 // bytes; the largest file of facts is far smaller

// The forms in which facts stand in files. They differ from the vocabulary's
// types in what may be left out; see docs/register.md.
type (
	partyFile struct {
		delist.Party `yaml:",inline"`
		Identifiers  []identifierEntry `yaml:"identifiers"`
		Products     []productEntry    `yaml:"products"`
	}
	productEntry struct {
		delist.Product `yaml:",inline"`
		Identifiers    []identifierEntry `yaml:"identifiers"`
	}
	identifierEntry struct {
		delist.Identifier `yaml:",inline"`
		Values            []string `yaml:"values"`
	}
	claimFile struct {
		Origins   []delist.Origin   `yaml:"origins"`
		Documents []delist.Document `yaml:"documents"`
		Claims    []delist.Claim    `yaml:"claims"`
	}
)

// Check reads the YAML files under fsys and returns the register that they make
// together with every fault found, in the order of files and lines. The
// register may be used only if there is none.
//
// The files are those that docs/register.md describes: audiences.yaml,
// classes.yaml, forges.yaml, parties/*.yaml, projects/*.yaml, measures/*.yaml and
// claims/*.yaml.
func Check(fsys fs.FS) (*Register, []Problem) {
	c := &checker{fsys: fsys, reg: new(Register), partyAt: map[delist.PartyID]place{}}
	readList(c, "audiences.yaml", &c.reg.Audiences)
	readList(c, "classes.yaml", &c.reg.Classes)
	if _, err := fs.Stat(fsys, "forges.yaml"); err == nil {
		readDocuments(c, "forges.yaml", c.addForges)
	}
	for _, folder := range []string{"parties", "projects"} {
		for _, file := range c.files(folder) {
			readDocuments(c, file, c.addParty)
		}
	}
	for _, file := range c.files("measures") {
		readDocuments(c, file, c.addMeasure)
	}
	for _, file := range c.files("claims") {
		readDocuments(c, file, c.addClaims)
	}
	c.reg.index()
	c.facts()
	return c.reg, c.sorted()
}

// sorted returns the faults in the order of files and lines.
func (c *checker) sorted() []Problem {
	slices.SortStableFunc(c.problems, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), strings.Compare(a.Text, b.Text))
	})
	return slices.Compact(c.problems)
}

// A checker reads files and remembers where each fact came from.
type checker struct {
	fsys     fs.FS
	reg      *Register
	problems []Problem
	// later holds the checks of facts against each other, which can only run
	// when everything has been read.
	later []func()
	// partyAt is where each party stands.
	partyAt map[delist.PartyID]place
}

// A place is a node of a file: where a fact stands.
type place struct {
	file string
	node *yaml.Node
}

// in returns the place of the named field, or of an element of a list; where
// there is none, the place of what encloses it.
func (p place) in(keys ...any) place {
	for _, key := range keys {
		var found *yaml.Node
		switch key := key.(type) {
		case int:
			if p.node.Kind == yaml.SequenceNode && key < len(p.node.Content) {
				found = p.node.Content[key]
			}
		case string:
			for i := 0; p.node.Kind == yaml.MappingNode && i+1 < len(p.node.Content); i += 2 {
				if p.node.Content[i].Value == key {
					found = p.node.Content[i+1]
				}
			}
		}
		if found == nil {
			return p
		}
		p.node = found
	}
	return p
}

func (c *checker) fault(at place, format string, args ...any) {
	line := 1
	if at.node != nil {
		line = at.node.Line
	}
	c.problems = append(c.problems, Problem{at.file, line, fmt.Sprintf(format, args...)})
}

func (c *checker) files(dir string) []string {
	entries, err := fs.ReadDir(c.fsys, dir)
	if dir == "projects" && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		c.fault(place{file: dir}, "%v", err)
	}
	var files []string
	for _, entry := range entries {
		name := path.Join(dir, entry.Name())
		if entry.IsDir() || path.Ext(name) != ".yaml" {
			c.fault(place{file: name}, "not a .yaml file")
			continue
		}
		files = append(files, name)
	}
	return files
}

func (c *checker) nodes(file string) []*yaml.Node {
	data, err := fs.ReadFile(c.fsys, file)
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("%d bytes: more than %d", len(data), maxFile)
	}
	if err != nil {
		c.fault(place{file: file}, "%v", err)
		return nil
	}
	return c.parse(file, data)
}

// parse returns the documents of a file.
func (c *checker) parse(file string, data []byte) []*yaml.Node {
	var nodes []*yaml.Node
	for dec := yaml.NewDecoder(bytes.NewReader(data)); ; {
		node := new(yaml.Node)
		if err := dec.Decode(node); errors.Is(err, io.EOF) {
			return nodes
		} else if err != nil {
			c.fault(place{file, &yaml.Node{Line: yamlLine(err)}}, "%s", strings.TrimPrefix(err.Error(), "yaml: "))
			return nodes
		}
		if len(node.Content) == 1 {
			nodes = append(nodes, node.Content[0])
		}
	}
}

// yamlLine finds the line in the library's error text, which is the only place
// that has it.
func yamlLine(err error) int {
	line := 1
	if _, after, ok := strings.Cut(err.Error(), "line "); ok {
		fmt.Sscanf(after, "%d", &line)
	}
	return line
}

// readDocuments decodes every document of a file and hands it on with its place.
func readDocuments[T any](c *checker, file string, add func(place, *T)) {
	for _, node := range c.nodes(file) {
		readDocument(c, place{file, node}, add)
	}
}

func readDocument[T any](c *checker, at place, add func(place, *T)) {
	before := len(c.problems)
	if c.conform(at, reflect.TypeFor[T]()); len(c.problems) > before {
		return
	}
	value := new(T)
	if err := at.node.Decode(value); err != nil {
		c.fault(at, "%v", err)
		return
	}
	add(at, value)
}

func readList[T any](c *checker, file string, into *[]T) {
	readDocuments(c, file, func(_ place, list *[]T) { *into = append(*into, *list...) })
}

func (c *checker) addForges(at place, list *[]Forge) {
	for i, f := range *list {
		c.sources(at.in(i), f.Sources)
	}
	c.reg.Forges = append(c.reg.Forges, *list...)
}

func (c *checker) addParty(at place, f *partyFile) {
	party := f.Party
	for i := range party.Relations {
		inherit(&party.Relations[i].Sources, party.Sources)
	}
	c.reg.Parties = append(c.reg.Parties, party)
	c.partyAt[party.ID] = at.in("relations")
	c.addIdentifiers(at, f.Identifiers, party.ID, nil, party.Sources)
	c.later = append(c.later, func() { c.party(at, &party) })
	for i, entry := range f.Products {
		c.addProduct(at.in("products", i), &entry, &party)
	}
}

func (c *checker) addProduct(at place, entry *productEntry, party *delist.Party) {
	product := entry.Product
	inherit(&product.Sources, party.Sources)
	if len(product.Makers) == 0 {
		product.Makers = []delist.Maker{{Party: party.ID, Role: delist.Developer}}
	}
	for i := range product.Makers {
		product.Makers[i].Role = cmp.Or(product.Makers[i].Role, delist.Developer)
	}
	for i := range product.Contains {
		inherit(&product.Contains[i].Sources, product.Sources)
	}
	for i := range product.Remedies {
		inherit(&product.Remedies[i].Sources, product.Sources)
	}
	c.reg.Products = append(c.reg.Products, product)
	c.addIdentifiers(at, entry.Identifiers, product.Makers[0].Party, &product, product.Sources)
	c.later = append(c.later, func() { c.product(at, &product) })
}

func (c *checker) addIdentifiers(at place, entries []identifierEntry, party delist.PartyID, product *delist.Product, sources []delist.Source) {
	for i, entry := range entries {
		where := at.in("identifiers", i)
		id := entry.Identifier
		id.Party = cmp.Or(id.Party, party)
		id.Role = cmp.Or(id.Role, delist.Developer)
		if product != nil {
			id.Product = product.ID
			id.Role = cmp.Or(entry.Identifier.Role, product.Makers[0].Role)
		}
		id.Match = cmp.Or(id.Match, usualMatch(id.Kind))
		inherit(&id.Sources, sources)
		values := entry.Values
		if id.Value != "" {
			values = append(slices.Clone(values), id.Value)
		}
		if len(values) == 0 {
			c.fault(where, "identifier without a value: give value or values")
		}
		for _, value := range values {
			id.Value = value
			one := id
			one.Strength = cmp.Or(one.Strength, usualStrength(one.Kind, value))
			c.reg.Identifiers = append(c.reg.Identifiers, one)
			c.later = append(c.later, func() { c.identifier(where, &one) })
		}
	}
}

func (c *checker) addMeasure(at place, m *delist.Measure) {
	for i := range m.Terms {
		inherit(&m.Terms[i].Sources, m.Sources)
	}
	c.reg.Measures = append(c.reg.Measures, *m)
	c.later = append(c.later, func() { c.measure(at, m) })
}

func (c *checker) addClaims(at place, f *claimFile) {
	c.reg.Origins = append(c.reg.Origins, f.Origins...)
	c.reg.Documents = append(c.reg.Documents, f.Documents...)
	c.reg.Claims = append(c.reg.Claims, f.Claims...)
	c.later = append(c.later, func() { c.claims(at, f) })
}

func inherit(sources *[]delist.Source, enclosing []delist.Source) {
	if len(*sources) == 0 {
		*sources = enclosing
	}
}

// usualMatch is the rule of an identifier that gives none.
func usualMatch(kind delist.IdentifierKind) delist.Match {
	switch kind {
	case delist.BundleID, delist.Domain, delist.MACPrefix:
		return delist.Namespace
	case delist.CompanyName, delist.Brand:
		return delist.Token
	}
	return delist.Exact
}

// usualStrength is how sure a link is whose identifier does not say: registries
// let nobody else publish under a name, distributions let anybody choose it.
func usualStrength(kind delist.IdentifierKind, value string) delist.Strength {
	switch kind {
	case delist.PURL:
		for _, free := range []string{"pkg:deb/", "pkg:rpm/", "pkg:apk/", "pkg:generic/"} {
			if strings.HasPrefix(value, free) {
				return delist.Declared
			}
		}
		return delist.Controlled
	case delist.BundleID:
		return delist.Controlled
	case delist.FileName, delist.ServiceName, delist.ExportedName:
		return delist.Named
	}
	return delist.Declared
}
