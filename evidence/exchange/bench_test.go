package exchange_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/delistdev/delist"
)

// BenchmarkRead reads 5,000 invented claims, each with a speaker, a source and two
// relations.
func BenchmarkRead(b *testing.B) {
	set := made()
	claim := set.Claims[0]
	set.Claims = nil
	for i := range 5000 {
		claim.ID = delist.ClaimID(fmt.Sprintf("claim-%d", i))
		set.Claims = append(set.Claims, claim)
	}
	for _, f := range formats {
		text := write(b, f, set)
		b.Run(f.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				for _, err := range f.read(bytes.NewReader(text), "f") {
					if err != nil {
						b.Fatal(err)
					}
					n++
				}
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "records/s")
		})
	}
}
