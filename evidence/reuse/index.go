package reuse

import (
	"cmp"
	"iter"
	"slices"

	"github.com/delistdev/delist/evidence"
)

// An Index holds the words of documents that are outside of quotations, and finds
// which have passages in common. It takes some 5 KB for a document of 300 words.
type Index struct {
	docs     []text
	links    [][]link        // of each document to those that share passages with it
	heads    map[uint32]head // of the lists of postings
	postings []posting
	al       aligner
	counts   []uint16 // of triples shared with each document
	touched  []int32  // whose counts are not zero
	ranked   []ranked
}

// A posting says that a triple of words stands in a document; next is the one
// before it in another.
type posting struct{ doc, next int32 }

// A head is the last posting of a triple, and how many there are.
type head struct{ last, n int32 }

// A link is what two documents have in common, from the side of one.
type link struct {
	other int32
	// mine and theirs are how many words of each lie in common passages.
	mine, theirs int32
	// spoilt is how many of them match nearly: the more, the more were lost.
	spoilt int32
	// from and to are the first and last word of them here.
	from, to int32
	runs     []run // a is this document
}

type ranked struct{ doc, shared int32 }

const (
	// sampled is one in how many triples is indexed.
	sampled = 4
	// maxPostings is in how many documents a triple may stand to be looked up:
	// those in more are turns of phrase.
	maxPostings = 120
	// minShared is how many indexed triples make a candidate.
	minShared = 2
	// maxCandidates bounds how many are aligned.
	maxCandidates = 40
	// minLink is how many words two documents must have in common for it to be
	// kept.
	minLink = 24
)

// NewIndex returns an empty index.
func NewIndex() *Index {
	return &Index{heads: map[uint32]head{}}
}

// Len returns how many documents the index holds.
func (x *Index) Len() int { return len(x.docs) }

// Add adds a document and returns its number: 0 for the first. What its marks say
// is no part of the story, such as captions and copyright lines, does not count.
func (x *Index) Add(d *evidence.Document) int {
	n := len(x.docs)
	x.link(x.enter(d))
	return n
}

// AddAll adds documents, as Add does one by one, on two processors.
func (x *Index) AddAll(docs iter.Seq[*evidence.Document]) {
	entered := make(chan entry, 64)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for e := range entered {
			x.link(e)
		}
	}()
	for d := range docs {
		entered <- x.enter(d)
	}
	close(entered)
	<-done
}

// An entry is a new document with those that it may share passages with.
type entry struct {
	number     int32
	text       text
	candidates []candidate
}

type candidate struct {
	number int32
	text   text
}

// enter puts a document into the index, and finds its candidates.
func (x *Index) enter(d *evidence.Document) entry {
	e := entry{number: int32(len(x.docs)), text: packed(ownWords(d))}
	x.docs = append(x.docs, e.text)
	for _, r := range x.candidates(e.text.words, e.number) {
		e.candidates = append(e.candidates, candidate{r.doc, x.docs[r.doc]})
	}
	return e
}

// link aligns a document with its candidates. It touches nothing that enter does.
func (x *Index) link(e entry) {
	x.links = append(x.links, nil)
	if len(e.candidates) == 0 {
		return
	}
	x.al.set(e.text)
	for _, c := range e.candidates {
		x.compare(c, e.number)
	}
}

// packed keeps words as they are compared.
func packed(list []word) text {
	both := make([]uint32, 2*len(list))
	t := text{both[:len(list):len(list)], both[len(list):]}
	for i := range list {
		t.words[i], t.letters[i] = list[i].hash, list[i].letters
	}
	return t
}

// candidates returns the documents that share triples of words with a new one,
// the most first, and indexes it.
func (x *Index) candidates(words []uint32, n int32) []ranked {
	x.counts, x.touched, x.ranked = append(x.counts, 0), x.touched[:0], x.ranked[:0]
	for i := 0; i+2 < len(words); i++ {
		key := finish((words[i]*31+words[i+1])*31 + words[i+2])
		if key%sampled != 0 {
			continue
		}
		h, ok := x.heads[key]
		if !ok {
			h.last = -1
		}
		if h.n >= maxPostings || ok && x.postings[h.last].doc == n {
			continue // a turn of phrase, or seen in this document
		}
		for p := h.last; p >= 0; p = x.postings[p].next {
			doc := x.postings[p].doc
			if x.counts[doc]++; x.counts[doc] == 1 {
				x.touched = append(x.touched, doc)
			}
		}
		x.heads[key] = head{int32(len(x.postings)), h.n + 1}
		x.postings = append(x.postings, posting{n, h.last})
	}
	for _, doc := range x.touched {
		if shared := int32(x.counts[doc]); shared >= minShared {
			x.ranked = append(x.ranked, ranked{doc, shared})
		}
		x.counts[doc] = 0
	}
	slices.SortFunc(x.ranked, func(a, b ranked) int { return cmp.Or(cmp.Compare(b.shared, a.shared), cmp.Compare(a.doc, b.doc)) })
	return x.ranked[:min(len(x.ranked), maxCandidates)]
}

// compare aligns an earlier document with the chosen new one, and links them.
func (x *Index) compare(c candidate, b int32) {
	a := c.number
	runs, inA, inB := x.al.align(c.text)
	if inA < minLink && inB < minLink {
		return
	}
	kept := slices.Clone(runs)
	turned := make([]run, len(kept))
	for i, r := range kept {
		turned[i] = run{r.b0, r.b1, r.a0, r.a1, r.matched}
	}
	x.links[a] = append(x.links[a], linkOf(b, inA, inB, x.al.spoilt, kept))
	x.links[b] = append(x.links[b], linkOf(a, inB, inA, x.al.spoilt, turned))
}

func linkOf(other int32, mine, theirs int, spoilt int32, runs []run) link {
	l := link{other: other, mine: int32(mine), theirs: int32(theirs), spoilt: spoilt, runs: runs, from: runs[0].a0, to: runs[0].a1}
	for _, r := range runs {
		l.from, l.to = min(l.from, r.a0), max(l.to, r.a1)
	}
	return l
}
