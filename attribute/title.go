package attribute

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/delistdev/delist"
)

// maxTitle bounds the words of a title that are looked at.
const maxTitle = 64

// A scope says what the words around a name make of it.
type scope uint8

const (
	plain scope = iota
	with        // it comes with what is offered
	use         // it is what the offer is for
	not         // it is expressly something else
)

// A title is a text of a shop, as words, each with the scope in which it stands.
type title struct {
	words [maxTitle]titleWord
	n     int
	// denied reports that a word of the text says of something that it is not.
	denied bool
}

type titleWord struct {
	hash  uint64
	scope scope
	// clause reports that a new clause begins here: after a bar, a bracket, a
	// dash between spaces.
	clause bool
	// part reports that a new part of a list begins here: after a clause, a
	// comma, a slash.
	part bool
}

//go:embed offerwords.tsv
var offerTable string

// An offerWord is a phrase that makes something of the names beside it.
type offerWord struct {
	rest  []uint64 // hashes of the words after the first
	scope scope
	after bool // of what stands before it
}

// offerWords holds the phrases by the hash of their first word, longest first.
var offerWords = sync.OnceValue(func() map[uint64][]offerWord {
	scopes := map[string]offerWord{
		"not-before": {scope: not}, "not-after": {scope: not, after: true},
		"for-before": {scope: use}, "for-after": {scope: use, after: true}, "with-before": {scope: with},
	}
	all := map[uint64][]offerWord{plusHash: {{scope: with}}}
	for line := range strings.Lines(offerTable) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		one, ok := scopes[fields[0]]
		if !ok || len(fields) != 3 {
			continue
		}
		for text := range strings.SplitSeq(fields[2], "|") {
			var buffer [maxWords]uint64
			hashes := words(buffer[:0], text)
			if len(hashes) == 0 {
				continue
			}
			one.rest = append([]uint64(nil), hashes[1:]...)
			all[hashes[0]] = append(all[hashes[0]], one)
		}
	}
	for _, list := range all {
		for i := 1; i < len(list); i++ { // longest first, and in the order of the table
			for k := i; k > 0 && len(list[k].rest) > len(list[k-1].rest); k-- {
				list[k], list[k-1] = list[k-1], list[k]
			}
		}
	}
	return all
})

// read cuts a text into words. Scripts that write without spaces are cut where a
// name or a word of offerwords.tsv is in them.
func (t *title) read(a *Attributer, text string) {
	t.n, t.denied = 0, false
	clause, spaced := true, true // what stands before the next word
	h, inside, dash, part := uint64(fnvOffset), false, false, true
	end := func() {
		if inside {
			t.add(h, clause, part)
			h, inside, clause, dash, part = fnvOffset, false, false, false, false
		}
	}
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= 0x80 {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case isLetter(r) && unspaced(r):
			end()
			clause = clause || dash
			i += t.cut(a, text[i:], clause, part)
			clause, spaced, dash, part = false, false, false, false
			continue
		case isLetter(r):
			if !inside {
				clause = clause || dash && spaced
				dash = false
			}
			h, inside, spaced = mixRune(h, unicode.ToLower(r)), true, false
		case r == '\'' || r == '’':
		default:
			end()
			switch r {
			case '|', ':', ';', '(', ')', '[', ']', '{', '}', '•', '–', '—', '【', '】', '（', '）', '「', '」':
				clause, part = true, true
			case ',', '/', '、', '，', '·':
				part = true
			case '-':
				dash = spaced
			case '+', '&', '＋':
				t.add(plusHash, clause, true)
				clause, part = false, true
			case ' ', '\t', '\n', '\u00a0', '\u3000':
				spaced = true
				i += n
				continue
			}
			spaced = false
		}
		i += n
	}
	end()
	t.mark()
}

// plusHash stands for a sign that joins two things. It is no word: products are
// called "Plus".
const plusHash = 1

func (t *title) add(h uint64, clause, part bool) {
	if t.n < maxTitle {
		t.words[t.n] = titleWord{hash: h, clause: clause, part: part || clause}
		t.n++
	}
}

func isLetter(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// unspaced reports whether a script writes its words without spaces, or joins
// particles to them.
func unspaced(r rune) bool {
	return r >= 0x0e00 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai) || r == 'ー')
}

// maxUnspaced is the longest name, in letters, that is looked for inside a run
// without spaces.
const maxUnspaced = 10

// cut cuts the run of letters without spaces at the beginning of text, and
// returns how many bytes it has. Chinese is searched at every letter, others where
// a word can begin: at the start, and behind a word that is known.
func (t *title) cut(a *Attributer, text string, clause, part bool) int {
	begin := true
	for i := 0; i < len(text); {
		first, n := utf8.DecodeRuneInString(text[i:])
		if !unspaced(first) || !isLetter(first) {
			return i
		}
		if begin || unicode.Is(unicode.Han, first) {
			if h, size := a.known(text[i:]); size > 0 {
				t.add(h, clause, part)
				clause, part, begin = false, false, true
				i += size
				continue
			}
		}
		if begin {
			t.add(0, clause, part) // a word that nobody asks for
		}
		clause, part, begin = false, false, false
		i += n
	}
	return len(text)
}

