package stories

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// A voice expands templates: with these facts, these words, and knowing what was
// mentioned before.
type voice struct {
	r     *rand.Rand
	facts []string
	lists [][]template // by slot
	seen  uint32       // by slot: mentioned already
	depth int
	buf   []byte
	// event is what numbers are drawn from, so that all who write of an event give the
	// same ones; 0 draws them from r.
	event uint64
}

// expand appends what t says to dst.
func (v *voice) expand(dst []byte, t template) []byte {
	for i := range t {
		n := &t[i]
		switch n.kind {
		case literal:
			dst = append(dst, n.text...)
		case slotNode:
			dst = v.fill(dst, n.slot)
		case choice:
			dst = v.expand(dst, n.alts[v.choose(n)])
		case number:
			dst = appendNumber(dst, v.number(n))
		}
	}
	return dst
}

// fill writes a fact, or a line of a list; a slot that has neither shows as its
// number, which a test finds.
func (v *voice) fill(dst []byte, s slot) []byte {
	if s < slotMentioned && s%2 == 0 {
		bit := uint32(1) << s
		if v.seen&bit != 0 {
			s++
		}
		v.seen |= bit
	}
	if int(s) < len(v.facts) && v.facts[s] != "" {
		return append(dst, v.facts[s]...)
	}
	if int(s) >= len(v.lists) || len(v.lists[s]) == 0 || v.depth > maxNesting {
		return fmt.Appendf(dst, "{%d}", s)
	}
	v.depth++
	dst = v.expand(dst, v.lists[s][v.r.IntN(len(v.lists[s]))])
	v.depth--
	return dst
}

// choose returns the place of one of the ways that a choice gives.
func (v *voice) choose(n *node) int {
	if n.lo == 0 || v.event == 0 {
		return v.r.IntN(len(n.alts))
	}
	return int(mix(v.event^uint64(n.lo)) % uint64(len(n.alts)))
}

// number draws a number. In an event, a range has one number, however often it is
// written: two templates with one range speak of one thing.
func (v *voice) number(n *node) int {
	if v.event == 0 {
		return n.lo + v.r.IntN(n.hi-n.lo+1)
	}
	return n.lo + int(mix(v.event^uint64(n.lo)<<32^uint64(n.hi))%uint64(n.hi-n.lo+1))
}

// appendNumber writes a number with commas, a year without.
func appendNumber(dst []byte, n int) []byte {
	if n < 1000 || 1900 <= n && n < 2100 {
		return strconv.AppendInt(dst, int64(n), 10)
	}
	dst = strconv.AppendInt(dst, int64(n/1000), 10)
	return fmt.Appendf(dst, ",%03d", n%1000)
}

// sentence expands a template into a sentence, or a quotation.
func (v *voice) sentence(t template) string {
	v.buf = capital(tidy(v.expand(v.buf[:0], t)))
	return string(v.buf)
}

// tidy turns "a" before a vowel into "an", and takes out the spaces that an empty
// choice leaves. What is as it should be is left where it is.
func tidy(b []byte) []byte {
	for i := 0; i+1 < len(b); i++ {
		switch {
		case b[i] == ' ' && strings.IndexByte(" .,", b[i+1]) >= 0:
			b = slices.Delete(b, i, i+1)
			i--
		case b[i]|0x20 == 'a' && b[i+1] == ' ' && i+2 < len(b) && (i == 0 || !isLetter(b[i-1])) && needsAn(b[i+2:]):
			b = slices.Insert(b, i+1, 'n')
		}
	}
	return b
}

func needsAn(next []byte) bool {
	switch next[0] | 0x20 {
	case 'a', 'e', 'i', 'o':
		return !bytes.HasPrefix(next, []byte("one"))
	}
	return false
}

// capital makes the first letter a capital, past a quotation mark.
func capital(b []byte) []byte {
	for i, c := range b {
		if 'a' <= c && c <= 'z' {
			b[i] -= 'a' - 'A'
			return b
		}
		if c != '"' {
			return b
		}
	}
	return b
}
