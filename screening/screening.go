// Package screening is the way through: items in, one stream of messages out.
// It attributes each item, has each different pair of party and thing judged
// once, and tells findings and notices with their grounds.
//
// It reads no files and prints nothing: items come from a sequence, messages go
// to a handler.
package screening

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
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

	Attributer Attributer
	Judge      Judge
	Facts      Facts
	Handler    delist.Handler

	mu sync.Mutex // one message at a time
}

// Progress tells the handler how far the reading has come. It may be called
// from any goroutine while [Screening.Run] runs.
func (s *Screening) Progress(p delist.Progress) { _ = s.tell(delist.Message{Progress: &p}) }

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
	c := newCollection()
	if err := s.collect(ctx, items, c); err != nil {
		return delist.Summary{}, err
	}
	findings, notices := s.decide(c)
	for i := range findings {
		if err := s.tell(delist.Message{Finding: &findings[i]}); err != nil {
			return delist.Summary{}, err
		}
	}
	for i := range notices {
		if err := s.tell(delist.Message{Notice: &notices[i]}); err != nil {
			return delist.Summary{}, err
		}
	}
	summary := c.summary
	summary.Findings, summary.Notices = len(findings), len(notices)
	summary.Parties = c.parties(s.Facts, findings)
	for i := range findings {
		if e := findings[i].Exemption; e == nil || e.Over {
			summary.Worst = max(summary.Worst, findings[i].Level)
		}
	}
	return summary, s.tell(delist.Message{Summary: &summary})
}

// collect attributes every item and keeps those that may matter.
func (s *Screening) collect(ctx context.Context, items iter.Seq2[delist.Item, error], c *collection) error {
	var buffer []delist.Attribution
	take := func(item *delist.Item) error {
		buffer = s.Attributer.Attribute(buffer[:0], item)
		if !c.add(item, buffer) {
			return nil
		}
		return s.tell(delist.Message{Item: &delist.ItemFound{Item: *item, Attributions: buffer}})
	}
	all := newGathered()
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
	c.summary.Complete = false
	return s.tell(delist.Message{Unread: unreadOf(unread)})
}

func unreadOf(e *delist.ReadError) *delist.Unread {
	return &delist.Unread{Reader: e.Reader, Path: e.Path, Line: e.Line, Offset: e.Offset, Undecided: e.Undecided, Reason: reason(e.Err)}
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

// decide judges what was kept and returns findings and notices, gravest first.
func (s *Screening) decide(c *collection) (findings, notices []delist.Finding) {
	standings := map[subject]*delist.Standing{}
	for _, kept := range c.kept {
		for _, a := range s.behind(kept.attributions) {
			f := s.finding(kept, a, s.standing(standings, a))
			switch {
			case f == nil:
			case isFinding(f):
				findings = append(findings, *f)
			default:
				notices = append(notices, *f)
			}
		}
	}
	slices.SortStableFunc(findings, gravestFirst)
	slices.SortStableFunc(notices, gravestFirst)
	return findings, notices
}

// isFinding reports whether f is more than a notice. A name that only resembles
// accuses nobody.
func isFinding(f *delist.Finding) bool {
	conditionally := f.Conditional != nil && f.Conditional.Level.Adverse()
	return f.Attribution.Strength > delist.Named && (f.Level.Adverse() || conditionally)
}

func gravestFirst(a, b delist.Finding) int {
	return cmp.Or(cmp.Compare(b.Level, a.Level), cmp.Compare(conditional(b), conditional(a)),
		cmp.Compare(a.Party.Name, b.Party.Name), cmp.Compare(a.Item.Name, b.Item.Name),
		cmp.Compare(a.Item.Version, b.Item.Version), cmp.Compare(a.ID, b.ID))
}

func conditional(f delist.Finding) delist.Level {
	if f.Conditional == nil {
		return delist.Clear
	}
	return f.Conditional.Level
}
