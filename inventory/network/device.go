package network

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/source"
)

// Limits of one device; the largest seen had 30 declarations.
const (
	maxDeclared = 256
	maxValue    = 512 // bytes of what is declared
)

// A device is one thing on a network while it is being read.
type device struct {
	line   int
	object string
	// names, from best to worst: what it is called, its model, its address.
	name, model, address string
	version              string
	mac                  mac
	vendor               string // to whom the tool says the address's prefix is registered
	declared             []delist.Declaration
	cpes                 []string // vendors
	full                 bool
}

// declare keeps one thing that is said of the device, on one line.
func (v *device) declare(field, value string) {
	if v.full {
		return
	}
	value = short(oneLine(value), maxValue)
	said := delist.Declaration{Field: field, Value: value}
	switch {
	case value == "" || slices.Contains(v.declared, said):
	case len(v.declared) >= maxDeclared:
		v.full = true
	default:
		v.declared = append(v.declared, said)
	}
}

// item gives the device, and an error where it says more than is kept.
func (v *device) item(d *document) {
	at := v.address
	if at == "" {
		at = v.name
	}
	if v.object == "" && v.line == 0 && at != "" {
		v.object = "host " + at
	}
	item := delist.Item{
		Kind: delist.Device, Name: v.called(), Version: v.version, Reader: d.kind,
		Declared:  v.declared,
		Locations: []delist.Location{{Path: d.Name, Line: v.line, Object: v.object, Asset: at}},
	}
	if v.mac.registered() {
		item.Identifiers = append(item.Identifiers, delist.Observed{Kind: delist.MACPrefix, Value: v.mac.String()})
		if v.vendor != "" {
			item.Declared = append([]delist.Declaration{{Field: "mac-vendor", Value: v.vendor}}, v.declared...)
		}
	}
	for _, vendor := range v.cpes {
		item.Identifiers = append(item.Identifiers, delist.Observed{Kind: delist.CPEVendor, Value: vendor})
	}
	if item.Name == "" {
		d.fault(v.line, v.object, errNameless)
		return
	}
	d.give(item, nil)
	if v.full {
		d.fault(v.line, v.object, fmt.Errorf("the device has more than %d properties: %w", maxDeclared, source.ErrLimit))
	}
}

var errNameless = fmt.Errorf("a device with neither name nor address")

// called is what the device is called.
func (v *device) called() string {
	for _, name := range []string{v.name, v.model, v.address} {
		if name = short(oneLine(name), maxValue); name != "" {
			return name
		}
	}
	if v.mac != (mac{}) {
		return v.mac.String()
	}
	return ""
}

// oneLine returns a text without control characters, its words one space apart.
func oneLine(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if !strings.ContainsFunc(text, untidy) {
		return strings.TrimSpace(text)
	}
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
}

func untidy(r rune) bool { return r != ' ' && (unicode.IsSpace(r) || unicode.IsControl(r)) }

// short cuts a text to so many bytes, and shows that it did.
func short(text string, most int) string {
	if len(text) <= most {
		return text
	}
	const more = "…"
	cut := most - len(more)
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + more
}

// isAddress reports whether a text is an address of the Internet protocol.
func isAddress(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil
}
