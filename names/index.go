package names

import (
	"slices"
	"strings"
	"sync"
)

// A Record is one party to be found by its names.
type Record struct {
	// ID is what a match gives back; it must be unique in an index.
	ID string
	// Names are all its names, the one to show first.
	Names []Alias
	// Kind is "person", "company", …, or "" where it is not known.
	Kind string
	// Countries are ISO 3166-1 alpha-2 codes in lower case.
	Countries []string
	// Numbers are what identifies it: LEI, registration number, domain.
	Numbers []string
}

// An Alias is one name with the list that has it.
type Alias struct{ Name, List string }

// An Index finds parties by name. It does not change after [Build] or [Open] and
// may be used by many goroutines.
type Index struct {
	// Every different word of the names, as the dictionary writes it.
	words   texts
	weights []float32
	sounds  []soundKey
	letters []letterSet
	classes []wordClass
	byWord  hashTable // the whole word
	byRest  hashTable // what is left of it without a letter or two
	bySound hashTable

	// Names, and for each its words.
	names    texts
	lists    []uint32 // of each name, in labels
	owner    []uint32 // the party of each name
	tokenEnd []uint32
	tokens   []uint32
	byFolded hashTable
	// For each word, the names that hold it.
	holdEnd []uint32
	holding []uint32

	// Parties: what to say of each, and how to find it by number.
	parties  texts // id, kind, countries and numbers, see [party]
	byNumber hashTable
	labels   texts // the lists

	rooms sync.Pool // of *room
}

// Len returns the number of names.
func (x *Index) Len() int { return len(x.owner) }

// Parties returns the number of parties.
func (x *Index) Parties() int { return len(x.parties.end) }

// A party is what the index keeps of a Record.
type party struct {
	id, kind           string
	countries, numbers string // joined with spaces, one at either end
}

const unit = "\x1f" // separates the parts of a party

func (p party) String() string {
	return strings.Join([]string{p.id, p.kind, p.countries, p.numbers}, unit)
}

func (x *Index) party(i uint32) party {
	parts := strings.SplitN(x.parties.at(i), unit, 4)
	return party{parts[0], parts[1], parts[2], parts[3]}
}

// prepare fills what is not stored: weights and classes of the words.
func (x *Index) prepare() {
	d := dictionary()
	x.weights = make([]float32, len(x.words.end))
	x.classes = make([]wordClass, len(x.words.end))
	x.sounds = make([]soundKey, len(x.words.end))
	x.letters = make([]letterSet, len(x.words.end))
	for i := range x.weights {
		word := x.words.at(uint32(i))
		x.weights[i], x.classes[i] = d.weight(word), classOf(word)
		x.sounds[i], x.letters[i] = sound(word), lettersOf(word)
	}
	x.rooms.New = func() any { return newRoom(x) }
}

// word returns the number of a word, if the index has it.
func (x *Index) word(text string) (uint32, bool) {
	for _, w := range x.byWord.at(hashOf(text)) {
		if x.words.at(w) == text {
			return w, true
		}
	}
	return 0, false
}

// tokensOf returns the words of a name.
func (x *Index) tokensOf(n uint32) []uint32 {
	if n == 0 {
		return x.tokens[:x.tokenEnd[0]]
	}
	return x.tokens[x.tokenEnd[n-1]:x.tokenEnd[n]]
}

// namesWith returns the names that hold a word.
func (x *Index) namesWith(w uint32) []uint32 {
	if w == 0 {
		return x.holding[:x.holdEnd[0]]
	}
	return x.holding[x.holdEnd[w-1]:x.holdEnd[w]]
}

// A builder gathers what an index is made of.
type builder struct {
	x       *Index
	wordAt  map[string]uint32
	labelAt map[string]uint32
	text    struct{ words, names, parties, labels strings.Builder }
	folded  []entry
	numbers []entry
	form    form
	buffer  []byte
}

// Build indexes records in their order.
func Build(records func(yield func(Record) bool)) *Index {
	b := &builder{x: new(Index), wordAt: map[string]uint32{}, labelAt: map[string]uint32{}}
	for r := range records {
		b.add(&r)
	}
	x := b.x
	x.words.text, x.names.text = b.text.words.String(), b.text.names.String()
	x.parties.text, x.labels.text = b.text.parties.String(), b.text.labels.String()
	x.byFolded, x.byNumber = newHashTable(b.folded), newHashTable(b.numbers)
	b.indexWords()
	x.hold()
	x.prepare()
	return x
}

