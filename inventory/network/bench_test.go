package network_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/delistdev/delist/inventory/network"
	"github.com/delistdev/delist/inventory/source"
)

func bench(b *testing.B, kind string, text []byte) {
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	items := 0
	for b.Loop() {
		items = 0
		for _, err := range network.Read(kind, &source.Input{Reader: bytes.NewReader(text), Name: "f"}) {
			if err != nil {
				b.Fatal(err)
			}
			items++
		}
	}
	b.ReportMetric(float64(items)*float64(b.N)/b.Elapsed().Seconds(), "items/s")
}

func BenchmarkNeighbours(b *testing.B) {
	for name, line := range map[string]string{
		"arp -a":   "? (10.%d.%d.%d) at 44:19:b6:%02x:%02x:%02x [ether] on br0\n",
		"ip neigh": "10.%d.%d.%d dev br0 lladdr 44:19:b6:%02x:%02x:%02x STALE \n",
		"arp-scan": "10.%d.%d.%d\t44:19:b6:%02x:%02x:%02x\tHangzhou Hikvision Digital Technology Co.,Ltd.\n",
	} {
		var text bytes.Buffer
		for i := range 100_000 {
			fmt.Fprintf(&text, line, i>>16, i>>8&255, i&255, i>>16, i>>8&255, i&255)
		}
		b.Run(name, func(b *testing.B) { bench(b, "arp", text.Bytes()) })
	}
	var text bytes.Buffer
	text.WriteString("[")
	for i := range 100_000 {
		fmt.Fprintf(&text, `{"dst":"10.%d.%d.%d","dev":"br0","lladdr":"44:19:b6:%02x:%02x:%02x","state":["STALE"]},`, i>>16, i>>8&255, i&255, i>>16, i>>8&255, i&255)
	}
	b.Run("ip -j neigh", func(b *testing.B) { bench(b, "arp", append(bytes.TrimSuffix(text.Bytes(), []byte(",")), ']')) })
}

func repeated(b *testing.B, name string, times int) []byte {
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		b.Fatal(err)
	}
	return bytes.Repeat(append(text, '\n'), times)
}

// BenchmarkNmap has encoding/xml beside it, which here does nothing but cut the
// same text into tokens.
func BenchmarkNmap(b *testing.B) {
	for _, name := range []string{"nmap-services.xml", "nmap-6.xml"} {
		text := repeated(b, name, 300)
		b.Run(name, func(b *testing.B) { bench(b, "nmap", text) })
		b.Run(name+"/encoding-xml", func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				d := xml.NewDecoder(bytes.NewReader(text))
				for {
					if _, err := d.RawToken(); err == io.EOF {
						break
					} else if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

func BenchmarkLeases(b *testing.B) {
	b.Run("isc", func(b *testing.B) { bench(b, "dhcp-leases", repeated(b, "dhcpd.leases", 10_000)) })
	b.Run("dnsmasq", func(b *testing.B) { bench(b, "dhcp-leases", repeated(b, "dnsmasq.leases", 20_000)) })
	b.Run("kea", func(b *testing.B) { bench(b, "dhcp-leases", repeated(b, "kea-leases4.csv", 20_000)) })
}

func BenchmarkPeers(b *testing.B) {
	for _, name := range []string{"lldp.json", "lldp-json0.json", "lldp.xml", "lldp-keyvalue.txt", "lldp-plain.txt"} {
		b.Run(name, func(b *testing.B) { bench(b, "lldp", repeated(b, name, 500)) })
	}
}

func BenchmarkAnswers(b *testing.B) { bench(b, "onvif", repeated(b, "onvif.xml", 1000)) }