// known returns the longest name or word of offers that text begins with.
func (a *Attributer) known(text string) (hash uint64, size int) {
	h, letters := uint64(fnvOffset), 0
	for i, r := range text {
		if letters == maxUnspaced || !isLetter(r) || !unspaced(r) {
			break
		}
		h = mixRune(h, unicode.ToLower(r))
		letters++
		if len(a.phrases[h]) > 0 && letters > 1 || len(offerWords()[h]) > 0 {
			hash, size = h, i+utf8.RuneLen(r)
		}
	}
	return hash, size
}

// mark finds the phrases of offerwords.tsv and gives words their scopes.
func (t *title) mark() {
	table := offerWords()
	now := plain
	for i := 0; i < t.n; {
		if t.words[i].clause {
			now = plain
		}
		found, size := t.phraseAt(table, i)
		switch {
		case found == nil:
			t.words[i].scope = now
			i++
			continue
		case found.after:
			t.before(i, found.scope)
			t.words[i].scope = now
		case !found.after && (found.scope != with || now == plain):
			now = found.scope
		}
		t.denied = t.denied || found.scope == not
		i += size
	}
}

// phraseAt returns the phrase that begins at word i, and how many words it has.
// One that says something of what follows goes before one of what stands before,
// unless nothing follows.
func (t *title) phraseAt(table map[uint64][]offerWord, i int) (*offerWord, int) {
	list := table[t.words[i].hash]
	var after *offerWord
	for k := range list {
		w := &list[k]
		n := 1 + len(w.rest)
		if i+n > t.n || !t.are(w.rest, i+1) {
			continue
		}
		follows := i+n < t.n && !t.words[i+n].clause
		switch {
		case w.after && i > 0 && (!t.words[i].clause || !follows) && after == nil:
			after = w // "X compatible", "X (compatible)"
		case !w.after && (follows || after == nil && i+n < t.n):
			return w, n
		}
	}
	if after != nil {
		return after, 1 + len(after.rest)
	}
	return nil, 0
}

func (t *title) are(hashes []uint64, at int) bool {
	for k, h := range hashes {
		if t.words[at+k].hash != h || t.words[at+k].clause {
			return false
		}
	}
	return true
}

// before gives the words directly before word i a scope: the last two of the
// clause, a name and its model.
func (t *title) before(i int, s scope) {
	const reach = 2
	for k := i - 1; k >= 0 && k >= i-reach; k-- {
		t.words[k].scope = max(t.words[k].scope, s)
		if t.words[k].clause {
			break
		}
	}
}

// mentions calls see for each name of a kind in the title, with its scope: that
// of its first word.
func (t *title) mentions(a *Attributer, kind delist.IdentifierKind, see func(n int32, s scope)) {
	for i := range t.n {
		for _, n := range a.phrases[t.words[i].hash] {
			id := &a.ids[n]
			if id.Kind == kind && len(id.words) <= t.n-i && t.same(id.words, i) {
				if !id.wholeText || t.isPart(i, i+len(id.words)) {
					see(n, t.words[i].scope)
				}
			}
		}
	}
}

// isPart reports whether words i to k are one part of a list, such as "A / B".
func (t *title) isPart(i, k int) bool {
	return (t.words[i].part || t.words[i-1].hash == byHash) && (k == t.n || t.words[k].part || t.words[k].hash == byHash)
}

// byHash is the word between a brand and whose it is.
var byHash = hashOfWord("by")

func hashOfWord(word string) uint64 {
	var buffer [maxWords]uint64
	return words(buffer[:0], word)[0]
}

func (t *title) same(hashes []uint64, at int) bool {
	for k, h := range hashes {
		if t.words[at+k].hash != h {
			return false
		}
	}
	return true
}

// Mentions returns the parties whose brands or names stand among the words of a
// text, each once, in the order in which they come. A name of one word that must be
// all of a brand counts only where it stands by itself.
func (a *Attributer) Mentions(text string) []delist.PartyID {
	var t title
	t.read(a, text)
	var list []delist.PartyID
	for i := range t.n {
		for _, n := range a.phrases[t.words[i].hash] {
			id := &a.ids[n]
			end := i + len(id.words)
			if id.Kind == delist.Signer || end > t.n || !t.same(id.words, i) || slices.Contains(list, id.Party) {
				continue
			}
			if !id.wholeText || len(id.words) > 1 || t.isPart(i, end) {
				list = append(list, id.Party)
			}
		}
	}
	return list
}
