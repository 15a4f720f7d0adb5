package screening

import (
	"bufio"
	"container/heap"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"

	"github.com/delistdev/delist"
)

// maxHeld is how many items whose maker the register knows are held. With more,
// what was found of them is sorted, written to a file without a name, and merged
// at the end: the memory does not grow with the number of findings.
var maxHeld = 15_000

// runs are findings and notices in sorted parts, the last of them in memory.
type runs struct {
	screening *Screening
	standings map[subject]*template
	held      []*delist.Finding

	batches chan []*kept // to who sorts and writes, while others are collected
	done    chan error

	file    *os.File
	out     *bufio.Writer
	offset  int64
	begins  []int64 // of each part in the file
	makers  []delist.Attribution
	numbers map[makerKey][]int // of makers
	w       writer
}

func newRuns(s *Screening) *runs {
	return &runs{screening: s, standings: map[subject]*template{}, numbers: map[makerKey][]int{}}
}

// hand takes items that are to be decided about and written away, and returns
// while that is done.
func (r *runs) hand(list []*kept) error {
	if r.batches == nil {
		r.batches, r.done = make(chan []*kept), make(chan error, 1)
		go func() {
			for list := range r.batches {
				r.add(list)
				if err := r.spill(); err != nil {
					r.done <- err
					return
				}
			}
			r.done <- nil
		}()
	}
	select {
	case r.batches <- list:
		return nil
	case err := <-r.done:
		r.done <- err
		return err
	}
}

// finish waits until everything is written that was handed over.
func (r *runs) finish() error {
	if r.batches == nil {
		return nil
	}
	close(r.batches)
	r.batches = nil
	return <-r.done
}

// add decides about items, and sorts what is to be said of them.
func (r *runs) add(list []*kept) {
	var found []delist.Finding
	for _, k := range list {
		for _, a := range r.screening.behind(k.attributions) {
			if f, ok := r.finding(&k.item, a, ""); ok {
				found = append(found, f)
			}
		}
	}
	order := make([]*delist.Finding, len(found))
	for i := range found {
		order[i] = &found[i]
	}
	slices.SortStableFunc(order, gravestFirst)
	r.held = order
}

// spill writes what is held as a part of the file.
func (r *runs) spill() error {
	if r.file == nil {
		file, err := os.CreateTemp("", "delist-*")
		if err != nil {
			return fmt.Errorf("more than %d items of known makers need a temporary file: %w", maxHeld, err)
		}
		os.Remove(file.Name()) // where it can be; close removes it otherwise
		r.file, r.out = file, bufio.NewWriterSize(file, 1<<20)
	}
	r.begins = append(r.begins, r.offset)
	for i := range r.held {
		f := r.held[i]
		r.w.buf = r.w.buf[:0]
		r.w.number(r.maker(&f.Attribution))
		r.w.text(f.ID)
		r.w.observed(&f.Attribution.Identifier)
		r.w.item(&f.Item)
		n, err := r.out.Write(r.w.buf)
		r.offset += int64(n)
		if err != nil {
			return fmt.Errorf("temporary file: %w", err)
		}
	}
	r.held = nil
	return nil
}

// maker returns the number of an attribution, but for what was observed: of
// these there are few.
func (r *runs) maker(a *delist.Attribution) int {
	key := makerKey{a.Party, a.Product, a.Role, a.Strength, a.Confirmed, a.Period}
	for _, n := range r.numbers[key] {
		if m := &r.makers[n]; m.Name == a.Name && slices.Equal(m.Stewards, a.Stewards) && slices.Equal(m.Classes, a.Classes) {
			return n
		}
	}
	n := len(r.makers)
	r.numbers[key] = append(r.numbers[key], n)
	plain := *a
	plain.Identifier = delist.Observed{}
	r.makers = append(r.makers, plain)
	return n
}

