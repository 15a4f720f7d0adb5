package revision

// add takes in a change of a pair, in parts where some of them are another form
// of the same words.
func (c *comparison) add(n int32, a, b stretch) {
	if a.len() == 0 || b.len() == 0 {
		kind := Inserted
		if b.len() == 0 {
			kind = Deleted
		}
		c.changes = append(c.changes, change{a: a, b: b, kind: kind, pair: n})
		return
	}
	if a.len() > mostSoft || b.len() > mostSoft {
		c.changes = append(c.changes, change{a: a, b: b, kind: Replaced, pair: n})
		return
	}
	c.soften(n, a, b)
}

// moves finds, among the changes of one pair, words that were taken out at one
// place and put in at another.
func (c *comparison) moves(from int) {
	list := c.changes[from:]
	for i := range list {
		if list[i].kind != Deleted {
			continue
		}
		for j := max(0, i-8); j < min(len(list), i+9); j++ {
			if list[j].kind == Inserted && c.sameWords(list[i].a, list[j].b) {
				list[i].b, list[i].kind = list[j].b, Moved
				list[j].kind = "" // taken out below
				break
			}
		}
	}
	c.changes = c.changes[:from]
	for _, x := range list {
		if x.kind != "" {
			c.changes = append(c.changes, x)
		}
	}
}

// sameWords reports whether two stretches have the same words, and at least one
// of content.
func (c *comparison) sameWords(a, b stretch) bool {
	words := false
	for a.len() > 0 && b.len() > 0 {
		x, y := c.a.tokens[a.from], c.b.tokens[b.from]
		switch {
		case x.word == y.word:
			words = words || !c.words.entries[x.word].function
			a.from, b.from = a.from+1, b.from+1
		case x.kind == markToken:
			a.from++
		case y.kind == markToken:
			b.from++
		default:
			return false
		}
	}
	for ; a.len() > 0; a.from++ {
		if c.a.tokens[a.from].kind != markToken {
			return false
		}
	}
	for ; b.len() > 0; b.from++ {
		if c.b.tokens[b.from].kind != markToken {
			return false
		}
	}
	return words
}
