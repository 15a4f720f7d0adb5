package network_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/network"
	"github.com/delistdev/delist/inventory/source"
)

// last checks that whatever comes before it, a good last record is read or
// something is reported, that errors are of their type, and that items are
// whole and of one line.
func last(f *testing.F, kind, record, want string, patterns ...string) {
	for _, pattern := range patterns {
		names, err := filepath.Glob("testdata/" + pattern)
		if err != nil || len(names) == 0 {
			f.Fatal(pattern, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(text))
			f.Add(string(text[:len(text)/2]))
		}
	}
	f.Fuzz(func(t *testing.T, before string) {
		network.Sniff([]byte(before))
		in := &source.Input{Reader: strings.NewReader(before + record), Name: "f", Limits: source.Limits{Record: 1 << 16}}
		found, reported := false, false
		for item, err := range network.Read(kind, in) {
			if err != nil {
				if fault := new(delist.ReadError); !errors.As(err, &fault) || fault.Path != "f" {
					t.Fatalf("%v is no ReadError of the file", err)
				}
				reported = true
				continue
			}
			if item.Kind != delist.Device || item.Name == "" || len(item.Locations) != 1 || strings.ContainsAny(item.Name, "\n\r\x00") {
				t.Fatalf("%+v", item)
			}
			for _, o := range item.Identifiers {
				found = found || o.Value == want
			}
		}
		if !found && !reported {
			t.Fatal("the last record is neither read nor is anything reported")
		}
	})
}

// FuzzNmap checks that what comes before a good run neither hides it in silence
// nor makes the reader panic.
func FuzzNmap(f *testing.F) {
	last(f, "nmap", runBegins+`<host><address addr="44:19:B6:FE:FE:FE" addrtype="mac"/></host>`+runEnds, "44:19:B6:FE:FE:FE", "nmap-*")
}

// FuzzNeighbours checks the same of tables of neighbours.
func FuzzNeighbours(f *testing.F) {
	last(f, "arp", "\n192.0.2.7 dev br0 lladdr 44:19:b6:fe:fe:fe STALE\n", "44:19:B6:FE:FE:FE", "*arp*", "ip-*")
}

// FuzzISC checks the same of dhcpd.leases.
func FuzzISC(f *testing.F) {
	last(f, "dhcp-leases", "\nlease 192.0.2.7 {\n  hardware ethernet 44:19:b6:fe:fe:fe;\n}\n", "44:19:B6:FE:FE:FE", "dhcpd*")
}

// FuzzDnsmasq checks the same of the leases of dnsmasq.
func FuzzDnsmasq(f *testing.F) {
	last(f, "dhcp-leases", "\n1795250573 44:19:b6:fe:fe:fe 192.0.2.104 x *\n", "44:19:B6:FE:FE:FE", "dnsmasq*")
}

// FuzzKea checks the same of the lease files of Kea.
func FuzzKea(f *testing.F) {
	last(f, "dhcp-leases", "\n"+keaHead+"192.0.2.100,44:19:b6:fe:fe:fe,,600,1795247580,1,0,0,x,0,\n", "44:19:B6:FE:FE:FE", "kea*")
}

// FuzzPeers checks the same of what lldpcli prints.
func FuzzPeers(f *testing.F) {
	last(f, "lldp", "\n"+`<lldp label="x"><interface name="z"><chassis><id type="mac">44:19:b6:fe:fe:fe</id></chassis></interface></lldp>`, "44:19:B6:FE:FE:FE", "lldp*")
}

// FuzzAnswers checks the same of envelopes.
func FuzzAnswers(f *testing.F) {
	last(f, "onvif", match("", "onvif://www.onvif.org/MAC/44:19:b6:fe:fe:fe"), "44:19:B6:FE:FE:FE", "onvif*")
}

// FuzzMarkup checks that what encoding/xml reads without a fault is read alike,
// whatever the size of what is known of it at a time.
func FuzzMarkup(f *testing.F) {
	for _, seed := range []string{
		`<?xml version="1.0"?><!DOCTYPE a><a b='1' c:d = "&lt;&#65;&#x42;"><!-- - --><b/>x &amp; y<![CDATA[<z>]]></a>`,
		"<a\nb=\"1\r\n2\"\t/>", `<a b=">"></a >`, `<a b="'"/>`, "<é ü='1'>日本</é>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, faults := network.Tokens(strings.NewReader(text), 1<<20)
		want, sound := expected(text)
		if !sound {
			return
		}
		if len(faults) > 0 {
			t.Fatalf("faults %v in sound markup", faults)
		}
		if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
			t.Fatalf("got\n%s\nwant\n%s", g, w)
		}
	})
}

// expected reads markup with encoding/xml. What it takes and this package does not
// mean to is not sound: declarations, and carriage returns, which it turns into
// new lines.
func expected(text string) (tokens []string, sound bool) {
	d := xml.NewDecoder(strings.NewReader(text))
	var characters strings.Builder
	flush := func() {
		if characters.Len() > 0 {
			tokens = append(tokens, fmt.Sprintf("%q", characters.String()))
		}
		characters.Reset()
	}
	depth := 0
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			flush()
			return tokens, depth == 0 && !strings.Contains(text, "\r")
		}
		if err != nil {
			return nil, false
		}
		switch t := token.(type) {
		case xml.Directive:
			if strings.ContainsAny(string(t), "[<>") || depth > 0 {
				return nil, false
			}
		case xml.StartElement:
			flush()
			depth++
			tag := "<" + t.Name.Local
			for _, a := range t.Attr {
				key := a.Name.Local
				if a.Name.Space != "" {
					key = a.Name.Space + ":" + key
				}
				tag += fmt.Sprintf(" %s=%q", key, a.Value)
			}
			tokens = append(tokens, tag)
		case xml.EndElement:
			flush()
			depth--
			tokens = append(tokens, "/"+t.Name.Local)
		case xml.CharData:
			characters.Write(t)
		}
	}
}
