package document

import (
	"bytes"
	"slices"
)

// scan goes through a file from object to object.
func (f *pdfFile) scan(data []byte) {
	object, trailer := finder{word: "obj", at: -1}, finder{word: "trailer", at: -1}
	for at := 0; len(f.objects) < maxPDFObjects; {
		o, t := object.from(data, at), trailer.from(data, at)
		switch {
		case o < 0 && t < 0:
			return
		case o < 0 || t >= 0 && t < o:
			at = t + len("trailer")
			l := pdfLexer{in: data, at: at, left: &f.tokens}
			if v, _ := l.object(0); v != nil {
				f.take(v)
			}
		default:
			num, ok := numberBefore(data[max(0, o-24):o])
			at = o + len("obj")
			if ok {
				at = f.read(data, at, num)
			}
		}
	}
}

// A finder finds a word from growing places on, and looks at each byte once.
type finder struct {
	word string
	at   int // where it was found last; -1 at first
	none bool
}

// from returns where the word stands at or after a place; -1 if nowhere.
func (w *finder) from(data []byte, at int) int {
	if !w.none && w.at < at {
		i := bytes.Index(data[min(at, len(data)):], []byte(w.word))
		w.at, w.none = at+i, i < 0
	}
	if w.none {
		return -1
	}
	return w.at
}

// take keeps what a trailer says. Later ones replace earlier ones, but for a root
// that they do not have.
func (f *pdfFile) take(v any) {
	dict, _ := v.(pdfDict)
	for _, key := range []string{"Root", "Info", "Encrypt", "ID"} {
		if v, ok := dict[key]; ok {
			f.trailer[key] = v
		}
	}
}

// numberBefore reads "12 0 " at the end of s.
func numberBefore(s []byte) (int, bool) {
	words := bytes.Fields(s)
	if len(words) < 2 || !isDigits(string(words[len(words)-1])) {
		return 0, false
	}
	// Sloppy writers put no space between "endobj" and the next number.
	digits := words[len(words)-2]
	digits = digits[bytes.LastIndexFunc(digits, func(r rune) bool { return r < '0' || r > '9' })+1:]
	if len(digits) == 0 || len(digits) > 7 {
		return 0, false
	}
	n := 0
	for _, c := range digits {
		n = n*10 + int(c-'0')
	}
	return n, n <= maxPDFNumber
}

// read reads the object that begins at a place, and returns where to go on.
func (f *pdfFile) read(data []byte, at, num int) int {
	l := pdfLexer{in: data, at: at, left: &f.tokens}
	v, err := l.object(0)
	if err != nil {
		f.faults++
		if v == nil {
			return at
		}
	}
	end := l.at
	if dict, ok := v.(pdfDict); ok && err == nil {
		l.skip()
		if bytes.HasPrefix(data[l.at:], []byte("stream")) {
			var raw []byte
			raw, end = streamBytes(data, l.at+len("stream"), dict)
			v = &pdfStream{dict: dict, raw: raw, num: num}
			if dict["Type"] == pdfName("XRef") {
				f.take(dict)
			}
		}
	}
	f.objects[num] = pdfObject{value: v, at: at}
	return max(end, at)
}

// streamBytes returns the bytes of a stream and where it ends. Its length is
// believed where the stream ends there.
func streamBytes(data []byte, at int, dict pdfDict) ([]byte, int) {
	if bytes.HasPrefix(data[at:], []byte("\r\n")) {
		at += 2
	} else if at < len(data) && (data[at] == '\n' || data[at] == '\r') {
		at++
	}
	if n, ok := dict["Length"].(float64); ok && n >= 0 && n <= float64(len(data)-at) {
		end := at + int(n)
		if bytes.HasPrefix(bytes.TrimLeft(data[end:min(len(data), end+20)], "\r\n "), []byte("endstream")) {
			return data[at:end], end
		}
	}
	i := bytes.Index(data[at:], []byte("endstream"))
	if i < 0 {
		return data[at:], len(data)
	}
	return bytes.TrimSuffix(bytes.TrimSuffix(data[at:at+i], []byte("\n")), []byte("\r")), at + i
}

// unpack reads the objects that stand in streams (section 7.5.7).
func (f *pdfFile) unpack() {
	var packed []pdfObject
	for _, o := range f.objects {
		if s, ok := o.value.(*pdfStream); ok && s.dict["Type"] == pdfName("ObjStm") {
			packed = append(packed, o)
		}
	}
	slices.SortFunc(packed, func(a, b pdfObject) int { return a.at - b.at })
	for _, o := range packed {
		s := o.value.(*pdfStream)
		data := f.data(s)
		n, _ := f.get(s.dict["N"]).(float64)
		first, _ := f.get(s.dict["First"]).(float64)
		if first < 0 || first > float64(len(data)) || n < 0 {
			f.faults++
			continue
		}
		head := pdfLexer{in: data[:int(first)]}
		for range int(min(n, maxPDFObjects)) {
			num, err1 := head.object(0)
			offset, err2 := head.object(0)
			number, ok1 := num.(float64)
			start, ok2 := offset.(float64)
			if err1 != nil || err2 != nil || !ok1 || !ok2 || start < 0 || first+start > float64(len(data)) || number < 0 || number > maxPDFNumber || len(f.objects) >= maxPDFObjects {
				break
			}
			if known, ok := f.objects[int(number)]; ok && known.at > o.at {
				continue
			}
			l := pdfLexer{in: data, at: int(first + start), left: &f.tokens}
			if v, err := l.object(0); err == nil {
				f.objects[int(number)] = pdfObject{value: v, at: o.at, plain: true}
			}
		}
	}
}
