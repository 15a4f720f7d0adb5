package markup

import (
	"bytes"
	"fmt"
)

// broken reports a fault behind which the record cannot be read.
func (f *feed) broken(line int, err error) bool {
	object := ""
	if f.record >= 0 {
		object = f.current.Object
		if f.fault != nil {
			err = fmt.Errorf("%w; before it: %w", err, f.fault)
		}
		f.open = f.open[:f.record]
		f.record = -1
	}
	f.lost = true
	return f.report(line, object, err)
}

// What reading can go on with after a fault: the next product, the end of what
// holds them, another document.
var landmarks = []string{"item", "entry", "/channel", "/rss", "/feed", "/rdf:RDF", "?xml", "rss", "feed", "rdf:RDF"}

// resume goes on to the next landmark. It holds nothing, so that what is too large
// costs no memory.
//
// Of a token that could not be taken it passes the first byte; of one whose end
// was too far away, all that was looked at, so that nothing is looked at again and
// again.
func (f *feed) resume(taken, limit bool) bool {
	s := f.scan
	switch {
	case !taken && limit:
		s.take(s.end - s.pos)
	case !taken && s.pos < s.end:
		s.take(1)
	}
	for {
		i := bytes.IndexByte(s.buf[s.pos:s.end], '<')
		if i >= 0 {
			s.take(i)
			if s.atLandmark() {
				return true
			}
			s.take(1)
			continue
		}
		s.take(s.end - s.pos)
		if err := s.more(); err == errStopped {
			return true
		} else if err != nil {
			f.yield(Record{}, err)
			return false
		}
	}
}

// atLandmark reports whether a landmark comes next.
func (s *scanner) atLandmark() bool {
	const longest = 16
	for s.end-s.pos < longest && s.more() == nil {
		// Reading more makes room by itself.
	}
	window := s.buf[s.pos:s.end]
	if len(window) == 0 {
		return false
	}
	for _, mark := range landmarks {
		rest, ok := bytes.CutPrefix(window[1:], []byte(mark))
		if ok && len(rest) > 0 && bytes.IndexByte([]byte(" \t\r\n/>"), rest[0]) >= 0 {
			return true
		}
	}
	return false
}

// stopped reports what is open at the end of the file.
func (f *feed) stopped(inside error) {
	where := "the file ends"
	if inside != nil {
		where = "the file ends inside a tag or section"
	}
	switch {
	case f.record >= 0:
		f.report(f.current.Line, f.current.Object, faultf("%s before </%s>", where, f.open[f.record].written))
	case len(f.open) > 0:
		f.report(f.scan.line, "", faultf("%s before </%s>", where, clip(f.open[0].written)))
	case inside != nil:
		f.report(f.scan.line, "", faultf("%s", where))
	}
}
