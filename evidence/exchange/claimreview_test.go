package exchange_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence/exchange"
)

// Invented, in the manner of Google's documentation.
const reviewed = `{"@context": "https://schema.org", "@type": "ClaimReview", "url": "https://example.com/news/worldisflat.html",
 "claimReviewed": "The world is flat", "inLanguage": "en", "datePublished": "2016-06-25 05:00",
 "itemReviewed": {"@type": "Claim", "author": {"@type": "Organization", "name": "Square World Society", "sameAs": "https://example.com/flat"},
  "datePublished": "2016-06-20", "appearance": [{"@type": "OpinionNewsArticle", "url": "https://example.com/news/a122121", "headline": "Square Earth"},
   "https://example.org/b"], "firstAppearance": "https://example.com/first"},
 "author": {"@type": "Organization", "name": "Example.com science watch"},
 "reviewRating": {"@type": "Rating", "ratingValue": "1", "bestRating": 5, "worstRating": 1, "alternateName": "False"}}`

func TestForeignClaimReview(t *testing.T) {
	got, faults, notes := collect(t, exchange.ReadClaimReview(strings.NewReader(reviewed), "r"))
	want := []delist.Claim{{ID: got.Claims[0].ID, Kind: delist.Assertion, Text: "The world is flat", Speaker: "Square World Society", OnRecord: true,
		Date: day("2016-06-20"), Note: `Rated "False" (1; worst 1, best 5) by Example.com science watch.`,
		Sources: []delist.Source{
			{URL: "https://example.com/news/worldisflat.html", Title: "Example.com science watch, 2016-06-25"},
			{URL: "https://example.com/first", Title: "first appearance"},
			{URL: "https://example.org/b", Title: "appearance"},
			{URL: "https://example.com/news/a122121", Title: "Square Earth"},
		}}}
	if diff := cmp.Diff(want, got.Claims, cmpopts.EquateEmpty(), cmp.Comparer(func(a, b delist.Date) bool { return a == b })); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(string(got.Claims[0].ID), "review-") || len(faults) > 0 {
		t.Errorf("id %q, faults %q", got.Claims[0].ID, faults)
	}
	if diff := cmp.Diff([]string{"r:1: property inLanguage of ClaimReview is not kept"}, notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

// A review is found wherever JSON-LD lets it stand, under whatever names.
func TestClaimReviewForms(t *testing.T) {
	tests := []struct{ name, text string }{
		{"alone", reviewed},
		{"list", "[" + reviewed + "]"},
		{"graph", `{"@context":"https://schema.org","@graph":[{"@type":"WebPage","name":"p"},` + reviewed + `]}`},
		{"feed", `{"@context":"http://schema.org","@type":"DataFeed","dataFeedElement":[{"@type":"DataFeedItem","item":[` + reviewed + `]}]}`},
		{"lines without types", strings.ReplaceAll(strings.Replace(reviewed, `"@type": "ClaimReview", `, "", 1), "\n", " ") + "\n"},
		{"inside a page", `{"@type":"NewsArticle","mainEntity":{"@type":["Review","ClaimReview"],` + strings.TrimPrefix(reviewed, `{"@context": "https://schema.org", "@type": "ClaimReview",`) + `}`},
		{"long names", strings.NewReplacer(`"claimReviewed"`, `"https://schema.org/claimReviewed"`, `"itemReviewed"`, `"schema:itemReviewed"`,
			`"@type": "ClaimReview"`, `"@type": "http://schema.org/ClaimReview"`).Replace(reviewed)},
		{"values", strings.Replace(reviewed, `"The world is flat"`, `[{"@value":"The world is flat","@language":"en"}]`, 1)},
		{"the form before 2019", strings.Replace(reviewed, `"@type": "Claim"`, `"@type": "CreativeWork", "sameAs": "https://example.com/work"`, 1)},
	}
	for _, test := range tests {
		set, faults, _ := collect(t, exchange.ReadClaimReview(strings.NewReader(test.text), "r"))
		if len(faults) > 0 || len(set.Claims) != 1 || set.Claims[0].Text != "The world is flat" || set.Claims[0].Speaker != "Square World Society" {
			t.Errorf("%s: %+v %q", test.name, set.Claims, faults)
		}
	}
}

// There is a rating where a person gave a grade, and nowhere else; nobody's verdict
// becomes one.
func TestRatings(t *testing.T) {
	set := made()
	set.Claims[2].Credibility = 0
	var graph struct {
		Graph []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal(write(t, formats[1], set), &graph); err != nil {
		t.Fatal(err)
	}
	want := []any{
		map[string]any{"@type": "Rating", "ratingValue": 2.0, "bestRating": 5.0, "worstRating": 1.0, "alternateName": "doubtful"},
		map[string]any{"@type": "Rating", "alternateName": "truth cannot be judged"},
		nil,
	}
	for i := range want {
		if diff := cmp.Diff(want[i], graph.Graph[i]["reviewRating"]); diff != "" {
			t.Errorf("claim %d (-want +got):\n%s", i, diff)
		}
	}
	if graph.Graph[2]["author"] != nil {
		t.Error("an author of a review where nobody judged")
	}
	got, _, _ := collect(t, exchange.ReadClaimReview(strings.NewReader(reviewed), "r"))
	if c := got.Claims[0]; c.Credibility != 0 || c.Reliability != "" {
		t.Errorf("graded %q%d", c.Reliability, c.Credibility)
	}
}

// The name of an unknown publisher is not invented, nor an address.
func TestNoPublisher(t *testing.T) {
	set := made()
	set.Publisher = exchange.Publisher{}
	text := write(t, formats[1], set)
	if bytes.Contains(text, []byte("sdPublisher")) || bytes.Contains(text, []byte("example.net")) {
		t.Error("a publisher that nobody named")
	}
}
