package ledger_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/transparency-dev/formats/proof"

	"github.com/delistdev/delist/ledger"
)

func TestProveEveryRecord(t *testing.T) {
	key := newKey(t)
	for _, size := range []int{1, 2, 3, 8, 13, 64, 100} {
		m := keep(t, size, key)
		for n := range int64(size) {
			p, err := ledger.Prove(t.Context(), m, n, key.Verifier)
			if err != nil {
				t.Fatal(err)
			}
			read, err := ledger.ParseProof(p.Text())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := read.Check(m.records[n].Leaf, key.Verifier); err != nil {
				t.Errorf("record %d of %d: %v", n, size, err)
			}
			if _, err := read.Check([]byte("another"), key.Verifier); err == nil {
				t.Errorf("record %d of %d: proves another record", n, size)
			}
			read.Number = (n + 1) % int64(size)
			if _, err := read.Check(m.records[n].Leaf, key.Verifier); err == nil && size > 1 {
				t.Errorf("record %d of %d: proves it at another number", n, size)
			}
		}
	}
}

// Another implementation of c2sp.org/tlog-proof reads what ours writes, and
// the other way round.
func TestProofFormat(t *testing.T) {
	key := newKey(t)
	p, err := ledger.Prove(t.Context(), keep(t, 13, key), 5, key.Verifier)
	if err != nil {
		t.Fatal(err)
	}
	for _, extra := range []string{"", "something beside"} {
		p.Extra = []byte(extra)
		var theirs proof.TLogProof
		if err := theirs.Unmarshal(p.Text()); err != nil {
			t.Fatal(err)
		}
		if theirs.Index != 5 || len(theirs.Hashes) != len(p.Hashes) || !bytes.Equal(theirs.Checkpoint, p.Checkpoint) || string(theirs.ExtraData) != extra {
			t.Errorf("read as %v", theirs)
		}
		if !bytes.Equal(theirs.Marshal(), p.Text()) {
			t.Errorf("got %s, want %s", p.Text(), theirs.Marshal())
		}
		if ours, err := ledger.ParseProof(theirs.Marshal()); err != nil || !bytes.Equal(ours.Text(), p.Text()) {
			t.Errorf("%v, %v", ours, err)
		}
	}
}

func TestProveRefuses(t *testing.T) {
	key := newKey(t)
	m := keep(t, 13, key)
	tests := []struct {
		name   string
		number int64
		damage func(*memory)
		want   string
	}{
		{"a record beyond the end", 13, func(*memory) {}, "13 records"},
		{"a record before the first", -1, func(*memory) {}, "13 records"},
		{"without a checkpoint", 3, func(m *memory) { m.checkpoint = nil }, "no checkpoint"},
		{"a changed record", 3, func(m *memory) { m.records[3].Leaf[9] ^= 1 }, "not in the tree"},
		{"a changed hash on the way", 3, func(m *memory) { m.records[2].Hashes[0] ^= 1 }, "not in the tree"},
		{"a record that is gone", 3, func(m *memory) { m.records = m.records[:10] }, "no record"},
	}
	for _, tt := range tests {
		damaged := m.clone()
		tt.damage(damaged)
		if _, err := ledger.Prove(t.Context(), damaged, tt.number, key.Verifier); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	if _, err := ledger.Prove(t.Context(), m, 3, newKey(t).Verifier); err == nil {
		t.Error("proved by a checkpoint of another key")
	}
}

func TestProofBits(t *testing.T) {
	key := newKey(t)
	m := keep(t, 13, key)
	p, err := ledger.Prove(t.Context(), m, 5, key.Verifier)
	if err != nil {
		t.Fatal(err)
	}
	text := p.Text()
	for i := range len(text) * 8 {
		changed := bytes.Clone(text)
		changed[i/8] ^= 1 << (i % 8)
		read, err := ledger.ParseProof(changed)
		if err == nil {
			_, err = read.Check(m.records[5].Leaf, key.Verifier)
		}
		if err == nil {
			t.Fatalf("bit %d of byte %d changes unseen: %q", i%8, i/8, changed)
		}
	}
}

func TestGrowth(t *testing.T) {
	key := newKey(t)
	m := &memory{}
	var checkpoints [][]byte
	for n := range 40 {
		checkpoints = append(checkpoints, m.sign(t, key))
		m.append(leafOf(t, n))
	}
	m.sign(t, key)
	for old, msg := range checkpoints {
		then, err := ledger.ParseCheckpoint(msg, key.Verifier)
		if err != nil {
			t.Fatal(err)
		}
		g, err := ledger.ProveGrowth(t.Context(), m, int64(old), key.Verifier)
		if err != nil {
			t.Fatal(err)
		}
		if err := g.Check(then, key.Verifier); err != nil {
			t.Errorf("from %d: %v", old, err)
		}
		if want := fmt.Sprintf("old %d\n", old); !strings.HasPrefix(string(g.Text()), want) || !bytes.HasSuffix(g.Text(), append([]byte("\n\n"), m.checkpoint...)) && old > 0 {
			t.Errorf("from %d: %s", old, g.Text())
		}
		then.Root[0] ^= 1
		if err := g.Check(then, key.Verifier); err == nil && old > 0 {
			t.Errorf("from %d: grown from another tree", old)
		}
	}
	if _, err := ledger.ProveGrowth(t.Context(), m, 41, key.Verifier); err == nil {
		t.Error("grown from a larger tree")
	}
}

// FuzzParseProof checks that no input makes the reader panic, and that what it
// reads is written again byte for byte.
func FuzzParseProof(f *testing.F) {
	key := newKey(f)
	p, err := ledger.Prove(f.Context(), keep(f, 13, key), 5, key.Verifier)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(p.Text())
	p.Extra = []byte("beside")
	f.Add(p.Text())
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := ledger.ParseProof(text)
		if err != nil {
			return
		}
		if !bytes.Equal(p.Text(), text) {
			t.Errorf("%q is read, and written as %q", text, p.Text())
		}
		if _, err := p.Check([]byte{byte(rand.Int())}, key.Verifier); err == nil {
			t.Error("proves what it cannot")
		}
	})
}
