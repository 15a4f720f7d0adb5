package stories

import "math/rand/v2"

// seeded returns a source of numbers for one thing, named by a path of numbers
// below the seed: no draw for one thing changes another.
func seeded(seed uint64, path ...uint64) *rand.Rand {
	a, b := seed, ^seed
	for _, p := range path {
		a = mix(a ^ p)
		b = mix(b + a)
	}
	return rand.New(rand.NewPCG(a, b))
}

// mix is the finalizer of SplitMix64.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
