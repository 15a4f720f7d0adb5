package quote

import "strings"

// skipBack goes back over auxiliaries, adverbs and dates.
func (s *scan) skipBack(i, lo int) int {
	for i >= lo {
		t := &s.tok[i]
		w := s.raw(i)
		switch {
		case w == "to" && i > lo && (s.raw(i-1) == "used" || s.raw(i-1) == "likes"):
			i -= 2
		case t.kind == numberToken && i > lo && s.tok[i-1].is(month):
			i--
		case t.kind == wordToken && t.is(day):
			i--
			if i >= lo && s.tok[i].is(prep|when) {
				i--
			}
		case t.is(timeWord) && i > lo && s.tok[i-1].is(when|det) && !s.tok[i-1].is(possess):
			i -= 2
			if i >= lo && s.tok[i].is(prep) {
				i--
			}
		case t.is(month) && i > lo && (s.raw(i-1) == "in" || s.tok[i-1].is(when)):
			i -= 2
		case t.is(month) && i > lo+1 && s.tok[i-1].kind == numberToken && s.tok[i-2].is(prep):
			i -= 3
		case t.kind == wordToken && !t.capital && (t.is(aux|adv|neg) && !t.is(det) || len(w) > 4 && strings.HasSuffix(w, "ly") && !t.is(role|orgnoun)):
			i--
		case t.is(day) && t.capital:
			i--
		default:
			return i
		}
	}
	return i
}

// skipLead goes over what stands before the noun phrase proper: "But", "In July",
// "weeks after".
func (s *scan) skipLead(from, to int) int {
	timed := false
	for from < to {
		t := &s.tok[from]
		next := from+1 < to
		switch {
		case t.is(start) && next && !s.inName(from), t.is(day) && next, t.is(when) && next && (!t.is(det) || s.tok[from+1].is(timeWord|day|month)):
			from++
		case t.kind == wordToken && t.is(adv) && next && !s.inName(from) && !t.is(det):
			from++
		case t.is(timeWord) && next && (timed || s.tok[from+1].is(prep|when|adv|det) || from > 0 && s.tok[from-1].is(when)):
			timed = true
			from++
		case t.is(prep) && next && timed && !s.tok[from+1].is(day|month):
			from++
			timed = false
		case t.is(prep) && next && leadsClause(strings.ToLower(s.raw(from))):
			from++
		case t.is(prep) && next:
			return s.afterAdverbial(from, to)
		default:
			return from
		}
	}
	return from
}

// leadsClause tells prepositions behind which a clause with its own subject may stand.
func leadsClause(w string) bool {
	switch w {
	case "with", "as", "after", "before", "since", "until":
		return true
	}
	return false
}

// afterAdverbial finds the subject behind "In a statement" without a comma: the last
// determiner or name that no preposition governs.
func (s *scan) afterAdverbial(from, to int) int {
	for i := to - 1; i > from+1; i-- {
		if s.tok[i].is(det|pron) || s.tok[i].capital && !s.tok[i-1].capital && !s.tok[i].is(day|month) {
			if !s.tok[i-1].is(prep|when|det) && s.tok[i-1].kind != quoteToken {
				return i
			}
			if s.tok[i].is(det | pron) {
				return to
			}
		}
	}
	return to
}
