package reuse

import "github.com/delistdev/delist/evidence"

// Spans returns where passages of a [Part] stand in a text, as bytes: each from the
// beginning of the sentence that it begins in to the end of the one that it ends in.
func Spans(d *evidence.Document, passages [][2]int) []evidence.Span {
	words, text := ownWords(d), d.Text
	var spans []evidence.Span
	for _, p := range passages {
		if p[0] >= len(words) || p[1] <= p[0] {
			continue
		}
		last := words[min(p[1], len(words))-1]
		start, end := sentenceStart(text, int(words[p[0]].start)), sentenceEnd(text, int(last.end))
		if n := len(spans); n > 0 && start <= spans[n-1].End {
			spans[n-1].End = max(spans[n-1].End, end)
			continue
		}
		spans = append(spans, evidence.Span{Start: start, End: end})
	}
	return spans
}

// sentenceStart goes back to behind the last full stop, or to the paragraph's start.
func sentenceStart(text string, at int) int {
	for i := at - 1; i > 0; i-- {
		if text[i] == '\n' || (text[i-1] == '.' || text[i-1] == '!' || text[i-1] == '?') && text[i] == ' ' {
			return i + 1
		}
	}
	return 0
}

func sentenceEnd(text string, at int) int {
	for i := at; i < len(text); i++ {
		switch text[i] {
		case '\n':
			return i
		case '.', '!', '?':
			if i+1 == len(text) || text[i+1] == ' ' || text[i+1] == '\n' {
				return i + 1
			}
		}
	}
	return len(text)
}
