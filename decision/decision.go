// Package decision turns what an organisation has decided into measures that are
// judged like everybody else's, and says which decisions are to be looked at
// again. It is pure: it keeps nothing and reads no clock.
package decision

import (
	"fmt"
	"slices"

	"github.com/delistdev/delist"
)

// Issuer is the party that issues every decision: whoever uses this program.
// Exemptions therefore lift one's own decisions and no law.
const Issuer delist.PartyID = "self"

// ID returns the measure that a decision is judged as.
func ID(number int64) delist.MeasureID {
	return delist.MeasureID(fmt.Sprintf("self-decision-%d", number))
}

// Parties returns the issuer, for a register that has none of that id.
func Parties() []delist.Party {
	return []delist.Party{{ID: Issuer, Kind: delist.LegalEntity, Name: "Own organisation"}}
}

// Measures returns the decisions as measures, in their order. A later decision
// ends an earlier one from its first day on, for those acts that both are about:
// what is left of the earlier one are terms with an end. Decisions have to be in
// the order of their numbers.
func Measures(decisions []delist.Decision) []delist.Measure {
	measures := make([]delist.Measure, len(decisions))
	for i := range decisions {
		measures[i] = measure(&decisions[i], decisions[i+1:])
	}
	return measures
}

func measure(d *delist.Decision, later []delist.Decision) delist.Measure {
	source := delist.Source{
		URL: fmt.Sprintf("delist:ledger/%d", d.Record), Title: fmt.Sprintf("own decision %d", d.Number),
		Date: delist.DateOf(d.At), Confirmed: true,
	}
	m := delist.Measure{
		ID: ID(d.Number), Title: fmt.Sprintf("Own decision %d: %s %s", d.Number, d.Effect, d.AsNamed),
		Issuer: Issuer, Jurisdiction: string(delist.Self), Instrument: "own decision", Citation: fmt.Sprintf("decision %d, ledger record %d", d.Number, d.Record),
		Force: delist.Private, Status: delist.InForce, Announced: delist.DateOf(d.At),
		Subjects: []delist.Subject{{AsListed: d.AsNamed, Party: d.Party}},
		Sources:  []delist.Source{source},
	}
	for n, part := range remaining(d, later) {
		m.Terms = append(m.Terms, delist.Term{
			ID: fmt.Sprint(n + 1), Text: d.Because, Effect: d.Effect, Binds: d.Binds, Acts: part.acts, Reach: d.Reach,
			Objects: d.Objects, Depth: d.Depth, Period: part.Period, Sources: m.Sources,
		})
	}
	for i := range later {
		if supersedes(&later[i], d) {
			m.Note = fmt.Sprintf("superseded by decision %d", later[i].Number)
			break
		}
	}
	return m
}

// A part is the acts of a decision that hold for the same time.
type part struct {
	acts []delist.Act
	delist.Period
}

// remaining returns for how long each act of a decision stands, those of one
// length together. An act that was superseded before it began is left out.
func remaining(d *delist.Decision, later []delist.Decision) []part {
	var parts []part
	for _, act := range d.Acts {
		period := d.Period
		for i := range later {
			next := &later[i]
			if !supersedes(next, d) || !slices.Contains(next.Acts, act) {
				continue
			}
			if period.Until.IsZero() || next.From.Before(period.Until) {
				period.Until = next.From
			}
		}
		if !period.Until.IsZero() && !period.From.Before(period.Until) {
			continue
		}
		if i := slices.IndexFunc(parts, func(p part) bool { return p.Period == period }); i >= 0 {
			parts[i].acts = append(parts[i].acts, act)
			continue
		}
		parts = append(parts, part{[]delist.Act{act}, period})
	}
	return parts
}

// supersedes reports whether next, a later decision, stands in the place of d for
// the acts that both are about: it is about the same party, audiences and
// objects. A waiver stands beside what it lifts, and only in the place of
// another waiver.
func supersedes(next, d *delist.Decision) bool {
	return next.Party == d.Party && (next.Effect == delist.Exempt) == (d.Effect == delist.Exempt) &&
		sameSet(next.Binds, d.Binds) && sameObjects(next.Objects, d.Objects) &&
		slices.ContainsFunc(next.Acts, func(a delist.Act) bool { return slices.Contains(d.Acts, a) })
}

func sameSet[T comparable](a, b []T) bool {
	within := func(a, b []T) bool {
		return !slices.ContainsFunc(a, func(x T) bool { return !slices.Contains(b, x) })
	}
	return within(a, b) && within(b, a)
}

func sameObjects(a, b delist.Objects) bool {
	return sameSet(a.Products, b.Products) && sameSet(a.Classes, b.Classes)
}

// Standing returns the decisions of which something applies on a day, in their
// order.
func Standing(decisions []delist.Decision, on delist.Date) []delist.Decision {
	var standing []delist.Decision
	for i := range decisions {
		holds := func(p part) bool { return p.Contains(on) }
		if slices.ContainsFunc(remaining(&decisions[i], decisions[i+1:]), holds) {
			standing = append(standing, decisions[i])
		}
	}
	return standing
}

// Due returns the standing decisions whose day of review has come, and the
// waivers that end within the given number of days, in their order.
func Due(decisions []delist.Decision, on delist.Date, within int) []delist.Decision {
	horizon := on.AddDays(within)
	return slices.DeleteFunc(Standing(decisions, on), func(d delist.Decision) bool {
		reviewed := !d.Review.IsZero() && !horizon.Before(d.Review)
		ends := d.Effect == delist.Exempt && !d.Until.IsZero() && !horizon.Before(d.Until)
		return !reviewed && !ends
	})
}

// Superseded returns the decisions that one took the place of: those that would
// apply on its first day or later without it, in their order.
func Superseded(decisions []delist.Decision, number int64) []delist.Decision {
	at := slices.IndexFunc(decisions, func(d delist.Decision) bool { return d.Number == number })
	if at < 0 {
		return nil
	}
	next := &decisions[at]
	var earlier []delist.Decision
	for i := range decisions[:at] {
		d := &decisions[i]
		ended := func(p part) bool {
			common := slices.ContainsFunc(p.acts, func(a delist.Act) bool { return slices.Contains(next.Acts, a) })
			return common && (p.Until.IsZero() || next.From.Before(p.Until))
		}
		if supersedes(next, d) && slices.ContainsFunc(remaining(d, decisions[i+1:at]), ended) {
			earlier = append(earlier, *d)
		}
	}
	return earlier
}
