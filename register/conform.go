package register

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/delistdev/delist"
)

// words are the values that the vocabulary's types allow, beside "".
var words = map[reflect.Type][]string{
	reflect.TypeFor[delist.PartyKind]():    values(delist.Company, delist.Person, delist.PublicBody, delist.Project),
	reflect.TypeFor[delist.RelationKind](): values(delist.Owns, delist.Controls, delist.SuccessorOf, delist.AffiliateOf, delist.Directs, delist.EmployedBy, delist.StewardedBy),
	reflect.TypeFor[delist.RemedyKind]():   values(delist.DroppedBy, delist.Replacement, delist.RemovalTool),
	reflect.TypeFor[delist.IdentifierKind](): values(delist.PURL, delist.CPEVendor, delist.Signer, delist.CompanyName, delist.BundleID, delist.TeamID, delist.GTIN, delist.Brand, delist.MACPrefix, delist.FileName, delist.Domain, delist.ServiceName, delist.ExportedName, delist.ExtensionID,
		delist.PartNumber, delist.OfferID),
	reflect.TypeFor[delist.Match]():     values(delist.Exact, delist.Namespace, delist.Token),
	reflect.TypeFor[delist.Role]():      values(delist.Developer, delist.Supplier, delist.BrandOwner, delist.Maintainer, delist.Embeds, delist.ClientOf),
	reflect.TypeFor[delist.Force]():     values(delist.Statute, delist.Regulation, delist.Order, delist.ContractClause, delist.Listing, delist.Advisory, delist.Political, delist.Private, delist.Court, delist.ReportedForce),
	reflect.TypeFor[delist.Status]():    values(delist.Reported, delist.Proposed, delist.Announced, delist.InForce, delist.Stayed, delist.Ended),
	reflect.TypeFor[delist.Effect]():    values(delist.Approve, delist.Delist, delist.Warn, delist.Restrict, delist.Suspend, delist.Prohibit, delist.Exempt),
	reflect.TypeFor[delist.Act]():       values(delist.Acts...),
	reflect.TypeFor[delist.Reach]():     values(delist.ReachNamed, delist.ReachSuccessors, delist.ReachControlled, delist.ReachMajorityOwned, delist.ReachHalfOwned, delist.ReachAffiliates, delist.ReachJurisdiction, delist.ReachUnlisted),
	reflect.TypeFor[delist.Depth]():     values(delist.Branded, delist.Essential, delist.Contains),
	reflect.TypeFor[delist.ClaimKind](): values(delist.Assertion, delist.Denial, delist.Confirmation, delist.Opinion, delist.Announcement, delist.OfficialAct),
	reflect.TypeFor[AccountPlace]():     values(InPath, InSubdomain, Nowhere),
	reflect.TypeFor[delist.MeasureRelationKind](): values(delist.Implements, delist.RestsOn, delist.Supersedes,
		delist.Stays, delist.Copies, delist.Upholds),
}

func values[T ~string](list ...T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// conform reports every place where a node does not have the form of t: fields
// that t has not, fields given twice, words that the vocabulary has not, dates
// that the calendar has not. The YAML library finds some of these, but without
// the line.
func (c *checker) conform(at place, t reflect.Type) {
	node := at.node
	if node.Kind == yaml.AliasNode {
		c.fault(at, "aliases are not used here: write the value out")
		return
	}
	switch {
	case t.Kind() == reflect.Pointer:
		c.conform(at, t.Elem())
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		c.conformText(at, t)
	case t.Kind() == reflect.Struct:
		c.conformFields(at, t)
	case t.Kind() == reflect.Slice:
		if node.Kind != yaml.SequenceNode {
			c.fault(at, "want a list")
			return
		}
		for i := range node.Content {
			c.conform(at.in(i), t.Elem())
		}
	default:
		c.conformScalar(at, t)
	}
}

func (c *checker) conformText(at place, t reflect.Type) {
	value := reflect.New(t).Interface().(encoding.TextUnmarshaler)
	if at.node.Kind != yaml.ScalarNode {
		c.fault(at, "want one value")
	} else if err := value.UnmarshalText([]byte(at.node.Value)); err != nil {
		c.fault(at, "%v", err)
	}
}

func (c *checker) conformScalar(at place, t reflect.Type) {
	if at.node.Kind != yaml.ScalarNode {
		c.fault(at, "want one value")
		return
	}
	var err error
	switch value := at.node.Value; t.Kind() {
	case reflect.Bool:
		if value != "true" && value != "false" {
			err = fmt.Errorf("%q: want true or false", value)
		}
	case reflect.Int:
		_, err = strconv.Atoi(value)
	case reflect.Float64:
		_, err = strconv.ParseFloat(value, 64)
	case reflect.String:
		if allowed, ok := words[t]; ok && value != "" && !slices.Contains(allowed, value) {
			err = fmt.Errorf("%q is not one of %s", value, strings.Join(allowed, ", "))
		}
	}
	if err != nil {
		c.fault(at, "%v", err)
	}
}

func (c *checker) conformFields(at place, t reflect.Type) {
	if at.node.Kind != yaml.MappingNode {
		c.fault(at, "want fields, as in {name: value}")
		return
	}
	fields := fieldsOf(t)
	seen := map[string]bool{}
	for i := 0; i+1 < len(at.node.Content); i += 2 {
		key := at.node.Content[i]
		field, ok := fields[key.Value]
		switch {
		case !ok:
			c.fault(place{at.file, key}, "no field is called %q here", key.Value)
		case seen[key.Value]:
			c.fault(place{at.file, key}, "field %q is given twice", key.Value)
		default:
			c.conform(place{at.file, at.node.Content[i+1]}, field)
		}
		seen[key.Value] = true
	}
}

// fieldsOf returns the YAML names of t's fields with their types, those of
// inlined structs included; an outer field hides an inner one.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for i := range t.NumField() {
		field := t.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		switch {
		case options == "inline":
			for inner, typ := range fieldsOf(field.Type) {
				if _, hidden := fields[inner]; !hidden {
					fields[inner] = typ
				}
			}
		case name != "" && name != "-":
			fields[name] = field.Type
		}
	}
	return fields
}
