package network_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/network"
	"github.com/delistdev/delist/inventory/source"
)

var update = flag.Bool("update", false, "write the golden file anew")

// read returns what a text of a kind gives, one line an item or an error.
func read(t testing.TB, kind, text string) []string {
	t.Helper()
	var lines []string
	for item, err := range network.Read(kind, &source.Input{Reader: strings.NewReader(text), Name: "f"}) {
		if err != nil {
			if fault := new(delist.ReadError); !errors.As(err, &fault) {
				t.Fatalf("%v is no ReadError", err)
			}
			lines = append(lines, "! "+err.Error())
			continue
		}
		lines = append(lines, written(item))
	}
	return lines
}

// written writes an item on one line.
func written(item delist.Item) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s | %s", item.Locations[0], item.Name)
	if item.Version != "" {
		fmt.Fprintf(&b, " %s", item.Version)
	}
	for _, o := range item.Identifiers {
		fmt.Fprintf(&b, " | %s=%s", o.Kind, o.Value)
	}
	for _, d := range item.Declared {
		fmt.Fprintf(&b, " | %s: %s", d.Field, d.Value)
	}
	return b.String()
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}

// TestFiles reads what real programs wrote; testdata/README.md says which.
func TestFiles(t *testing.T) {
	var all strings.Builder
	names, err := filepath.Glob("testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, ".golden") || strings.HasSuffix(name, ".md") || strings.HasSuffix(name, "fuzz") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		kind := network.Sniff(text[:min(len(text), source.HeadSize)])
		fmt.Fprintf(&all, "%s: %s\n", filepath.Base(name), kind)
		for _, line := range read(t, kind, string(text)) {
			fmt.Fprintf(&all, "\t%s\n", line)
		}
	}
	const golden = "testdata/devices.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	same(t, strings.Split(all.String(), "\n"), strings.Split(string(want), "\n"))
}

func TestSniff(t *testing.T) {
	tests := []struct{ name, head, want string }{
		{"nothing", "", ""},
		{"a list of marks", "---\nname: x\n", ""},
		{"a table of addresses with commas", "ip,mac,vendor\n192.0.2.7,44:19:b6:0a:0b:0c,x\n", ""},
		{"a table with a heading of its own", "IP\tMAC\n192.0.2.7\t44:19:b6:0a:0b:0c\n", ""},
		{"a log of a web server", `192.0.2.7 - - [21/Nov/2026:07:34:29 +0000] "GET / HTTP/1.0" 200 5` + "\n", ""},
		{"a file of hosts", "192.0.2.7 camera-entrance\n", ""},
		{"an SBOM", `{"bomFormat":"CycloneDX","components":[]}`, ""},
		{"an SBOM in XML", `<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>`, ""},
		{"a feed", `<?xml version="1.0"?><rss version="2.0"><channel/></rss>`, ""},
		{"other JSON with an array", `[{"name":"x","state":"y"}]`, ""},
		{"numbers", "1 2 3 4 5\n", ""},
		{"a module", "module x\n\nrequire y v1.0.0\n", ""},
		{"settings of a shell", "#!/bin/sh\nlease=1\n", ""},
		{"an envelope of something else", `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"/>`, ""},
		{"an empty table of Linux", "Address                  HWtype  HWaddress           Flags Mask            Iface\n", "arp"},
		{"an empty table of the kernel", "IP address       HW type     Flags       HW address            Mask     Device\n", "arp"},
		{"Windows in another language", "\r\nSchnittstelle: 192.0.2.1 --- 0xb\r\n  Internetadresse       Physische Adresse     Typ\r\n", "arp"},
		{"nobody answered", "192.0.2.20 dev br0 FAILED \n", "arp"},
		{"leases without one", "# The format of this file is documented in the dhcpd.leases(5) manual page.\n", "dhcp-leases"},
		{"no neighbours", `{ "lldp": { } }`, "lldp"},
		{"masscan", `<?xml version="1.0"?><!-- masscan v1.0 scan --><nmaprun scanner="masscan"></nmaprun>`, "nmap"},
	}
	for _, test := range tests {
		if got := network.Sniff([]byte(test.head)); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// TestTold: whoever asked learns what a file was taken for.
func TestTold(t *testing.T) {
	var told []delist.Input
	in := &source.Input{Reader: strings.NewReader("? (192.0.2.8) at 3c:ef:8c:11:22:33 [ether] on br0\n192.0.2.7 dev br0 lladdr 44:19:b6:0a:0b:0c STALE\n"),
		Name: "f", Told: func(i delist.Input) { told = append(told, i) }}
	for range network.Read("arp", in) {
	}
	if len(told) != 2 || told[0].Form != "arp -a" || told[1].Form != "ip neigh" || told[0].Reader != "arp" || len(told[0].Columns) != 2 {
		t.Errorf("told %+v", told)
	}
}

// TestKindsThatAreNot: a kind that was asked for and is not there is an error.
func TestKindsThatAreNot(t *testing.T) {
	same(t, read(t, "nmap", "hello"), []string{"! f: in no form that is known of its kind"})
	same(t, read(t, "nonesuch", "hello"), []string{"! f: no such kind of input"})
}
