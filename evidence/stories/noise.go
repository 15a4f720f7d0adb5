package stories

import (
	"math"
	"math/rand/v2"
)

// A scanner copies text with the errors of optical character recognition.
type scanner struct {
	r    *rand.Rand
	rate float64 // share of characters
	next int     // characters until the next error
}

func newScanner(r *rand.Rand, rate float64) *scanner {
	n := &scanner{r: r, rate: min(rate, 0.9)}
	n.skip()
	return n
}

// skip draws how many characters stay as they are: the geometric distribution.
func (n *scanner) skip() {
	if n.rate > 0 {
		n.next = int(math.Log(1-n.r.Float64()) / math.Log(1-n.rate))
	}
}

// confused are letters that are taken for others.
var confused = [256]string{
	'm': "rn", 'l': "1", '1': "l", 'I': "l", 'e': "c", 'c': "e", 'o': "0", '0': "o", 'O': "0", 'h': "b", 'b': "h",
	'i': "l", 'S': "5", '5': "S", 'B': "8", '8': "B", 'u': "n", 'n': "u", 't': "f", 'f': "t", 'v': "y", ',': ".", '.': ",",
	'g': "q", 'a': "o", 'w': "vv", 'd': "cl",
}

func (n *scanner) write(dst []byte, s string) []byte {
	if n.rate == 0 {
		return append(dst, s...)
	}
	for i := 0; i < len(s); {
		if n.next > 0 || s[i] >= 0x80 {
			n.next = max(n.next-1, 0)
			dst = append(dst, s[i])
			i++
			continue
		}
		n.skip()
		var read int
		dst, read = n.misread(dst, s[i:])
		i += read
	}
	return dst
}

// misread writes the first character of s wrongly, and says how many it took.
func (n *scanner) misread(dst []byte, s string) ([]byte, int) {
	inWord := isLetter(s[0]) && len(dst) > 0 && isLetter(dst[len(dst)-1])
	switch {
	case s[0] == '\n':
		return append(dst, s[0]), 1
	case s[0] == ' ':
		return dst, 1
	case len(s) > 1 && s[:2] == "rn":
		return append(dst, 'm'), 2
	case inWord && n.r.IntN(8) == 0:
		return append(dst, '-', " \n"[n.r.IntN(2)], s[0]), 1
	case confused[s[0]] != "" && n.r.IntN(8) > 0:
		return append(dst, confused[s[0]]...), 1
	case inWord && n.r.IntN(4) == 0:
		return append(dst, ' ', s[0]), 1
	}
	return dst, 1
}
