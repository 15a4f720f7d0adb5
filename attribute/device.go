package attribute

import (
	"github.com/delistdev/delist"
	"github.com/delistdev/delist/register"
)

// device appends the parties that a device says of itself that it is of. Other
// items have such texts, too, but there they are not the maker's.
func (a *Attributer) device(dst []delist.Attribution, item *delist.Item) []delist.Attribution {
	if item.Kind != delist.Device {
		return dst
	}
	for _, d := range item.Declared {
		switch d.Field {
		case "banner", "vendor-class", "manufacturer": // the device's own words
			dst = a.brandsIn(dst, d, delist.Unknown)
		case "product", "os-vendor-guess": // somebody's guess from them
			dst = a.brandsIn(dst, d, delist.Named)
		}
	}
	return dst
}

// brandsIn appends the parties whose brands a declaration has words of.
func (a *Attributer) brandsIn(dst []delist.Attribution, d delist.Declaration, atMost delist.Strength) []delist.Attribution {
	o := delist.Observed{Kind: delist.IdentifierKind(d.Field), Value: d.Value}
	var text title
	text.read(a, d.Value)
	text.mentions(a, delist.Brand, func(n int32, s scope) {
		if s < use {
			dst = a.found(dst, n, o, "", atMost)
		}
	})
	return dst
}

// isStrange reports whether the register has nobody by what a device declares.
// Then somebody else who is found says nothing against it: the address is often
// that of a module, and the manufacturer that of the device around it.
func (a *Attributer) isStrange(item *delist.Item, d delist.Declaration) bool {
	var found [2]delist.Attribution
	return item.Kind == delist.Device && len(a.brandsIn(a.declared(found[:0], item, d), d, delist.Unknown)) == 0
}

// registrant appends the parties of the register by whose name the IEEE has
// assigned the block that a hardware address lies in, where the register does not
// know the block itself. An address names the maker of the network interface,
// which can be a module in somebody else's device, and it can be changed: it
// declares, as the name of a company does, and never more.
func (a *Attributer) registrant(dst []delist.Attribution, o delist.Observed) []delist.Attribution {
	var known [2]delist.Attribution
	if len(a.prefixes(known[:0], o.Kind, o.Value, o)) > 0 {
		return dst
	}
	return a.phrase(dst, delist.CompanyName, register.MACRegistrant(o.Value), o, "")
}

// registrants appends to whom the hardware addresses of an item are assigned,
// where that is nobody of the register. Names that merely resemble are not
// looked for: in the whole registry they find fifteen registrants, and ten are
// somebody else.
func (a *Attributer) registrants(dst []delist.Attribution, start int, item *delist.Item) []delist.Attribution {
	for _, o := range item.Identifiers {
		if o.Kind != delist.MACPrefix {
			continue
		}
		var known [2]delist.Attribution
		if len(a.registrant(a.prefixes(known[:0], o.Kind, o.Value, o), o)) > 0 {
			continue
		}
		if name := register.MACRegistrant(o.Value); name != "" && !named(dst[start:], name, delist.Developer) {
			dst = append(dst, delist.Attribution{Name: name, Role: delist.Developer, Strength: delist.Declared, Identifier: o})
		}
	}
	return dst
}
