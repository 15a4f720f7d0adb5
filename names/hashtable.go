package names

import "math/bits"

// A hashTable finds numbers by a hash. What it gives may be of another key with the
// same bucket: the caller looks.
type hashTable struct {
	start []uint32 // of each bucket in ids; one more than there are buckets
	ids   []uint32
}

// An entry is one number of a table with the hash of its key.
type entry struct{ hash, id uint32 }

// newHashTable puts entries into about as many buckets, in their order.
func newHashTable(entries []entry) hashTable {
	buckets := uint32(1) << bits.Len(uint(len(entries)/2+1))
	t := hashTable{make([]uint32, buckets+1), make([]uint32, len(entries))}
	for _, e := range entries {
		t.start[e.hash&(buckets-1)+1]++
	}
	for i := range buckets {
		t.start[i+1] += t.start[i]
	}
	at := make([]uint32, buckets)
	copy(at, t.start)
	for _, e := range entries {
		b := e.hash & (buckets - 1)
		t.ids[at[b]] = e.id
		at[b]++
	}
	return t
}

// at returns what may be under a hash.
func (t *hashTable) at(hash uint32) []uint32 {
	if len(t.start) == 0 {
		return nil
	}
	b := hash & uint32(len(t.start)-2)
	return t.ids[t.start[b]:t.start[b+1]]
}

// A texts holds strings one after the other.
type texts struct {
	text string
	end  []uint32
}

func (t *texts) at(i uint32) string {
	if i == 0 {
		return t.text[:t.end[0]]
	}
	return t.text[t.end[i-1]:t.end[i]]
}

// hashOf is FNV-1a over the bytes of a string, mixed so that low bits are good.
func hashOf[T string | []byte](s T) uint32 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mixed(h)
}

func mixed(h uint64) uint32 {
	h ^= h >> 32
	h *= 0x9e3779b97f4a7c15
	return uint32(h >> 32)
}

// Words are found with typing errors by what is left of their first letters
// when up to two are taken out: two words at most two edits apart leave one
// thing in common (W. Garbe, "Symmetric Delete", with prefixes).
const prefix = 7

// eachDeletion calls do with the hash of each rest of the word.
func eachDeletion(word string, do func(hash uint32)) {
	if len(word) < 3 {
		return
	}
	p := word[:min(len(word), prefix)]
	do(hashOf(p))
	var rest, less [prefix]byte
	for i := range len(p) {
		if i > 0 && p[i] == p[i-1] {
			continue // leaves the same
		}
		r := append(append(rest[:0], p[:i]...), p[i+1:]...)
		do(hashOf(r))
		if len(word) < 5 {
			continue
		}
		for k := i; k < len(r); k++ {
			if k > i && r[k] == r[k-1] {
				continue
			}
			do(hashOf(append(append(less[:0], r[:k]...), r[k+1:]...)))
		}
	}
}
