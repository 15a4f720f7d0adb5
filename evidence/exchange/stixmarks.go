package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
)

// readTLP takes the level of a marking definition of edition 2.
func (n *node) readTLP(text []byte) {
	var mark struct {
		Level string `json:"tlp_2_0"`
	}
	if json.Unmarshal(text, &mark) == nil && n.Type == "marking-definition" {
		n.Definition, n.DefinitionType = map[string]string{"tlp": mark.Level}, "tlp_2_0"
	}
}

// markings returns the levels that the file itself defines, by identifier.
func (g *graph) markings() map[string]TLP {
	marks := map[string]TLP{}
	for _, n := range g.order {
		if n.Type != "marking-definition" {
			continue
		}
		t := TLP{n.Definition["tlp"], 1}
		if n.DefinitionType == "tlp_2_0" {
			t.Edition = 2
		}
		if t.rank() > 0 {
			marks[n.ID] = t
		}
	}
	return marks
}

// sharing returns the strictest marking of an object. One that is for a part of it
// holds for all of it: a record is shared whole or not at all.
func (g *graph) sharing(n *node, marks map[string]TLP, report bool) TLP {
	var strictest TLP
	each := func(id string) {
		t, ok := tlpByID(id)
		if !ok {
			t, ok = marks[id]
		}
		if !ok && report {
			g.unknownMarking(n, id)
		}
		strictest = stricter(strictest, t)
	}
	for _, id := range n.ObjectMarkingRefs {
		each(id)
	}
	for _, m := range n.GranularMarkings {
		if m.MarkingRef != "" {
			each(m.MarkingRef)
		}
	}
	return strictest
}

// unknownMarking reports, once each, a marking that does not go through.
func (g *graph) unknownMarking(n *node, id string) {
	if def := g.objects[id]; def != nil && def.DefinitionType != "" {
		g.in.once(n.at, fmt.Sprintf("marking of the type %s is not kept: %s", short(def.DefinitionType), short(def.Definition[def.DefinitionType])))
		return
	}
	what := "marking " + short(id) + " is nowhere defined: how far the record may be shared is not known"
	if !g.in.told[what] && len(g.in.told) <= maxTold {
		g.in.told[what] = true
		g.in.fault(n.at, errors.New(what))
	}
}
