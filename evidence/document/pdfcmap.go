package document

// A cmap maps codes to characters (ISO 32000-1:2008, section 9.10.3; Adobe
// Technical Note 5014).
type cmap struct {
	chars  map[cmapKey]string
	ranges []cmapRange
	spaces []codeSpace
}

type cmapKey struct{ code, size int }

// A cmapRange maps successive codes to successive characters.
type cmapRange struct {
	low, high, size int
	to              string
}

type codeSpace struct{ low, high, size int }

const maxCMap = 1 << 17

// readCMap reads what it can of a map.
func readCMap(data []byte) *cmap {
	m := &cmap{chars: map[cmapKey]string{}}
	l := pdfLexer{in: data}
	var stack []any
	for {
		v, err := l.object(0)
		if err != nil && v == nil {
			return m
		}
		w, ok := v.(pdfWord)
		if !ok {
			if len(stack) < 4096 {
				stack = append(stack, v)
			}
			continue
		}
		switch w {
		case "endcodespacerange":
			m.space(stack)
		case "endbfchar":
			m.single(stack)
		case "endbfrange":
			m.several(stack)
		}
		stack = stack[:0]
	}
}

func (m *cmap) space(list []any) {
	for i := 0; i+1 < len(list) && len(m.spaces) < 100; i += 2 {
		low, ok := list[i].(pdfString)
		high, _ := list[i+1].(pdfString)
		if ok && len(low) == len(high) && len(low) >= 1 && len(low) <= 4 {
			m.spaces = append(m.spaces, codeSpace{code(low), code(high), len(low)})
		}
	}
}

func (m *cmap) single(list []any) {
	for i := 0; i+1 < len(list) && len(m.chars) < maxCMap; i += 2 {
		from, ok := list[i].(pdfString)
		to, ok2 := list[i+1].(pdfString)
		if ok && ok2 && len(from) <= 4 {
			m.chars[cmapKey{code(from), len(from)}] = utf16Text(to)
		}
	}
}

func (m *cmap) several(list []any) {
	for i := 0; i+2 < len(list) && len(m.ranges)+len(m.chars) < maxCMap; i += 3 {
		low, ok := list[i].(pdfString)
		high, ok2 := list[i+1].(pdfString)
		if !ok || !ok2 || len(low) > 4 || len(high) > 4 {
			continue
		}
		switch to := list[i+2].(type) {
		case pdfString:
			if first, last := code(low), code(high); first == last {
				m.chars[cmapKey{first, len(low)}] = utf16Text(to)
			} else {
				m.ranges = append(m.ranges, cmapRange{first, last, len(low), utf16Text(to)})
			}
		case pdfArray:
			for j, v := range to {
				if s, ok := v.(pdfString); ok && len(m.chars) < maxCMap {
					m.chars[cmapKey{code(low) + j, len(low)}] = utf16Text(s)
				}
			}
		}
	}
}

func code(s pdfString) int {
	n := 0
	for i := range len(s) {
		n = n<<8 | int(s[i])
	}
	return n
}

// size returns how many bytes the first code of s has.
func (m *cmap) size(s string, otherwise int) int {
	n := 0
	for size := 1; size <= 4 && size <= len(s); size++ {
		n = n<<8 | int(s[size-1])
		for _, space := range m.spaces {
			if space.size == size && n >= space.low && n <= space.high {
				return size
			}
		}
	}
	return otherwise
}

// find returns the characters of a code. What is found in a range is kept. Maps of
// fonts with codes of one byte often write them with two.
func (m *cmap) find(code, size int) (string, bool) {
	if text, ok := m.sized(code, size); ok || size != 1 {
		return text, ok
	}
	return m.sized(code, 2)
}

func (m *cmap) sized(code, size int) (string, bool) {
	key := cmapKey{code, size}
	if text, ok := m.chars[key]; ok {
		return text, true
	}
	for _, r := range m.ranges {
		if r.size == size && code >= r.low && code <= r.high && r.to != "" {
			runes := []rune(r.to)
			runes[len(runes)-1] += rune(code - r.low)
			m.chars[key] = string(runes)
			return m.chars[key], true
		}
	}
	return "", false
}
