package network_test

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"github.com/delistdev/delist/inventory/network"
)

// TestNeighbours reads tables as systems print them that the tests do not run
// on; their shape is that of the systems' manual pages.
func TestNeighbours(t *testing.T) {
	const one = "f:1 (192.0.2.7) | 192.0.2.7 | mac-prefix=44:19:B6:0A:0B:0C"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"macOS leaves out zeros", "? (192.0.2.7) at 44:19:b6:a:b:c on en0 ifscope [ethernet]\n? (192.0.2.9) at (incomplete) on en0 ifscope [ethernet]\n", []string{one}},
		{"FreeBSD", "cam.example.net (192.0.2.7) at 44:19:b6:0a:0b:0c on em0 expires in 1179 seconds [ethernet]\n",
			[]string{"f:1 (192.0.2.7) | cam.example.net | mac-prefix=44:19:B6:0A:0B:0C"}},
		{"OpenBSD", "Host                                 Ethernet Address    Netif Expire    Flags\n192.0.2.7                            44:19:b6:0a:0b:0c     em0 19m59s\ncam.example.net                      3c:ef:8c:11:22:33     em0 permanent l\n",
			[]string{"f:2 (192.0.2.7) | 192.0.2.7 | mac-prefix=44:19:B6:0A:0B:0C", "f:3 (cam.example.net) | cam.example.net | mac-prefix=3C:EF:8C:11:22:33"}},
		{"Windows", "\r\nInterface: 192.0.2.1 --- 0xb\r\n  Internet Address      Physical Address      Type\r\n  192.0.2.7             44-19-b6-0a-0b-0c     dynamic   \r\n  224.0.0.22            01-00-5e-00-00-16     static    \r\n",
			[]string{"f:4 (192.0.2.7) | 192.0.2.7 | mac-prefix=44:19:B6:0A:0B:0C", "f:5 (224.0.0.22) | 224.0.0.22"}},
		{"Windows in another language", "\r\nSchnittstelle: 192.0.2.1 --- 0xb\r\n  Internetadresse       Physische Adresse     Typ\r\n  192.0.2.7             44-19-b6-0a-0b-0c     dynamisch \r\n",
			[]string{"f:4 (192.0.2.7) | 192.0.2.7 | mac-prefix=44:19:B6:0A:0B:0C"}},
		{"PowerShell", "ifIndex IPAddress      LinkLayerAddress      State       PolicyStore\n------- ---------      ----------------      -----       -----------\n11      192.0.2.7      44-19-B6-0A-0B-0C     Reachable   ActiveStore\n11      192.0.2.9      00-00-00-00-00-00     Unreachable ActiveStore\n11      192.0.2.10                           Unreachable ActiveStore\n",
			[]string{"f:3 (192.0.2.7) | 192.0.2.7 | mac-prefix=44:19:B6:0A:0B:0C"}},
		{"Cisco", "Protocol  Address          Age (min)  Hardware Addr   Type   Interface\nInternet  192.0.2.7               5   4419.b60a.0b0c  ARPA   Vlan1\nInternet  192.0.2.9               0   Incomplete      ARPA\n",
			[]string{"f:2 (192.0.2.7) | 192.0.2.7 | mac-prefix=44:19:B6:0A:0B:0C"}},
		{"neighbours of one interface", "192.0.2.7 lladdr 44:19:b6:0a:0b:0c REACHABLE\n192.0.2.9 FAILED\nfe80::1 lladdr 3c:ef:8c:11:22:33 router STALE\n192.0.2.9 dev br0  proxy\n",
			[]string{one, "f:3 (fe80::1) | fe80::1 | mac-prefix=3C:EF:8C:11:22:33"}},
		{"randomised and multicast addresses identify nobody", "192.0.2.7 dev br0 lladdr 46:19:b6:0a:0b:0c STALE\n192.0.2.8 dev br0 lladdr 01:00:5e:00:00:01 PERMANENT\n",
			[]string{"f:1 (192.0.2.7) | 192.0.2.7", "f:2 (192.0.2.8) | 192.0.2.8"}},
		{"a randomised address has no maker", "192.0.2.7\t46:19:b6:0a:0b:0c\t(Unknown: locally administered)\n192.0.2.7\t44:19:b6:0a:0b:0c\tA Maker (DUP: 2)\n",
			[]string{"f:1 (192.0.2.7) | 192.0.2.7", "f:2 (192.0.2.7) | 192.0.2.7 | mac-prefix=44:19:B6:0A:0B:0C | mac-vendor: A Maker"}},
		{"hardware that is not Ethernet", "192.0.2.7 dev ib0 lladdr 80:00:00:48:fe:80:00:00:00:00:00:00:f4:52:14:03:00:7b:cb:a1 STALE\n",
			[]string{`! f:1: "80:00:00:48:fe:80:00:00:00:00:00:00:f4:52:14:03:00:7b:cb:a1": not a hardware address of six octets`, "f:1 (192.0.2.7) | 192.0.2.7"}},
		{"two systems, one behind the other", "192.0.2.7 dev br0 lladdr 44:19:b6:0a:0b:0c STALE\n? (192.0.2.8) at 3c:ef:8c:11:22:33 [ether] on br0\n[{\"dst\":\"192.0.2.9\",\"dev\":\"br0\",\"lladdr\":\"44:19:b6:00:00:01\",\"state\":[\"STALE\"]}]\n192.0.2.10 dev br0 lladdr 44:19:b6:00:00:02 STALE\n",
			[]string{one, "f:2 (192.0.2.8) | 192.0.2.8 | mac-prefix=3C:EF:8C:11:22:33", "f:3 (192.0.2.9) | 192.0.2.9 | mac-prefix=44:19:B6:00:00:01", "f:4 (192.0.2.10) | 192.0.2.10 | mac-prefix=44:19:B6:00:00:02"}},
		{"a line that is none does not hide the next", "192.0.2.7 dev br0 lladdr 44:19:b6:0a:0b:0c STALE\nhello\n192.0.2.8 dev br0 lladdr 44:19 STALE\n192.0.2.9 dev br0 lladdr 44:19:b6:00:00:01 STALE\n",
			[]string{one, `! f:2: not a line of a table of neighbours: "hello"`, `! f:3: "44:19": not a hardware address of six octets`, "f:3 (192.0.2.8) | 192.0.2.8", "f:4 (192.0.2.9) | 192.0.2.9 | mac-prefix=44:19:B6:00:00:01"}},
		{"an array that stops", `[{"dst":"192.0.2.7","dev":"br0","lladdr":"44:19:b6:0a:0b:0c","state":["STALE"]},{"dst":"192.0`,
			[]string{one, "! f:1: the file ends in the middle: what came before was read"}},
		{"an entry that is no entry", `[{"dst":"192.0.2.7","lladdr":"44:19:b6:0a:0b:0c","state":["STALE"]},{"dst":7},{"dst":"192.0.2.8","lladdr":"3c:ef:8c:11:22:33","state":["STALE"]}]`,
			[]string{one, "! f:1: json: cannot unmarshal number into Go struct field .Dst of type string", "f:1 (192.0.2.8) | 192.0.2.8 | mac-prefix=3C:EF:8C:11:22:33"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if kind := network.Sniff([]byte(test.text)); kind != "arp" {
				t.Errorf("taken for %q", kind)
			}
			same(t, read(t, "arp", test.text), test.want)
		})
	}
}

