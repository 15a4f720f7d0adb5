package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/delistdev/delist"
)

// VerificationSchema is that of a verification, with its version.
const VerificationSchema = "delist/verification/1"

// A State is what has become of a line of a plan.
type State string

// The states.
const (
	Gone      State = "gone"      // it is not there any more
	Withdrawn State = "withdrawn" // it is there, and says in its format's way that it is not for sale
	Still     State = "still"     // it is there
	Cleared   State = "cleared"   // it is there, and nothing adverse is said of it any more
	Back      State = "back"      // it is there, and was gone by an earlier verification
	Unknown   State = "unknown"   // not found, and not all could be read
	Kept      State = "kept"      // the plan keeps it, and it is there
)

// States lists every state, the worst first.
var States = []State{Back, Still, Unknown, Cleared, Kept, Withdrawn, Gone}

// IsGone reports whether nothing more has to be done.
func (s State) IsGone() bool { return s == Gone || s == Withdrawn || s == Kept }

// A Verification says for each line of a plan what a later run found. Its JSON is
// described by docs/verification.schema.json.
type Verification struct {
	Schema  string    `json:"schema"`
	Version string    `json:"version"` // of delist
	Plan    string    `json:"plan"`    // its id
	Made    time.Time `json:"made"`    // in UTC, whole seconds
	// PlanSHA256 is the digest of the plan as it was read, in hexadecimal.
	PlanSHA256 string        `json:"plan_sha256"`
	Target     string        `json:"target"`
	Asked      delist.Asked  `json:"asked"`
	Complete   bool          `json:"complete"`
	Inputs     []Input       `json:"inputs"` // without digests of records
	Counts     map[State]int `json:"counts"`
	Lines      []Verified    `json:"lines"`
	// New are the findings that the plan does not have.
	New    []Verified      `json:"new"`
	Unread []delist.Unread `json:"unread"`
	// SHA256 is the digest of all the rest, as [Verification.Sum] works it out.
	SHA256 string `json:"sha256"`
}

// A Verified is one line of a plan, or a new finding.
type Verified struct {
	Number  int             `json:"number,omitempty"` // 0 for a new finding
	Finding string          `json:"finding"`
	Do      Action          `json:"do"`
	State   State           `json:"state,omitempty"` // empty for a new finding
	Level   delist.Level    `json:"level"`
	Party   delist.PartyRef `json:"party"`
	Item    Item            `json:"item"`
	// Locations are the first places where it still is, Places how many.
	Locations []delist.Location `json:"locations,omitempty"`
	Places    int               `json:"places,omitempty"`
	// By says by what the offers that are there are withdrawn.
	By string `json:"by,omitempty"`

	clear bool // nothing adverse is said of it
}

// mostPlaces bounds the places that are told of one line.
const mostPlaces = 20

// AllGone reports whether every line of the plan is dealt with.
func (v *Verification) AllGone() bool {
	return !slices.ContainsFunc(v.Lines, func(l Verified) bool { return !l.State.IsGone() })
}

