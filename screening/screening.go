// Package screening is the way through: items in, one stream of messages out.
// It attributes each item, has each different pair of party and thing judged
// once, and tells findings and notices with their grounds.
//
// It reads nothing of what is scanned and prints nothing: items come from a
// sequence, messages go to a handler. What is more than memory should hold lies in
// a temporary file meanwhile.
package screening

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"strings"
	"sync"

	"github.com/delistdev/delist"
)

// An Attributer finds the parties behind an item, strongest first.
type Attributer interface {
	Attribute(dst []delist.Attribution, item *delist.Item) []delist.Attribution
}

// A Judge says where a party or product stands, and who is behind a product.
type Judge interface {
	Judge(delist.Question) delist.Standing
	Behind(id delist.ProductID, on delist.Date) []delist.Maker
}

// Facts give names and remedies to what is written down.
type Facts interface {
	PartyName(delist.PartyID) string
	Product(delist.ProductID) *delist.Product
	Origin(delist.OriginID) *delist.Origin
}

// A Screening is what a run needs besides its items.
type Screening struct {
	Version    string // of delist
	Target     string
	Asked      delist.Asked
	Exemptions []delist.Exemption
	// Whole tells items only when all has been read, each once with everything
	// that was found of it; all of them are held until then.
	Whole bool
	// Places is how many places of one item are kept, and 100 if it is 0. All are
	// counted.
	Places int

	Attributer Attributer
	Judge      Judge
	Facts      Facts
	Handler    delist.Handler

	mu sync.Mutex // one message at a time
}

// Progress tells the handler how far the reading has come. It may be called
// from any goroutine while [Screening.Run] runs.
func (s *Screening) Progress(p delist.Progress) { _ = s.tell(delist.Message{Progress: &p}) }

// Input tells the handler as what a file was recognised, like Progress.
func (s *Screening) Input(in delist.Input) { _ = s.tell(delist.Message{Input: &in}) }

func (s *Screening) tell(m delist.Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Handler.Handle(m)
}

// Run sends every item through and returns the summary that it told the handler
// last. An error of the sequence that is a [delist.ReadError] is told and the
// run goes on, incomplete; any other error, the context's end and an error of
// the handler end it.
func (s *Screening) Run(ctx context.Context, items iter.Seq2[delist.Item, error]) (delist.Summary, error) {
	start := delist.Start{Version: s.Version, Target: s.Target, Asked: s.Asked}
	if err := s.tell(delist.Message{Start: &start}); err != nil {
		return delist.Summary{}, err
	}
	c, r := newCollection(s.places()), newRuns(s)
	defer r.close()
	if err := s.collect(ctx, items, c, r); err != nil {
		return delist.Summary{}, err
	}
	if err := r.finish(); err != nil {
		return delist.Summary{}, err
	}
	r.add(c.take())
	worst := map[delist.PartyID]tally{}
	summary := &c.summary
	for f, err := range r.sorted() {
		if err != nil {
			return delist.Summary{}, err
		}
		if err := s.tellFinding(f, summary, worst); err != nil {
			return delist.Summary{}, err
		}
	}
	summary.Parties = c.summed(s.Facts, worst)
	return *summary, s.tell(delist.Message{Summary: summary})
}

func (s *Screening) places() int { return cmp.Or(s.Places, maxLocations) }

// tellFinding tells a finding or notice and counts it.
func (s *Screening) tellFinding(f *delist.Finding, summary *delist.Summary, worst map[delist.PartyID]tally) error {
	if !isFinding(f) {
		summary.Notices++
		return s.tell(delist.Message{Notice: f})
	}
	summary.Findings++
	if e := f.Exemption; e == nil || e.Over {
		summary.Worst = max(summary.Worst, f.Level)
	}
	w := worst[f.Party.ID]
	worst[f.Party.ID] = tally{max(w.level, f.Level), max(w.conditional, conditional(f))}
	return s.tell(delist.Message{Finding: f})
}

// collect attributes every item and keeps those that may matter.
func (s *Screening) collect(ctx context.Context, items iter.Seq2[delist.Item, error], c *collection, r *runs) error {
	var buffer []delist.Attribution
	var found delist.ItemFound
	take := func(item *delist.Item) error {
		buffer = s.Attributer.Attribute(buffer[:0], item)
		isNew := c.add(item, buffer)
		if len(c.order) >= maxHeld {
			if err := r.hand(c.take()); err != nil {
				return err
			}
		}
		if !isNew {
			return nil
		}
		found = delist.ItemFound{Item: *item, Attributions: buffer}
		return s.tell(delist.Message{Item: &found})
	}
	all := newGathered(s.places())
	for item, err := range items {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			if err := s.unread(c, err); err != nil {
				return err
			}
		case s.Whole:
			all.add(&item)
		default:
			if err := take(&item); err != nil {
				return err
			}
		}
	}
	for _, k := range all.items {
		if err := take(&k.item); err != nil {
			return err
		}
	}
	return nil
}

// unread tells what could not be read; any other error ends the run.
func (s *Screening) unread(c *collection, err error) error {
	var unread *delist.ReadError
	if !errors.As(err, &unread) {
		return err
	}
	if !unread.Mended {
		c.summary.Complete = false
	}
	return s.tell(delist.Message{Unread: unreadOf(unread)})
}

func unreadOf(e *delist.ReadError) *delist.Unread {
	return &delist.Unread{Reader: e.Reader, Path: e.Path, Line: e.Line, Offset: e.Offset, Object: e.Object, Undecided: e.Undecided, Mended: e.Mended, Reason: reason(e.Err)}
}

// reason writes several faults of one place on one line.
func reason(err error) string {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return err.Error()
	}
	var parts []string
	for _, e := range joined.Unwrap() {
		parts = append(parts, reason(e))
	}
	if text := err.Error(); !strings.Contains(text, "\n") {
		return text // fmt.Errorf with several %w
	}
	return strings.Join(parts, "; ")
}

// isFinding reports whether f is more than a notice. A name that only resembles
// accuses nobody.
func isFinding(f *delist.Finding) bool {
	conditionally := f.Conditional != nil && f.Conditional.Level.Adverse()
	return f.Attribution.Strength > delist.Named && (f.Level.Adverse() || conditionally)
}

// gravestFirst orders findings before notices, and each by gravity, party and
// item. What is one product has one place in it, whatever it is called there.
func gravestFirst(a, b *delist.Finding) int {
	if c := cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.Level, a.Level), cmp.Compare(conditional(b), conditional(a))); c != 0 {
		return c
	}
	if c := cmp.Compare(a.Party.Name, b.Party.Name); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(sortName(&a.Item), sortName(&b.Item)), cmp.Compare(a.Item.Version, b.Item.Version), cmp.Compare(a.ID, b.ID))
}

func rank(f *delist.Finding) int {
	if isFinding(f) {
		return 0
	}
	return 1
}

func sortName(item *delist.Item) string {
	if item.Kind == delist.Offer {
		return identityOf(item, nil).what
	}
	return item.Name
}

func conditional(f *delist.Finding) delist.Level {
	if f.Conditional == nil {
		return delist.Clear
	}
	return f.Conditional.Level
}
