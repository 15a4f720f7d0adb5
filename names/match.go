package names

import (
	"cmp"
	"slices"
	"strings"
)

// A Query is a name to look for, with what else is known of whoever bears it.
type Query struct {
	Name string
	// Kind and Countries sharpen the score where both sides have them; a
	// number that is shared decides.
	Kind      string
	Countries []string
	Numbers   []string
	// Threshold is the score that a match must have; 0 means [Threshold].
	Threshold float64
}

// A Match is a party whose name is like the query's.
type Match struct {
	ID string `json:"id"`
	// Name is the party's first name, Matched the one that is most like.
	Name    string  `json:"name"`
	Matched string  `json:"matched"`
	Score   float64 `json:"score"`
	Why     []Why   `json:"why"`
	// List is where the matched name stands.
	List string `json:"list"`
}

// maxCompared bounds how many names are compared in full for one query.
const maxCompared = 1000

// maxTouched is about how many names are looked at for one query. Indexes of
// all official lists together never come near it; in one of millions of names
// the most frequent words of a query are passed over.
const maxTouched = 30_000

// Match returns the parties whose names score at or above the threshold, best
// first, each once with its best name. A query without letters or digits, and
// without numbers, has none.
func (x *Index) Match(q Query) []Match {
	if len(x.owner) == 0 {
		return nil
	}
	r := x.rooms.Get().(*room)
	defer x.rooms.Put(r)
	return r.match(&q)
}

// A room is what one query needs, used again by the next.
type room struct {
	x        *Index
	comparer comparer
	query    form
	other    form
	buffer   []byte

	// Per word: what it gains for the query, 0 for most.
	gain []float32
	// cover is how much of the query's weight the word may meet.
	cover []float32
	alike []variant
	near  map[string][]nearWord
	// Per word: whether it was compared with the one at hand.
	asked  []bool
	asking []uint32
	// Per name: whether this query has met it.
	seen  []bool
	names []uint32
	found []scored
	order []int
}

// A variant is a word of the index that a part of the query may meet.
type variant struct {
	word uint32
	q    int // token of the query
	gain float32
}

// A nearWord is a word of the index, and how like another it is.
type nearWord struct {
	word uint32
	gain float32
}

type scored struct {
	name  uint32
	bound float32
}

func newRoom(x *Index) *room {
	return &room{x: x, near: map[string][]nearWord{}, gain: make([]float32, len(x.words.end)), cover: make([]float32, len(x.words.end)), asked: make([]bool, len(x.words.end)), seen: make([]bool, len(x.owner))}
}

func (r *room) match(q *Query) []Match {
	threshold := q.Threshold
	if threshold == 0 {
		threshold = Threshold
	}
	r.buffer = r.query.parse(q.Name, r.buffer)
	r.candidates(costOf(threshold))
	best := map[uint32]Match{}
	for _, s := range r.found {
		r.compare(q, s.name, threshold, best)
	}
	for _, n := range q.Numbers {
		r.byNumber(q, numberKey(n), best)
	}
	return r.sorted(best)
}

// sorted puts matches in order: best first, then by id.
func (r *room) sorted(best map[uint32]Match) []Match {
	matches := make([]Match, 0, len(best))
	for _, m := range best {
		matches = append(matches, m)
	}
	slices.SortFunc(matches, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.ID, b.ID))
	})
	return matches
}

// compare scores one name in full and keeps it if it is its party's best.
func (r *room) compare(q *Query, n uint32, threshold float64, best map[uint32]Match) {
	x := r.x
	text := x.names.at(n)
	r.buffer = r.other.parse(text, r.buffer)
	owner := x.owner[n]
	had, ok := best[owner]
	cost, exact := r.comparer.cost(&r.query, &r.other), r.query.folded == r.other.folded
	if s := rounded(scoreOf(cost)); !exact && (s < threshold || ok && s <= had.Score) || ok && had.Score == 1 {
		return
	}
	s := r.comparer.score(&r.query, &r.other)
	p := x.party(owner)
	s = sharpened(s, q, &p)
	if s.Score >= threshold && (!ok || s.Score > had.Score) {
		best[owner] = Match{ID: p.id, Name: x.names.at(x.firstName(owner, n)), Matched: text, Score: s.Score, Why: s.Why, List: x.labels.at(x.lists[n])}
	}
}

// firstName returns the first name of the party that has name n.
func (x *Index) firstName(owner, n uint32) uint32 {
	for n > 0 && x.owner[n-1] == owner {
		n--
	}
	return n
}

// byNumber adds the parties that have a number: it decides, whatever the names.
func (r *room) byNumber(q *Query, key string, best map[uint32]Match) {
	x := r.x
	if len(key) < 4 {
		return
	}
	for _, owner := range x.byNumber.at(hashOf(key)) {
		p := x.party(owner)
		if !strings.Contains(p.numbers, " "+key+" ") {
			continue
		}
		first, _ := slices.BinarySearch(x.owner, owner)
		if first == len(x.owner) || x.owner[first] != owner {
			continue
		}
		name := x.names.at(uint32(first))
		m, ok := best[owner]
		if !ok {
			m = Match{ID: p.id, Name: name, Matched: name, List: x.labels.at(x.lists[first])}
		}
		m.Score, m.Why = 1, []Why{{Query: key, Name: key, How: "same number"}}
		best[owner] = m
	}
}
