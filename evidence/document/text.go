package document

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain reads plain text, and Markdown as far as its links go.
func (d *draft) plain(data []byte, charset string) error {
	text, notes := decode(data, charset)
	d.note(notes...)
	set(&d.doc.MediaType, "text/plain")
	d.paras = append(d.paras, paragraphs(text)...)
	return nil
}

// widest is the most characters of a line that was broken by a program for a
// screen or a letter. Longer lines are paragraphs.
const widest = 132

// paragraphs cuts a text at blank lines and page breaks, and puts lines together
// that were broken to fit a width.
func paragraphs(text string) []para {
	lines := splitLines(text)
	return joined(lines, lineWidth(lines))
}

// joined puts lines together to paragraphs. width is that to which they were broken,
// 0 where they were not.
func joined(lines []string, width int) []para {
	var out []para
	var b strings.Builder
	last := ""
	flush := func() {
		if b.Len() > 0 {
			out = append(out, para{text: b.String()})
			b.Reset()
		}
		last = ""
	}
	for _, line := range lines {
		switch {
		case line == "":
			flush()
			continue
		case last == "":
		case !goesOn(last, line, width):
			flush()
		default:
			b.WriteByte('\n')
		}
		b.WriteString(line)
		last = line
	}
	flush()
	return out
}

// splitLines returns the lines of a text without spaces around them.
func splitLines(text string) []string {
	if strings.ContainsAny(text, "\r\f\v") || strings.Contains(text, "\u0085") || strings.Contains(text, "\u2028") || strings.Contains(text, "\u2029") {
		text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n\n", "\v", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n\n").Replace(text)
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return lines
}

// lineWidth estimates to what width the lines of a text were broken: what nine of
// ten lines inside paragraphs do not exceed; 0 where they were not.
func lineWidth(lines []string) int {
	var widths []int
	for i := 0; i+1 < len(lines) && len(widths) < 2000; i++ {
		if lines[i] != "" && lines[i+1] != "" {
			widths = append(widths, utf8.RuneCountInString(lines[i]))
		}
	}
	if len(widths) == 0 {
		return 0
	}
	slices.Sort(widths)
	if width := widths[len(widths)*9/10]; width >= 40 && width <= widest {
		return width
	}
	return 0
}

// goesOn reports whether the paragraph of line a goes on in line b below it.
func goesOn(a, b string, width int) bool {
	if isBullet(b) {
		return false
	}
	if lower(b) && !ended(a) {
		return true
	}
	if width == 0 {
		return false
	}
	first, _, _ := strings.Cut(b, " ")
	long := utf8.RuneCountInString(a)
	if long+1+utf8.RuneCountInString(first) > width*95/100 {
		return true
	}
	return long > width*2/3 && !ended(a)
}

// isBullet reports whether a line begins an item of a list.
func isBullet(line string) bool {
	for _, mark := range []string{"- ", "* ", "• ", "– ", "· ", "> "} {
		if strings.HasPrefix(line, mark) {
			return true
		}
	}
	digits := strings.TrimLeft(line, "0123456789")
	return len(digits) < len(line) && len(line)-len(digits) <= 2 && (strings.HasPrefix(digits, ". ") || strings.HasPrefix(digits, ") "))
}

// lower reports whether a text begins with a small letter.
func lower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// ended reports whether a text ends as a sentence does.
func ended(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)]“ ")
	r, _ := utf8.DecodeLastRuneInString(s)
	switch r {
	case '.', '!', '?', '…', ':', ';', '。', '！', '？':
		return true
	}
	return false
}
