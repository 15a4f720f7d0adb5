package osquery

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// base returns what stands behind the last "/" or "\" of a path.
func base(path []byte) []byte {
	path = bytes.TrimRight(path, `/\`)
	return path[bytes.LastIndexAny(path, `/\`)+1:]
}

// program returns the path of the program in a command line as Windows keeps it
// for services: in quotes, or up to ".exe".
func program(command []byte) []byte {
	if rest, ok := bytes.CutPrefix(command, []byte{'"'}); ok {
		path, _, _ := bytes.Cut(rest, []byte{'"'})
		return path
	}
	for from := 0; ; {
		n := bytes.IndexByte(command[from:], ' ')
		if n < 0 {
			return command
		}
		if end := from + n; end > 4 && bytes.EqualFold(command[end-4:end], []byte(".exe")) {
			return command[:end]
		}
		from += n + 1
	}
}

// isBundle reports whether a name is that of a folder which macOS shows as one
// file.
func isBundle(name []byte) bool {
	switch string(name[bytes.LastIndexByte(name, '.')+1:]) {
	case "app", "appex", "bundle", "framework", "kext", "plugin", "systemextension", "xpc":
		return true
	}
	return false
}

// appendMAC writes a hardware address as "AA:BB:CC:DD:EE:FF"; nothing for what
// is none, and for those that say nothing: all zeros, all ones.
func appendMAC(dst, s []byte) []byte {
	from, groups, all, any := len(dst), 0, byte(0xff), byte(0)
	for part := range bytes.FieldsFuncSeq(s, func(r rune) bool { return r == ':' || r == '-' }) {
		high, low := 0, 0
		switch len(part) {
		case 1:
			low = hex(part[0])
		case 2:
			high, low = hex(part[0]), hex(part[1])
		default:
			low = -1
		}
		if high < 0 || low < 0 || groups == 6 {
			return dst[:from]
		}
		c := byte(high<<4 | low)
		all, any = all&c, any|c
		if groups > 0 {
			dst = append(dst, ':')
		}
		const digits = "0123456789ABCDEF"
		dst = append(dst, digits[high], digits[low])
		groups++
	}
	if groups != 6 || all == 0xff || any == 0 {
		return dst[:from]
	}
	return dst
}

// holder returns where in a line of copyright its holder stands: without the
// years and signs before the name and the reservation of rights behind it.
func holder(line []byte) (from, to int) {
	to = len(line)
	for from < to {
		word, next := wordAt(line, from)
		if !isPreamble(word) {
			break
		}
		from = next
	}
	lower := bytes.ToLower(line[from:])
	if len(lower) == to-from {
		if i := bytes.Index(lower, []byte("all rights reserved")); i >= 0 {
			to = from + len(bytes.TrimSuffix(bytes.TrimRight(line[from:from+i], " "), []byte{'.'}))
		}
	}
	to = from + len(bytes.TrimRight(line[from:to], " \t\r\n,;"))
	if trimmed := bytes.TrimSuffix(line[from:to], []byte(" .")); len(trimmed) < to-from {
		to = from + len(bytes.TrimRight(trimmed, " "))
	}
	return from, to
}

// wordAt returns the word at from, and where the next begins.
func wordAt(line []byte, from int) (word []byte, next int) {
	end := from
	for end < len(line) && !isSpace(line[end:]) {
		end++
	}
	next = end
	for next < len(line) && isSpace(line[next:]) {
		_, n := utf8.DecodeRune(line[next:])
		next += n
	}
	return line[from:end], next
}

func isSpace(b []byte) bool {
	if b[0] < utf8.RuneSelf {
		return b[0] == ' ' || b[0] == '\t' || b[0] == '\n' || b[0] == '\r'
	}
	r, _ := utf8.DecodeRune(b)
	return unicode.IsSpace(r)
}

// isPreamble reports whether a word of a line of copyright comes before the
// holder: "Copyright", "©", "(c)", years.
func isPreamble(word []byte) bool {
	word = bytes.Trim(word, ".,:;-–©()")
	switch string(bytes.ToLower(word)) {
	case "", "c", "copyright", "copyrights", "by", "present":
		return true
	}
	for _, c := range string(word) {
		if (c < '0' || c > '9') && c != '-' && c != '–' && c != ',' && c != '©' {
			return false
		}
	}
	return true
}
