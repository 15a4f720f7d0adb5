package ledger_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/delistdev/delist/ledger"
)

// A memory is a ledger in memory, which tests damage.
type memory struct {
	tree       ledger.Frontier
	records    []ledger.Stored
	checkpoint []byte
	size       int64 // what Size says, if not 0
}

func (m *memory) Size(context.Context) (int64, error) {
	if m.size != 0 || len(m.records) == 0 {
		return m.size, nil
	}
	return m.records[len(m.records)-1].Number + 1, nil
}

func (m *memory) Records(_ context.Context, from, to int64) iter.Seq2[ledger.Stored, error] {
	return func(yield func(ledger.Stored, error) bool) {
		at, _ := m.find(from)
		for _, s := range m.records[at:] {
			if s.Number >= to || !yield(s, nil) {
				return
			}
		}
	}
}

func (m *memory) Leaf(_ context.Context, number int64) ([]byte, error) {
	if at, ok := m.find(number); ok {
		return m.records[at].Leaf, nil
	}
	return nil, fmt.Errorf("no record %d", number)
}

func (m *memory) find(number int64) (int, bool) {
	return slices.BinarySearchFunc(m.records, number, func(s ledger.Stored, n int64) int { return cmp.Compare(s.Number, n) })
}

func (m *memory) Hashes(_ context.Context, numbers []int64) ([][]byte, error) {
	var rows [][]byte
	for _, n := range numbers {
		at, ok := m.find(n)
		if !ok {
			return nil, fmt.Errorf("no record %d", n)
		}
		rows = append(rows, m.records[at].Hashes)
	}
	return rows, nil
}

func (m *memory) Checkpoint(context.Context) ([]byte, error) { return m.checkpoint, nil }

func (m *memory) append(leaf []byte) {
	number := m.tree.Size()
	m.records = append(m.records, ledger.Stored{Number: number, Leaf: leaf, Hashes: ledger.Join(m.tree.Append(leaf))})
}

func (m *memory) sign(t testing.TB, key *ledger.Key) []byte {
	t.Helper()
	msg, err := ledger.Sign(m.tree.Size(), m.tree.Root(), key)
	if err != nil {
		t.Fatal(err)
	}
	m.checkpoint = msg
	return msg
}

// clone copies m so that damage to the copy leaves m as it is.
func (m *memory) clone() *memory {
	c := *m
	c.checkpoint = slices.Clone(m.checkpoint)
	c.records = nil
	for _, s := range m.records {
		c.records = append(c.records, ledger.Stored{Number: s.Number, Leaf: slices.Clone(s.Leaf), Hashes: slices.Clone(s.Hashes)})
	}
	return &c
}

func newKey(t testing.TB) *ledger.Key {
	t.Helper()
	key, err := ledger.NewKey("example.com/ledger")
	if err != nil {
		t.Fatal(err)
	}
	return key
}

var start = time.Date(2017, 9, 13, 10, 0, 0, 0, time.UTC)

// leafOf makes up the leaf of a record.
func leafOf(t testing.TB, n int) []byte {
	t.Helper()
	r := ledger.Record{Kind: "decision", At: start.Add(time.Duration(n) * time.Second),
		Body: json.RawMessage(fmt.Sprintf(`{"number":%d,"party":"an-invented-vendor","because":"a reason, \"quoted\""}`, n))}
	if n%3 == 0 {
		r.Personal = map[string]string{"by": ledger.Personal{Field: "by", Value: "somebody"}.Hash()}
	}
	leaf, err := r.Leaf()
	if err != nil {
		t.Fatal(err)
	}
	return leaf
}

// keep makes a signed ledger of size records.
func keep(t testing.TB, size int, key *ledger.Key) *memory {
	t.Helper()
	m := &memory{}
	for n := range size {
		m.append(leafOf(t, n))
	}
	m.sign(t, key)
	return m
}
