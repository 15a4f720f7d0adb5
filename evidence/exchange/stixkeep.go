package exchange

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// keep decodes an object and keeps it until the end of the file.
func (g *graph) keep(e element) {
	n := &node{at: e}
	n.at.raw = nil
	if err := json.Unmarshal(e.raw, &n.object); err != nil {
		g.in.fault(e, err)
	}
	if !stixForm.MatchString(n.ID) || !strings.HasPrefix(n.ID, n.Type+"--") {
		g.in.fault(e, fmt.Errorf("%q is no identifier of a %s", short(n.ID), n.Type))
		return
	}
	g.properties(e, n)
	g.extensions(e, n)
	g.labels(e, n)
	met := map[string]bool{}
	n.ObjectRefs = slices.DeleteFunc(n.ObjectRefs, func(ref string) bool {
		again := met[ref]
		met[ref] = true
		return again || !g.useful(n, ref)
	})
	if old := g.objects[n.ID]; old != nil {
		g.version(old, n)
		return
	}
	if len(g.order) >= g.limits.kept || g.bytes+int64(len(e.raw)) > g.limits.bytes {
		g.leave(errTooMany.Error(), e)
		return
	}
	g.bytes += int64(len(e.raw))
	g.objects[n.ID] = n
	g.order = append(g.order, n)
}

// useful reports whether a reference of a claim or a report is kept; reports list
// very many indicators.
func (g *graph) useful(n *node, ref string) bool {
	typ, _, _ := strings.Cut(ref, "--")
	switch typ {
	case "note", "opinion", "identity", "report":
		return true
	}
	if n.Type != "report" {
		g.leave("that a note or opinion is about objects of type "+short(typ)+" is not kept", n.at)
	}
	return false
}

// version keeps the later of two versions of one object (STIX 2.1, section 3.6).
func (g *graph) version(old, n *node) {
	if n.Modified <= old.Modified {
		g.leave("of several versions of an object the last is kept", n.at)
		return
	}
	g.leave("of several versions of an object the last is kept", old.at)
	*old = *n
}

// known holds the properties of each type of object that is read.
var known = func() map[string]map[string]bool {
	common := "type spec_version id created_by_ref created modified revoked labels external_references object_marking_refs granular_markings extensions "
	types := map[string]map[string]bool{}
	for typ, own := range map[string]string{
		"note":               "abstract content authors object_refs confidence",
		"opinion":            "opinion explanation authors object_refs confidence",
		"report":             "name published object_refs",
		"identity":           "name identity_class",
		"relationship":       "relationship_type description source_ref target_ref",
		"marking-definition": "name definition_type definition",
	} {
		types[typ] = map[string]bool{}
		for _, p := range strings.Fields(common + own) {
			types[typ][p] = true
		}
	}
	return types
}()

// properties reports those that are not read.
func (g *graph) properties(e element, n *node) {
	for name := range members(e.raw) {
		if p := plainText(name); !known[n.Type][p] {
			g.in.once(e, fmt.Sprintf("property %s of a %s is not kept", short(p), n.Type))
		}
	}
}

// labels reports those that are not read; of a claim they are read later.
func (g *graph) labels(e element, n *node) {
	for _, label := range n.Labels {
		if n.Type == "report" && label != "origin" && label != "document" || n.Type == "identity" && label != "party" && label != "speaker" {
			g.in.once(e, "label "+short(label)+" is not kept")
		}
	}
}

// extensions reads this package's own and reports the others.
func (g *graph) extensions(e element, n *node) {
	for _, id := range sortedKeys(n.Extensions) {
		switch id {
		case extension:
			if err := json.Unmarshal(n.Extensions[id], &n.beyond); err != nil {
				g.in.fault(e, fmt.Errorf("extension of %s: %w", n.ID, err))
				n.beyond = extra{}
			}
			n.own = n.beyond != extra{}
		case tlpExtension:
			n.readTLP(n.Extensions[id])
		default:
			g.in.once(e, fmt.Sprintf("extension %s of a %s is not kept", short(id), n.Type))
		}
	}
	n.Extensions = nil
}