// A makerKey is what tells most attributions apart.
type makerKey struct {
	party     delist.PartyID
	product   delist.ProductID
	role      delist.Role
	strength  delist.Strength
	confirmed bool
	period    delist.Period
}

func (r *runs) close() {
	_ = r.finish() // an error was told, or there is another
	if r.file != nil {
		r.file.Close()
		os.Remove(r.file.Name()) // gone already on systems that can
	}
}

// sorted yields everything, gravest first, notices last. What several parts say
// of one finding is put together.
func (r *runs) sorted() iter.Seq2[*delist.Finding, error] {
	return func(yield func(*delist.Finding, error) bool) {
		if r.file == nil {
			for i := range r.held {
				if !yield(r.held[i], nil) {
					return
				}
			}
			return
		}
		var current delist.Finding
		has := false
		for f, err := range r.merged() {
			switch {
			case err != nil:
				yield(nil, err)
				return
			case has && f.ID == current.ID && f.Level == current.Level && isFinding(f) == isFinding(&current):
				joinItem(&current.Item, &f.Item, r.screening.places())
				continue
			case has && !yield(&current, nil):
				return
			}
			current, has = *f, true
		}
		if has {
			yield(&current, nil)
		}
	}
}

// merged yields the findings of all parts in order.
func (r *runs) merged() iter.Seq2[*delist.Finding, error] {
	return func(yield func(*delist.Finding, error) bool) {
		if err := r.out.Flush(); err != nil {
			yield(nil, fmt.Errorf("temporary file: %w", err))
			return
		}
		parts := &parts{}
		for i, begin := range r.begins {
			end := r.offset
			if i+1 < len(r.begins) {
				end = r.begins[i+1]
			}
			section := io.NewSectionReader(r.file, begin, end-begin)
			p := &part{runs: r, number: i, reader: reader{in: bufio.NewReaderSize(section, 32<<10), words: map[string]string{}}}
			if p.next() {
				*parts = append(*parts, p)
			} else if p.err != nil {
				yield(nil, p.err)
				return
			}
		}
		if len(r.held) > 0 {
			*parts = append(*parts, &part{runs: r, number: len(r.begins), first: *r.held[0], rest: r.held[1:]})
		}
		heap.Init(parts)
		for parts.Len() > 0 {
			p := (*parts)[0]
			if !yield(&p.first, nil) {
				return
			}
			switch {
			case p.next():
				heap.Fix(parts, 0)
			case p.err != nil:
				yield(nil, p.err)
				return
			default:
				heap.Pop(parts)
			}
		}
	}
}

// A part is one sorted part as it is merged.
type part struct {
	runs   *runs
	number int
	reader reader
	first  delist.Finding
	rest   []*delist.Finding // of the part in memory
	err    error
}

// next reads the next finding of a part, and reports whether there is one.
func (p *part) next() bool {
	if p.reader.in == nil {
		if len(p.rest) == 0 {
			return false
		}
		p.first, p.rest = *p.rest[0], p.rest[1:]
		return true
	}
	n := p.reader.number()
	if errors.Is(p.reader.err, io.EOF) {
		return false
	}
	id := p.reader.text()
	o := p.reader.observed()
	item := p.reader.item()
	if p.reader.err != nil || n >= len(p.runs.makers) {
		p.err = fmt.Errorf("temporary file: %w", cmpErr(p.reader.err))
		return false
	}
	a := p.runs.makers[n]
	a.Identifier = o
	p.first, _ = p.runs.finding(&item, a, id)
	return true
}

func cmpErr(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// parts is a heap of parts, that with the gravest finding first.
type parts []*part

func (h parts) Len() int { return len(h) }
func (h parts) Less(i, k int) bool {
	order := gravestFirst(&h[i].first, &h[k].first)
	return order < 0 || order == 0 && h[i].number < h[k].number
}
func (h parts) Swap(i, k int) { h[i], h[k] = h[k], h[i] }
func (h *parts) Push(x any)   { *h = append(*h, x.(*part)) }
func (h *parts) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
