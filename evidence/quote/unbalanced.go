package quote

import "strings"

// cut guesses where a quote without a closing mark ends: before ", X said".
func (m *marker) cut(from, to int) int {
	s := m.text[from:to]
	for i := 0; i < len(s); {
		j := strings.IndexByte(s[i:], ',')
		if j < 0 {
			return to
		}
		i += j + 1
		words := strings.Fields(s[i:min(len(s), i+80)])
		for _, w := range words[:min(7, len(words))] {
			if entry := lexicon[strings.TrimRight(w, ",.")]; entry != nil && entry.verb != nil && (entry.verb.lemma == "say" || entry.verb.lemma == "tell") {
				return from + i
			}
			if strings.ContainsAny(w, ",.;:") {
				break
			}
		}
	}
	return to
}

// stray is a mark that closes what nothing opened: the quote is taken from the head of
// its sentence, and of those before it in which somebody speaks of "us".
func (m *marker) stray(at, size, from int) {
	if n := len(m.out); n > 0 && m.out[n-1].End > from {
		from = m.out[n-1].End
	}
	begin := at
	for begin > from {
		j := strings.LastIndex(m.text[from:max(from, begin-2)], ". ")
		if j < 0 {
			if begin == at || speaksOfSelf(m.text[from:begin]) {
				begin = from
			}
			break
		}
		if begin != at && !speaksOfSelf(m.text[from+j+2:begin]) {
			break
		}
		begin = from + j + 2
	}
	m.open = append(m.open[:0], openMark{straight, begin, begin})
	m.closeAt(at, at+size, "a mark closes and does not open")
}

// speaksOfSelf reports whether a text has "we", "I" or "our".
func speaksOfSelf(text string) bool {
	for w := range strings.FieldsSeq(text) {
		switch strings.Trim(w, ",.") {
		case "We", "we", "I", "our", "Our", "my", "My", "us", "I'm", "I've", "We're", "We've":
			return true
		}
	}
	return false
}
