package fleet

// capture reads the value that begins with c, and keeps at most limit bytes of
// it. fault says what is wrong with its brackets, err that reading ended.
func (s *cutter) capture(c byte, limit int) (raw []byte, fault, err error) {
	v := value{cutter: s, limit: limit}
	s.buf = s.buf[:0]
	switch c {
	case '"':
		v.keep(c)
		err = v.rest()
	case '{', '[':
		err = v.nested(c)
	default:
		err = v.scalar(c)
	}
	return s.buf, v.fault, err
}

// A value is being read.
type value struct {
	*cutter
	limit  int
	closer [maxDepth]byte // of the brackets that are open
	depth  int
	fault  error
}

func (v *value) keep(c byte) {
	if len(v.buf) < v.limit {
		v.buf = append(v.buf, c)
	}
}

// nested reads until the bracket c is closed. One that closes another than the
// last opened ends the value, because somebody lost a bracket: a brace is taken
// for the record's own, a bracket for that of the array around it.
func (v *value) nested(c byte) error {
	for {
		v.keep(c)
		var err error
		switch c {
		case '{', '[':
			if v.depth < maxDepth {
				v.closer[v.depth] = c + 2 // } and ] follow two places after { and [
			} else {
				v.fault = errDeep
			}
			v.depth++
		case '}', ']':
			v.depth--
			if v.depth < maxDepth && v.closer[v.depth] != c {
				v.fault = errBrackets
				if c == ']' {
					v.back(c)
				}
				return nil
			}
			if v.depth == 0 {
				return nil
			}
		case '"':
			err = v.rest()
		}
		if err != nil {
			return err
		}
		if c, err = v.next(); err != nil {
			return err
		}
	}
}

// rest reads the rest of a string.
func (v *value) rest() error {
	for escaped := false; ; {
		c, err := v.next()
		if err != nil {
			return err
		}
		v.keep(c)
		switch {
		case c == '\n', c == '"' && !escaped:
			return nil
		case c == '\\':
			escaped = !escaped
		default:
			escaped = false
		}
	}
}

// scalar reads a number, a word, or whatever stands in the place of one.
func (v *value) scalar(c byte) error {
	for {
		v.keep(c)
		next, err := v.next()
		if err != nil {
			return err
		}
		switch next {
		case ',', '}', ']', '\n', '"', '{', '[':
			v.back(next)
			return nil
		}
		c = next
	}
}
