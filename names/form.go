package names

import "strings"

// Limits of a name. What is longer is cut: no listed name has a third of it,
// and a query of a megabyte gets the answer to its beginning.
const (
	maxName   = 1 << 10 // bytes
	maxTokens = 40
)

// A wordClass says what sort of word a token is, and so how it may meet another.
type wordClass uint8

const (
	plain   wordClass = iota
	number            // digits: another number is another name
	compass           // north, south …: another side is another name
)

// A token is one word of a name, in Latin letters.
type token struct {
	text   string // as written
	word   word   // the dictionary's word for it, or text
	weight float32
	class  wordClass
	// mended says that it was not written like the word that it is taken for.
	mended bool
}

// A form is a name prepared for comparison.
type form struct {
	folded string  // the whole name in Latin letters
	tokens []token // its words, legal forms left out
	legal  []legal // its legal forms, in the order of the name
}

// A legal is a legal form as it stands in a name.
type legal struct {
	text string
	legalForm
}

// parse prepares a name. The parts of f are used again.
func (f *form) parse(name string, buffer []byte) []byte {
	if len(name) > maxName {
		name = name[:maxName]
	}
	buffer = latin(buffer[:0], name)
	f.parseFolded(string(buffer))
	return buffer
}

// parseFolded prepares a name that [latin] has written.
func (f *form) parseFolded(folded string) {
	d := dictionary()
	f.folded = folded
	f.tokens, f.legal = f.tokens[:0], f.legal[:0]
	var space [maxTokens + 8]string
	words := joinInitials(split(space[:0], folded))
	var written [maxTokens + 8]string
	copy(written[:], words)
	for i, w := range words {
		words[i] = d.mended(w)
	}
	if n := len(words) - 1; n > 0 {
		words[n] = d.mendedForm(words[n])
	}
	for i := 0; i < len(words); {
		if form, n := d.legalAt(words, i); n > 0 {
			f.legal = append(f.legal, legal{strings.Join(words[i:i+n], " "), form})
			i += n
			continue
		}
		i += f.word(d, words[i:], written[i])
	}
	if len(f.tokens) == 0 { // a name of nothing but legal forms is that name
		f.legal = f.legal[:0]
		for _, w := range words {
			f.add(d, w, w, w)
		}
	}
}

// word takes the next word, or two that the dictionary holds as one, and
// returns how many it took.
func (f *form) word(d *dict, words []string, written string) int {
	taken := 1
	text := words[0]
	canon, known := "", false
	if len(words) > 1 {
		if canon, known = d.pairs[pair{words[0], words[1]}]; known {
			taken, text = 2, words[0]+" "+words[1]
		}
	}
	if !known {
		if canon, known = d.words[text]; !known {
			canon = text
		}
	}
	for rest := canon; rest != ""; {
		var one string
		one, rest, _ = strings.Cut(rest, " ")
		f.add(d, written, text, one)
	}
	return taken
}

// mendedWeight is the least that a word weighs that is only taken for one of the
// dictionary: it may be a rare word of its own.
const mendedWeight = 0.6

// add appends a token: what is written, the word that this is taken for, and the
// dictionary's for that. Forty and four are forty-four.
func (f *form) add(d *dict, written, text, canon string) {
	t := token{text: text, word: wordOf(canon), weight: d.weight(canon), class: classOf(canon)}
	if written != text && !strings.Contains(text, " ") {
		t.text, t.mended = written, true
		if !d.parts[text] {
			t.weight = max(t.weight, mendedWeight)
		}
	}
	if n := len(f.tokens); n > 0 && len(canon) == 1 && t.class == number && canon != "0" {
		if tens := &f.tokens[n-1]; tens.class == number && len(tens.word.text) == 2 && tens.word.text[1] == '0' && !isDigit(tens.text[0]) {
			*tens = token{text: tens.text + " " + text, word: wordOf(tens.word.text[:1] + canon), weight: tens.weight, class: number}
			return
		}
	}
	if len(f.tokens) < maxTokens {
		f.tokens = append(f.tokens, t)
	}
}

// split cuts a folded name at its spaces.
func split(dst []string, folded string) []string {
	for rest := folded; rest != "" && len(dst) < maxTokens; {
		var word string
		word, rest, _ = strings.Cut(rest, " ")
		dst = append(dst, word)
	}
	return dst
}

// joinInitials puts runs of single letters together: "z t e corp" is "zte corp".
func joinInitials(words []string) []string {
	kept := words[:0]
	for i := 0; i < len(words); {
		n := i
		for n < len(words) && len(words[n]) == 1 && !isDigit(words[n][0]) {
			n++
		}
		if n-i < 2 {
			kept = append(kept, words[i])
			i++
			continue
		}
		kept = append(kept, strings.Join(words[i:n], ""))
		i = n
	}
	return kept
}

func classOf(word string) wordClass {
	if strings.ContainsAny(word, "0123456789") {
		return number
	}
	switch word {
	case "north", "south", "east", "west", "northern", "southern", "eastern", "western", "northeast", "northwest", "southeast", "southwest":
		return compass
	}
	return plain
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// weightOf is the sum of the weights of tokens.
func weightOf(tokens []token) float32 {
	var sum float32
	for i := range tokens {
		sum += tokens[i].weight
	}
	return sum
}
