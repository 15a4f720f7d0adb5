package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/delistdev/delist"
)

// Schema is that of a plan, with its version. A field may be added within a
// version; none is removed or changes its meaning.
const Schema = "delist/plan/1"

// A Plan is what has to be done about the findings of one run. Its JSON is
// described by docs/plan.schema.json.
type Plan struct {
	Schema string `json:"schema"`
	// ID names the plan as it was made: the same question about the same input has
	// the same one. It does not depend on what a person changed in it since.
	ID      string       `json:"id"`
	Version string       `json:"version"` // of delist
	Made    time.Time    `json:"made"`    // in UTC, whole seconds
	Target  string       `json:"target"`
	Asked   delist.Asked `json:"asked"`
	// Complete is false where anything was not read or not decided: then there may
	// be more to be done than the plan says. Unread says what.
	Complete bool `json:"complete"`
	// Customers is what those who bought are offered.
	Customers Customers       `json:"customers"`
	Lines     []Line          `json:"lines"`
	Unread    []delist.Unread `json:"unread"`
	// Inputs come last: they hold a digest of every record.
	Inputs []Input `json:"inputs"`
}

// Customers is what customers are offered who bought what is withdrawn. It is what
// somebody said: nothing is ever invented for it.
type Customers struct {
	Remedy string      `json:"remedy"` // empty: none given
	Until  delist.Date `json:"until"`  // the last day; zero: none given
}

// An Action is what is to be done about one thing.
type Action string

// The actions.
const (
	Withdraw Action = "withdraw" // take an offer off sale
	Remove   Action = "remove"   // take it off the machine, or out of the build
	Replace  Action = "replace"  // by what the project itself chose instead
	Update   Action = "update"   // what pulls it in, to where that dropped it
	Review   Action = "review"   // a person has to decide: a bundle, an open question
	Keep     Action = "keep"     // somebody decided that it stays
)

// Actions lists every action.
var Actions = []Action{Withdraw, Remove, Replace, Update, Review, Keep}

// A Line is what is to be done about one finding, wherever it lies.
type Line struct {
	Number  int          `json:"number"`  // from 1
	Finding string       `json:"finding"` // its id
	Do      Action       `json:"do"`
	Why     string       `json:"why,omitempty"` // of Do, where it is not plain
	Level   delist.Level `json:"level"`
	// Conditional is the level that it would be if Questions were answered so, where
	// that is graver.
	Conditional delist.Level       `json:"conditional,omitzero"`
	Questions   []delist.Condition `json:"questions,omitempty"`
	Party       delist.PartyRef    `json:"party"`
	Product     string             `json:"product,omitempty"`
	Item        Item               `json:"item"`
	// Bundle reports that the thing is somebody else's, and has the party's product
	// in it or with it.
	Bundle bool `json:"bundle,omitempty"`
	// Locations are where it is. Places counts them where they are more.
	Locations []delist.Location `json:"locations"`
	Places    int               `json:"places,omitempty"`
	Assets    []Asset           `json:"assets,omitempty"`
	Grounds   []Ground          `json:"grounds"`
	Remedies  []Remedy          `json:"remedies,omitempty"`
	Commands  []Command         `json:"commands,omitempty"`
}

// An Item is the thing that a line is about.
type Item struct {
	Kind       delist.ItemKind `json:"kind"`
	Name       string          `json:"name"` // the title of an offer
	Version    string          `json:"version,omitempty"`
	PURL       string          `json:"purl,omitempty"`
	GTIN       string          `json:"gtin,omitempty"`
	PartNumber string          `json:"part_number,omitempty"`
	OfferID    string          `json:"offer_id,omitempty"`
	Brand      string          `json:"brand,omitempty"`
}

// An Asset is a machine, image or store that has the thing.
type Asset struct {
	Name  string `json:"name"`
	Owner string `json:"owner,omitempty"`
}

// A Ground is a reason in short.
type Ground struct {
	Measure  delist.MeasureID `json:"measure"`
	Title    string           `json:"title"`
	Citation string           `json:"citation,omitempty"`
	Level    delist.Level     `json:"level"`
	From     delist.Date      `json:"from"`
	Source   string           `json:"source,omitempty"`
}

// A Remedy is a way out that is on record.
type Remedy struct {
	Kind    delist.RemedyKind `json:"kind"`
	By      string            `json:"by,omitempty"`
	Version string            `json:"version,omitempty"`
	Text    string            `json:"text"`
	Source  string            `json:"source,omitempty"`
}

// An Input is a file that the plan was made from.
type Input struct {
	Path string `json:"path"`           // its name, without where it lay
	Kind string `json:"kind,omitempty"` // as --input takes it; empty where it was not recognised as one
	Form string `json:"form,omitempty"`
	Size int64  `json:"size"`
	// SHA256 is the digest of its bytes, in hexadecimal.
	SHA256 string `json:"sha256"`
	// Offers is how many offers were read from it, and Records their [Digests].
	// They are empty for what is no catalogue, and for one of too many offers.
	Offers  int     `json:"offers,omitempty"`
	Records Digests `json:"records,omitempty"`
}

// idOf names a plan.
func (p *Plan) idOf() string {
	h := sha256.New()
	enc := json.NewEncoder(h)
	parts := []any{p.Schema, p.Asked, len(p.Inputs)}
	for i := range p.Inputs {
		parts = append(parts, p.Inputs[i].SHA256)
	}
	for i := range p.Lines {
		parts = append(parts, p.Lines[i].Finding)
	}
	if len(p.Inputs) == 0 {
		parts = append(parts, p.Target)
	}
	if err := enc.Encode(parts); err != nil {
		panic(fmt.Sprint("plain values are always JSON: ", err))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Withdrawals returns the places of the offers that are to be withdrawn. An error
// names a line that does not hold all of its places.
func (p *Plan) Withdrawals() ([]delist.Location, error) {
	var list []delist.Location
	for i := range p.Lines {
		l := &p.Lines[i]
		if l.Do != Withdraw {
			continue
		}
		if l.Places > len(l.Locations) {
			return nil, fmt.Errorf("line %d: %q lies in %d places, of which the plan holds %d", l.Number, l.Item.Name, l.Places, len(l.Locations))
		}
		list = append(list, l.Locations...)
	}
	return list, nil
}

// Count returns how many lines are to be dealt with so.
func (p *Plan) Count(do Action) (n int) {
	for i := range p.Lines {
		if p.Lines[i].Do == do {
			n++
		}
	}
	return n
}
