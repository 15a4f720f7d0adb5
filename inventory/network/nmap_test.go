package network_test

import (
	"os"
	"strings"
	"testing"
)

const (
	runBegins = `<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun scanner="nmap" version="7.94">`
	runEnds   = `<runstats><finished exit="success"/></runstats></nmaprun>`
	cameraUp  = `<status state="up"/><address addr="192.0.2.7" addrtype="ipv4"/><address addr="44:19:B6:0A:0B:0C" addrtype="mac" vendor="A Maker"/>`
	camera    = "f#host 192.0.2.7 (192.0.2.7) | 192.0.2.7 | mac-prefix=44:19:B6:0A:0B:0C"
)

func host(inside string) string { return "<host>" + cameraUp + inside + "</host>" }

func port(inside string) string {
	return `<ports><port protocol="tcp" portid="80"><state state="open"/>` + inside + `</port></ports>`
}

func TestNmap(t *testing.T) {
	const made = camera + " | mac-vendor: A Maker"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"what the probes made of a service", runBegins + host(port(`<service name="http" product="Camera httpd" version="1.0" extrainfo="a &amp; b" devicetype="webcam"><cpe>cpe:/h:hikvision:ds-2cd</cpe><cpe>cpe:/a:tp%2dlink:x</cpe><cpe>cpe:/h:hikvision:other</cpe></service>`)) + runEnds,
			[]string{camera + " | cpe-vendor=hikvision | cpe-vendor=tp-link | mac-vendor: A Maker | product: Camera httpd 1.0 (a & b) | device-type: webcam"}},
		{"what an operating system looks like is a guess", runBegins + host(`<os><osmatch name="x"><osclass vendor="AXIS" accuracy="94"><cpe>cpe:/h:axis:210a</cpe></osclass></osmatch></os>`) + runEnds,
			[]string{made + " | os-vendor-guess: AXIS"}},
		{"a closed port has no service", runBegins + host(`<ports><port><state state="closed"/><service product="x"><cpe>cpe:/a:b:c</cpe></service></port></ports>`) + runEnds, []string{made}},
		{"a host that is down", runBegins + `<host><status state="down"/><address addr="192.0.2.9" addrtype="ipv4"/></host>` + runEnds, nil},
		{"masscan says no status", `<nmaprun scanner="masscan"><host><address addr="192.0.2.9" addrtype="ipv4"/></host>` + runEnds, []string{"f#host 192.0.2.9 (192.0.2.9) | 192.0.2.9"}},
		{"a randomised address has no maker", runBegins + strings.Replace(host(""), "44:19", "46:19", 1) + runEnds, []string{"f#host 192.0.2.7 (192.0.2.7) | 192.0.2.7"}},
		{"an address that is none", runBegins + strings.Replace(host(""), "44:19:", "", 1) + runEnds,
			[]string{`! f#host 192.0.2.7: "B6:0A:0B:0C": not a hardware address of six octets`, "f#host 192.0.2.7 (192.0.2.7) | 192.0.2.7"}},
		{"scripts that name the maker", runBegins + host(port(
			`<script id="upnp-info" output="&#xa;192.0.2.7&#xa;    Server: Linux&#xa;      Name: Front door&#xa;      Manufacturer: HIKVISION&#xa;      Model Name: DS-2CD&#xa;"/>`+
				`<script id="enip-info" output="x"><elem key="vendor">Allen-Bradley (1)</elem><elem key="serialNumber">1</elem></script>`+
				`<script id="snmp-info" output="x"><elem key="enterprise">ciscoSystems</elem></script>`+
				`<script id="snmp-sysdescr" output="&#xa;  HP JETDIRECT,JD117&#xa;  System uptime: 28 days"/>`+
				`<script id="http-title" output="Site doesn&apos;t have a title."/><script id="ssh-hostkey" output="a key"/>`+
				`<script id="upnp-info" output="ERROR: Script execution failed"/>`)) + runEnds,
			[]string{"f#host 192.0.2.7 (192.0.2.7) | DS-2CD | mac-prefix=44:19:B6:0A:0B:0C | mac-vendor: A Maker | banner: Linux | banner: Front door | manufacturer: HIKVISION | product: DS-2CD | manufacturer: Allen-Bradley (1) | banner: ciscoSystems | banner: HP JETDIRECT,JD117"}},
		{"devices that answered a call to everybody", runBegins + `<prescript><script id="broadcast-upnp-info" output="&#xa;  192.0.2.50&#xa;      Location:  http://192.0.2.50:8200/rootDesc.xml&#xa;      Manufacturer: Somebody&#xa;      Model Name: M1&#xa;  192.0.2.51&#xa;      Manufacturer: Another&#xa;"/></prescript>` + runEnds,
			[]string{"f#host 192.0.2.50 (192.0.2.50) | M1 | manufacturer: Somebody | product: M1", "f#host 192.0.2.51 (192.0.2.51) | 192.0.2.51 | manufacturer: Another"}},
		{"control characters stay out", runBegins + host(port(`<service product="a&#10;b&#27;[31m&#0;c"/>`)) + runEnds, []string{made + " | product: a b [31m c"}},
		{"interrupted in a host", runBegins + `<host>` + cameraUp + `<ports>`, []string{made, "! f:1: the run was interrupted: what it wrote was read"}},
		{"interrupted before a host was done", runBegins + `<hosthint>` + cameraUp + `</hosthint>`, []string{made, "! f:1: the run was interrupted: what it wrote was read"}},
		{"a hint and its host are one", runBegins + `<hosthint>` + cameraUp + `</hosthint>` + host("") + runEnds, []string{made}},
		{"an end without statistics", runBegins + host("") + "</nmaprun>", []string{made, "! f:1: the run does not say that it came to its end"}},
		{"an end with an error", runBegins + host("") + `<runstats><finished exit="error" errormsg="no route"/></runstats></nmaprun>`, []string{made, "! f:1: the run ended with an error: no route"}},
		{"two runs", runBegins + host("") + runEnds + "\n" + runBegins + host("") + runEnds, []string{made, made}},
		{"a run behind one that was cut off in a tag", runBegins + `<host>` + cameraUp + `<address addr="192.` + "\n" + runBegins + host("") + runEnds,
			[]string{"! f:1: a tag that is not well formed", made, "! f:2: the run was interrupted: what it wrote was read", made}},
		{"entities of one's own", `<?xml version="1.0"?><!DOCTYPE nmaprun [<!ENTITY a "aaaa">]><nmaprun>` + host("") + runEnds, []string{"! f:1: a document type with declarations of its own is refused"}},
		{"an entity that nobody declared", runBegins + host(port(`<service product="&a;"/>`)) + runEnds, []string{made + " | product: &a;"}},
		{"a document type of a file", `<!DOCTYPE nmaprun SYSTEM "nmap.dtd"><nmaprun>` + host("") + runEnds, []string{made}},
		{"elements in elements", runBegins + strings.Repeat("<a>", 1000) + strings.Repeat("</a>", 1000) + host("") + runEnds, []string{"! f:1: elements are nested more than 256 deep: limit met", made}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { same(t, read(t, "nmap", test.text), test.want) })
	}
}

