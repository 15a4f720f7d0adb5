package document

import "math"

// A run is a piece of text on a page.
type run struct {
	text string
	// x and y are where it begins, along and across its direction; end is where it
	// ends. In units of the page.
	x, y, end float64
	size      float64
	turned    int // degrees
}

// shown shows strings, with the gaps between them.
func (r *pdfReader) shown(list []any) {
	s := &r.state
	for _, v := range list {
		switch v := v.(type) {
		case float64:
			r.advance(-v / 1000 * s.size * s.scale)
		case pdfString:
			r.show(string(v))
		}
	}
}

func (r *pdfReader) advance(x float64) {
	r.tm[4] += x * r.tm[0]
	r.tm[5] += x * r.tm[1]
}

// show adds the run of one string.
func (r *pdfReader) show(text string) {
	s := &r.state
	if s.font == nil {
		s.font = &pdfFont{simple: r.encoding(nil), missing: -1}
	}
	began := matrix{1, 0, 0, 1, 0, s.up}.times(r.tm).times(s.ctm)
	var out []byte
	for len(text) > 0 {
		c, n := s.font.next(text)
		text = text[n:]
		r.steps--
		width := c.width/1000*s.size + s.char
		if c.space {
			width += s.word
		}
		r.advance(width * s.scale)
		if c.text == " " && width < 0.06*s.size && s.size > 0 {
			// Some writers put a space of no width into every word.
			continue
		}
		if len(out) > 0 && s.char > gapShare*s.size && out[len(out)-1] != ' ' {
			// Spacing of characters as wide as a space, as some writers set words.
			out = append(out, ' ')
		}
		if c.known {
			r.known++
			out = append(out, c.text...)
		} else {
			r.unknown++
			out = append(out, "\uFFFD"...)
		}
	}
	if r.room -= len(out); r.room < 0 || r.steps < 0 {
		r.over = true
		return
	}
	after := matrix{1, 0, 0, 1, -s.char * s.scale, s.up}.times(r.tm).times(s.ctm)
	r.add(string(out), began, after)
}

// add keeps a run by its place along and across its direction.
func (r *pdfReader) add(text string, began, after matrix) {
	length := math.Hypot(began[0], began[1])
	if text == "" || length == 0 || math.IsNaN(length) || math.IsInf(length, 0) {
		return
	}
	cos, sin := began[0]/length, began[1]/length
	along := func(m matrix) float64 { return m[4]*cos + m[5]*sin }
	across := func(m matrix) float64 { return m[5]*cos - m[4]*sin }
	size := math.Abs(r.state.size) * math.Hypot(began[2], began[3])
	if r.state.size < 0 {
		cos, sin = -cos, -sin
	}
	r.runs = append(r.runs, run{
		text: text, x: along(began), y: across(began), end: along(after), size: size,
		turned: int(math.Round(math.Atan2(sin, cos) * 180 / math.Pi)),
	})
}
