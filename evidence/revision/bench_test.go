package revision_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/revision"
)

// hostile are texts that would take long in a careless comparison, each of about
// n bytes.
var hostile = []struct {
	name string
	text func(r *rand.Rand, n int) string
}{
	{"words at random", func(r *rand.Rand, n int) string {
		return many(n, func(i int) string { return word(r, 1<<20) + end(r, 20) })
	}},
	{"few words", func(r *rand.Rand, n int) string {
		return many(n, func(i int) string { return word(r, 8) + end(r, 20) })
	}},
	{"no full stop", func(r *rand.Rand, n int) string { return many(n, func(i int) string { return word(r, 50) + " " }) }},
	{"letters", func(r *rand.Rand, n int) string {
		return many(n, func(i int) string { return string(rune('a'+r.IntN(26))) + " " })
	}},
	{"one word a sentence", func(r *rand.Rand, n int) string { return many(n, func(i int) string { return word(r, 40) + ". " }) }},
	{"one sentence again and again", func(r *rand.Rand, n int) string {
		return many(n, func(i int) string { return strings.Repeat("The same "+word(r, 2)+" thing. ", 3) })
	}},
	{"quotation marks", func(r *rand.Rand, n int) string {
		return many(n, func(i int) string { return []string{"\"", "' ", "a", "“x” ", ". "}[r.IntN(5)] })
	}},
	{"numbers", func(r *rand.Rand, n int) string {
		return many(n, func(i int) string {
			return fmt.Sprint(r.IntN(50), " ", []string{"million ", "000 ", "July ", "$"}[r.IntN(4)])
		})
	}},
	{"one word in seven is another, without a full stop", func(r *rand.Rand, n int) string {
		same := rand.New(rand.NewPCG(9, 9))
		return many(n, func(i int) string {
			if w := word(same, 5); r.IntN(7) > 0 {
				return w + " "
			}
			return word(r, 5) + " "
		})
	}},
	{"long sentences with their words in disorder", func(r *rand.Rand, n int) string {
		i := 0
		return many(n, func(int) string {
			i++
			words := make([]string, 120)
			for k, at := range r.Perm(len(words)) {
				words[k] = fmt.Sprintf("%s%c", word(rand.New(rand.NewPCG(uint64(i), uint64(at))), 1<<16), 'a'+at%26)
			}
			return strings.Join(words, " ") + ". X"
		})
	}},
	{"dates", func(r *rand.Rand, n int) string {
		when := []string{"today", "last week", "Friday", "in July", "this year", "on 3 May"}
		return many(n, func(i int) string {
			if i%3 == 0 {
				return fmt.Sprintf("N%d ", i)
			}
			return when[r.IntN(len(when))] + []string{" ", " ", ". "}[r.IntN(3)]
		})
	}},
	{"names", func(r *rand.Rand, n int) string {
		return many(n, func(i int) string { return strings.ToUpper(word(r, 60)) + []string{" said ", " ", ", "}[r.IntN(3)] })
	}},
}

func many(n int, do func(int) string) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		b.WriteString(do(i))
	}
	return b.String()
}

func word(r *rand.Rand, n int) string {
	w, out := r.IntN(n)+1, ""
	for ; w > 0; w /= 20 {
		out += string(rune('b' + w%20))
	}
	return "w" + out
}

func end(r *rand.Rand, n int) string {
	if r.IntN(n) == 0 {
		return ". X"
	}
	return " "
}

// Whatever stands in two texts of 200 KB, they are compared in two seconds.
func TestHostile(t *testing.T) {
	for _, h := range hostile {
		a, b := &evidence.Document{Text: h.text(rand.New(rand.NewPCG(1, 1)), 200<<10)}, &evidence.Document{Text: h.text(rand.New(rand.NewPCG(2, 2)), 200<<10)}
		a.Printed, b.Printed, b.Precision = delist.NewDate(2017, 9, 9), delist.NewDate(2017, 1, 1), "year"
		start := time.Now()
		r := revision.Compare(a, b)
		took := time.Since(start)
		t.Logf("%s: %v, %d pairs, %d changes", h.name, took, len(r.Same), len(r.Changes))
		if took > 2*time.Second {
			t.Errorf("%s: took %v", h.name, took)
		}
		check(t, a, b, r)
		var text strings.Builder
		if err := r.Text(&text, 80, false); err != nil {
			t.Error(err)
		}
	}
}

// What is too long to be compared is one change, and none is lost.
func TestTooLong(t *testing.T) {
	text := strings.Repeat("The firm sold the thing. ", revision.MaxText/25+2)
	a, b := &evidence.Document{Text: text}, &evidence.Document{Text: text + "And more."}
	r := revision.Compare(a, b)
	check(t, a, b, r)
	if len(r.Changes) != 1 || !r.Changes[0].Alters() {
		t.Errorf("got %d changes, want 1: the tail", len(r.Changes))
	}
}

func BenchmarkHostile(b *testing.B) {
	for _, size := range []int{200 << 10, 1 << 20} {
		for _, h := range hostile {
			x, y := &evidence.Document{Text: h.text(rand.New(rand.NewPCG(1, 1)), size)}, &evidence.Document{Text: h.text(rand.New(rand.NewPCG(2, 2)), size)}
			b.Run(fmt.Sprintf("%s/%dKB", h.name, size>>10), func(b *testing.B) {
				b.SetBytes(int64(2 * size))
				for b.Loop() {
					revision.Compare(x, y)
				}
			})
		}
	}
}

// BenchmarkPrints compares two prints of an invented story of 60 sentences, in
// which every fifth has other words.
func BenchmarkPrints(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 3))
	var x, y strings.Builder
	for i := range 60 {
		s := many(120, func(int) string { return word(r, 4000) + " " })
		fmt.Fprintf(&x, "The firm said it had %d of the %s in July.\n\n", i, s)
		if i%5 == 0 {
			s = strings.Replace(s, "w", "another w", 1)
		}
		fmt.Fprintf(&y, "The firm said it had %d of the %s in July. ", i, s)
	}
	one, two := &evidence.Document{Text: x.String()}, &evidence.Document{Text: y.String()}
	b.SetBytes(int64(x.Len() + y.Len()))
	b.ReportAllocs()
	for b.Loop() {
		revision.Compare(one, two)
	}
}

func BenchmarkSeeds(b *testing.B) {
	x, y := seeds(b)
	b.ReportAllocs()
	for b.Loop() {
		revision.Compare(x, y)
	}
}
