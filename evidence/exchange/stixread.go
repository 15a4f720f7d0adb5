package exchange

import (
	"encoding/json"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

// ReadSTIX yields the claims of a STIX 2.1 bundle, of a TAXII envelope, of a list of
// objects or of objects after one another, with the parties, origins and documents
// that they name. The mapping stands in stix.go; a note or an opinion that this package
// did not write becomes a claim with the id "stix-" and its UUID, of the day on which
// it was created; a report, an origin and a document.
//
// Objects refer to one another in any order, so records come at the end of the file:
// parties, origins, documents, claims, each in the order of the file. Only objects
// that may hold one are kept until then. Errors are [delist.ReadError] with name as
// the path, and come as they are met; those that are Mended tell, once for each
// property or type, of what is in the file and cannot be in a claim.
func ReadSTIX(r io.Reader, name string) iter.Seq2[Record, error] {
	return readSTIX(r, name, stixLimits)
}

func readSTIX(r io.Reader, name string, l limits) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		g := &graph{in: newInput(name, "stix", yield), limits: l, objects: map[string]*node{}, others: map[string]*other{}}
		s := &scanner{limits: l, opens: []string{"objects"}, each: g.element}
		s.scan(r)
		if !g.in.done {
			g.finish()
		}
	}
}

// A graph is what is kept of a file: the objects that may become records, with what
// they refer to.
type graph struct {
	in     *input
	limits limits
	// objects are the kept ones by identifier, order the same as they came.
	objects map[string]*node
	order   []*node
	bytes   int64
	others  map[string]*other
	// carriers are the origins of each claim, by its identifier, after the file is read.
	carriers map[string][]delist.OriginID
}

// A node is one object with its place.
type node struct {
	object
	beyond extra
	own    bool // this package wrote it
	at     element
}

// An other counts what is left out for one reason.
type other struct {
	n     int
	first element
}

var errNotSTIX = errors.New("no object of STIX: it has no type")

// element takes the next object of the file.
func (g *graph) element(e element, err error) bool {
	switch {
	case err != nil:
		g.in.fault(e, err)
	case e.at == "" && e.opened: // the bundle itself, or an envelope
	default:
		g.take(e)
	}
	return !g.in.done
}

func (g *graph) take(e element) {
	var typ, creator string
	claims := 0
	for name, value := range members(e.raw) {
		switch string(name) {
		case `"type"`:
			typ = plainText(value)
		case `"created_by_ref"`:
			creator = plainText(value)
		case `"source_ref"`, `"target_ref"`:
			if ref := plainText(value); strings.HasPrefix(ref, "note--") || strings.HasPrefix(ref, "opinion--") {
				claims++
			}
		}
	}
	switch {
	case typ == "":
		g.untyped(e)
	case typ == "bundle": // one without objects
	case typ == "extension-definition":
	case typ == "relationship" && creator == producer: // the extension of the claim has it
	case known[typ] == nil, typ == "relationship" && claims < 2:
		if !json.Valid(e.raw) {
			g.untyped(e)
			return
		}
		g.leave("objects of type "+short(typ)+" are no claims", e)
	default:
		g.keep(e)
	}
}

// untyped reports what is no object of STIX, or no JSON.
func (g *graph) untyped(e element) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(e.raw, &object); err != nil {
		g.in.fault(e, err)
		return
	}
	g.in.fault(e, errNotSTIX)
}

// leave counts what is left out.
func (g *graph) leave(why string, e element) {
	o := g.others[why]
	if o == nil {
		if len(g.others) > maxTold {
			why = "objects of further types are no claims"
		}
		if o = g.others[why]; o == nil {
			e.raw = nil
			o = &other{first: e}
			g.others[why] = o
		}
	}
	o.n++
}

// short cuts a text that goes into a message.
func short(s string) string {
	if len(s) > 80 {
		return strings.ToValidUTF8(s[:80], "") + "…"
	}
	return s
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
