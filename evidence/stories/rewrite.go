package stories

import "strings"

// rewrite returns a sentence of a story as this print has it.
func (p *press) rewrite(s *Story, sentence *Sentence) string {
	text := sentence.Text
	if p.edits&Paraphrase != 0 && p.r.IntN(10) < 7 {
		if sentence.other != "" {
			text = sentence.other
		} else if p.r.IntN(2) == 0 {
			text = moveClause(text)
		}
	}
	if p.edits&Attribution != 0 && p.r.IntN(4) > 0 {
		text = dropSource(text)
	}
	if p.edits&Days != 0 {
		text = p.changeDays(s, text)
	}
	how := p.wording(s)
	if how != (wording{}) {
		p.scratch = p.bank.words.apply(p.scratch[:0], text, how, p.chance)
		text = string(p.scratch)
	}
	return text
}

// wording says which words this print changes in a story.
func (p *press) wording(s *Story) wording {
	var how wording
	if p.edits&Spelling != 0 {
		how.kinds = toBritish
		if s.british {
			how.kinds = toAmerican
		}
		how.hyphen = !s.british
	}
	if p.edits&Tense != 0 {
		how.inOwn |= toPast
	}
	if p.edits&Synonyms != 0 {
		how.inOwn |= synonyms
		how.synonym = p.synonym
	}
	return how
}

// openings are first words that lose their capital inside of a sentence.
var openings = map[string]bool{
	"The": true, "A": true, "An": true, "In": true, "It": true, "They": true, "No": true, "Some": true, "Under": true,
	"After": true, "About": true, "Around": true, "Its": true, "Those": true, "Last": true, "For": true, "Once": true,
	"Until": true, "By": true, "Over": true, "Days": true, "One": true, "Two": true, "Earlier": true, "Following": true,
}

func lowerFirst(s string) (string, bool) {
	word, _, _ := strings.Cut(s, " ")
	if !openings[word] {
		return s, false
	}
	return string(s[0]|0x20) + s[1:], true
}

// moveClause turns "In July, the firm closed." into "The firm closed in July.",
// and "It closed, according to the firm." the other way round. It leaves alone
// whatever has quotations or a different form.
func moveClause(s string) string {
	if strings.Contains(s, `"`) || !strings.HasSuffix(s, ".") {
		return s
	}
	if at := strings.LastIndex(s, ", according to "); at > 0 && strings.Count(s[at+1:], ",") == 0 {
		if main, ok := lowerFirst(s[:at]); ok {
			return "A" + s[at+3:len(s)-1] + ", " + main + "."
		}
	}
	at := strings.Index(s, ", ")
	if at < 0 || at > 40 || strings.Count(s, ",") > 1 {
		return s
	}
	clause, ok := lowerFirst(s[:at])
	if !ok || strings.HasPrefix(clause, "the ") || strings.HasPrefix(clause, "a ") {
		return s
	}
	return string(capital([]byte(s[at+2:len(s)-1]))) + " " + clause + "."
}

// dropSource takes off the end who said what is no quotation, and where and to whom
// a quotation was said.
func dropSource(s string) string {
	if at := strings.LastIndex(s, `" `); at > 0 && s[0] == '"' {
		return s[:at+2] + dropOccasion(s[at+2:])
	}
	at := strings.LastIndex(s, ", ")
	if at < 30 || strings.Contains(s, `"`) {
		return s
	}
	tail := s[at+2:]
	if strings.HasPrefix(tail, "according to ") || strings.HasSuffix(tail, " said.") || strings.HasSuffix(tail, " announced.") {
		return s[:at] + "."
	}
	return s
}

// dropOccasion turns "Odenko said in a statement." and "Odenko told MPA." into
// "Odenko said."
func dropOccasion(tail string) string {
	for _, verb := range []string{" said ", " said, ", " told ", " wrote in "} {
		if who, _, ok := strings.Cut(tail, verb); ok {
			return who + " said."
		}
	}
	return tail
}

// changeDays takes the weekday out, and moves "last week" to another day of print.
func (p *press) changeDays(s *Story, text string) string {
	b, facts := p.bank, s.event.facts
	day := facts[b.names["day"]]
	if at := strings.Index(text, " "+day); at > 0 && !strings.Contains(text[:at], `"`) {
		end := at + 1 + len(day)
		start := at
		if strings.HasSuffix(text[:at], " on") {
			start -= len(" on")
		}
		if end < len(text) && (text[end] == ' ' || text[end] == ',' || text[end] == '.') {
			text = text[:start] + text[end:]
		}
	}
	for _, pair := range [][2]string{{" last month", " in " + facts[b.names["lastmonth"]]}, {" this week", " last week"}, {" next week", " this week"}} {
		if !strings.Contains(text, `"`) {
			text = strings.Replace(text, pair[0], pair[1], 1)
		}
	}
	return text
}
