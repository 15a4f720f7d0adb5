package network_test

import (
	"testing"

	"github.com/delistdev/delist/inventory/network"
)

func TestLeases(t *testing.T) {
	const camera = "f:1 (192.0.2.7) | 192.0.2.7 | mac-prefix=44:19:B6:0A:0B:0C"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"a lease that waits for a device", "lease 192.0.2.7 {\n  binding state free;\n}\n", nil},
		{"a lease that is over was seen", "lease 192.0.2.7 {\n  ends 6 2020/11/21 07:51:35;\n  binding state free;\n  hardware ethernet 44:19:b6:0a:0b:0c;\n}\n", []string{camera}},
		{"as servers wrote it before they had variables", "lease 192.0.2.7 { hardware ethernet 44:19:b6:0a:0b:0c; vendor-class-identifier \"udhcp 1.19\\011x\"; }",
			[]string{camera + " | vendor-class: udhcp 1.19 x"}},
		{"a client without hardware address", `lease 192.0.2.7 { uid "\001D\031\266\012\013\014"; }`, []string{camera}},
		{"a client by number", `lease 192.0.2.7 { uid 01:44:19:b6:0a:0b:0c; }`, []string{camera}},
		{"a host made at run time", "lease 192.0.2.9 {\n}\nhost cam { dynamic; hardware ethernet 44:19:b6:0a:0b:0c; fixed-address 192.0.2.7; }", []string{"f:3 (192.0.2.7) | cam | mac-prefix=44:19:B6:0A:0B:0C"}},
		{"hardware that is none", "lease 192.0.2.7 { hardware ethernet 44:19; }", []string{`! f:1: "44:19": not a hardware address of six octets`, "f:1 (192.0.2.7) | 192.0.2.7"}},
		{"what stops in the middle", "lease 192.0.2.7 { hardware ethernet 44:19:b6:0a:0b:0c;\n client-host", []string{camera, "! f:2: the file ends in the middle: what came before was read"}},
		{"what stopped, with another behind it", "lease 192.0.2.7 { hardware ethernet 44:19:b6:0a:0b:0c;\nlease 192.0.2.8 { hardware ethernet 3c:ef:8c:11:22:33; }",
			[]string{"! f:2: a declaration stops in the middle, and another follows", camera, "f:2 (192.0.2.8) | 192.0.2.8 | mac-prefix=3C:EF:8C:11:22:33"}},
		{"a quote that is lost", "lease 192.0.2.7 { hardware ethernet 44:19:b6:0a:0b:0c; client-hostname \"x;\n}\nlease 192.0.2.8 { hardware ethernet 3c:ef:8c:11:22:33; }",
			[]string{"! f:1: a declaration of more words, or longer ones, than are read, or a quote that does not end", camera, "f:3 (192.0.2.8) | 192.0.2.8 | mac-prefix=3C:EF:8C:11:22:33"}},
		{"a lease of a client", "lease 192.0.2.8 {\n}\nlease {\n interface \"eth0\";\n}", []string{`! f:3: not a lease: "lease"`}},
		{"something else", "lease 192.0.2.8 {\n}\nhello { world; }\n", []string{`! f:3: not a lease: "hello"`}},
		{"an association with two addresses", "ia-na \"\\001\\002\\003\\004\\000\\003\\000\\001D\\031\\266\\012\\013\\014\" {\n iaaddr 2001:db8::1 { binding state active; }\n iaaddr 2001:db8::2 { binding state active; }\n}\n",
			[]string{"f:2 (2001:db8::1) | 2001:db8::1 | mac-prefix=44:19:B6:0A:0B:0C", "f:3 (2001:db8::2) | 2001:db8::2 | mac-prefix=44:19:B6:0A:0B:0C"}},
		{"dnsmasq: type before address", "1795250576 06-44:19:b6:0a:0b:0c 192.0.2.7 * *\n", []string{camera}},
		{"dnsmasq: a line that is none", "1795250576 44:19:b6:0a:0b:0c 192.0.2.7 * *\nhello\n1795250576 44:19:b6:0a:0b:0c 192.0.2.7 cam 01:44:19:b6:0a:0b:0c\n",
			[]string{camera, `! f:2: not a lease: "hello"`, "f:3 (192.0.2.7) | cam | mac-prefix=44:19:B6:0A:0B:0C"}},
		{"dnsmasq: a randomised address", "1795250576 46:19:b6:0a:0b:0c 192.0.2.7 phone *\n", []string{"f:1 (192.0.2.7) | phone"}},
		{"Kea: two files, and rows that are none", keaHead + "192.0.2.7,44:19:b6:0a:0b:0c,,600,1,1,0,0,a&#x2cb,0,\n192.0.2.8\nx,44:19:b6:0a:0b:0c,,600,1,1,0,0,,0,\n192.0.2.9,,,0,1,1,0,0,,1,\n" + keaHead + "192.0.2.9,,01:44:19:b6:0a:0b:0c,600,1,1,0,0,,0,\n",
			[]string{"f:2 (192.0.2.7) | a,b | mac-prefix=44:19:B6:0A:0B:0C", "! f:3: not a lease: 1 columns, where the heading has 11", `! f:4: not a lease: "x" is no address`,
				"f:7 (192.0.2.9) | 192.0.2.9 | mac-prefix=44:19:B6:0A:0B:0C"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if kind := network.Sniff([]byte(test.text)); kind != "dhcp-leases" {
				t.Errorf("taken for %q", kind)
			}
			same(t, read(t, "dhcp-leases", test.text), test.want)
		})
	}
}

const keaHead = "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n"
