package network

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/delistdev/delist"
)

// dhcpForm recognises the leases of ISC dhcpd, dnsmasq and Kea.
func dhcpForm(head []byte) form {
	for line := range bytes.Lines(head) {
		line = bytes.TrimSpace(line)
		switch {
		case len(line) == 0:
		case keaHeading(line):
			return readKea
		case iscLine(line):
			return readISC
		case line[0] == '#':
		case isDnsmasq(string(line)):
			return readDnsmasq
		default:
			return nil
		}
	}
	return nil
}

// A lease is what an address server wrote down about one device.
type lease struct {
	address, hostname, class string
	mac                      string // as it is written
	client                   []byte // the client's identifier, or its DUID
}

// lease gives the device of a lease. One without hardware address, client and
// name is an address that waits for a device.
func (d *document) lease(l *lease, line int) {
	v := device{line: line, address: l.address, name: strings.TrimSuffix(l.hostname, ".")}
	if l.mac != "" {
		var ok bool
		if v.mac, ok = parseMAC(l.mac); !ok {
			d.fault(line, "", badMAC(l.mac))
		}
	} else if address, ok := hardwareOf(l.client); ok {
		v.mac = address
	}
	if l.mac == "" && l.hostname == "" && len(l.client) == 0 {
		return
	}
	v.declare("vendor-class", l.class)
	v.item(d)
}

// hardwareOf returns the hardware address in a client's identifier: of DHCPv4 one
// that begins with its type (RFC 2132, 9.14), of DHCPv6 a DUID with a hardware
// address, with time or without (RFC 8415, 11.2 and 11.4). It is of an interface
// of the device, if not of the one that asked.
func hardwareOf(client []byte) (m mac, ok bool) {
	const ethernet = "\x01"
	switch {
	case len(client) == 7 && string(client[:1]) == ethernet:
		return mac(client[1:]), true
	case len(client) == 14 && string(client[:4]) == "\x00\x01\x00"+ethernet:
		return mac(client[8:]), true
	case len(client) == 10 && string(client[:4]) == "\x00\x03\x00"+ethernet:
		return mac(client[4:]), true
	case len(client) == 19 && client[0] == 0xff: // RFC 4361: a number, then a DUID
		return hardwareOf(client[5:])
	case len(client) == 15 && client[0] == 0xff:
		return hardwareOf(client[5:])
	}
	return m, false
}

// octets reads octets with colons between them; nil for anything else.
func octets(text string) []byte {
	if len(text)%3 != 2 || len(text) > 3*256 {
		return nil
	}
	out := make([]byte, 0, (len(text)+1)/3)
	for i := 0; i < len(text); i += 3 {
		high, low := hexValue(text[i]), hexValue(text[i+1])
		if high < 0 || low < 0 || i+2 < len(text) && text[i+2] != ':' {
			return nil
		}
		out = append(out, byte(high<<4|low))
	}
	return out
}

// isDnsmasq reports whether a line is one of dnsmasq.leases.
func isDnsmasq(line string) bool {
	var words [6]string
	w := split(words[:0], line)
	if len(w) == 2 && w[0] == "duid" {
		return octets(w[1]) != nil
	}
	return len(w) == 5 && isNumber(w[0]) && isAddress(w[2])
}

// readDnsmasq reads the leases of dnsmasq, one a line: when the lease ends, the
// hardware address (of DHCPv6 the number of the association), the address, the
// name, the client's identifier; "*" for what is not known. A line "duid" has
// the server's own, and leases of DHCPv6 follow.
//
// Source: dnsmasq 2.90, src/lease.c, lease_update_file.
func readDnsmasq(d *document) {
	d.tell("dnsmasq.leases", leaseColumns("expires", "hardware address", "address", "name", "client")...)
	d.lines(func(line []byte, number int) {
		var words [6]string
		w := split(words[:0], string(line))
		switch {
		case len(w) == 0 || len(w) == 2 && w[0] == "duid":
			return
		case len(w) != 5 || !isNumber(w[0]) || !isAddress(w[2]):
			d.fault(number, "", fmt.Errorf("%w: %q", errLease, short(string(line), 80)))
			return
		}
		l := lease{address: w[2], hostname: unstarred(w[3]), client: octets(unstarred(w[4]))}
		if number := strings.TrimPrefix(w[1], "T"); !isNumber(number) { // "T" marks a temporary address
			l.mac = dnsmasqMAC(w[1])
		}
		d.lease(&l, number)
	})
}

// dnsmasqMAC returns a hardware address without the type before it, which stands
// there where it is not that of Ethernet: "06-44:19:b6:0a:0b:0c".
func dnsmasqMAC(text string) string {
	if i := strings.IndexByte(text, '-'); i == 2 && strings.IndexByte(text, ':') > 0 {
		return text[3:]
	}
	return text
}

func unstarred(word string) string {
	if word == "*" {
		return ""
	}
	return word
}

var errLease = fmt.Errorf("not a lease")

// leaseColumns says what the parts of a lease were taken for.
func leaseColumns(names ...string) []delist.Column {
	columns := make([]delist.Column, len(names))
	for i, name := range names {
		columns[i] = delist.Column{Name: name, As: leaseParts[name]}
	}
	return columns
}

var leaseParts = map[string]string{
	"address": "address", "lease": "address", "iaaddr": "address",
	"hardware address": "hardware-address", "hardware": "hardware-address", "hwaddr": "hardware-address",
	"name": "name", "client-hostname": "name", "hostname": "name",
	"client": "hardware-address", "uid": "hardware-address", "client_id": "hardware-address",
	"duid": "hardware-address", "ia-na": "hardware-address",
	"vendor-class-identifier": "vendor-class",
}
