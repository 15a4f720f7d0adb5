package markup

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Bounds of the products in one script.
const (
	mostFields = 10_000  // of a product
	mostWork   = 1 << 20 // values visited, as references lead to the same again
)

// A script is the JSON-LD of one element of the page.
type script struct {
	page     *page
	object   string
	begin    int64  // of the text in the page; negative where that is not known
	path     []byte // JSON pointer to what is looked at
	products []scriptProduct
	byID     map[string]*node
	groups   map[string]*node  // of the products that a group only refers to
	above    map[*node][]Field // what variants have from their groups
	work     int
	inside   bool // what a reference led to
}

type scriptProduct struct {
	node   *node
	object string
	group  *node
}

// readScript yields the products of a script with JSON-LD.
//
// Source: W3C, "JSON-LD 1.1" (2020), as far as schema.org and Google use it:
// https://schema.org/Product,
// https://developers.google.com/search/docs/appearance/structured-data/product.
// Contexts are not looked at: what is called Product is taken for schema.org's.
func (p *page) readScript(text []byte, object string) bool {
	roots, faults, moved := readJSON(text, p.line)
	begin := p.at.begin
	if moved || p.at.lost {
		begin = -1
	}
	for _, f := range faults {
		err := f.err
		if f.count > 1 {
			err = fmt.Errorf("%w, %d times", err, f.count)
		}
		if !p.report(f.line, object, err) {
			return false
		}
	}
	s := &script{page: p, object: object, begin: begin, byID: map[string]*node{}, groups: map[string]*node{}, above: map[*node][]Field{}}
	for i, root := range roots {
		if i > 0 {
			s.object = fmt.Sprintf("%s value %d", object, i+1)
		}
		s.find(root, nil)
	}
	for _, found := range s.products {
		if !s.emit(found) {
			return false
		}
	}
	return true
}

// find notes the products in n. In a product only its variants are products that
// are offered; others are things that it is like, or fits.
func (s *script) find(n *node, group *node) {
	isProduct := n.kind == nodeObject && (isProduct(n) ||
		group != nil && n.get("@type") == nil && reference(n) == "")
	s.name(n)
	if isProduct {
		s.products = append(s.products, scriptProduct{n, s.object + string(s.path), group})
	}
	before := len(s.path)
	for i, inner := range n.nodes {
		step := strconv.Itoa(i)
		below := group
		if n.kind == nodeObject {
			step, below = n.keys[i], nil
			if isProduct && schemaName(step) == "hasVariant" {
				below = n
				s.refer(inner, n)
			}
		}
		s.path = append(append(s.path, '/'), pointer.Replace(step)...)
		if !isProduct || below != nil || schemaName(step) == "isVariantOf" {
			s.find(inner, below)
		} else {
			s.identify(inner)
		}
		s.path = s.path[:before]
	}
}

// name notes by what n can be referred to: its identifier, and for a group also its
// address and its number.
func (s *script) name(n *node) {
	if n.kind != nodeObject || len(n.keys) < 2 {
		return
	}
	names := []*node{n.get("@id")}
	if slices.Contains(typesOf(n), "ProductGroup") {
		names = append(names, n.get("url"), n.get("productGroupID"))
	}
	for _, name := range names {
		if name != nil && name.text != "" && s.byID[name.text] == nil {
			s.byID[name.text] = n
		}
	}
}

var pointer = strings.NewReplacer("~", "~0", "/", "~1")

// identify notes what can be referred to in a part of a product.
func (s *script) identify(n *node) {
	s.name(n)
	for _, inner := range n.nodes {
		s.identify(inner)
	}
}

// refer notes the variants of a group that stand elsewhere.
func (s *script) refer(n, group *node) {
	if n.kind == nodeArray {
		for _, inner := range n.nodes {
			s.refer(inner, group)
		}
	}
	if id := reference(n); id != "" {
		s.groups[id] = group
	}
}

// reference returns the identifier of a node that is nothing else.
func reference(n *node) string {
	if n.kind == nodeObject && len(n.keys) == 1 && n.keys[0] == "@id" {
		return n.nodes[0].text
	}
	return ""
}

func isProduct(n *node) bool {
	return slices.ContainsFunc(typesOf(n), func(name string) bool { return productTypes[name] })
}

// typesOf returns the types of a node by their names in schema.org.
func typesOf(n *node) (types []string) {
	t := n.get("@type")
	if t == nil {
		return nil
	}
	if t.kind == nodeText {
		return []string{schemaName(t.text)}
	}
	for _, inner := range t.nodes {
		if inner.kind == nodeText {
			types = append(types, schemaName(inner.text))
		}
	}
	return types
}

// emit yields a product.
func (s *script) emit(found scriptProduct) bool {
	r := Record{Line: found.node.line, Object: found.object}
	if s.begin >= 0 {
		r.Begin, r.End = s.begin+int64(found.node.begin), s.begin+int64(found.node.end)
	}
	err := s.fields(found.node, "", &r.Fields, 0)
	group := s.groupOf(found)
	if group != nil && group != found.node && err == nil {
		r.Fields = inherit(r.Fields, s.heritage(group))
	}
	if !s.page.yield(r, nil) {
		return false
	}
	return err == nil || s.page.report(r.Line, r.Object, err)
}

// groupOf returns the group whose variant a product is, or nil.
func (s *script) groupOf(found scriptProduct) *node {
	if found.group != nil {
		return found.group
	}
	if id := found.node.get("@id"); id != nil && s.groups[id.text] != nil {
		return s.groups[id.text]
	}
	if of := found.node.get("isVariantOf"); of != nil {
		if group := s.byID[reference(of)]; group != nil {
			return group
		}
		return of
	}
	if number := found.node.get("inProductGroupWithID"); number != nil {
		return s.byID[number.text]
	}
	return nil
}

// heritage returns what variants have from a group. A fault in it is reported with
// the group.
func (s *script) heritage(group *node) []Field {
	above, ok := s.above[group]
	if !ok {
		var fields []Field
		_ = s.fields(group, "", &fields, 0)
		above = heritage(fields)
		s.above[group] = above
	}
	return above
}