// Sum returns the digest of a verification without its own: SHA-256 of its JSON, as
// encoding/json writes it without indents and with SHA256 empty, in hexadecimal.
func (v *Verification) Sum() string {
	bare := *v
	bare.SHA256 = ""
	h := sha256.New()
	if err := json.NewEncoder(h).Encode(bare); err != nil {
		panic(fmt.Sprint("a verification is always JSON: ", err))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// ReadVerification reads a verification, and refuses one that does not have the
// digest that it says.
func ReadVerification(r io.Reader) (*Verification, error) {
	dec := json.NewDecoder(io.LimitReader(r, MaxSize))
	dec.DisallowUnknownFields()
	var v Verification
	if err := dec.Decode(&v); err != nil {
		return nil, fmt.Errorf("is no verification: %w", whereIn(err, dec))
	}
	switch {
	case v.Schema != VerificationSchema:
		return nil, fmt.Errorf("is no verification that is known here: its schema is %q, and %q is wanted", v.Schema, VerificationSchema)
	case v.Sum() != v.SHA256:
		return nil, errors.New("was changed since it was made: its digest is another")
	}
	return &v, nil
}

// A Verifier compares a plan with another run of its question, whose handler it is.
type Verifier struct {
	Plan       *Plan
	PlanSHA256 string
	Made       time.Time
	Inputs     []Input
	// Earlier are verifications of the same plan, in any order: what was gone in
	// one of them and is there now is back.
	Earlier []*Verification

	start  delist.Start
	found  map[string]*Verified
	new    []Verified
	unread []delist.Unread
	whole  bool
	known  map[string]bool
	items  map[Item]bool // of the plan; true once one was met
}

// Handle takes one message.
func (v *Verifier) Handle(m delist.Message) error {
	switch {
	case m.Start != nil:
		v.start, v.found, v.known = *m.Start, map[string]*Verified{}, map[string]bool{}
		v.unread, v.new = []delist.Unread{}, []Verified{}
		v.items = map[Item]bool{}
		for i := range v.Plan.Lines {
			v.known[v.Plan.Lines[i].Finding] = true
			v.items[v.Plan.Lines[i].Item] = false
		}
	case m.Item != nil:
		it := itemOf(&m.Item.Item)
		if _, planned := v.items[it]; planned {
			v.items[it] = true
		}
	case m.Unread != nil && !m.Unread.Mended:
		v.unread = append(v.unread, *m.Unread)
	case m.Finding != nil:
		v.finding(m.Finding, true)
	case m.Notice != nil:
		v.finding(m.Notice, mayContain(m.Notice))
	case m.Summary != nil:
		v.whole = m.Summary.Complete
	}
	return nil
}

// finding notes where a finding is. One that nobody planned is new, if it counts.
func (v *Verifier) finding(f *delist.Finding, counts bool) {
	bundle := isBundle(f)
	do, _ := actionFor(f, bundle)
	one := &Verified{Finding: f.ID, Level: f.Level, Party: f.Party, Item: itemOf(&f.Item), Do: do}
	one.clear = !f.Level.Adverse() && (f.Conditional == nil || !f.Conditional.Level.Adverse())
	all := max(f.Item.Places, len(f.Item.Locations))
	one.Places = all
	for _, l := range f.Item.Locations {
		if l.Sale != nil && l.Sale.Withdrawn != "" {
			one.Places--
			one.By = l.Sale.Withdrawn
			continue
		}
		if len(one.Locations) < mostPlaces {
			one.Locations = append(one.Locations, l)
		}
	}
	switch {
	case v.known[f.ID]:
		v.found[f.ID] = one
	case counts && (one.Places > 0 || all == 0):
		v.new = append(v.new, *one)
	}
}

// Verification returns what was found, once the run is over.
func (v *Verifier) Verification() *Verification {
	earlier := map[string]bool{}
	for _, e := range v.Earlier {
		for i := range e.Lines {
			if s := e.Lines[i].State; s == Gone || s == Withdrawn {
				earlier[e.Lines[i].Finding] = true
			}
		}
	}
	out := &Verification{
		Schema: VerificationSchema, Version: v.start.Version, Plan: v.Plan.ID, PlanSHA256: v.PlanSHA256,
		Made: v.Made.UTC().Truncate(time.Second), Target: v.start.Target, Asked: v.start.Asked, Complete: v.whole,
		Inputs: []Input{}, Counts: map[State]int{}, Lines: []Verified{}, New: v.new, Unread: v.unread,
	}
	for _, in := range v.Inputs {
		in.Records = nil
		out.Inputs = append(out.Inputs, in)
	}
	for i := range v.Plan.Lines {
		l := &v.Plan.Lines[i]
		one := Verified{Number: l.Number, Finding: l.Finding, Do: l.Do, Level: l.Level, Party: l.Party, Item: l.Item}
		if now := v.found[l.Finding]; now != nil {
			one.Locations, one.Places, one.By = now.Locations, now.Places, now.By
		}
		one.State = v.state(l, v.found[l.Finding], earlier[l.Finding])
		out.Counts[one.State]++
		out.Lines = append(out.Lines, one)
	}
	out.SHA256 = out.Sum()
	return out
}

// state says what has become of a line.
func (v *Verifier) state(l *Line, now *Verified, wasGone bool) State {
	switch {
	case now == nil && v.items[l.Item] && l.Do == Keep:
		return Kept
	case now == nil && v.items[l.Item]:
		return Cleared
	case now == nil && v.whole:
		return Gone
	case now == nil:
		return Unknown
	case now.Places == 0 && now.By != "" && !v.whole:
		return Unknown // other lines of it may be in what was not read
	case now.Places == 0 && now.By != "":
		return Withdrawn
	case l.Do == Keep:
		return Kept
	case now.clear:
		return Cleared
	case wasGone:
		return Back
	}
	return Still
}
