package names

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// A labelled pair, prepared.
type labelled struct {
	q, n  form
	same  bool
	other bool // another name altogether, by the prices before fitting
	group int  // 0 official lists, 1 mutated, 2 published pairs
}

func prepared(q, n string, same bool, group int) *labelled {
	l := &labelled{same: same, group: group}
	l.q.parse(q, nil)
	l.n.parse(n, nil)
	return l
}

// mutate writes a name as people mistype it.
func mutate(r *rand.Rand, name string, edits int) string {
	b := []rune(name)
	for range edits {
		i := r.IntN(len(b))
		switch r.IntN(4) {
		case 0:
			b = slices.Delete(b, i, i+1)
		case 1:
			b = slices.Insert(b, i, rune('a'+r.IntN(26)))
		case 2:
			b[i] = rune('a' + r.IntN(26))
		default:
			if i+1 < len(b) {
				b[i], b[i+1] = b[i+1], b[i]
			}
		}
		if len(b) == 0 {
			return name
		}
	}
	return string(b)
}

// fitPairs makes pairs of the names of the official lists: other names of one
// organisation, mistyped names, and the most alike names of different ones. Half
// of the organisations is for fitting, half for measuring.
func fitPairs(t *testing.T) (fitting, measuring []*labelled) {
	r := rand.New(rand.NewPCG(1, 2))
	byEntry := map[string][]string{}
	var order []string
	owners := map[string][]string{} // folded name to entries
	for _, n := range readListed(t) {
		// One authority does not list one party twice; several do.
		if !n.organisation || !strings.HasPrefix(n.entry, "us-ofac-sdn/") {
			continue
		}
		if byEntry[n.entry] == nil {
			order = append(order, n.entry)
		}
		byEntry[n.entry] = append(byEntry[n.entry], n.name)
		key := string(latin(nil, n.name))
		owners[key] = append(owners[key], n.entry)
	}
	// Entries of several lists that share a name are one party.
	party := map[string]string{}
	var find func(string) string
	find = func(e string) string {
		if p, ok := party[e]; ok && p != e {
			party[e] = find(p)
			return party[e]
		}
		return e
	}
	for _, entries := range owners {
		for _, e := range entries[1:] {
			party[find(e)] = find(entries[0])
		}
	}
	names := map[string][]string{}
	var parties []string
	for _, e := range order {
		p := find(e)
		if names[p] == nil {
			parties = append(parties, p)
		}
		for _, n := range byEntry[e] {
			if !slices.Contains(names[p], n) {
				names[p] = append(names[p], n)
			}
		}
	}
	x := Build(func(yield func(Record) bool) {
		for _, p := range parties {
			rec := Record{ID: p}
			for _, n := range names[p] {
				rec.Names = append(rec.Names, Alias{Name: n})
			}
			if !yield(rec) {
				return
			}
		}
	})
	r.Shuffle(len(parties), func(i, k int) { parties[i], parties[k] = parties[k], parties[i] })
	for i, p := range parties {
		var pairs []*labelled
		all := names[p]
		for range 3 {
			q := all[r.IntN(len(all))]
			if len(all) > 1 {
				// An other name, found by the names that are left.
				n := all[r.IntN(len(all))]
				if n != q {
					pairs = append(pairs, prepared(q, n, true, 0))
				}
			}
			pairs = append(pairs, prepared(mutate(r, q, 1), q, true, 1), prepared(mutate(r, q, 2), q, true, 1))
			others := 0
			for _, m := range x.Match(Query{Name: q, Threshold: scoreOf(found)}) {
				if m.ID != p && others < 4 {
					others++
					pairs = append(pairs, prepared(q, m.Matched, false, 0))
				}
			}
		}
		if i%2 == 0 {
			fitting = append(fitting, pairs...)
		} else {
			measuring = append(measuring, pairs...)
		}
	}
	return fitting, measuring
}

func auc(pos, neg []float32) float64 {
	slices.Sort(neg)
	var sum float64
	for _, p := range pos {
		lo, _ := slices.BinarySearch(neg, p)
		hi, _ := slices.BinarySearchFunc(neg, p, func(a, b float32) int {
			if a <= b {
				return -1
			}
			return 1
		})
		sum += float64(len(neg)-hi) + float64(hi-lo)/2
	}
	return sum / float64(len(pos)) / float64(len(neg))
}

func judged(pairs []*labelled, groups ...int) (pos, neg []float32) {
	var c comparer
	for _, l := range pairs {
		if len(groups) > 0 && !slices.Contains(groups, l.group) {
			continue
		}
		cost := min(2, c.cost(&l.q, &l.n))
		switch {
		case l.other:
		case l.same:
			pos = append(pos, cost)
		default:
			neg = append(neg, cost)
		}
	}
	return pos, neg
}

func fields(c *costs) map[string]*float32 {
	return map[string]*float32{"Differ": &c.Differ, "Missing": &c.Missing, "Other": &c.Other, "Number": &c.Number, "Little": &c.Little, "Enough": &c.Enough,
		"Legal": &c.Legal, "Rarest": &c.Rarest, "Edit": &c.Edit, "MoreEdits": &c.MoreEdits, "FirstLetter": &c.FirstLetter, "Sound": &c.Sound}
}

