package exchange

import (
	"bufio"
	"fmt"
	"io"

	"github.com/delistdev/delist"
)

// WriteClaimReview writes the set as one JSON-LD document, a graph with a node a line
// in the order of the set. The same set gives the same bytes. Before it writes
// anything it reports a set that cannot be written, and a record that may not be
// told to everybody: a ClaimReview is made to be published.
func WriteClaimReview(w io.Writer, set Set) error {
	if err := set.check(); err != nil {
		return err
	}
	if err := set.public(); err != nil {
		return err
	}
	r := &reviewWriter{w: bufio.NewWriter(w), set: &set, index: indexOf(&set)}
	r.raw(`{"@context":"https://schema.org","@graph":[`)
	for i := range set.Claims {
		r.put(r.review(&set.Claims[i]))
	}
	for i := range set.Origins {
		r.put(origin(&set.Origins[i]))
	}
	for i := range set.Documents {
		d := &set.Documents[i]
		t := document(d)
		beyond := literalOf(documentBeyond(d))
		t.Record = &beyond
		r.put(t)
	}
	for i := range set.Parties {
		p := &set.Parties[i]
		t := r.party(p.ID)
		beyond := literalOf(partyBeyond(p))
		t.Record = &beyond
		r.put(t)
	}
	r.raw("\n]}\n")
	if err := r.w.Flush(); r.err == nil {
		r.err = err
	}
	return r.err
}

// public reports a record of the set that is not for everybody.
func (s *Set) public() error {
	for k := range s.keys() {
		if tlp := s.Sharing[k]; !tlp.Public() {
			return fmt.Errorf("%s %q is marked %s: it must not be published", k.Kind, k.ID, tlp)
		}
	}
	return nil
}

type reviewWriter struct {
	w     *bufio.Writer
	set   *Set
	index index
	n     int
	err   error
}

func (r *reviewWriter) raw(text string) {
	if _, err := r.w.WriteString(text); err != nil && r.err == nil {
		r.err = err
	}
}

func (r *reviewWriter) put(node any) {
	text, err := marshal(node)
	if err != nil && r.err == nil {
		r.err = err
	}
	if r.n++; r.n > 1 {
		r.raw(",")
	}
	r.raw("\n" + string(text))
}

func (r *reviewWriter) review(c *delist.Claim) review {
	out := review{Type: "ClaimReview", ID: "#" + string(c.ID), ClaimReviewed: c.Text}
	p := r.set.Publisher
	if p.URL != "" {
		out.URL = p.URL + "#" + string(c.ID)
	}
	if p.Name != "" {
		out.SDPublisher = &agent{"Organization", p.Name, p.URL}
	}
	if c.Credibility != 0 {
		out.ReviewRating, out.Author = ratingOf(c.Credibility), out.SDPublisher
	}
	i := item{Type: "Claim", DatePublished: c.Date.String(), Record: literalOf(claimBeyond(c))}
	if c.Speaker != "" {
		i.Author = &agent{Name: c.Speaker}
	}
	for _, id := range c.About {
		i.About = append(i.About, r.party(id))
	}
	i.FirstAppearance, i.Appearance = r.appearances(c)
	out.ItemReviewed = i
	return out
}

func ratingOf(credibility int) *rating {
	out := &rating{Type: "Rating", AlternateName: credibilities[credibility]}
	if credibility < 6 { // 6 is no place on the scale
		out.RatingValue, out.BestRating, out.WorstRating = 6-credibility, 5, 1
	}
	return out
}

// appearances returns where a claim was read: its sources, an address once, each as the
// document that it is where the set has one, and the earliest of those documents. That
// another print of the same origin has the claim too is not known: prints are cut.
func (r *reviewWriter) appearances(c *delist.Claim) (*thing, []thing) {
	var earliest *delist.Document
	var list []thing
	seen := map[string]bool{}
	for _, s := range c.Sources {
		if seen[s.URL] {
			continue
		}
		seen[s.URL] = true
		documents := r.index.at[s.URL]
		if len(documents) != 1 || s.URL == "" {
			list = append(list, thing{Type: "CreativeWork", Name: s.Title, URL: address(s.URL)})
			continue
		}
		d := documents[0]
		list = append(list, document(d))
		if !d.Printed.IsZero() && (earliest == nil || d.Printed.Before(earliest.Printed)) {
			earliest = d
		}
	}
	if earliest == nil {
		return nil, list
	}
	first := document(earliest)
	return &first, list
}

func document(d *delist.Document) thing {
	t := thing{Type: "CreativeWork", ID: "#document-" + string(d.ID), Name: titleOf(d), URL: address(d.Source.URL), DatePublished: d.Printed.String()}
	if d.Publisher != "" {
		t.Publisher = &agent{Name: d.Publisher}
	}
	return t
}

func origin(o *delist.Origin) thing {
	beyond := literalOf(originBeyond(o))
	return thing{Type: "CreativeWork", ID: "#origin-" + string(o.ID), Name: o.Name, DatePublished: o.Date.String(), Record: &beyond}
}

// party names a party, by its id where the set does not have it.
func (r *reviewWriter) party(id delist.PartyID) thing {
	p := r.index.parties[id]
	if p == nil {
		p = &delist.Party{Name: string(id)}
	}
	t := thing{ID: "#party-" + string(id), Name: p.Name}
	switch p.Kind {
	case delist.Person:
		t.Type = "Person"
	case delist.PublicBody:
		t.Type = "GovernmentOrganization"
	case delist.Company:
		t.Type = "Organization"
	}
	return t
}