// TestNmapCutAnywhere cuts a run anywhere: it is reported wherever it is, and
// each host that stands whole before the cut is read.
func TestNmapCutAnywhere(t *testing.T) {
	whole, err := os.ReadFile("testdata/nmap-services.xml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.TrimRight(string(whole), "\n")
	first := strings.Index(text, "<nmaprun") + len("<nmaprun")
	for cut := first; cut < len(text); cut += 37 {
		got := read(t, "nmap", text[:cut])
		if len(got) == 0 || !strings.HasPrefix(got[len(got)-1], "! ") {
			t.Fatalf("cut at %d: nothing reported: %q", cut, got)
		}
		devices := 0
		for _, line := range got {
			if !strings.HasPrefix(line, "!") {
				devices++
			}
		}
		if done := strings.Count(text[:cut], "</host>") - 1; devices < done { // one is down
			t.Fatalf("cut at %d: %d devices of %d: %q", cut, devices, done, got)
		}
	}
}

// TestManyProperties: a device that says too much is cut, and it is told.
func TestManyProperties(t *testing.T) {
	var b strings.Builder
	for i := range 1000 {
		b.WriteString(port(`<service product="` + strings.Repeat("x", i+1) + `"/>`))
	}
	got := read(t, "nmap", runBegins+host(b.String())+runEnds)
	if len(got) != 2 || got[1] != "! f#host 192.0.2.7: the device has more than 256 properties: limit met" {
		t.Errorf("got %d lines, last %q", len(got), got[len(got)-1])
	}
}
