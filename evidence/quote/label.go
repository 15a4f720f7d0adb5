package quote

import "strings"

// isLabel tells names, titles and so-called things in quotation marks, which nobody
// states.
func (s *scan) isLabel(i int, sen sentence) bool {
	if i == sen.from {
		return false
	}
	prev := &s.tok[i-1]
	if prev.is(label) && prev.kind == wordToken && !s.calls(i-1) {
		return true
	}
	if s.isFull(i) && s.words(i) > 4 {
		return false
	}
	if s.isTitle(i) {
		return true
	}
	w := strings.ToLower(s.raw(i - 1))
	switch w {
	case "word", "words", "phrase", "term", "title", "slogan", "sign", "button", "file", "headline", "heading", "banner", "motto", "project", "name", "tour", "album", "song",
		"book", "film", "essay", "novel", "memoir", "play", "campaign", "poem", "exhibition", "painting", "documentary", "podcast", "letters", "code", "password", "category", "column", "field", "option", "menu", "tab", "clause", "chapter", "section", "entry",
		"prize", "award", "app", "game", "series", "episode", "track", "single", "ship", "boat", "operation", "folder", "label":
		return true
	}
	// "sold as", with nothing between, is passive: nobody says it here.
	if w == "as" && i-2 >= sen.from && (strings.HasSuffix(s.raw(i-2), "ed") || s.raw(i-2) == "sold" || s.raw(i-2) == "known") && !s.tok[i-2].capital {
		return true
	}
	if s.words(i) == 1 && s.startsUpper(i) && !s.isFull(i) && prev.kind == wordToken && prev.verb() == nil {
		return true // press "Accept"
	}
	if s.nickname(i, i+1, sen.from) || prev.is(possess) && s.words(i) == 1 {
		return i+1 < sen.to
	}
	// The "smart" lock: a modifier between an article and a noun.
	if next := i + 1; next < sen.to && (prev.is(det|possess) || prev.possessed) && s.words(i) <= 2 && s.tok[next].kind == wordToken && !s.tok[next].is(prep|bound|aux|pron|adv|rel|day) && s.tok[next].verb() == nil {
		return true
	}
	return false
}

// isInscription tells words on a thing, such as a sign that says "Keep Dry".
func (s *scan) isInscription(i int, a *attribution) bool {
	if a.sub.other >= 0 || !s.cast.actors[a.sub.actor].unnamed {
		return false
	}
	head := s.tok[a.sub.to-1]
	return (!a.sub.known || head.is(thing)) && !s.isFull(i) && s.startsUpper(i) || a.verb.lemma == "read" && !s.isFull(i)
}

// isTitle tells the title of a work: two to eight words, the longer ones all with a
// capital, and no full stop.
func (s *scan) isTitle(i int) bool {
	n := 0
	for _, p := range s.quoted[s.tok[i].quoted].parts {
		text := s.text[p.Start:p.End]
		if strings.ContainsAny(text, ".!?,;") {
			return false
		}
		for w := range strings.FieldsSeq(text) {
			if n++; n > 8 || len(w) > 3 && w[0] >= 'a' && w[0] <= 'z' {
				return false
			}
		}
	}
	return n >= 2 && s.startsUpper(i)
}

// calls reports whether a verb such as "called" is active there.
func (s *scan) calls(i int) bool {
	v := s.tok[i].verb()
	return v != nil && i > 0 && !s.tok[i-1].is(passive) && (s.tok[i-1].is(pron) || s.tok[i-1].capital || s.tok[i-1].is(role|orgnoun))
}