func TestFit(t *testing.T) {
	fitting, measuring := fitPairs(t)
	var c comparer
	for _, l := range append(fitting, measuring...) {
		l.other = l.same && l.group == 0 && c.cost(&l.q, &l.n) >= 0.7
	}
	var public []*labelled
	for _, row := range readCSV(t, "organisation_pairs.csv") {
		public = append(public, prepared(row[1], row[2], row[3] == "true", 2))
	}
	goal := func() (float64, string) {
		pos, neg := judged(fitting, 0)
		a := auc(pos, neg)
		mpos, _ := judged(fitting, 1)
		b := auc(mpos, neg)
		ppos, pneg := judged(public)
		c := auc(ppos, pneg)
		return a + b + 0.7*c, fmt.Sprintf("aliases %.4f typed %.4f published %.4f", a, b, c)
	}
	best, text := goal()
	t.Logf("start %.4f %s; %d fitting, %d measuring", best, text, len(fitting), len(measuring))
	r := rand.New(rand.NewPCG(3, 4))
	names := []string{"Differ", "Missing", "Other", "Number", "Little", "Enough", "Edit", "MoreEdits", "FirstLetter", "Sound", "Legal", "Rarest"}
	for range *rounds {
		f := fields(&price)
		name := names[r.IntN(len(names))]
		old := *f[name]
		*f[name] = old * float32(math.Exp(r.NormFloat64()*0.25))
		within := func(v *float32, least, most float32) { *v = min(max(*v, least), most) }
		within(&price.Sound, 0.75, 0.95)
		within(&price.Legal, 0.01, 0.06)
		within(&price.FirstLetter, 0.2, 1)
		within(&price.Edit, 0.8, 1.6)
		within(&price.MoreEdits, 0.9, 1.8)
		if got, now := goal(); got > best+1e-5 {
			best, text = got, now
		} else {
			*f[name] = old
		}
	}
	t.Logf("end %.4f %s", best, text)
	var out []string
	for _, n := range names {
		out = append(out, fmt.Sprintf("%s: %.3f", n, *fields(&price)[n]))
	}
	t.Log(strings.Join(out, ", "))
	fitCurve(t, fitting)
	reliability(t, measuring)
	pos, neg := judged(measuring, 0)
	mpos, _ := judged(measuring, 1)
	t.Logf("measuring: aliases %.4f typed %.4f", auc(pos, neg), auc(mpos, neg))
}

// found is the greatest cost of a pair that a search brings up.
const found = 1

// fitCurve makes the share of same pairs at a cost: isotonic regression (pool
// adjacent violators), read off at a few points.
func fitCurve(t *testing.T, pairs []*labelled) {
	type block struct{ cost, same, n float64 }
	var c comparer
	var blocks []block
	for _, l := range pairs {
		if l.other || l.q.folded == l.n.folded {
			continue
		}
		b := block{cost: float64(c.cost(&l.q, &l.n)), n: 1}
		if b.cost > found {
			continue
		}
		if l.same {
			b.same = 1
		}
		blocks = append(blocks, b)
	}
	slices.SortFunc(blocks, func(a, b block) int { return cmp.Compare(a.cost, b.cost) })
	var merged []block
	const chunk = 1800
	for i := 0; i < len(blocks); i += chunk {
		var b block
		for _, one := range blocks[i:min(i+chunk, len(blocks))] {
			b.cost += one.cost
			b.same += one.same
			b.n++
		}
		merged = append(merged, b)
		for n := len(merged); n > 1 && merged[n-2].same/merged[n-2].n < merged[n-1].same/merged[n-1].n; n-- {
			merged[n-2].cost += merged[n-1].cost
			merged[n-2].same += merged[n-1].same
			merged[n-2].n += merged[n-1].n
			merged = merged[:n-1]
		}
	}
	var out []string
	for _, b := range merged {
		out = append(out, fmt.Sprintf("{%.3f, %.3f}", b.cost/b.n, b.same/b.n))
	}
	t.Log(strings.Join(out, ", "))
}

// reliability compares stated and observed precision in each tenth.
func reliability(t *testing.T, pairs []*labelled) {
	var n, same, stated [10]float64
	var c comparer
	for _, l := range pairs {
		if l.other || l.q.folded == l.n.folded {
			continue
		}
		cost := c.cost(&l.q, &l.n)
		if cost > found {
			continue
		}
		s := scoreOf(cost)
		i := min(9, int(s*10))
		n[i]++
		stated[i] += s
		if l.same {
			same[i]++
		}
	}
	for i := range n {
		t.Logf("%.1f: %5.0f pairs, stated %.3f, observed %.3f, differ %+.3f", float64(i)/10, n[i], stated[i]/n[i], same[i]/n[i], stated[i]/n[i]-same[i]/n[i])
	}
}
