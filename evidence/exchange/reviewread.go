package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

// ReadClaimReview yields the claims of JSON-LD: of one review, of a list, of a graph
// ("@graph"), of a feed ("dataFeedElement", as Google's Fact Check Data has it), or of
// reviews after one another, wherever in a node they stand. The mapping stands
// in review.go; a review that this package did not write becomes an assertion of whoever is
// named as the author of the claim, with the verdict as a note. Markup inside HTML is
// to be taken out of it first.
//
// Records come as they are met. Errors are [delist.ReadError] with name as the path;
// those that are Mended tell, once for each property, of what of a
// review, its item or its rating a claim cannot hold.
func ReadClaimReview(r io.Reader, name string) iter.Seq2[Record, error] {
	return readClaimReview(r, name, reviewLimits)
}

func readClaimReview(r io.Reader, name string, l limits) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		v := &reviews{in: newInput(name, "claimreview", yield)}
		s := &scanner{limits: l, opens: []string{"@graph", "dataFeedElement", "itemListElement"}, each: v.element}
		s.scan(r)
	}
}

// reviews goes through the nodes of one file.
type reviews struct {
	in *input
	// found counts what the element at hand held.
	found int
}

func (v *reviews) element(e element, err error) bool {
	if err != nil {
		v.in.fault(e, err)
		return !v.in.done
	}
	dec := json.NewDecoder(bytes.NewReader(e.raw))
	dec.UseNumber()
	var node any
	if err := dec.Decode(&node); err != nil {
		v.in.fault(e, fmt.Errorf("no JSON: %w", err))
		return !v.in.done
	}
	e.raw, v.found = nil, 0
	v.visit(node, e)
	if v.found == 0 && !e.opened && !v.in.done {
		v.in.once(e, "a node of type "+short(strings.Join(typesOf(node), ", "))+" holds no review of a claim")
	}
	return !v.in.done
}

// visit looks for reviews and records in a node and in what it holds. The scanner
// bounds how deep it goes.
func (v *reviews) visit(node any, e element) {
	switch node := node.(type) {
	case []any:
		for _, n := range node {
			v.visit(n, e)
		}
	case map[string]any:
		props := plain(node)
		switch {
		case v.in.done:
		case slices.Contains(typesOf(node), "ClaimReview"), props["claimReviewed"] != nil: // dumps leave the type out
			v.found++
			v.review(props, e)
		case props[recordProperty] != nil:
			v.found++
			v.record(props, e)
		default:
			for _, p := range sortedKeys(props) {
				v.visit(props[p], e)
			}
		}
	}
}

// record reads a node for an origin, a document or a party.
func (v *reviews) record(node map[string]any, e element) {
	beyond, ok, err := beyondOf(node[recordProperty])
	name := join(texts(node["name"]))
	switch {
	case err != nil:
		v.in.fault(e, err)
	case !ok:
		v.in.fault(e, errors.New("a record that holds nothing"))
	case beyond.Origin != nil:
		v.in.give(Record{Origin: beyond.Origin.origin(name)}, e)
	case beyond.Document != nil:
		v.in.give(Record{Document: beyond.Document.document(name)}, e)
	case beyond.Party != nil:
		v.in.give(Record{Party: beyond.Party.party(name)}, e)
	default:
		v.in.fault(e, errors.New("a claim outside a review"))
	}
}

var errNoClaim = errors.New("a review that says of no claim what it is")

// review reads one review.
func (v *reviews) review(node map[string]any, e element) {
	items := nodesOf(node["itemReviewed"])
	v.properties(node, items, e)
	text := join(texts(node["claimReviewed"]))
	var speakers []string
	var own *claimExtra
	for _, item := range items {
		if text == "" {
			text = first(texts(item["text"]), texts(item["name"]), texts(item["description"]))
		}
		speakers = append(speakers, names(item["author"])...)
		beyond, _, err := beyondOf(item[recordProperty])
		if err != nil {
			v.in.fault(e, err)
		}
		own = beyond.Claim
	}
	if text == "" {
		v.in.fault(e, errNoClaim)
		return
	}
	var c *delist.Claim
	if own != nil {
		c = own.claim(text, join(speakers))
	} else {
		c = v.foreign(node, items, text, join(speakers), e)
	}
	if err := words(c); err != nil {
		v.in.fault(e, err)
	}
	v.in.give(Record{Claim: c}, e)
}

// readProperties are those that are read, of each sort of node.
var readProperties = map[string][]string{
	"ClaimReview": {"@context", "@type", "@id", "url", "claimReviewed", "itemReviewed", "reviewRating", "author", "datePublished", "sdPublisher", "name", "headline"},
	"item": {"@context", "@type", "@id", "url", "author", "datePublished", "appearance", "firstAppearance", "text", "name", "description",
		"sameAs", recordProperty},
	"rating": {"@type", "@id", "ratingValue", "bestRating", "worstRating", "alternateName", "name"},
}

// properties reports those that are not read.
func (v *reviews) properties(node map[string]any, items []map[string]any, e element) {
	v.unread("ClaimReview", "ClaimReview", node, e)
	for _, item := range items {
		if item[recordProperty] != nil {
			delete(item, "about")
		}
		v.unread("item", "itemReviewed", item, e)
	}
	for _, r := range nodesOf(node["reviewRating"]) {
		v.unread("rating", "reviewRating", r, e)
	}
}

func (v *reviews) unread(sort, name string, node map[string]any, e element) {
	for _, p := range sortedKeys(node) {
		if !slices.Contains(readProperties[sort], p) {
			v.in.once(e, fmt.Sprintf("property %s of %s is not kept", short(p), name))
		}
	}
}
