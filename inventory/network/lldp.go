package network

import (
	"bytes"
	"strings"

	"github.com/delistdev/delist"
)

// lldpForm recognises what lldpcli and lldpctl of lldpd print: JSON, XML, keys
// with values, plain text.
func lldpForm(head []byte) form {
	text := bytes.TrimLeft(head, " \t\r\n")
	switch {
	case bytes.HasPrefix(text, []byte("{")):
		key, rest, _ := bytes.Cut(bytes.TrimLeft(text[1:], " \t\r\n"), []byte(":"))
		rest = bytes.TrimLeft(rest, " \t\r\n")
		if string(bytes.TrimSpace(key)) == `"lldp"` && (bytes.HasPrefix(rest, []byte("{")) || bytes.HasPrefix(rest, []byte("["))) {
			return readLLDPJSON
		}
	case bytes.HasPrefix(text, []byte("<")):
		if bytes.Contains(text, []byte("<lldp label=")) || bytes.Contains(text, []byte("<lldp>")) {
			return readLLDPXML
		}
	case bytes.HasPrefix(text, []byte("lldp.")):
		line, _, _ := bytes.Cut(text, []byte("\n"))
		if key, _, ok := bytes.Cut(line, []byte("=")); ok && bytes.Count(key, []byte(".")) >= 2 {
			return readLLDPKeys
		}
	case bytes.HasPrefix(text, []byte("-----")):
		rule, rest, _ := bytes.Cut(text, []byte("\n"))
		if len(bytes.Trim(rule, "-\r")) == 0 && bytes.HasPrefix(rest, []byte("LLDP ")) {
			return readLLDPText
		}
	}
	return nil
}

// A peer is one device that announced itself at a port of this one.
type peer struct {
	open     bool
	line     int
	object   string
	mac      string // of the chassis
	port     string // of its port
	name     string
	descr    string
	address  string
	maker    string
	model    string
	chassis  string // by which it calls itself where that is no hardware address
	revision string
}

// put keeps one property by its key, as "keyvalue" writes it below the port:
// "chassis.mac", "lldp-med.inventory.model".
//
// Source: lldpd 1.0.16, src/client/display.c.
func (p *peer) put(key, value string) {
	first := func(to *string) {
		if *to == "" {
			*to = value
		}
	}
	switch key {
	case "chassis.mac":
		first(&p.mac)
	case "chassis.name":
		first(&p.name)
	case "chassis.descr":
		first(&p.descr)
	case "chassis.mgmt-ip":
		first(&p.address)
	case "port.mac":
		first(&p.port)
	case "lldp-med.inventory.manufacturer":
		first(&p.maker)
	case "lldp-med.inventory.model":
		first(&p.model)
	case "lldp-med.inventory.software":
		first(&p.revision)
	case "chassis.local", "chassis.ip", "chassis.ifname", "chassis.ifalias", "chassis.port", "chassis.chassis", "chassis.unhandled":
		first(&p.chassis)
	}
}

// peer gives the device of a neighbour.
func (d *document) peer(p *peer) {
	if !p.open {
		return
	}
	d.tell(p.form(), lldpColumns...)
	v := device{line: p.line, object: p.object, name: p.name, model: p.model, address: p.address, version: short(oneLine(p.revision), maxValue)}
	hardware := p.mac
	if hardware == "" { // its chassis goes by something else
		hardware = p.port
	}
	if hardware != "" {
		var ok bool
		if v.mac, ok = parseMAC(hardware); !ok {
			d.fault(p.line, p.object, badMAC(hardware))
		}
	}
	if v.address == "" && v.name == "" {
		v.address = p.chassis
	}
	v.declare("banner", p.descr)
	v.declare("manufacturer", p.maker)
	v.declare("product", p.model)
	*p = peer{}
	v.item(d)
}

func (p *peer) form() string {
	if p.object != "" {
		return "lldpcli -f json or xml"
	}
	return "lldpcli -f plain or keyvalue"
}

var lldpColumns = []delist.Column{
	{Name: "ChassisID", As: "hardware-address"}, {Name: "SysName", As: "name"}, {Name: "SysDescr", As: "banner"},
	{Name: "MgmtIP", As: "address"}, {Name: "Manufacturer", As: "manufacturer"}, {Name: "Model", As: "product"},
	{Name: "Software Revision", As: "version"},
}

// readLLDPKeys reads "lldp.eth0.chassis.mac=44:19:b6:0a:0b:0c". A neighbour
// begins with "via"; its port may have dots.
func readLLDPKeys(d *document) {
	var p peer
	port := ""
	d.lines(func(line []byte, number int) {
		key, value, ok := strings.Cut(string(line), "=")
		rest, begins := strings.CutPrefix(key, "lldp.")
		if !ok || !begins {
			if len(bytes.TrimSpace(line)) > 0 {
				d.fault(number, "", errLLDP(line))
			}
			return
		}
		name, property := rest, ""
		for _, part := range []string{".chassis.", ".port.", ".lldp-med.", ".via", ".rid", ".age"} {
			if i := strings.Index(rest, part); i >= 0 && i < len(name) {
				name, property = rest[:i], rest[i+1:]
			}
		}
		if property == "" {
			return // VLANs, power, what an organisation adds
		}
		if property == "via" || name != port || !p.open {
			d.peer(&p)
			p, port = peer{open: true, line: number}, name
		}
		p.put(property, value)
	})
	d.peer(&p)
}
