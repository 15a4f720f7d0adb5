package markup

// declaration reads what begins with "<!".
func (s *scanner) declaration(t *token) (comment bool, _ error) {
	if is, err := s.begins("<![CDATA["); err != nil {
		return false, err
	} else if is {
		t.kind = tokenCDATA
		return false, s.enclosed(t, "<![CDATA[", "]]>")
	}
	if is, err := s.begins("<!--"); err != nil {
		return false, err
	} else if is {
		return true, s.enclosed(t, "<!--", "-->")
	}
	t.kind = tokenDirective
	n, err := s.directiveEnd()
	if err == nil {
		t.body = s.take(n)
	}
	return false, err
}

// directiveEnd returns the length of a declaration, in which others may stand,
// and quoted text and comments in which brackets mean nothing.
func (s *scanner) directiveEnd() (int, error) {
	depth, quote := 0, byte(0)
	for i := 0; ; i++ {
		for s.pos+i >= s.end {
			if err := s.more(); err != nil {
				return 0, err
			}
		}
		c := s.buf[s.pos+i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '<':
			depth++
		case c == '>':
			if depth--; depth == 0 {
				return i + 1, nil
			}
		case c == '-' && i >= 4 && string(s.buf[s.pos+i-3:s.pos+i+1]) == "<!--":
			end, err := s.until("-->", i+1)
			if err != nil {
				return 0, err
			}
			depth--
			i = end + 2
		}
	}
}
