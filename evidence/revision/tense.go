package revision

import "strings"

// tenses reports whether two words are forms of one verb.
func (v *vocabulary) tenses(x, y uint32) bool {
	a, b := v.entries[x].text, v.entries[y].text
	if len(v.lists.verbs) == 0 {
		return false
	}
	baseA, irregularA := v.lists.verbs[a]
	baseB, irregularB := v.lists.verbs[b]
	if irregularA || irregularB {
		if !irregularA {
			baseA = strings.TrimSuffix(a, "s")
		}
		if !irregularB {
			baseB = strings.TrimSuffix(b, "s")
		}
		return baseA == baseB || stem(baseA) == stem(baseB) && len(stem(baseA)) > 2
	}
	return (verbal(a) || verbal(b)) && stem(a) == stem(b) && len(stem(a)) > 2
}

// verbal reports whether a word ends as verbs do. A final s is no sign of one:
// it makes one official several.
func verbal(w string) bool { return strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "ing") }

// stem cuts the ending of a regular verb; "ban" and "banned" have one stem, and
// "offer" and "offers".
func stem(w string) string {
	for _, end := range [...]string{"ied", "ies", "ed", "ing", "s", "e"} {
		if len(w) > len(end)+2 && strings.HasSuffix(w, end) {
			w = w[:len(w)-len(end)]
			break
		}
	}
	w = strings.TrimRight(w, "ey")
	if n := len(w); n > 3 && w[n-1] == w[n-2] {
		w = w[:n-1]
	}
	return w
}

// auxiliary reports whether a word only makes a tense. Negations and what says
// how sure something is are not among them.
func auxiliary(w string) bool {
	switch w {
	case "is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "do", "does", "did", "will", "would":
		return true
	}
	return false
}
