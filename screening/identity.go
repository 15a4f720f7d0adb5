package screening

import (
	"crypto/sha256"
	"encoding/hex"
	"hash/maphash"
	"strings"

	"github.com/delistdev/delist"
)

// An identity is what makes an item the same as another, in parts: its package
// URL, or its kind, name and version. A product that is offered is the same in
// every catalogue by its GTIN, else by its part number, else by its title; each
// together with whose it is, since shops give one number to different things.
type identity struct{ kind, whose, what, version string }

func identityOf(item *delist.Item, attributions []delist.Attribution) identity {
	switch {
	case item.PURL != "":
		return identity{what: item.PURL}
	case item.Kind != delist.Offer:
		return identity{string(item.Kind), "", item.Name, item.Version}
	}
	whose := ""
	if len(attributions) > 0 && attributions[0].Party != "" && attributions[0].Strength > delist.Named {
		whose = string(attributions[0].Party)
	} else {
		whose = observed(item, delist.Brand)
	}
	for _, kind := range []delist.IdentifierKind{delist.GTIN, delist.PartNumber} {
		if value := observed(item, kind); value != "" && (kind == delist.GTIN || whose != "") {
			return identity{string(kind), whose, value, ""}
		}
	}
	return identity{string(item.Kind), whose, item.Name, ""}
}

func observed(item *delist.Item, kind delist.IdentifierKind) string {
	for i := range item.Identifiers {
		if item.Identifiers[i].Kind == kind {
			return item.Identifiers[i].Value
		}
	}
	return ""
}

// hash returns the number under which an item is remembered. Who signed it, with
// what that is worth, is part of it: a tampered file is not the one that it is
// taken for; so is what it declares, where it has no number of its own.
func (id identity) hash(seed maphash.Seed, item *delist.Item) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for i := range item.Identifiers {
		if o := &item.Identifiers[i]; o.Kind == delist.Signer {
			h.WriteString(o.Value)
			h.WriteByte(0)
			h.WriteString(string(o.Signature))
			h.WriteByte(0)
		}
	}
	for _, part := range [...]string{id.kind, id.whose, id.what, id.version} {
		h.WriteString(part)
		h.WriteByte(0)
	}
	if item.PURL == "" && item.Kind != delist.Offer {
		for _, d := range item.Declared {
			h.WriteString(d.Value)
			h.WriteByte(0)
		}
	}
	return h.Sum64()
}

// ID names the finding that an item is by one of those behind it, so that it stays
// the same from run to run.
func ID(item *delist.Item, a delist.Attribution) string {
	id := identityOf(item, []delist.Attribution{a})
	what := id.what
	switch {
	case item.Kind == delist.Offer:
		what = strings.Join([]string{id.kind, id.what}, "\x00")
	case item.PURL == "":
		what = strings.Join([]string{id.kind, id.what, id.version}, "\x00")
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{what, string(a.Party), string(a.Role)}, "\x00")))
	return hex.EncodeToString(sum[:8])
}
