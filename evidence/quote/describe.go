package quote

import "strings"

// description makes an actor of a noun phrase without a name, such as "a senior
// official", or finds the one that it stands for: "the official".
func (s *scan) description(sub subject, core, n int) (subject, bool) {
	head := &s.tok[core-1]
	first := strings.ToLower(s.raw(sub.from))
	if head.kind != wordToken && head.kind != numberToken {
		return sub, false
	}
	if core-sub.from == 1 && head.is(aux|prep|bound|adv|month|day) && !head.is(det) || first == "it's" || first == "there" {
		return sub, false
	}
	switch first {
	case "no", "nobody", "none", "neither", "nothing", "who":
		return sub, false
	}
	if core-sub.from == 1 && head.is(possess) {
		return sub, false
	}
	pointing := first == "the" || first == "this" || first == "that" || first == "both"
	if core-sub.from == 1 && (first == "this" || first == "that" || first == "the" || first == "these" || first == "no") {
		return sub, false
	}
	like := head.kind == wordToken && !head.capital && head.word == unknown && personLike(s.raw(core-1))
	sub.known = like || head.is(role|orgnoun|thing|plural|media|title) || head.is(det)
	if pointing && s.definite(&sub, core, n) {
		return sub, true
	}
	a := actor{name: s.describeText(sub, core, n), unnamed: true, roles: []string{strings.ToLower(s.raw(core - 1))}, plural: head.is(plural)}
	if like || head.is(role|title) {
		a.kind = person
		a.gender = head.word.class & (male | female)
	} else if head.is(orgnoun | thing) {
		a.kind = organisation
	}
	names := len(s.mentionsIn(sub.from, sub.to)) > 0
	a.onRecord = head.is(spokes) || head.is(orgnoun) && (names || pointing) || head.is(title) && head.capital && names
	a.anonymous = !a.onRecord && (head.is(anon) || head.is(det) && core < sub.to || head.is(plural) && head.is(role))
	sub.actor = s.cast.describe(a)
	return sub, true
}

// personLike tells words for people by their endings: the subject of a verb of saying
// that ends in -er is somebody.
func personLike(w string) bool {
	if known := lexicon[strings.TrimSuffix(w, "s")]; len(w) < 5 || known != nil && known.class&artefact != 0 {
		return false
	}
	for _, end := range []string{"er", "or", "ist", "ian", "eer", "man", "woman", "ess", "ers", "ors", "ists", "ians", "men", "women"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// describeText writes a description: without a relative clause, and with the name
// of the company for which somebody speaks.
func (s *scan) describeText(sub subject, core, n int) string {
	end := sub.to
	for i := core; i < sub.to; i++ {
		if t := &s.tok[i]; t.is(rel) || t.kind == punctToken || t.kind == quoteToken {
			end = i
			break
		}
	}
	for end > core && s.tok[end-1].is(prep|adv|bound) {
		end--
	}
	text := strings.Join(strings.Fields(s.str(sub.from, end)), " ")
	if t := &s.tok[sub.from]; t.capital && (t.is(det) || t.is(role|orgnoun|plural|adv)) && !s.isAcronym(sub.from) {
		text = strings.ToLower(text[:1]) + text[1:]
	}
	if strings.HasSuffix(text, " of them") {
		if who := s.manyBefore(sub.from); who != "" {
			text = strings.TrimSuffix(text, "them") + who
		}
	}
	// "a spokeswoman for the firm"
	if k := core + 1; k+1 < end && k+2 == end && s.raw(k) == "the" && s.tok[k+1].is(orgnoun) && s.tok[core].is(prep) {
		inner := subject{from: k, to: end, actor: -1, other: -1}
		if s.definite(&inner, end, n) {
			text = s.str(sub.from, k)
			text = strings.ToLower(text[:1]) + text[1:] + " " + s.cast.actors[inner.actor].name
		}
	}
	if s.tok[core-1].is(thing) && core == end && strings.Contains(text, "company ") {
		if org := s.firm(n, sub.from, "company"); org.actor >= 0 {
			return s.cast.actors[org.actor].name
		}
	}
	// "a company spokesman", "the company's director"
	if s.tok[core-1].is(role) && core-sub.from >= 3 && core == end {
		w := s.raw(core - 2)
		generic := strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")
		if (generic == "company" || generic == "firm") && s.tok[core-1].is(spokes) {
			if org := s.firm(n, sub.from, "company"); org.actor >= 0 {
				text = strings.TrimSuffix(text, w+" "+s.raw(core-1)) + s.raw(core-1) + " for " + s.cast.actors[org.actor].name
				text = strings.Replace(text, "the ", "a ", 1)
			}
		}
	}
	return text
}

// manyBefore returns the last people in the plural before a token: "the officials".
func (s *scan) manyBefore(tok int) string {
	for i := tok - 1; i >= max(0, tok-80); i-- {
		if t := &s.tok[i]; t.kind == wordToken && t.is(plural) && t.is(role) && (!t.capital || !s.inName(i)) {
			return "the " + strings.ToLower(s.raw(i))
		}
	}
	return ""
}
