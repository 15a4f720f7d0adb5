package fleet_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/delistdev/delist/inventory/fleet"
	"github.com/delistdev/delist/inventory/source"
)

// BenchmarkRead reads made-up exports of 20,000 records.
func BenchmarkRead(b *testing.B) {
	const n = 20000
	made := func(before, record, between, after string) string {
		var s strings.Builder
		s.WriteString(before)
		for i := range n {
			if i > 0 {
				s.WriteString(between)
			}
			fmt.Fprintf(&s, record, i)
		}
		return s.String() + after
	}
	exports := []struct{ name, kind, content string }{
		{"intune-csv", fleet.Intune, made(rawData, "k,Guard %d,\"Example, Inc.\",2.1,2.1.0.5,d-1,PC-1,Windows,10.0,Windows,u,a@example.com,A\n", "", "")},
		{"graph-json", fleet.Intune, made(`{"value":[`, `{"id":"1","displayName":"Guard %d","version":"1.0","sizeInByte":0,"deviceCount":3,"publisher":"Example","platform":"windows"}`, ",", "]}")},
		{"jamf-xml", fleet.Jamf, made("<computer><general><name>m</name></general><software><applications>", "<application><name>Guard %d.app</name><path>/Applications/Guard.app</path><version>1</version><bundle_id>com.example.guard</bundle_id></application>", "\n", "</applications></software></computer>")},
		{"profiler-json", fleet.SystemProfiler, made(`{"SPApplicationsDataType":[`, strings.Replace(profilerApp, "Guard", "Guard %d", 1), ",", "]}")},
		{"dpkg-l", fleet.DpkgList, made("+++-====================-===============-============-====\n", "ii  guard%d  1.0-1+b%[1]d  amd64  A guard of some kind\n", "", "")},
		{"rpm-qa", fleet.RPMList, made("", "guard-tools-%d-1.0-1.el9.x86_64\n", "", "")},
	}
	for _, e := range exports {
		b.Run(e.name, func(b *testing.B) {
			b.SetBytes(int64(len(e.content)))
			b.ReportAllocs()
			for b.Loop() {
				items := 0
				for _, err := range fleet.Read(e.kind, &source.Input{Reader: strings.NewReader(e.content), Name: "in"}) {
					if err != nil {
						b.Fatal(err)
					}
					items++
				}
				if items != n {
					b.Fatalf("%d items", items)
				}
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "items/s")
		})
	}
}
