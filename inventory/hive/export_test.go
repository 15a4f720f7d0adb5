package hive

// Marvin is the hash of transaction logs.
func Marvin(words []byte) uint64 {
	m := newMarvin()
	m.write(words)
	return m.sum()
}
