package revision

import (
	"strconv"
	"strings"
)

// numberAt reads the number that begins at token i, with its currency before and
// its unit behind, or returns an empty stretch.
func (c *comparison) numberAt(s *side, i, to int32) fact {
	from, currency := i, unit{}
	if u, ok := c.words.lists.units[c.text(s, i)]; ok && i+1 < to && s.tokens[i+1].kind == numberToken {
		currency, i = u, i+1
	} else if i+2 < to && c.text(s, i) == "us" && c.text(s, i+1) == "$" && s.tokens[i+2].kind == numberToken {
		currency, i = c.words.lists.units["$"], i+2
	}
	value, raw, end := c.valueAt(s, i, to)
	if end == i {
		return fact{}
	}
	u := currency
	if u.dimension == "" {
		u, end = c.unitAt(s, end, to)
	}
	f := fact{kind: Number, stretch: stretch{from, end}}
	if u.factor != 0 {
		f.value, f.class = value*u.factor, u.dimension
	} else {
		f.value = value
	}
	if raw == "" {
		f.key = strconv.FormatFloat(f.value, 'g', 12, 64) + " " + f.class
	} else {
		f.key = raw + " " + f.class
	}
	return f
}

// valueAt reads digits and number words: "400", "1,000", "400-million", "two
// hundred". Digits of more than 15 places are returned as raw text too, because
// they are no quantity.
func (c *comparison) valueAt(s *side, i, to int32) (value float64, raw string, end int32) {
	total, part, seen := 0.0, 0.0, false
	start := i
	for i < to {
		at := i
		if seen && c.text(s, i) == "-" && i+1 < to {
			at = i + 1
		}
		t := s.tokens[at]
		word := c.text(s, at)
		n, named := c.words.lists.numbers[word]
		switch {
		case t.kind == numberToken && !seen:
			n, raw = digits(word)
			part = n
		case t.kind == numberToken && raw == "" && len(word) == 3 && at == i && s.onlySpace(i) && part == float64(int64(part)) && part < 1e12 && grouped(c.text(s, i-1)):
			n, _ = digits(word)
			part = part*1000 + n
		case !named || len(word) <= 2 && (!seen || s.tokens[at].spaced):
			return total + part, raw, max(i, start)
		case n >= 1000:
			if part == 0 && seen {
				total *= n
			} else {
				total, part = total+max(part, one(seen))*n, 0
			}
		case n == 100:
			part = max(part, one(seen)) * n
		default:
			if seen && s.tokens[at-1].kind == numberToken {
				return total + part, raw, i
			}
			part += n
		}
		if !seen && named && t.kind == wordToken && n == 1 && !c.counts(s, at+1, to) {
			return 0, "", start // "one" is mostly no number
		}
		seen = true
		i = at + 1
	}
	return total + part, raw, i
}

// one is what a multiplier without a number before it multiplies.
func one(seen bool) float64 {
	if seen {
		return 0
	}
	return 1
}

// counts reports whether a number word or a unit stands at i.
func (c *comparison) counts(s *side, i, to int32) bool {
	if i < to && c.text(s, i) == "-" {
		i++
	}
	if i >= to {
		return false
	}
	_, u := c.words.lists.units[c.text(s, i)]
	n, named := c.words.lists.numbers[c.text(s, i)]
	return u || named && n >= 12
}

// onlySpace reports whether only one space stands before token i.
func (s *side) onlySpace(i int32) bool {
	if i == 0 {
		return false
	}
	switch s.doc.Text[s.tokens[i-1].end:s.tokens[i].start] {
	case " ", "\u00a0", "\u202f", "\u2009":
		return true
	}
	return false
}

// grouped reports whether digits may be followed by a group of three.
func grouped(word string) bool { return len(word) <= 3 && !strings.ContainsAny(word, ".,") }

// digits reads "1,000", "4.5", "1.000.000" and "4,5".
func digits(word string) (n float64, raw string) {
	plain := word
	if at := strings.LastIndexByte(word, ','); at >= 0 {
		if strings.Contains(word, ".") || len(word)-at == 4 || strings.Count(word, ",") > 1 {
			plain = strings.ReplaceAll(word, ",", "")
		} else {
			plain = word[:at] + "." + word[at+1:]
		}
	}
	if strings.Count(plain, ".") > 1 {
		plain = strings.ReplaceAll(plain, ".", "")
	}
	n, err := strconv.ParseFloat(plain, 64)
	if err != nil || len(plain) > 15 {
		return n, word
	}
	return n, ""
}

// unitAt reads the unit behind a number, with a hyphen before it or not.
func (c *comparison) unitAt(s *side, i, to int32) (unit, int32) {
	at := i
	if at+1 < to && c.text(s, at) == "-" {
		at++
	}
	if at+1 < to {
		if u, ok := c.words.lists.units[c.text(s, at)+" "+c.text(s, at+1)]; ok {
			return u, at + 2
		}
	}
	if at < to {
		if u, ok := c.words.lists.units[c.text(s, at)]; ok {
			return u, at + 1
		}
	}
	return unit{}, i
}

// text returns the word of a token in the form in which it is compared.
func (c *comparison) text(s *side, i int32) string { return c.words.entries[s.tokens[i].word].text }
