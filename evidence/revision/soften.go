package revision

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostSoft bounds the words of a change that is looked at for other forms of the
// same words.
const mostSoft = 24

// soften adds a change of words against words in parts: from both ends what is
// another spelling or tense of the same, then the rest.
func (c *comparison) soften(n int32, a, b stretch) {
	for a.len() > 0 && b.len() > 0 {
		if x, y, m, ok := c.softAt(a, b, true); ok {
			c.changes = append(c.changes, change{a: x, b: y, kind: Replaced, pair: n, soft: true, meaning: m})
			a.from, b.from = x.to, y.to
		} else if x, y, m, ok := c.softAt(a, b, false); ok {
			c.changes = append(c.changes, change{a: x, b: y, kind: Replaced, pair: n, soft: true, meaning: m})
			a.to, b.to = x.from, y.from
		} else {
			break
		}
	}
	kind := Replaced
	switch {
	case a.len() == 0 && b.len() == 0:
		return
	case a.len() == 0:
		kind = Inserted
	case b.len() == 0:
		kind = Deleted
	}
	c.changes = append(c.changes, change{a: a, b: b, kind: kind, pair: n})
}

// softAt tries up to four words of each side, at the beginnings or the ends.
func (c *comparison) softAt(a, b stretch, front bool) (x, y stretch, m []Meaning, ok bool) {
	for sum := int32(2); sum <= 8; sum++ {
		for p := max(1, sum-4); p <= min(4, sum-1); p++ {
			q := sum - p
			if p > a.len() || q > b.len() {
				continue
			}
			x, y = stretch{a.from, a.from + p}, stretch{b.from, b.from + q}
			if !front {
				x, y = stretch{a.to - p, a.to}, stretch{b.to - q, b.to}
			}
			if m, ok := c.soft(x, y); ok {
				return x, y, []Meaning{m}, true
			}
		}
	}
	return x, y, nil, false
}

// soft reports whether two stretches are forms of the same words.
func (c *comparison) soft(a, b stretch) (Meaning, bool) {
	m := Meaning{Kind: Spelling, A: c.a.text(a), B: c.b.text(b)}
	if a.len() == 1 && b.len() == 1 {
		x, y := c.a.tokens[a.from], c.b.tokens[b.from]
		if x.word == y.word {
			return typography(m, x, y), true
		}
		if x.kind == wordToken && y.kind == wordToken && c.words.tenses(x.word, y.word) {
			m.Kind, m.Why = Tense, "the same verb in another form"
			return m, true
		}
	}
	x, y := c.joined(&c.a, a), c.joined(&c.b, b)
	m.Why = "the same words, written otherwise"
	return m, x != "" && x == y
}

// typography names a difference in form of one word or mark.
func typography(m Meaning, x, y token) Meaning {
	switch {
	case x.kind >= openToken:
		m.Kind, m.Why = QuoteMarks, "the same quotation mark in another form"
	case x.kind == markToken:
		m.Kind, m.Why = Punctuation, "the same mark in another form"
	case !strings.EqualFold(m.A, m.B):
		m.Why = "the same word, written otherwise"
	case short(m.A) != short(m.B) && (m.A == strings.ToLower(m.A) || m.B == strings.ToLower(m.B)):
		m.Kind, m.Alters, m.Why = Wording, true, "an abbreviation in one print, a word in the other"
	default:
		m.Why = "the letter case only"
	}
	return m
}

// short reports whether s is two or three capitals: US is not us.
func short(s string) bool {
	n := utf8.RuneCountInString(s)
	return (n == 2 || n == 3) && strings.ToUpper(s) == s && strings.ToLower(s) != s
}

// joined returns the words of a stretch without spaces, hyphens, apostrophes and
// brackets, with abbreviations and contractions in full.
func (c *comparison) joined(s *side, r stretch) string {
	var out strings.Builder
	for i := r.from; i < r.to; i++ {
		t := s.tokens[i]
		text := c.words.entries[t.word].text
		if t.kind == markToken {
			if text == "-" || text == "'" {
				continue
			}
			return ""
		}
		if t.kind >= openToken {
			return ""
		}
		first, _ := utf8.DecodeRuneInString(s.doc.Text[t.start:])
		if long := c.words.lists.long[text]; long != "" && (unicode.IsUpper(first) || len(text) > 2) {
			text = strings.ReplaceAll(long, " ", "")
		}
		out.WriteString(contraction(text))
	}
	return out.String()
}

// contraction writes out what an apostrophe stands for, where it is certain.
func contraction(word string) string {
	at := strings.LastIndexByte(word, '\'')
	if at < 0 {
		if word == "%" {
			return "percent"
		}
		return word
	}
	head, tail := word[:at], word[at+1:]
	switch {
	case tail == "t" && head == "can":
		return "cannot"
	case tail == "t" && head == "won":
		return "willnot"
	case tail == "t" && strings.HasSuffix(head, "n"):
		return head[:len(head)-1] + "not"
	case tail == "re":
		return head + "are"
	case tail == "ll":
		return head + "will"
	case tail == "ve":
		return head + "have"
	case tail == "m":
		return head + "am"
	}
	return head + tail
}
