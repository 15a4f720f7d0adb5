package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

// foreign makes a claim of what others reviewed. It has no origins: which there are,
// its sources must tell.
func (v *reviews) foreign(node map[string]any, items []map[string]any, text, speaker string, e element) *delist.Claim {
	text, speaker = strings.TrimSpace(text), strings.TrimSpace(speaker)
	c := &delist.Claim{Kind: delist.Assertion, Text: text, Speaker: speaker, OnRecord: speaker != "", Note: verdict(node)}
	address := first(addresses(node["url"]), addresses(node["@id"]))
	c.ID = delist.ClaimID(hashID("review-", address, text))
	c.Sources = mergeSources(nil, []delist.Source{{URL: address, Title: titleOfReview(node)}})
	for _, item := range items {
		if said := join(texts(item["datePublished"])); said != "" {
			d, ok := looseDay(said)
			if c.Date = d; !ok {
				v.in.note(e, fmt.Errorf("%q is no day: the date of the claim is not known", short(said)))
			}
		}
		c.Sources = mergeSources(c.Sources, works(item["firstAppearance"], "first appearance"))
		c.Sources = mergeSources(c.Sources, works(item["appearance"], "appearance"))
		if !slices.Contains(typesOf(item), "Claim") { // the form before 2019: the work itself
			c.Sources = mergeSources(c.Sources, works(item, "appearance"))
		}
	}
	return c
}

// looseDay reads the day of a date with or without a time.
func looseDay(s string) (delist.Date, bool) {
	if s = strings.TrimSpace(s); len(s) > 10 && (s[10] == 'T' || s[10] == ' ') {
		s = s[:10]
	}
	d, err := delist.ParseDate(s)
	return d, err == nil
}

// titleOfReview says who reviewed, under which title, and when.
func titleOfReview(node map[string]any) string {
	title := first(texts(node["name"]), texts(node["headline"]))
	if by := join(names(node["author"])); by != "" {
		title = strings.TrimSuffix(by+": "+title, ": ")
	}
	if title == "" {
		title = "a review of the claim"
	}
	if d, ok := looseDay(join(texts(node["datePublished"]))); ok {
		title += ", " + d.String()
	}
	return title
}

// verdict says in words how the claim was rated.
func verdict(node map[string]any) string {
	var all []string
	for _, r := range nodesOf(node["reviewRating"]) {
		text := "Rated"
		if word := first(texts(r["alternateName"]), texts(r["name"])); word != "" {
			text += fmt.Sprintf(" %q", word)
		}
		if value := join(texts(r["ratingValue"])); value != "" {
			text += " (" + value
			if worst, best := join(texts(r["worstRating"])), join(texts(r["bestRating"])); worst+best != "" {
				text += fmt.Sprintf("; worst %s, best %s", cmp.Or(worst, "not given"), cmp.Or(best, "not given"))
			}
			text += ")"
		}
		if text == "Rated" {
			continue
		}
		if by := join(names(node["author"])); by != "" {
			text += " by " + by
		}
		all = append(all, text+".")
	}
	return strings.Join(all, " ")
}
