package ledger_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist/ledger"
)

// told writes faults as "kind record".
func told(faults []ledger.Fault) (told []string) {
	for _, f := range faults {
		told = append(told, fmt.Sprintf("%s %d", f.Kind, f.Record))
	}
	return told
}

func verify(t testing.TB, m ledger.Log, key *ledger.Key, o ledger.Options) ledger.Report {
	t.Helper()
	r, err := ledger.Verify(t.Context(), m, key.Verifier, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestVerifyFindsNothing(t *testing.T) {
	key := newKey(t)
	for size := range 70 {
		m := &memory{}
		var elsewhere [][]byte
		for n := range size {
			elsewhere = append(elsewhere, m.sign(t, key))
			m.append(leafOf(t, n))
		}
		elsewhere = append(elsewhere, m.sign(t, key))
		var seen []int64
		each := func(n int64, r ledger.Record) error {
			if want := start.Add(time.Duration(n) * time.Second); !r.At.Equal(want) {
				return fmt.Errorf("at %v, want %v", r.At, want)
			}
			seen = append(seen, n)
			return nil
		}
		r := verify(t, m, key, ledger.Options{Elsewhere: elsewhere, Each: each})
		if !r.OK() || r.Notices != nil || r.Size != int64(size) || r.Checkpoint.Root != m.tree.Root() || len(seen) != size {
			t.Errorf("%d records: %v, and %d seen", size, r, len(seen))
		}
	}
}

// damage is what tests do to a ledger of 21 records, and what has to be told.
var damage = []struct {
	name string
	do   func(t *testing.T, m *memory, key *ledger.Key)
	want []string
}{
	{"a changed record", func(_ *testing.T, m *memory, _ *ledger.Key) { alter(m, 5) },
		[]string{"root-differs -1", "record-changed 5"}},
	{"two changed records", func(_ *testing.T, m *memory, _ *ledger.Key) {
		alter(m, 5)
		alter(m, 20)
	}, []string{"root-differs -1", "record-changed 5", "record-changed 20"}},
	{"two records that changed places", func(_ *testing.T, m *memory, _ *ledger.Key) {
		m.records[5].Leaf, m.records[6].Leaf = m.records[6].Leaf, m.records[5].Leaf
	}, []string{"root-differs -1", "record-changed 5", "record-changed 6", "clock-went-back 6"}},
	{"a changed hash of a record", func(_ *testing.T, m *memory, _ *ledger.Key) { m.records[6].Hashes[3] ^= 1 },
		[]string{"hash-changed 6"}},
	{"a changed hash above", func(_ *testing.T, m *memory, _ *ledger.Key) { m.records[7].Hashes[2*32] ^= 1 },
		[]string{"hash-changed 7"}},
	{"hashes cut off", func(_ *testing.T, m *memory, _ *ledger.Key) { m.records[7].Hashes = m.records[7].Hashes[:32] },
		[]string{"hash-changed 7"}},
	{"a record changed with its hash", func(_ *testing.T, m *memory, _ *ledger.Key) {
		var f ledger.Frontier
		alter(m, 5)
		h := f.Append(m.records[5].Leaf)
		copy(m.records[5].Hashes, h[0][:])
	}, []string{"root-differs -1", "hash-changed 5"}},
	{"a record changed, and all hashes with it", func(_ *testing.T, m *memory, _ *ledger.Key) {
		alter(m, 5)
		rewrite(m, func(n int) []byte { return m.records[n].Leaf })
	}, []string{"root-differs -1"}},
	{"a missing record", func(_ *testing.T, m *memory, _ *ledger.Key) { m.records = slices.Delete(m.records, 5, 6) },
		[]string{"records-missing 5"}},
	{"missing records, and one changed behind", func(_ *testing.T, m *memory, _ *ledger.Key) {
		m.records[9].Leaf[30] ^= 1
		m.records = slices.Delete(m.records, 5, 8)
	}, []string{"records-missing 5", "record-changed 9"}},
	{"a missing first record", func(_ *testing.T, m *memory, _ *ledger.Key) { m.records = m.records[1:] },
		[]string{"records-missing 0"}},
	{"a removed last record", func(_ *testing.T, m *memory, _ *ledger.Key) { m.records = m.records[:20] },
		[]string{"records-removed 20"}},
	{"all records removed", func(_ *testing.T, m *memory, _ *ledger.Key) { m.records = nil },
		[]string{"records-removed 0"}},
	{"a removed last record that is still counted", func(_ *testing.T, m *memory, _ *ledger.Key) {
		m.records, m.size = m.records[:20], 21
	}, []string{"records-missing 20", "records-removed 20"}},
	{"a record that is not counted", func(_ *testing.T, m *memory, _ *ledger.Key) { m.size = 20 },
		[]string{"order-wrong 20"}},
	{"a record twice", func(_ *testing.T, m *memory, _ *ledger.Key) { m.records = slices.Insert(m.records, 6, m.records[5]) },
		[]string{"order-wrong 5"}},
	{"a record that nobody signed", func(t *testing.T, m *memory, _ *ledger.Key) { m.append(leafOf(t, 21)) },
		[]string{"records-unsigned 21"}},
	{"no checkpoint", func(_ *testing.T, m *memory, _ *ledger.Key) { m.checkpoint = nil },
		[]string{"checkpoint-wrong -1"}},
	{"a changed checkpoint", func(_ *testing.T, m *memory, _ *ledger.Key) { m.checkpoint[20] ^= 1 },
		[]string{"checkpoint-wrong -1"}},
	{"a checkpoint of another key", func(t *testing.T, m *memory, _ *ledger.Key) { m.sign(t, newKey(t)) },
		[]string{"checkpoint-wrong -1"}},
	{"a leaf that was not canonical when it was signed", func(t *testing.T, m *memory, key *ledger.Key) {
		m.append([]byte(`{"kind":"x"}`))
		m.sign(t, key)
	}, []string{"not-canonical 21"}},
	{"a clock that was set back", func(t *testing.T, m *memory, key *ledger.Key) {
		m.append(leafOf(t, 3))
		m.append(leafOf(t, 4))
		m.sign(t, key)
	}, []string{"clock-went-back 21"}},
}

// alter makes a record say something else, in the same form.
func alter(m *memory, n int) {
	m.records[n].Leaf = bytes.Replace(m.records[n].Leaf, []byte("invented"), []byte("imagined"), 1)
}

// rewrite makes m another ledger, whose hashes fit.
func rewrite(m *memory, leaf func(int) []byte) {
	other := &memory{}
	for n := range m.records {
		other.append(leaf(n))
	}
	m.records, m.tree = other.records, other.tree
}

func TestVerifyNames(t *testing.T) {
	key := newKey(t)
	sound := keep(t, 21, key)
	for _, tt := range damage {
		t.Run(tt.name, func(t *testing.T) {
			m := sound.clone()
			tt.do(t, m, key)
			r := verify(t, m, key, ledger.Options{})
			if diff := cmp.Diff(tt.want, append(told(r.Faults), told(r.Notices)...)); diff != "" {
				t.Errorf("%s\n%v", diff, r)
			}
			for _, f := range r.Faults {
				if f.Kind.Remedy() == "" || f.Error() == "" {
					t.Errorf("%v: no way out", f)
				}
				if f.Record >= 0 && f.Record < 100 && !strings.Contains(f.Text, fmt.Sprint(f.Record)) {
					t.Errorf("%q does not name record %d", f.Text, f.Record)
				}
			}
		})
	}
}

func TestVerifyElsewhere(t *testing.T) {
	key := newKey(t)
	m := keep(t, 10, key)
	early := m.checkpoint
	for n := 10; n < 21; n++ {
		m.append(leafOf(t, n))
	}
	late := m.sign(t, key)
	fork := m.clone()
	rewrite(fork, func(n int) []byte { return leafOf(t, n+n/9*100) })
	fork.sign(t, key)
	tests := []struct {
		name      string
		log       *memory
		elsewhere []byte
		want      []string
	}{
		{"an older checkpoint", m, early, nil},
		{"the same checkpoint", m, late, nil},
		{"an older copy", keep(t, 10, key), late, []string{"rolled-back 10"}},
		{"another history, as signed", fork, late, []string{"forked -1"}},
		{"another history from the tenth record", fork, early, []string{"forked -1"}},
		{"of another key", m, keep(t, 3, newKey(t)).checkpoint, []string{"checkpoint-wrong -1"}},
		{"changed", m, bytes.Replace(late, []byte("\n21\n"), []byte("\n22\n"), 1), []string{"checkpoint-wrong -1"}},
	}
	for _, tt := range tests {
		r := verify(t, tt.log, key, ledger.Options{Elsewhere: [][]byte{tt.elsewhere}})
		if diff := cmp.Diff(tt.want, told(r.Faults)); diff != "" {
			t.Errorf("%s: %s\n%v", tt.name, diff, r)
		}
	}
	// A checkpoint elsewhere tells a changed record from a fork, and covers
	// what the ledger's own no longer does.
	changed := m.clone()
	alter(changed, 5)
	r := verify(t, changed, key, ledger.Options{Elsewhere: [][]byte{early}})
	if diff := cmp.Diff([]string{"root-differs -1", "root-differs -1", "record-changed 5"}, told(r.Faults)); diff != "" {
		t.Error(diff)
	}
	noKey := m.clone()
	noKey.checkpoint, noKey.records[5].Hashes[0] = nil, noKey.records[5].Hashes[0]^1
	r = verify(t, noKey, key, ledger.Options{Elsewhere: [][]byte{late}})
	if diff := cmp.Diff([]string{"checkpoint-wrong -1", "hash-changed 5"}, told(r.Faults)); diff != "" {
		t.Error(diff)
	}
}

// Every single bit of a small ledger: each is found, and named as what it is
// of.
func TestVerifyFindsEveryBit(t *testing.T) {
	key := newKey(t)
	m := keep(t, 9, key)
	flip := func(data []byte, name string, record int64) {
		for i := range len(data) * 8 {
			data[i/8] ^= 1 << (i % 8)
			r := verify(t, m, key, ledger.Options{})
			data[i/8] ^= 1 << (i % 8)
			if !slices.Contains(told(r.Faults), fmt.Sprintf("%s %d", name, record)) {
				t.Fatalf("bit %d of byte %d of %d: want %s %d, got %v", i%8, i/8, len(data), name, record, r)
			}
		}
	}
	for _, s := range m.records {
		flip(s.Leaf, "record-changed", s.Number)
		flip(s.Hashes, "hash-changed", s.Number)
	}
	flip(m.checkpoint, "checkpoint-wrong", -1)
}

// Random bits of a larger ledger.
func TestVerifyFindsRandomBits(t *testing.T) {
	key := newKey(t)
	m := keep(t, 1000, key)
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		s := m.records[random.IntN(len(m.records))]
		data, name := s.Leaf, "record-changed"
		if random.IntN(2) == 0 {
			data, name = s.Hashes, "hash-changed"
		}
		bit := random.IntN(len(data) * 8)
		data[bit/8] ^= 1 << (bit % 8)
		r := verify(t, m, key, ledger.Options{})
		data[bit/8] ^= 1 << (bit % 8)
		if want := fmt.Sprintf("%s %d", name, s.Number); !slices.Contains(told(r.Faults), want) || len(r.Faults) > 2 {
			t.Fatalf("bit %d: want %s, got %v", bit, want, r)
		}
	}
}

func TestVerifyComparesWithTheStore(t *testing.T) {
	key := newKey(t)
	r := verify(t, keep(t, 5, key), key, ledger.Options{Each: func(n int64, _ ledger.Record) error {
		if n == 3 {
			return errors.New("the decision has another date")
		}
		return nil
	}})
	want := []ledger.Fault{{Kind: ledger.StoreDiffers, Record: 3, Text: "record 3: the decision has another date"}}
	if diff := cmp.Diff(want, r.Faults); diff != "" {
		t.Error(diff)
	}
}

// Damage everywhere is counted, and not listed without end.
func TestVerifyCountsWhatItDoesNotList(t *testing.T) {
	key := newKey(t)
	m := keep(t, 2000, key)
	for _, s := range m.records {
		s.Leaf[40] ^= 1
	}
	r := verify(t, m, key, ledger.Options{})
	if total := len(r.Faults) + r.MoreFaults; r.OK() || len(r.Faults) > 1000 || total != 2001 {
		t.Errorf("%d listed, %d more", len(r.Faults), r.MoreFaults)
	}
}

// unreadable breaks off, as a disk does.
type unreadable struct {
	*memory
	from int64
}

func (u unreadable) Records(ctx context.Context, from, to int64) iter.Seq2[ledger.Stored, error] {
	return func(yield func(ledger.Stored, error) bool) {
		for s, err := range u.memory.Records(ctx, from, to) {
			if s.Number == u.from {
				yield(ledger.Stored{}, errors.New("input/output error"))
				return
			}
			if !yield(s, err) {
				return
			}
		}
	}
}

// What could not be read to the end is never found in order.
func TestVerifyNeedsToReadAll(t *testing.T) {
	key := newKey(t)
	if r, err := ledger.Verify(t.Context(), unreadable{keep(t, 10, key), 5}, key.Verifier, ledger.Options{}); err == nil {
		t.Errorf("no error, and %v", r)
	}
}
