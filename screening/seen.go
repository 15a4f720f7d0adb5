package screening

import "math/bits"

// seen remembers items by their hashes, eight bytes each and little more: a
// catalogue has ten million. It grows a part at a time, so that it is never held
// twice.
type seen struct{ shards [1 << shardBits]shard }

type shard struct {
	slots []uint64 // hashes with flags below; 0 is free
	count int
}

const shardBits = 10

// What is remembered of an item, in the lowest bits of its hash.
const (
	isAttributed = 1 << iota // somebody is behind it
	isKept                   // somebody of the register, perhaps
	flags        = isAttributed | isKept
)

// at returns the place of an item, and whether it was there. The place is good
// until the next call.
func (s *seen) at(hash uint64) (entry *uint64, again bool) {
	part := &s.shards[hash>>(64-shardBits)]
	hash &^= flags
	if hash == 0 {
		hash = flags + 1
	}
	if part.count*5 >= len(part.slots)*4 {
		part.grow()
	}
	i := part.find(hash)
	if part.slots[i] != 0 {
		return &part.slots[i], true
	}
	part.slots[i] = hash
	part.count++
	return &part.slots[i], false
}

// find returns where a hash is, or is to be put.
func (p *shard) find(hash uint64) int {
	at, _ := bits.Mul64(hash<<shardBits, uint64(len(p.slots)))
	for i := int(at); ; i++ {
		if i == len(p.slots) {
			i = 0
		}
		if p.slots[i] == 0 || p.slots[i]&^flags == hash {
			return i
		}
	}
}

func (p *shard) grow() {
	old := p.slots
	p.slots = make([]uint64, max(8, len(old)+len(old)/3+1))
	for _, entry := range old {
		if entry != 0 {
			p.slots[p.find(entry&^flags)] = entry
		}
	}
}
