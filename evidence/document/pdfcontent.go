package document

// A matrix is of section 8.3.3.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// times returns m applied before n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// pdfState is what q keeps and Q brings back.
type pdfState struct {
	ctm                               matrix
	font                              *pdfFont
	size, char, word, scale, lead, up float64
}

// A pdfReader goes through the content of pages (ISO 32000-1:2008, sections 8 and
// 9) and collects runs of text.
type pdfReader struct {
	*pdfFile
	fonts    map[any]*pdfFont
	state    pdfState
	saved    []pdfState
	tm, line matrix
	runs     []run
	steps    int // operators that may still be read
	room     int // bytes of text that may still be kept
	unknown  int // codes without characters
	known    int
	pictures int
	over     bool
}

const (
	maxSteps     = 20_000_000
	maxPDFText   = 32 << 20
	maxFormDepth = 8
	maxSaved     = 256
)

// page returns the runs of a page.
func (r *pdfReader) page(page pdfDict) []run {
	r.runs, r.saved = nil, r.saved[:0]
	r.state = pdfState{ctm: identity, scale: 1}
	var content []byte
	for _, v := range r.list(page["Contents"]) {
		if s, ok := v.(*pdfStream); ok {
			content = append(append(content, r.data(s)...), '\n')
		}
	}
	r.content(content, r.dict(page["Resources"]), 0)
	return r.runs
}

// content reads a content stream.
func (r *pdfReader) content(data []byte, resources pdfDict, depth int) {
	l := pdfLexer{in: data}
	var args []any
	for {
		v, err := l.object(0)
		if err != nil && v == nil {
			return
		}
		if r.steps--; r.steps < 0 {
			r.over = true
			return
		}
		w, ok := v.(pdfWord)
		if !ok {
			if len(args) < 64 {
				args = append(args, v)
			}
			continue
		}
		switch w {
		case "BI":
			l.at = inlineImage(data, l.at)
			r.pictures++
		case "Do":
			r.draw(args, resources, depth)
		default:
			r.operator(string(w), args, resources)
		}
		args = args[:0]
	}
}

// inlineImage returns where an image inside a content stream ends.
func inlineImage(data []byte, at int) int {
	for i := at; i+3 < len(data); i++ {
		if data[i] == 'E' && data[i+1] == 'I' && pdfSpace(data[i-1]) && pdfSpace(data[i+2]) {
			return i + 2
		}
	}
	return len(data)
}

// draw goes into a form, or counts a picture.
func (r *pdfReader) draw(args []any, resources pdfDict, depth int) {
	if len(args) == 0 {
		return
	}
	name, _ := args[0].(pdfName)
	s, ok := r.get(r.dict(resources["XObject"])[string(name)]).(*pdfStream)
	if !ok {
		return
	}
	if r.name(s.dict["Subtype"]) != "Form" {
		r.pictures++
		return
	}
	if depth >= maxFormDepth {
		r.over = true
		return
	}
	kept, stack := r.state, len(r.saved)
	if m, ok := r.matrix(r.array(s.dict["Matrix"])); ok {
		r.state.ctm = m.times(r.state.ctm)
	}
	own := r.dict(s.dict["Resources"])
	if own == nil {
		own = resources
	}
	r.steps -= 100 // a form that is empty costs something too
	r.content(r.data(s), own, depth+1)
	r.state, r.saved = kept, r.saved[:min(stack, len(r.saved))]
}

func (r *pdfReader) matrix(list pdfArray) (matrix, bool) {
	if len(list) != 6 {
		return identity, false
	}
	var m matrix
	for i := range m {
		m[i] = r.number(list[i], 0)
	}
	return m, true
}

// operator obeys one operator.
func (r *pdfReader) operator(op string, args []any, resources pdfDict) {
	n := func(i int) float64 {
		if i < len(args) {
			return r.number(args[i], 0)
		}
		return 0
	}
	s := &r.state
	switch op {
	case "q":
		if len(r.saved) < maxSaved {
			r.saved = append(r.saved, *s)
		}
	case "Q":
		if last := len(r.saved) - 1; last >= 0 {
			*s, r.saved = r.saved[last], r.saved[:last]
		}
	case "cm":
		if m, ok := r.matrix(args); ok {
			s.ctm = m.times(s.ctm)
		}
	case "BT":
		r.tm, r.line = identity, identity
	case "Tf":
		if len(args) > 1 {
			name, _ := args[0].(pdfName)
			s.font, s.size = r.fontOf(r.dict(resources["Font"])[string(name)]), n(1)
		}
	case "Tc":
		s.char = n(0)
	case "Tw":
		s.word = n(0)
	case "Tz":
		s.scale = n(0) / 100
	case "TL":
		s.lead = n(0)
	case "Ts":
		s.up = n(0)
	case "Td":
		r.move(n(0), n(1))
	case "TD":
		s.lead = -n(1)
		r.move(n(0), n(1))
	case "Tm":
		if m, ok := r.matrix(args); ok {
			r.tm, r.line = m, m
		}
	case "T*":
		r.move(0, -s.lead)
	case "'", "\"":
		if op == "\"" && len(args) == 3 {
			s.word, s.char = n(0), n(1)
			args = args[2:]
		}
		r.move(0, -s.lead)
		r.shown(args)
	case "Tj":
		r.shown(args)
	case "TJ":
		if len(args) > 0 {
			r.shown(r.array(args[0]))
		}
	}
}

func (r *pdfReader) move(x, y float64) {
	r.line = matrix{1, 0, 0, 1, x, y}.times(r.line)
	r.tm = r.line
}

// fontOf returns a font, read once.
func (r *pdfReader) fontOf(v any) *pdfFont {
	ref, ok := v.(pdfRef)
	if ok && r.fonts[ref] != nil {
		return r.fonts[ref]
	}
	font := r.font(v)
	if ok && len(r.fonts) < 10_000 {
		r.fonts[ref] = font
	}
	return font
}
