package network

import (
	"bytes"
	"encoding/hex"
	"net/url"
	"strings"

	"github.com/delistdev/delist"
)

// onvifForm recognises answers of devices in SOAP envelopes: those of
// WS-Discovery, which say where a device is and what it calls itself, and
// GetDeviceInformation of ONVIF. What was asked may stand between them.
func onvifForm(head []byte) form {
	if !bytes.Contains(head, []byte("<")) || !bytes.Contains(head, []byte("Envelope")) {
		return nil
	}
	for _, of := range []string{
		"http://schemas.xmlsoap.org/ws/2005/04/discovery",       // WS-Discovery, April 2005
		"http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01", // OASIS, 1.1
		"http://www.onvif.org/ver10/device/wsdl",                // ONVIF Device Management
		"GetDeviceInformationResponse",
	} {
		if bytes.Contains(head, []byte(of)) {
			return readOnvif
		}
	}
	return nil
}

// announces are the elements in which one device speaks of itself.
var announces = map[string]bool{
	"ProbeMatch": true, "ResolveMatch": true, "Hello": true, "Bye": true,
	"GetDeviceInformationResponse": true,
}

// An answer is what one device says of itself, element by element.
type answer struct {
	of     string // the element around; "" outside of any
	reader string // the element whose text is read
	fields map[string][]byte
}

// readOnvif reads envelopes, one behind the other.
//
// Sources: WS-Discovery (April 2005), sections 4 to 6; ONVIF Core Specification,
// 7.3 (discovery) and 8.3 (system).
func readOnvif(d *document) {
	m := newMarkup(d.text, d.limits.Record)
	var a answer
	open := false // an envelope
	cut := func() {
		if open || a.of != "" {
			a.give(d)
			d.fault(m.at, "", errShort)
		}
		open, a = false, answer{}
	}
	for !d.stopped {
		err := m.next()
		switch name := string(m.name); {
		case err != nil && m.fatal(err):
			cut()
			if err != errEnd {
				d.fault(m.at, "", err)
			}
			return
		case err == errShort:
			open = true // which cut tells
		case err != nil:
			d.fault(m.at, "", err)
		case m.kind == prologue:
			cut()
		case m.kind == openTag && name == "Envelope":
			cut()
			open = true
		case m.kind == closeTag && name == "Envelope":
			a.give(d)
			open, a = false, answer{}
		default:
			a.token(d, m, name)
		}
	}
}

func (a *answer) token(d *document, m *markup, name string) {
	switch {
	case m.kind == openTag && announces[name]:
		a.give(d)
		*a = answer{of: name, fields: map[string][]byte{}}
	case m.kind == closeTag && name == a.of:
		a.give(d)
	case a.of == "":
	case m.kind == openTag:
		a.reader = name
	case m.kind == closeTag:
		a.reader = ""
	case a.reader != "" && answered[a.reader] && len(a.fields[a.reader]) < maxScopes:
		a.fields[a.reader] = append(a.fields[a.reader], m.content()...)
	}
}

// answered are the elements that are read.
var answered = map[string]bool{
	"Address": true, "Types": true, "Scopes": true, "XAddrs": true,
	"Manufacturer": true, "Model": true, "FirmwareVersion": true, "HardwareId": true,
}

// maxScopes is how much is read of one element.
const maxScopes = 64 << 10

func (a *answer) field(name string) string { return string(a.fields[name]) }

// give gives the device, if one spoke.
func (a *answer) give(d *document) {
	if a.of == "" {
		return
	}
	d.tell("SOAP envelopes", onvifColumns...)
	var v device
	v.model = a.field("Model")
	v.version = short(oneLine(a.field("FirmwareVersion")), maxValue)
	v.declare("manufacturer", a.field("Manufacturer"))
	v.declare("product", a.field("Model"))
	v.declare("banner", a.field("HardwareId"))
	for _, address := range strings.Fields(a.field("XAddrs")) {
		if v.address == "" {
			v.address = hostOf(address)
		}
	}
	for scope := range strings.FieldsSeq(a.field("Scopes")) {
		v.scope(d, scope)
	}
	endpoint := oneLine(a.field("Address"))
	if v.mac == (mac{}) {
		v.mac = nodeOf(endpoint)
	}
	if v.address == "" && v.name == "" {
		v.address = short(endpoint, maxValue)
	}
	if v.called() == "" && a.field("Manufacturer") != "" {
		v.model = a.field("Manufacturer")
	}
	if name := v.called(); v.address == "" && name != "" {
		v.object = "host " + name
	}
	*a = answer{}
	v.item(d)
}

// scope keeps what one scope says: "onvif://www.onvif.org/name/IP%20Camera". Those
// of name, hardware and location are ONVIF's own; the others are in use.
func (v *device) scope(d *document, scope string) {
	rest, ok := cutFold(scope, "onvif://www.onvif.org/")
	if !ok {
		return
	}
	key, value, _ := strings.Cut(rest, "/")
	if plain, err := url.PathUnescape(value); err == nil {
		value = plain
	}
	switch strings.ToLower(key) {
	case "name":
		v.declare("banner", value)
		if v.name == "" {
			v.name = value
		}
	case "hardware", "model":
		v.declare("banner", value)
		if v.model == "" {
			v.model = value
		}
	case "manufacturer":
		v.declare("manufacturer", value)
	case "mac", "macaddr":
		if address, ok := parseMAC(value); ok {
			v.mac = address
		} else {
			d.fault(0, "host "+v.address, badMAC(value))
		}
	}
}

func cutFold(text, prefix string) (rest string, ok bool) {
	if len(text) < len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return text, false
	}
	return text[len(prefix):], true
}

// nodeOf returns the hardware address in a UUID of version 1, whose last six
// octets are that of a node (RFC 9562, 5.1). Other versions hold none, whatever
// their end looks like; and a node that was made up has the bit of a group. It
// may be that of the computer that made up the UUID and not of the device, which
// is why an address that the device gives as its own comes first.
func nodeOf(endpoint string) (m mac) {
	i := strings.LastIndexByte(endpoint, ':')
	text := strings.ReplaceAll(endpoint[i+1:], "-", "")
	id, err := hex.DecodeString(text)
	if err != nil || len(endpoint)-i-1 != 36 || len(id) != 16 || id[6]>>4 != 1 || id[8]>>6 != 2 {
		return m
	}
	if m = mac(id[10:]); !m.registered() {
		return mac{}
	}
	return m
}

var onvifColumns = []delist.Column{
	{Name: "XAddrs", As: "address"}, {Name: "Scopes/name", As: "name"}, {Name: "Scopes/hardware", As: "banner"},
	{Name: "Scopes/manufacturer", As: "manufacturer"}, {Name: "Scopes/MAC", As: "hardware-address"},
	{Name: "EndpointReference/Address", As: "hardware-address"},
	{Name: "Manufacturer", As: "manufacturer"}, {Name: "Model", As: "product"}, {Name: "FirmwareVersion", As: "version"},
}
