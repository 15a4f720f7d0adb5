package tables

import (
	"slices"
	"testing"
)

// FuzzPack checks that what is no list of items is an error and never a panic, that
// what is one comes back as it was, and that picking finds what is in both.
func FuzzPack(f *testing.F) {
	f.Add(pack([]int64{1, 2, 300, 70_000, 1 << 39}), int64(300))
	f.Add([]byte{0}, int64(1))
	f.Add([]byte{0x80}, int64(1))
	f.Fuzz(func(t *testing.T, packed []byte, wanted int64) {
		numbers, err := unpack(nil, packed)
		if err != nil {
			return
		}
		if again, err := unpack(nil, pack(numbers)); err != nil || !slices.Equal(again, numbers) {
			t.Errorf("%v comes back as %v, %v", numbers, again, err)
		}
		wanted &= 1<<20 - 1
		picked, err := setOf([]int64{wanted}).pick(nil, packed)
		if _, has := slices.BinarySearch(numbers, wanted); err != nil || has != (len(picked) == 1) {
			t.Errorf("%d of %v: got %v, %v", wanted, numbers, picked, err)
		}
	})
}

// Undoing a change leads to what was held before it.
func TestUndo(t *testing.T) {
	for _, test := range []struct{ before, after []int64 }{
		{nil, []int64{1, 2}}, {[]int64{1, 2}, nil}, {[]int64{1, 2, 5}, []int64{2, 3, 9}}, {[]int64{1}, []int64{1}},
	} {
		added, removed := without(test.after, test.before), without(test.before, test.after)
		if got := undo(test.after, added, removed); !slices.Equal(got, test.before) {
			t.Errorf("from %v back: got %v, want %v", test.after, got, test.before)
		}
	}
}
