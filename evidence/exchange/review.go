package exchange

import "encoding/json"

// How claims stand in ClaimReview (https://schema.org/ClaimReview and
// https://developers.google.com/search/docs/appearance/structured-data/factcheck):
//
//	text             claimReviewed
//	speaker          itemReviewed.author, without a type: whether it is a person is not known
//	date             itemReviewed.datePublished
//	about            itemReviewed.about
//	sources          itemReviewed.appearance; the earliest document with a date is firstAppearance
//	credibility      reviewRating, from 5 (confirmed) down to 1 (improbable), and in words.
//	                 Without a grade there is none: who does not judge must not seem to
//	publisher        sdPublisher, and author where there is a rating
//
// What is left travels as a JSON literal (JSON-LD 1.1, section 4.2.2) in the property
// [recordProperty], which others pass over. Origins, documents and parties are nodes of
// the same graph.
type (
	review struct {
		Type          string  `json:"@type"`
		ID            string  `json:"@id"`
		URL           string  `json:"url,omitempty"`
		ClaimReviewed string  `json:"claimReviewed"`
		Author        *agent  `json:"author,omitempty"`
		ReviewRating  *rating `json:"reviewRating,omitempty"`
		ItemReviewed  item    `json:"itemReviewed"`
		SDPublisher   *agent  `json:"sdPublisher,omitempty"`
	}
	item struct {
		Type            string  `json:"@type"`
		Author          *agent  `json:"author,omitempty"`
		DatePublished   string  `json:"datePublished,omitempty"`
		About           []thing `json:"about,omitempty"`
		FirstAppearance *thing  `json:"firstAppearance,omitempty"`
		Appearance      []thing `json:"appearance,omitempty"`
		Record          literal `json:"delist:record"`
	}
	agent struct {
		Type string `json:"@type,omitempty"`
		Name string `json:"name"`
		URL  string `json:"url,omitempty"`
	}
	rating struct {
		Type          string `json:"@type"`
		RatingValue   int    `json:"ratingValue,omitempty"`
		BestRating    int    `json:"bestRating,omitempty"`
		WorstRating   int    `json:"worstRating,omitempty"`
		AlternateName string `json:"alternateName"`
	}
	// thing is an origin, a document, a party, or an appearance.
	thing struct {
		Type          string   `json:"@type,omitempty"`
		ID            string   `json:"@id,omitempty"`
		Name          string   `json:"name,omitempty"`
		URL           string   `json:"url,omitempty"`
		DatePublished string   `json:"datePublished,omitempty"`
		Publisher     *agent   `json:"publisher,omitempty"`
		Record        *literal `json:"delist:record,omitempty"`
	}
	literal struct {
		Type  string `json:"@type"` // "@json"
		Value extra  `json:"@value"`
	}
)

// recordProperty holds what ClaimReview has no property for. Its prefix is declared in
// no context, so that it is an absolute IRI as it stands and the context remains the
// one that search engines ask for.
const recordProperty = "delist:record"

func literalOf(e extra) literal { return literal{"@json", e} }

// beyondOf reads the extension of a node; ok says whether there is one.
func beyondOf(v any) (e extra, ok bool, err error) {
	m, _ := v.(map[string]any)
	if m["@type"] != "@json" {
		return extra{}, false, nil
	}
	text, err := json.Marshal(m["@value"])
	if err == nil {
		err = json.Unmarshal(text, &e)
	}
	if err != nil {
		return extra{}, false, err
	}
	return e, e != extra{}, nil
}
