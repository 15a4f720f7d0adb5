package markup

import "bytes"

// next passes white space, comments and the marks that hide scripts from old
// browsers, and returns the byte that follows.
func (r *jsonReader) next() (c byte, ok bool) {
	for r.pos < len(r.data) {
		rest := r.data[r.pos:]
		switch c = rest[0]; {
		case c == '\n':
			r.line++
			r.pos++
		case c == ' ' || c == '\t' || c == '\r':
			r.pos++
		case c == 0xEF && bytes.HasPrefix(rest, byteOrderMark):
			r.pos += len(byteOrderMark)
		case c == '/' && r.comment(rest), (c == '<' || c == '-' || c == ']') && r.wrapper(rest):
		default:
			return c, true
		}
	}
	return 0, false
}

var (
	byteOrderMark = []byte("\xEF\xBB\xBF")
	wrappers      = [][]byte{[]byte("<![CDATA["), []byte("]]>"), []byte("<!--"), []byte("-->")}
)

// wrapper passes a mark that hides the script from others than its reader.
func (r *jsonReader) wrapper(rest []byte) bool {
	for _, mark := range wrappers {
		if !bytes.HasPrefix(rest, mark) {
			continue
		}
		r.pos += len(mark)
		if string(mark) == "<!--" {
			r.remark(rest[:min(len(rest), 4096)])
		}
		return true
	}
	return false
}

// remark passes a comment of HTML that ends before anything begins.
func (r *jsonReader) remark(rest []byte) {
	end, begin := bytes.Index(rest, []byte("-->")), bytes.IndexAny(rest, "{[")
	if end >= 0 && (begin < 0 || end < begin) {
		r.fault("a comment")
		r.line += bytes.Count(rest[:end], newline)
		r.pos += end - len("<!--") + len("-->")
	}
}

// comment passes a comment of JavaScript, which JSON does not have. One that holds
// nothing but a wrapper is no fault.
func (r *jsonReader) comment(rest []byte) bool {
	var inside []byte
	length := len(rest)
	switch {
	case bytes.HasPrefix(rest, []byte("//")):
		if end := bytes.IndexByte(rest, '\n'); end >= 0 {
			length = end
		}
		inside = bytes.TrimSpace(rest[2:length])
		if isWrapped(inside) {
			// What follows in the same line is read.
			r.pos += 2
			return true
		}
	case bytes.HasPrefix(rest, []byte("/*")):
		inside = rest[2:]
		if end := bytes.Index(rest[2:], []byte("*/")); end >= 0 {
			inside, length = rest[2:2+end], end+4
		} else {
			r.stops()
		}
	default:
		return false
	}
	if !isWrapped(bytes.TrimSpace(inside)) {
		r.fault("a comment")
	}
	r.line += bytes.Count(rest[:length], newline)
	r.pos += length
	return true
}

func isWrapped(inside []byte) bool {
	for _, mark := range wrappers {
		if bytes.HasPrefix(inside, mark) {
			return true
		}
	}
	return false
}