// TestHardwareAddresses: they are read however they are written, and nothing
// else is taken for one.
func TestHardwareAddresses(t *testing.T) {
	for _, text := range []string{"44:19:b6:0a:0b:0c", "44:19:b6:a:b:c", "44-19-B6-0A-0B-0C", "4419.b60a.0b0c", "4419-b60a-0b0c", "4419b6-0a0b0c", "4419b60a0b0c"} {
		same(t, read(t, "arp", "192.0.2.7 dev br0 lladdr "+text+" STALE\n"), []string{"f:1 (192.0.2.7) | 192.0.2.7 | mac-prefix=44:19:B6:0A:0B:0C"})
	}
	for _, text := range []string{"44:19:b6:0a:0b", "44:19:b6:0a:0b:0c:0d", "44:19:b6:0a:0b:0g", "44:19:b6:0a:0b:", ":44:19:b6:0a:0b", "44:19-b6:0a:0b:0c", "4419.b60a.0b0", "44:19:b6:0a:0b:00c", "4419b60a0b0c0d", "192.0.2.100"} {
		got := read(t, "arp", "192.0.2.7 dev br0 lladdr "+text+" STALE\n")
		if len(got) != 2 || !strings.HasPrefix(got[0], "! ") || strings.Contains(got[1], "mac-prefix") {
			t.Errorf("%s: got %q", text, got)
		}
	}
}

// TestUTF16: Windows redirects into files of UTF-16.
func TestUTF16(t *testing.T) {
	text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte("\r\nInterface: 192.0.2.1 --- 0xb\r\n  Internet Address      Physical Address      Type\r\n  192.0.2.7             44-19-b6-0a-0b-0c     dynamic   \r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if kind := network.Sniff(text); kind != "arp" {
		t.Errorf("taken for %q", kind)
	}
	same(t, read(t, "arp", string(text)), []string{"f:4 (192.0.2.7) | 192.0.2.7 | mac-prefix=44:19:B6:0A:0B:0C"})
}

// TestNothingButFaults: a file of them tells how many there are, not each.
func TestNothingButFaults(t *testing.T) {
	got := read(t, "arp", "192.0.2.7 dev br0 lladdr 44:19:b6:0a:0b:0c STALE\n"+strings.Repeat("x\n", 20_000)+"192.0.2.8 dev br0 lladdr 3c:ef:8c:11:22:33 STALE\n")
	if n := len(got); n != 10_003 || !strings.HasPrefix(got[n-2], "f:20002 ") || got[n-1] != "! f: 10000 more records could not be read: limit met" {
		t.Errorf("got %d lines, last %q", n, got[n-1])
	}
}

// TestLongLine: a line of any length costs no more than the limit.
func TestLongLine(t *testing.T) {
	text := "192.0.2.7 dev br0 lladdr 44:19:b6:0a:0b:0c STALE\n" + string(bytes.Repeat([]byte("x"), 5<<20)) + "\n192.0.2.8 dev br0 lladdr 3c:ef:8c:11:22:33 STALE\n"
	same(t, read(t, "arp", text), []string{"f:1 (192.0.2.7) | 192.0.2.7 | mac-prefix=44:19:B6:0A:0B:0C",
		"! f:2: a line: limit met", "f:3 (192.0.2.8) | 192.0.2.8 | mac-prefix=3C:EF:8C:11:22:33"})
}
