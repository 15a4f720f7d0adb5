package document

import "strings"

// unlink returns a text without the marks of Markdown's links: "[the house](#)"
// becomes "the house". A picture becomes its description.
//
// Source: CommonMark 0.31.2, sections 6.3 and 6.4, inline links only.
func unlink(s string) string {
	if !strings.Contains(s, "](") {
		return s
	}
	out := make([]byte, 0, len(s))
	var open []int // where each "[" stands in out
	for i := 0; i < len(s); {
		if s[i] == '[' && len(open) < 64 {
			open = append(open, len(out))
		}
		if s[i] != ']' || len(open) == 0 {
			out = append(out, s[i])
			i++
			continue
		}
		at := open[len(open)-1]
		open = open[:len(open)-1]
		end := target(s[i+1:])
		if end == 0 {
			out = append(out, s[i])
			i++
			continue
		}
		begin := at
		if begin > 0 && out[begin-1] == '!' {
			begin--
		}
		out = append(out[:begin], out[at+1:]...)
		i += 1 + end
	}
	return string(out)
}

// target returns how long the target of a link is at the beginning of s, with its
// parentheses; 0 if there is none.
func target(s string) int {
	if !strings.HasPrefix(s, "(") {
		return 0
	}
	end := strings.IndexByte(s[:min(len(s), 2000)], ')')
	if end < 0 {
		return 0
	}
	switch to := strings.Trim(s[1:end], "<> "); {
	case to == "", to[0] == '#', to[0] == '/', to[0] == '.', strings.HasPrefix(to, "http"), strings.HasPrefix(to, "mailto:"), strings.HasPrefix(to, "www."):
		return end + 1
	}
	return 0
}
