package stories

// quotes lets one of the speakers say n things.
func (w *writer) quotes(who, n int) {
	speaker := speakers[who]
	if w.facts[speaker] == "" || len(w.event.topic.lines[quoteP1+role(who)]) == 0 {
		return
	}
	w.he = w.facts[w.bank.names[people[who]+".he"]]
	for i := 0; i < n; i++ {
		first, official := w.quote(who)
		if first == "" {
			return
		}
		w.set("q", first)
		w.setWho(speaker)
		if w.r.IntN(3) > 0 {
			w.add(pickLine(&w.voice, attribRole, w.event.topic), attribRole, speaker, w.r.IntN(4) > 0).Release = official
			continue
		}
		w.add(pickLine(&w.voice, attribPairRole, w.event.topic), attribPairRole, speaker, w.r.IntN(4) > 0).Release = official
		second, official := w.quote(who)
		if second == "" {
			return
		}
		w.story.Sentences = append(w.story.Sentences, Sentence{
			Text: `"` + second + `."`, Para: w.para, Role: roleNames[attribPairRole], Release: official, speaker: speaker,
		})
	}
}

// setWho names the speaker: in full once, then by the last name or a pronoun.
func (w *writer) setWho(speaker slot) {
	bit := uint32(1) << speaker
	name := w.facts[speaker]
	if w.seen&bit != 0 {
		name = w.facts[speaker+1]
		if w.r.IntN(3) == 0 {
			name = w.he
		}
	}
	w.seen |= bit
	w.set("who", name)
}

// quote returns what a speaker says: of the press release as long as the reporter
// quotes it, else what nobody else was told.
func (w *writer) quote(who int) (text string, official bool) {
	for i, q := range w.event.Release {
		if w.release>>i&1 != 0 && q.speaker == speakers[who] {
			w.release &^= 1 << i
			return q.Text, true
		}
	}
	l := w.pick(quoteP1 + role(who))
	if l == nil {
		return "", false
	}
	seen := w.seen
	w.seen = ^uint32(0) // who speaks uses short names
	text = w.sentence(l.text)
	w.seen = seen
	return text, false
}
