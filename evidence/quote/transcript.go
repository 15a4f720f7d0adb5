package quote

import (
	"strings"
	"unicode/utf8"

	"github.com/delistdev/delist/evidence"
)

// A turn is one speaker's words in a transcript: "MINISTER KESTREL: Good morning."
type turn struct {
	label evidence.Span
	parts []evidence.Span
}

// turns takes the paragraphs of a transcript out of the list. A text is a transcript
// where three paragraphs begin with a name in capitals and a colon, or with Q and A.
func turns(text string, list []evidence.Span) ([]turn, []evidence.Span) {
	var out []turn
	var rest []evidence.Span
	labels := map[string]int{}
	count := 0
	for _, p := range list {
		if n := nameLabel(text[p.Start:p.End]); n > 0 {
			labels[text[p.Start:p.Start+n]]++
		}
	}
	repeated := 0
	for _, n := range labels {
		if n > 1 {
			repeated++
		}
	}
	labelLength := capitalLabel
	if repeated >= 2 {
		labelLength = nameLabel
	}
	for _, p := range list {
		if labelLength(text[p.Start:p.End]) > 0 {
			count++
		}
	}
	if count < 3 {
		return nil, list
	}
	open := false
	for i, p := range list {
		n := labelLength(text[p.Start:p.End])
		if n > 0 && i < 2 && repeated >= 2 && labels[text[p.Start:p.Start+n]] == 1 {
			rest = append(rest, p) // "Present:", or the title of the whole
			continue
		}
		if n > 0 {
			part := trim(text, evidence.Span{Start: p.Start + n + 1, End: p.End})
			out = append(out, turn{label: evidence.Span{Start: p.Start, End: p.Start + n}, parts: []evidence.Span{part}})
			open = true
			continue
		}
		// A paragraph without a label goes on where another turn follows.
		if open && i+1 < len(list) && hasLabelAfter(text, list[i+1:], labelLength) && !isAside(text[p.Start:p.End]) {
			last := &out[len(out)-1]
			last.parts = append(last.parts, p)
			continue
		}
		rest = append(rest, p)
	}
	return out, rest
}

func hasLabelAfter(text string, list []evidence.Span, labelLength func(string) int) bool {
	for _, p := range list[:min(len(list), 3)] {
		if labelLength(text[p.Start:p.End]) > 0 {
			return true
		}
	}
	return false
}

// isAside tells "(Laughter.)" and "[The hearing is adjourned.]".
func isAside(s string) bool { return s[0] == '(' || s[0] == '[' }

// nameLabel returns the length of a speaker's label at the head of a paragraph: at most
// six words before a colon, each with a capital.
func nameLabel(s string) int {
	i := strings.IndexByte(s[:min(len(s), 60)], ':')
	if i < 1 || i+1 >= len(s) || s[i+1] != ' ' {
		return 0
	}
	n := 0
	for w := range strings.FieldsSeq(s[:i]) {
		if n++; n > 6 || w[0] >= 'a' && w[0] <= 'z' || w[0] >= '0' && w[0] <= '9' {
			return 0
		}
	}
	return i
}

// capitalLabel is a label in capitals throughout, or Q or A.
func capitalLabel(s string) int {
	i := strings.IndexByte(s[:min(len(s), 60)], ':')
	if i < 1 || i+1 >= len(s) || s[i+1] != ' ' {
		return 0
	}
	letters := 0
	for k := range i {
		switch c := s[k]; {
		case c >= 'a' && c <= 'z':
			return 0
		case c >= 'A' && c <= 'Z':
			letters++
		}
	}
	if letters < 2 && s[:i] != "Q" && s[:i] != "A" {
		return 0
	}
	return i
}

// asks are labels of those who ask.
var asks = map[string]bool{"Q": true, "QUESTION": true, "REPORTER": true, "QUESTIONER": true, "JOURNALIST": true, "MODERATOR": true, "ANALYST": true, "OPERATOR": true, "CHAIR": true, "THE CHAIR": true, "HOST": true, "INTERVIEWER": true, "CLERK": true, "SPEAKER": true, "A": true, "ANSWER": true}

// transcript proposes the turns of a transcript.
func (s *scan) transcript(list []turn) {
	full := map[string]string{}
	hosts := s.hosts(list)
	for _, t := range list {
		label := s.text[t.label.Start:t.label.End]
		if i := strings.IndexAny(label, "(["); i > 0 {
			label = strings.TrimSpace(label[:i])
		}
		p := Proposal{Quote: true, Text: t.parts, Rule: "transcript", SpeakerAt: t.label}
		first := t.parts[0]
		p.Kind = kindOfQuote(s.text[first.Start:first.End])
		for _, part := range t.parts {
			s.addHedges(&p, part)
		}
		if i := strings.IndexByte(label, ','); i > 0 {
			label = label[:i] // "Agnes Whitlow, Bank Tessaly"
		}
		lastPart := s.text[t.parts[len(t.parts)-1].Start:t.parts[len(t.parts)-1].End]
		if strings.HasSuffix(lastPart, "?") || hosts[s.text[t.label.Start:t.label.End]] {
			continue // a question claims nothing
		}
		if asks[strings.ToUpper(label)] {
			p.Note = "a question or an answer: the transcript names nobody"
		} else {
			if full[label] == "" {
				full[label] = s.fullName(label)
			}
			p.Speaker, p.OnRecord = full[label], true
		}
		s.out = append(s.out, p)
	}
}

// fullName finds the name that a label in capitals stands for.
func (s *scan) fullName(label string) string {
	words := strings.Fields(label)
	last := words[len(words)-1]
	for i := range s.cast.actors {
		name := s.cast.actors[i].name
		if k := strings.LastIndexByte(name, ' '); k >= 0 && strings.EqualFold(name[k+1:], last) {
			return name
		}
	}
	for i, w := range words {
		_, n := utf8.DecodeRuneInString(w)
		words[i] = w[:n] + strings.ToLower(w[n:])
	}
	return strings.Join(words, " ")
}

// hosts are those who lead a conversation: half of their turns or more are questions.
// What they say between leads to the next, and claims nothing.
func (s *scan) hosts(list []turn) map[string]bool {
	turns, questions := map[string]int{}, map[string]int{}
	for _, t := range list {
		label, last := s.text[t.label.Start:t.label.End], t.parts[len(t.parts)-1]
		turns[label]++
		if strings.HasSuffix(s.text[last.Start:last.End], "?") {
			questions[label]++
		}
	}
	out := map[string]bool{}
	for label, n := range questions {
		if 2*n >= turns[label] && n > 1 {
			out[label] = true
		}
	}
	if len(out) > 1 {
		return nil // a hearing: many ask, and have their say
	}
	return out
}
