package network_test

import (
	"os"
	"strings"
	"testing"

	"github.com/delistdev/delist/inventory/network"
)

func TestPeers(t *testing.T) {
	const camera = "f:1 (cam) | cam | mac-prefix=44:19:B6:0A:0B:0C"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"two at one port", "lldp.eth0.via=LLDP\nlldp.eth0.chassis.mac=44:19:b6:0a:0b:0c\nlldp.eth0.chassis.name=cam\nlldp.eth0.via=LLDP\nlldp.eth0.chassis.mac=3c:ef:8c:11:22:33\n",
			[]string{camera, "f:4 | 3C:EF:8C:11:22:33 | mac-prefix=3C:EF:8C:11:22:33"}},
		{"a port with dots", "lldp.Gi1/0/1.100.via=LLDP\nlldp.Gi1/0/1.100.chassis.mac=44:19:b6:0a:0b:0c\nlldp.Gi1/0/1.100.chassis.name=cam\n", []string{camera}},
		{"a telephone that goes by its address", "lldp.eth0.via=LLDP\nlldp.eth0.chassis.ip=192.0.2.7\nlldp.eth0.port.mac=44:19:b6:0a:0b:0c\nlldp.eth0.lldp-med.inventory.model=T1\n",
			[]string{"f:1 (192.0.2.7) | T1 | mac-prefix=44:19:B6:0A:0B:0C | product: T1"}},
		{"not a key", "lldp.eth0.via=LLDP\nlldp.eth0.chassis.mac=44:19:b6:0a:0b:0c\nlldp.eth0.chassis.name=cam\nhello\n", []string{`! f:4: not a line about a neighbour: "hello"`, camera}},
		{"without a name, as JSON", `{"lldp":{"interface":{"eth0":{"via":"LLDP","chassis":{"id":{"type":"mac","value":"44:19:b6:0a:0b:0c"}}},"eth1":{"chassis":{"cam":{"id":{"type":"local","value":"x"},"mgmt-ip":"192.0.2.7"}}}}}}`,
			[]string{"f#/lldp/interface/eth0 | 44:19:B6:0A:0B:0C | mac-prefix=44:19:B6:0A:0B:0C", "f#/lldp/interface/eth1 (192.0.2.7) | cam"}},
		{"two documents", `{"lldp":{}}{"lldp":{"interface":{"a/b":{"chassis":{"cam":{"id":{"type":"mac","value":"44:19:b6:0a:0b:0c"}}}}}}}`,
			[]string{"f#/lldp/interface/a~1b (cam) | cam | mac-prefix=44:19:B6:0A:0B:0C"}},
		{"XML that stops", `<lldp label="x"><interface name="eth0"><chassis><id type="mac">44:19:b6:0a:0b:0c</id><name>cam</name>`,
			[]string{"f#interface eth0 (cam) | cam | mac-prefix=44:19:B6:0A:0B:0C", "! f:1: the file ends in the middle: what came before was read"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if kind := network.Sniff([]byte(test.text)); kind != "lldp" {
				t.Errorf("taken for %q", kind)
			}
			same(t, read(t, "lldp", test.text), test.want)
		})
	}
}

// TestPeersCut cuts JSON anywhere behind the first neighbour: that is read, and
// the cut reported.
func TestPeersCut(t *testing.T) {
	for _, name := range []string{"testdata/lldp.json", "testdata/lldp-json0.json", "testdata/lldp.xml"} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.TrimSpace(string(b))
		for cut := len(text) / 2; cut < len(text); cut += 13 {
			got := read(t, "lldp", text[:cut])
			if len(got) < 2 || !strings.Contains(got[0], "44:19:B6:0A:0B:0C") || !strings.HasPrefix(got[len(got)-1], "! ") {
				t.Fatalf("%s cut at %d: %q", name, cut, got)
			}
		}
	}
}
