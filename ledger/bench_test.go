package ledger_test

import (
	"testing"

	"github.com/delistdev/delist/ledger"
)

const million = 1_000_000

// large makes a signed ledger of a million records. Their leaves are ten
// different ones, so that it fits into memory.
func large(b *testing.B, key *ledger.Key) *memory {
	b.Helper()
	var leaves [10][]byte
	for n := range leaves {
		leaves[n] = leafOf(b, n)
	}
	m := &memory{records: make([]ledger.Stored, 0, million)}
	for n := range million {
		m.append(leaves[n%len(leaves)])
	}
	m.sign(b, key)
	return m
}

func BenchmarkLeaf(b *testing.B) {
	r, err := ledger.ParseLeaf(leafOf(b, 0))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Leaf(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseLeaf(b *testing.B) {
	leaf := leafOf(b, 0)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ledger.ParseLeaf(leaf); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFrontierAppend(b *testing.B) {
	leaf := leafOf(b, 0)
	var f ledger.Frontier
	b.ReportAllocs()
	for b.Loop() {
		f.Append(leaf)
	}
}

func BenchmarkSign(b *testing.B) {
	key := newKey(b)
	m := keep(b, 1000, key)
	for b.Loop() {
		m.sign(b, key)
	}
}

func BenchmarkVerifyMillion(b *testing.B) {
	key := newKey(b)
	m := large(b, key)
	for b.Loop() {
		if r := verify(b, m, key, ledger.Options{Each: func(int64, ledger.Record) error { return nil }}); !r.OK() {
			b.Fatal(r)
		}
	}
	b.ReportMetric(million*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkProveInMillion(b *testing.B) {
	key := newKey(b)
	m := large(b, key)
	var size int
	n := int64(0)
	for b.Loop() {
		n = (n + 618_033) % million
		p, err := ledger.Prove(b.Context(), m, n, key.Verifier)
		if err != nil {
			b.Fatal(err)
		}
		size = max(size, len(p.Text()))
	}
	b.ReportMetric(float64(size), "bytes")
}

func BenchmarkExportMillion(b *testing.B) {
	key := newKey(b)
	m := large(b, key)
	for b.Loop() {
		if _, err := ledger.Export(b.Context(), m, b.TempDir(), key.Verifier); err != nil {
			b.Fatal(err)
		}
	}
}
