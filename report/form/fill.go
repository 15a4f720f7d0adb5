package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/delistdev/delist"
)

// An about is what an answer about an item may rest on.
type about struct {
	finding *delist.Finding
	grounds []*delist.GroundRecord // those of the form's measures
	seen    []Seen
}

// itemFills answer a field from a finding, and say on what that rests. An empty
// text means that the finding does not say.
var itemFills = map[string]func(about) (text, basis string){
	"name":         func(a about) (string, string) { return nameOf(a.finding), "as found" },
	"brand":        brand,
	"maker":        func(a about) (string, string) { return a.finding.Party.Name, attributed(a.finding) },
	"model":        model,
	"supplier":     supplier,
	"description":  description,
	"remedies":     func(a about) (string, string) { return remedies(a.finding.Remedies) },
	"replacements": replacements,
	"subject":      subject,
	"grounds":      grounds,
	"count":        count,
	"places":       places,
}

// reportFills answer a field about the report as a whole.
var reportFills = map[string]func(*Report) (text, basis string){
	"methods": methods,
}

func observed(f *delist.Finding, kinds ...delist.IdentifierKind) (string, delist.IdentifierKind) {
	for _, kind := range kinds {
		for _, o := range f.Item.Identifiers {
			if o.Kind == kind && o.Value != "" {
				return o.Value, kind
			}
		}
	}
	return "", ""
}

func declared(f *delist.Finding, field string) string {
	for _, d := range f.Item.Declared {
		if d.Field == field {
			return d.Value
		}
	}
	return ""
}

func attributed(f *delist.Finding) string {
	return fmt.Sprintf("the %s, %s by %s", f.Attribution.Role, f.Attribution.Strength, f.Attribution.Identifier.Kind)
}

// brand is the one observed, or else whoever made the item or owns its brand.
func brand(a about) (string, string) {
	if value, _ := observed(a.finding, delist.Brand); value != "" {
		return value, "observed as its brand"
	}
	if role := a.finding.Attribution.Role; role == delist.Developer || role == delist.BrandOwner {
		return a.finding.Party.Name, "no brand was observed; this is " + attributed(a.finding)
	}
	return "", ""
}

// model is a number by which somebody sells the thing, or else what a package is
// identified by.
func model(a about) (string, string) {
	if value, kind := observed(a.finding, delist.PartNumber, delist.GTIN, delist.OfferID); value != "" {
		return value, "observed as " + string(kind)
	}
	if a.finding.Item.PURL != "" {
		return a.finding.Item.PURL, "the package URL; no part number was observed"
	}
	return "", ""
}

// supplier is only ever what the item itself says: who made a thing need not be
// who supplied it.
func supplier(a about) (string, string) {
	if value := declared(a.finding, "supplier"); value != "" {
		return value, "as the item's own metadata names its supplier"
	}
	return "", ""
}

func description(a about) (string, string) {
	f := a.finding
	text := fmt.Sprintf("%s: %s", f.Item.Kind, nameOf(f))
	if f.Product != "" {
		text += ", " + f.Product
	}
	if f.Attribution.Role == delist.Embeds {
		text += ", which contains a product of " + f.Party.Name
	}
	where, _ := places(a)
	return text + "; found in " + where, "as found"
}

func remedies(list []delist.Remedy) (string, string) {
	var texts []string
	for _, r := range list {
		texts = append(texts, r.Text)
	}
	if len(texts) == 0 {
		return "", ""
	}
	return "Recommended, not known to be done: " + strings.Join(texts, " "), "suggested: a way out on record"
}

func replacements(a about) (string, string) {
	var found []delist.Remedy
	for _, r := range a.finding.Remedies {
		if r.Kind == delist.Replacement {
			found = append(found, r)
		}
	}
	return remedies(found)
}

func subject(a about) (string, string) {
	for _, g := range a.grounds {
		if g.Subject != "" {
			return g.Subject, "as listed by " + string(g.Measure)
		}
	}
	return "", ""
}

func grounds(a about) (string, string) {
	var texts []string
	for _, g := range a.grounds {
		if text := fmt.Sprintf("%s (%s)", g.Title, g.Citation); !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "; "), "grounds of the finding"
}

func count(a about) (string, string) {
	assets := 0
	for _, s := range a.seen {
		assets += max(1, len(hosts(s)))
	}
	return strconv.Itoa(assets), "counted in what was searched"
}

// hosts are the assets that one inventory has by name.
func hosts(s Seen) []string {
	var names []string
	for _, p := range s.Places {
		if p.Asset != "" && !slices.Contains(names, p.Asset) {
			names = append(names, p.Asset)
		}
	}
	return names
}

// shownPlaces bounds how many places one field lists.
const shownPlaces = 8

func places(a about) (string, string) {
	var texts []string
	total := 0
	for _, s := range a.seen {
		total += max(1, s.Count)
		for _, p := range s.Places {
			texts = append(texts, s.Asset+": "+p.String())
		}
		if len(s.Places) == 0 {
			texts = append(texts, s.Asset)
		}
	}
	shown := texts[:min(len(texts), shownPlaces)]
	text := strings.Join(shown, ", ")
	if more := total - len(shown); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text, "as found"
}

func methods(r *Report) (string, string) {
	if len(r.Inquiry.Searched) == 0 {
		return "", ""
	}
	return fmt.Sprintf("Inventories searched by delist %s for packages, programs, devices and offers of the parties named; %d of them, listed below", r.Version, len(r.Inquiry.Searched)), "as searched"
}
