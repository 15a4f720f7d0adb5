package delist

import "time"

// A Decision is a measure of one's own organisation about a party, as it was
// made. It is never edited: a later decision about the same party, audience,
// acts and objects supersedes it, and both stay on record.
type Decision struct {
	// Number counts decisions from 1; it is given when the decision is recorded.
	Number int64  `json:"number"`
	Effect Effect `json:"effect"`
	// Party is who is decided about, and AsNamed what was typed for it.
	Party   PartyID    `json:"party"`
	AsNamed string     `json:"as_named"`
	Binds   []Audience `json:"binds"`
	Acts    []Act      `json:"acts"`
	Objects Objects    `json:"objects,omitzero"`
	Reach   []Reach    `json:"reach"`
	Depth   Depth      `json:"depth"`
	// Period is when it applies; Review is the day on which it is to be looked
	// at again, and ends nothing.
	Period
	Review  Date   `json:"review,omitzero"`
	Because string `json:"because"`
	// Grounds are the ids of measures, claims and documents that it rests on.
	Grounds []string `json:"grounds,omitempty"`
	// By is who decided, At when it was recorded, in UTC.
	By string    `json:"by"`
	At time.Time `json:"at"`
	// Record is its number in the ledger.
	Record int64 `json:"record"`
}
