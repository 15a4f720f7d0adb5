package attribute

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/delistdev/delist"
)

// Values are looked up by a hash of their characters in lower case, so that
// nothing is copied; a hit is compared with the value itself. The hash is
// FNV-1a, 64 bit (draft-eastlake-fnv).
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func mix(h uint64, c byte) uint64 { return (h ^ uint64(lower(c))) * fnvPrime }

func mixString(h uint64, s string) uint64 {
	for i := range len(s) {
		h = mix(h, s[i])
	}
	return h
}

func seed(kind delist.IdentifierKind) uint64 { return mix(mixString(fnvOffset, string(kind)), 0) }

// hashOf returns the hash under which a value of a kind is kept.
func hashOf(kind delist.IdentifierKind, value string) uint64 {
	if kind != delist.PURL {
		return mixString(seed(kind), value)
	}
	p := parsePURL(value)
	h := mixString(mixString(seed(kind), p.kind), "/")
	for i := 0; i < len(p.path); {
		c, n := p.char(i)
		h, i = mix(h, c), i+n
	}
	return h
}

// maxWords bounds the words of a text that are looked at; names are shorter.
const maxWords = 32

// words appends the hashes of the words of s: runs of letters, digits and marks,
// in lower case. What stands in <angle brackets> is an address and not a name.
func words(dst []uint64, s string) []uint64 {
	if i := strings.IndexByte(s, '<'); i >= 0 {
		s = s[:i]
	}
	h, inside := uint64(fnvOffset), false
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			h, inside = mixRune(h, unicode.ToLower(r)), true
			continue
		}
		if inside && r != '\'' && r != '’' {
			if dst = append(dst, h); len(dst) == maxWords {
				return dst
			}
			h, inside = fnvOffset, false
		}
	}
	if inside {
		dst = append(dst, h)
	}
	return dst
}

func mixRune(h uint64, r rune) uint64 {
	if r < utf8.RuneSelf {
		return (h ^ uint64(r)) * fnvPrime
	}
	var buffer [utf8.UTFMax]byte
	for _, c := range buffer[:utf8.EncodeRune(buffer[:], r)] {
		h = (h ^ uint64(c)) * fnvPrime
	}
	return h
}
