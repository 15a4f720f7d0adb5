package revision

import (
	"fmt"
	"strconv"
)

// dateAt reads the date that begins at token i: words of when.tsv, a day of the
// calendar in any of its usual forms, a weekday, a year behind "in" or "since".
func (c *comparison) dateAt(s *side, i int32, r stretch) fact {
	if s.tokens[i].kind == numberToken {
		return c.numericDate(s, i, r)
	}
	for _, p := range c.words.entries[s.tokens[i].word].phrases {
		end := i + 1 + int32(len(p.words))
		if p.kind != Date || end > r.to || !c.follows(s, i+1, p.words) {
			continue
		}
		switch {
		case p.rule.unit == calendar && s.capital(i):
			return c.monthDate(s, i, p.rule, r)
		case p.rule.unit == weekdays && s.capital(i):
			return c.weekdayDate(s, i, p.rule, r)
		case p.rule.unit < weekdays:
			return dateFact(stretch{i, end}, p.rule)
		}
	}
	return fact{}
}

func dateFact(r stretch, when rule) fact {
	f := fact{stretch: r, kind: Date, rule: when, key: fmt.Sprint(when)}
	if when.relative() {
		f.kind = RelativeDate
	}
	return f
}

// monthDate reads "September", "September 9", "September 9, 2017", "September
// 2017". "May" alone is taken only where a word before it says that it is one.
func (c *comparison) monthDate(s *side, i int32, when rule, r stretch) fact {
	end := i + 1
	number, at := false, end
	if at < r.to && c.text(s, at) == "." { // "Sept. 9"
		at++
	}
	if n := c.whole(s, at, r.to); n >= 1 && n <= 31 {
		when.day, end, number = n, c.ordinal(s, at+1, r.to), true
	}
	if at = end; at < r.to && c.text(s, at) == "," {
		at++
	}
	if n := c.whole(s, at, r.to); isYear(n) {
		when.year, end, number = n, at+1, true
	}
	if w := c.text(s, i); !number && (w == "may" || w == "march" || len(w) == 3) && !c.datesAfter(s, i, r.from) {
		return fact{}
	}
	return dateFact(stretch{i, end}, when)
}

func (c *comparison) datesAfter(s *side, i, from int32) bool {
	if i == from {
		return false
	}
	switch c.text(s, i-1) {
	case "in", "last", "next", "this", "since", "until", "of", "by", "early", "late", "mid":
		return true
	}
	return false
}

func (c *comparison) weekdayDate(s *side, i int32, when rule, r stretch) fact {
	if i > r.from {
		switch c.text(s, i-1) {
		case "last":
			when.offset = -1
			return dateFact(stretch{i - 1, i + 1}, when)
		case "next":
			when.offset = 1
			return dateFact(stretch{i - 1, i + 1}, when)
		}
	}
	return dateFact(stretch{i, i + 1}, when)
}

// numericDate reads "9 September 2017", "2017-09-09", "2017-09", and a year alone.
func (c *comparison) numericDate(s *side, i int32, r stretch) fact {
	n := c.whole(s, i, r.to)
	if isYear(n) {
		if i+4 < r.to && c.text(s, i+1) == "-" && c.text(s, i+3) == "-" {
			month, day := c.whole(s, i+2, r.to), c.whole(s, i+4, r.to)
			if month >= 1 && month <= 12 && day >= 1 && day <= 31 {
				return dateFact(stretch{i, i + 5}, rule{unit: calendar, year: n, month: month, day: day})
			}
		}
		if m := c.whole(s, i+2, r.to); m >= 1 && m <= 12 && c.text(s, i+1) == "-" && len(c.text(s, i+2)) == 2 {
			return dateFact(stretch{i, i + 3}, rule{unit: calendar, year: n, month: m})
		}
		if i > r.from {
			switch c.text(s, i-1) {
			case "in", "since", "until", "by", "from", "of":
				return dateFact(stretch{i, i + 1}, rule{unit: calendar, year: n})
			}
		}
		return fact{}
	}
	at := c.ordinal(s, i+1, r.to)
	if at < r.to && c.text(s, at) == "of" {
		at++
	}
	if n < 1 || n > 31 || at >= r.to || !s.capital(at) {
		return fact{}
	}
	for _, p := range c.words.entries[s.tokens[at].word].phrases {
		if p.rule.unit == calendar {
			when := rule{unit: calendar, month: p.rule.month, day: n}
			end := at + 1
			if y := c.whole(s, end, r.to); isYear(y) {
				when.year, end = y, end+1
			}
			return dateFact(stretch{i, end}, when)
		}
	}
	return fact{}
}

// ordinal goes over "st", "nd", "rd" and "th" behind a number.
func (c *comparison) ordinal(s *side, i, to int32) int32 {
	if i < to && !s.tokens[i].spaced {
		switch c.text(s, i) {
		case "st", "nd", "rd", "th":
			return i + 1
		}
	}
	return i
}

// whole returns the whole number at token i, or -1.
func (c *comparison) whole(s *side, i, to int32) int {
	if i >= to || s.tokens[i].kind != numberToken {
		return -1
	}
	text := c.text(s, i)
	if len(text) > 4 {
		return -1
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return n
}

func isYear(n int) bool { return n >= 1800 && n <= 2199 }
