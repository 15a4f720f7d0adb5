package hive

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A name is where the name of a key or a value lies, and how it is written: a
// byte a character, which is Latin-1, or in UTF-16.
type name struct {
	at, n int64
	latin bool
}

// text returns a name in UTF-8.
func (b *bins) text(n name) (string, error) {
	v, err := b.view(n.at, n.n)
	if err != nil {
		return "", err
	}
	if !n.latin {
		return wide(v), nil
	}
	return latin1(v), nil
}

// named reports whether a name is an ASCII word, in any letter case. The capital
// of no other letter is one of ASCII in the table that Windows compares with.
func (b *bins) named(n name, word string) (bool, error) {
	size := int64(len(word))
	if !n.latin {
		size *= 2
	}
	if n.n != size {
		return false, nil
	}
	v, err := b.view(n.at, n.n)
	if err != nil {
		return false, err
	}
	step := int(n.n) / len(word)
	for i := range len(word) {
		if lower(v[i*step]) != lower(word[i]) || step == 2 && v[i*2+1] != 0 {
			return false, nil
		}
	}
	return true, nil
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

func latin1(v []byte) string {
	plain := true
	for _, c := range v {
		plain = plain && c < utf8.RuneSelf
	}
	if plain {
		return string(v)
	}
	var s strings.Builder
	for _, c := range v {
		s.WriteRune(rune(c))
	}
	return s.String()
}

// wide returns text of UTF-16 in UTF-8. Half a pair becomes U+FFFD, and an odd
// byte at the end is no character.
func wide(v []byte) string {
	var small [256]byte
	out := small[:0]
	for i := 0; i+1 < len(v); i += 2 {
		c := rune(binary.LittleEndian.Uint16(v[i:]))
		if utf16.IsSurrogate(c) {
			next := rune(0)
			if i+3 < len(v) {
				next = rune(binary.LittleEndian.Uint16(v[i+2:]))
			}
			if c = utf16.DecodeRune(c, next); c != utf8.RuneError {
				i += 2
			}
		}
		out = utf8.AppendRune(out, c)
	}
	return string(out)
}