func (b *builder) add(r *Record) {
	x := b.x
	owner := uint32(len(x.parties.end))
	p := party{r.ID, r.Kind, padded(r.Countries), ""}
	var numbers []string
	for _, n := range r.Numbers {
		if key := numberKey(n); key != "" && !slices.Contains(numbers, key) {
			numbers = append(numbers, key)
			b.numbers = append(b.numbers, entry{hashOf(key), owner})
		}
	}
	p.numbers = padded(numbers)
	b.text.parties.WriteString(p.String())
	x.parties.end = append(x.parties.end, uint32(b.text.parties.Len()))
	for _, alias := range r.Names {
		b.addName(owner, alias)
	}
}

func padded(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return " " + strings.Join(list, " ") + " "
}

// numberKey writes a number as it is compared: letters and digits alone, in
// lower case, but for domains, whose points stay.
func numberKey(number string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '.':
			return r
		}
		return -1
	}, number)
}

func (b *builder) addName(owner uint32, alias Alias) {
	x := b.x
	if len(alias.Name) > maxName {
		alias.Name = alias.Name[:maxName]
	}
	b.buffer = b.form.parse(alias.Name, b.buffer)
	n := uint32(len(x.owner))
	x.owner = append(x.owner, owner)
	x.lists = append(x.lists, intern(b.labelAt, &b.text.labels, &x.labels.end, alias.List))
	b.text.names.WriteString(alias.Name)
	x.names.end = append(x.names.end, uint32(b.text.names.Len()))
	for i := range b.form.tokens {
		x.tokens = append(x.tokens, intern(b.wordAt, &b.text.words, &x.words.end, b.form.tokens[i].word.text))
	}
	x.tokenEnd = append(x.tokenEnd, uint32(len(x.tokens)))
	b.folded = append(b.folded, entry{hashOf(b.form.folded), n})
}

// intern returns the number of a text, writing it down where it is new.
func intern(at map[string]uint32, text *strings.Builder, end *[]uint32, s string) uint32 {
	if n, ok := at[s]; ok {
		return n
	}
	n := uint32(len(*end))
	at[strings.Clone(s)] = n
	text.WriteString(s)
	*end = append(*end, uint32(text.Len()))
	return n
}

// indexWords makes the tables that words are found by.
func (b *builder) indexWords() {
	x := b.x
	n := uint32(len(x.words.end))
	whole, rests, sounds := make([]entry, 0, n), make([]entry, 0, 20*n), make([]entry, 0, n)
	for i := range n {
		word := x.words.at(i)
		whole = append(whole, entry{hashOf(word), i})
		if classOf(word) != plain {
			continue
		}
		eachDeletion(word, func(hash uint32) { rests = append(rests, entry{hash, i}) })
		if key := sound(word); len(word) > 4 && key.enough() {
			sounds = append(sounds, entry{mixed(uint64(key)), i})
		}
	}
	x.byWord, x.byRest, x.bySound = newHashTable(whole), newHashTable(rests), newHashTable(sounds)
}

// hold lists for each word the names that hold it, each once.
func (x *Index) hold() {
	count := make([]uint32, len(x.words.end)+1)
	x.eachHeld(func(w, _ uint32) { count[w+1]++ })
	for i := 1; i < len(count); i++ {
		count[i] += count[i-1]
	}
	x.holding = make([]uint32, count[len(count)-1])
	x.eachHeld(func(w, n uint32) { x.holding[count[w]] = n; count[w]++ })
	x.holdEnd = count[:len(x.words.end)]
}

func (x *Index) eachHeld(do func(word, name uint32)) {
	for n := range uint32(len(x.owner)) {
		tokens := x.tokensOf(n)
		for i, w := range tokens {
			if !slices.Contains(tokens[:i], w) {
				do(w, n)
			}
		}
	}
}

// Position returns the place of the record with that id in an index whose
// records were given in the order of their ids.
func (x *Index) Position(id string) (int, bool) {
	n, found := slices.BinarySearchFunc(x.parties.end, id, func(end uint32, id string) int {
		i, _ := slices.BinarySearch(x.parties.end, end)
		text := x.parties.at(uint32(i))
		own, _, _ := strings.Cut(text, unit)
		return strings.Compare(own, id)
	})
	return n, found
}

// Names yields every name of the index, in its order.
func (x *Index) Names() func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for n := range uint32(len(x.owner)) {
			if !yield(x.names.at(n)) {
				return
			}
		}
	}
}
