package exchange

import (
	"errors"
	"fmt"
	"strings"

	"github.com/delistdev/delist"
)

var errNobody = errors.New("nobody is named as the author of a note")

// A link is a relation of one claim to another.
type link struct {
	kind string
	to   delist.ClaimID
}

// links returns the relations between claims, by the identifier of the first.
func (g *graph) links() map[string][]link {
	links := map[string][]link{}
	for _, n := range g.order {
		if n.Type != "relationship" || n.Revoked {
			continue
		}
		kind, to := relationOf(n), g.objects[n.TargetRef]
		switch {
		case kind == "":
			g.in.once(n.at, fmt.Sprintf("a relation %s of claims is not kept", short(n.RelationshipType)))
		case to == nil || g.objects[n.SourceRef] == nil:
			g.in.note(n.at, fmt.Errorf("%s relates what is not in the file", n.ID))
		default:
			links[n.SourceRef] = append(links[n.SourceRef], link{kind, claimID(to)})
		}
	}
	return links
}

// relationOf returns what a relationship says of two claims, in its type or, where
// that is related-to, in its description.
func relationOf(n *node) string {
	word := n.RelationshipType
	if word == "related-to" {
		word = strings.ToLower(strings.TrimSpace(n.Description))
	}
	switch word {
	case supports, "corroborates":
		return supports
	case contradicts, "refutes", "disputes":
		return contradicts
	}
	return ""
}

func claimID(n *node) delist.ClaimID {
	if n.beyond.Claim != nil {
		return n.beyond.Claim.ID
	}
	return delist.ClaimID(foreignID(n.ID))
}

// claim hands out a note or an opinion.
func (g *graph) claim(n *node, tlp TLP, links map[string][]link) {
	if n.Type != "note" && n.Type != "opinion" {
		return
	}
	text := n.Content
	if n.Type == "opinion" {
		if text = n.Explanation; text == "" {
			text = n.Opinion
		}
	}
	if strings.TrimSpace(text) == "" {
		g.in.fault(n.at, fmt.Errorf("%s has no text", n.ID))
		return
	}
	var c *delist.Claim
	if own := n.beyond.Claim; own != nil {
		c = own.claim(text, speakers(n))
		c.Sources = mergeSources(c.Sources, sourcesOf(n))
	} else {
		c = g.foreign(n, text)
	}
	if err := words(c); err != nil {
		g.in.fault(n.at, err)
	}
	g.grades(n, c)
	relate(c, links[n.ID])
	g.in.give(Record{Claim: c, Sharing: tlp}, n.at)
}

// speakers returns whoever is named as the author.
func speakers(n *node) string {
	var named []string
	for _, a := range n.Authors {
		if strings.TrimSpace(a) != "" {
			named = append(named, a)
		}
	}
	return strings.Join(named, ", ")
}

// foreign makes a claim of what another program wrote. Whether it asserts, denies or
// announces is not said there.
func (g *graph) foreign(n *node, text string) *delist.Claim {
	c := &delist.Claim{ID: claimID(n), Kind: delist.Assertion, Text: text, Speaker: speakers(n),
		Date: g.dayOf(n), Note: n.Abstract, Sources: sourcesOf(n), Origins: g.carriers[n.ID]}
	if c.Speaker == "" {
		c.Speaker = strings.TrimSpace(g.creator(n))
	}
	if c.OnRecord = c.Speaker != ""; !c.OnRecord {
		g.in.note(n.at, errNobody)
	}
	if n.Type == "opinion" {
		c.Kind = delist.Opinion
	}
	var said []link
	for _, ref := range n.ObjectRefs {
		to := g.objects[ref]
		switch {
		case to == nil:
			g.in.note(n.at, fmt.Errorf("%s is about %s, which is not in the file", n.ID, short(ref)))
		case to.Type == "identity":
			c.About = append(c.About, partyID(to))
		case n.Type == "opinion" && to.Type != "report":
			said = append(said, link{stance(n.Opinion), claimID(to)})
		default:
			g.in.once(n.at, fmt.Sprintf("that a %s is about a %s is not kept", n.Type, to.Type))
		}
	}
	relate(c, said)
	return c
}

// stance returns what an opinion (STIX 2.1, section 10.19) is to its object.
func stance(opinion string) string {
	switch opinion {
	case "agree", "strongly-agree":
		return supports
	case "disagree", "strongly-disagree":
		return contradicts
	}
	return ""
}

func partyID(n *node) delist.PartyID {
	if n.beyond.Party != nil {
		return n.beyond.Party.ID
	}
	return delist.PartyID(foreignID(n.ID))
}

// relate adds relations, each once.
func relate(c *delist.Claim, links []link) {
	seen := map[link]bool{{supports, c.ID}: true, {contradicts, c.ID}: true}
	for _, id := range c.Supports {
		seen[link{supports, id}] = true
	}
	for _, id := range c.Contradicts {
		seen[link{contradicts, id}] = true
	}
	for _, l := range links {
		switch {
		case seen[l]:
		case l.kind == supports:
			c.Supports = append(c.Supports, l.to)
		case l.kind == contradicts:
			c.Contradicts = append(c.Contradicts, l.to)
		}
		seen[l] = true
	}
}

// grades reads the grades of labels and, where nobody gave a credibility, the
// confidence. Where the two differ somebody changed one of them.
func (g *graph) grades(n *node, c *delist.Claim) {
	if err := readGrades(c, n.Labels); err != nil {
		g.in.fault(n.at, err)
	}
	for _, label := range n.Labels {
		if !ownLabel(c, label) {
			g.in.once(n.at, "label "+short(label)+" is not kept")
		}
	}
	switch v := n.Confidence; {
	case v == nil:
	case *v < 0 || *v > 100:
		g.in.fault(n.at, fmt.Errorf("a confidence of %d: want 0 to 100", *v))
	case c.Credibility == 0:
		c.Credibility = credibility(*v)
	case c.Credibility != credibility(*v):
		g.in.fault(n.at, fmt.Errorf("a confidence of %d is credibility %d, and %d is given: that is kept", *v, credibility(*v), c.Credibility))
	}
}

func ownLabel(c *delist.Claim, label string) bool {
	return label == "claim" || label == string(c.Kind) || strings.HasPrefix(label, reliabilityLabel) || strings.HasPrefix(label, credibilityLabel)
}

// mergeSources adds those that somebody else put in.
func mergeSources(sources, read []delist.Source) []delist.Source {
	seen := map[string]bool{"": true}
	for _, s := range sources {
		seen[s.URL] = true
	}
	for _, r := range read {
		if !seen[r.URL] {
			seen[r.URL] = true
			sources = append(sources, r)
		}
	}
	return sources
}
