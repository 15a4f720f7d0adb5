package stories

import (
	"fmt"
	"strings"
)

// A wordKind is a sort of change of words.
type wordKind uint8

const (
	toPast wordKind = 1 << iota
	toBritish
	toAmerican
	synonyms
)

// wordRules are the pairs of text/words.txt by their first word.
type wordRules struct {
	byWord map[string][]wordRule
}

// A wordRule turns words into others. rest is what follows the first word, with
// the space before it.
type wordRule struct {
	rest, to string
	kind     wordKind
}

func readWordRules(data string) (*wordRules, error) {
	w := &wordRules{byWord: map[string][]wordRule{}}
	for i, s := range strings.Split(data, "\n") {
		s = strings.TrimSpace(s)
		if s == "" || s[0] == '#' {
			continue
		}
		kind, pair, _ := strings.Cut(s, ": ")
		from, to, oneWay := strings.Cut(pair, " > ")
		if !oneWay {
			from, to, _ = strings.Cut(pair, " = ")
		}
		if from == "" || to == "" {
			return nil, fmt.Errorf("%d: %q is no pair", i+1, s)
		}
		there, back := synonyms, synonyms
		switch kind {
		case "tense":
			there = toPast
		case "spelling":
			there, back = toBritish, toAmerican
		case "synonym":
		default:
			return nil, fmt.Errorf("%d: %q is no kind of pair", i+1, kind)
		}
		w.add(from, to, there)
		if !oneWay {
			w.add(to, from, back)
		}
	}
	return w, nil
}

func (w *wordRules) add(from, to string, kind wordKind) {
	first, rest, more := strings.Cut(from, " ")
	rule := wordRule{to: to, kind: kind}
	if more {
		rule.rest = " " + rest
		w.byWord[first] = append([]wordRule{rule}, w.byWord[first]...) // the longer first
		return
	}
	w.byWord[first] = append(w.byWord[first], rule)
}

// A wording says which words are changed: kinds anywhere, and outside of
// quotations also inOwn, whose synonyms are taken at a chance of synonym in 256.
type wording struct {
	kinds, inOwn wordKind
	synonym      uint8
	hyphen       bool // "400 million" turns into "400-million"
}

// apply appends s to dst with words changed. chance gives the numbers for synonyms.
func (w *wordRules) apply(dst []byte, s string, how wording, chance func() uint8) []byte {
	quoted := false
	var lower [24]byte
	for i := 0; i < len(s); {
		c := s[i]
		if !isLetter(c) {
			if c == '"' {
				quoted = !quoted
			}
			if how.hyphen && c == ' ' && i > 0 && '0' <= s[i-1] && s[i-1] <= '9' && strings.HasPrefix(s[i+1:], "million") {
				c = '-'
			}
			dst = append(dst, c)
			i++
			continue
		}
		end := i + 1
		for end < len(s) && isLetter(s[end]) {
			end++
		}
		word := s[i:end]
		if len(word) > len(lower) {
			dst, i = append(dst, word...), end
			continue
		}
		for k := range len(word) {
			lower[k] = word[k] | 0x20
		}
		kinds := how.kinds
		if !quoted {
			kinds |= how.inOwn
		}
		rule := match(w.byWord[string(lower[:len(word)])], kinds, s[end:])
		if rule == nil || !rule.fits(s, i) || rule.kind == synonyms && chance() >= how.synonym {
			dst, i = append(dst, word...), end
			continue
		}
		start := len(dst)
		dst = append(dst, rule.to...)
		if isUpper(c) && dst[start] >= 'a' {
			dst[start] -= 'a' - 'A'
		}
		i = end + len(rule.rest)
	}
	return dst
}

func match(rules []wordRule, kinds wordKind, rest string) *wordRule {
	for i := range rules {
		r := &rules[i]
		if r.kind&kinds == 0 || !strings.HasPrefix(rest, r.rest) {
			continue
		}
		if after := rest[len(r.rest):]; after == "" || !isLetter(after[0]) && after[0] != '-' {
			return r
		}
	}
	return nil
}

// fits reports whether a rule may change the word at i. A capital inside of a
// sentence is a name's; "open-ended" is one word; "should have" has no past.
func (r *wordRule) fits(s string, i int) bool {
	if i == 0 {
		return true
	}
	if isUpper(s[i]) && i > 1 || s[i-1] == '-' {
		return false
	}
	if r.kind != toPast {
		return true
	}
	last := s[strings.LastIndexByte(s[:i-1], ' ')+1 : i-1]
	switch last {
	case "should", "would", "could", "might", "must", "will", "can", "may", "to", "not":
		return false
	}
	return true
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isUpper(c byte) bool  { return 'A' <= c && c <= 'Z' }
