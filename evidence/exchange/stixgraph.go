package exchange

import (
	"fmt"

	"github.com/delistdev/delist"
)

// finish hands out the records, now that everything is there which they refer to.
func (g *graph) finish() {
	marks := g.markings()
	links := g.links()
	for _, n := range g.order {
		if n.Revoked && n.Type != "marking-definition" {
			g.in.fault(n.at, fmt.Errorf("%s is revoked by whoever made it: left out", n.ID))
		}
	}
	about := g.aboutWhom()
	g.carry()
	steps := []func(n *node, tlp TLP){
		func(n *node, tlp TLP) { g.party(n, tlp, about) },
		g.origin,
		g.document,
		func(n *node, tlp TLP) { g.claim(n, tlp, links) },
	}
	for i, step := range steps {
		for _, n := range g.order {
			if g.in.done {
				return
			}
			if !n.Revoked {
				step(n, g.sharing(n, marks, i == len(steps)-1))
			}
		}
	}
	for _, why := range sortedKeys(g.others) {
		o := g.others[why]
		switch {
		case g.in.done:
			return
		case why == errTooMany.Error():
			g.in.fault(o.first, fmt.Errorf("%d: %w", o.n, errTooMany))
		default:
			g.in.note(o.first, fmt.Errorf("%s (%d, here first)", why, o.n))
		}
	}
}

// party hands out an identity that a claim is about.
func (g *graph) party(n *node, tlp TLP, about map[string]bool) {
	switch {
	case n.Type != "identity":
	case n.beyond.Party != nil:
		g.in.give(Record{Party: n.beyond.Party.party(n.Name), Sharing: tlp}, n.at)
	case about[n.ID]:
		p := &delist.Party{ID: delist.PartyID(foreignID(n.ID)), Kind: partyKind(n.IdentityClass), Name: n.Name, Sources: sourcesOf(n)}
		g.in.give(Record{Party: p, Sharing: tlp}, n.at)
	}
}

// carry notes which reports carry which claims.
func (g *graph) carry() {
	g.carriers = map[string][]delist.OriginID{}
	for _, n := range g.order {
		if n.Type != "report" || n.Revoked || n.beyond.Document != nil {
			continue
		}
		for _, ref := range n.ObjectRefs {
			g.carriers[ref] = append(g.carriers[ref], originID(n))
		}
	}
}

// aboutWhom returns the identities to which notes and opinions of others refer.
func (g *graph) aboutWhom() map[string]bool {
	about := map[string]bool{}
	for _, n := range g.order {
		if (n.Type == "note" || n.Type == "opinion") && n.beyond.Claim == nil && !n.Revoked {
			for _, ref := range n.ObjectRefs {
				about[ref] = true
			}
		}
	}
	return about
}

func (g *graph) origin(n *node, tlp TLP) {
	switch {
	case n.Type != "report" || n.beyond.Document != nil:
	case n.beyond.Origin != nil:
		g.in.give(Record{Origin: n.beyond.Origin.origin(n.Name), Sharing: tlp}, n.at)
	default:
		o := &delist.Origin{ID: originID(n), Name: n.Name, Channel: "report", Date: g.dayOf(n), Sources: sourcesOf(n)}
		for _, ref := range n.ObjectRefs {
			if cited := g.objects[ref]; cited != nil && cited.Type == "report" && cited.beyond.Document == nil && cited != n {
				o.Cites = append(o.Cites, originID(cited))
			}
		}
		g.in.give(Record{Origin: o, Sharing: tlp}, n.at)
	}
}

// document hands out a document; a report of others is one, and prints its own origin.
func (g *graph) document(n *node, tlp TLP) {
	switch {
	case n.Type != "report" || n.beyond.Origin != nil:
	case n.beyond.Document != nil:
		g.in.give(Record{Document: n.beyond.Document.document(n.Name), Sharing: tlp}, n.at)
	default:
		d := &delist.Document{ID: delist.DocumentID(foreignID(n.ID)), Title: n.Name, Publisher: g.creator(n), Printed: g.dayOf(n),
			Origins: []delist.OriginID{originID(n)}}
		if sources := sourcesOf(n); len(sources) > 0 {
			d.Source = sources[0]
		}
		g.in.give(Record{Document: d, Sharing: tlp}, n.at)
	}
}

// dayOf returns the day of publication, or of creation where there is none.
func (g *graph) dayOf(n *node) delist.Date {
	stamp := n.Published
	if stamp == "" {
		stamp = n.Created
	}
	d, ok := day(stamp)
	if !ok {
		g.in.note(n.at, fmt.Errorf("%q is no timestamp: the day is not known", short(stamp)))
	}
	return d
}

// creator returns the name of the identity that made an object, where the file has it.
func (g *graph) creator(n *node) string {
	if by := g.objects[n.CreatedByRef]; by != nil && by.Type == "identity" {
		return by.Name
	}
	return ""
}

func originID(n *node) delist.OriginID {
	if n.beyond.Origin != nil {
		return n.beyond.Origin.ID
	}
	return delist.OriginID(foreignID(n.ID))
}

// sourcesOf reads references to texts outside the file; nobody has read them yet.
func sourcesOf(n *node) []delist.Source {
	var sources []delist.Source
	for _, r := range n.ExternalReferences {
		s := delist.Source{URL: r.URL, Title: r.Description}
		if s.Title == "" {
			s.Title = r.SourceName
		}
		if r.ExternalID != "" {
			s.Title = fmt.Sprintf("%s (%s)", s.Title, r.ExternalID)
		}
		sources = append(sources, s)
	}
	return sources
}
