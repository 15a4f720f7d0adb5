package delist

import "time"

// An Asset is where items were found: a host, image, build, catalogue or store
// whose inventory is kept.
type Asset struct {
	Name  string `json:"name"`
	Owner string `json:"owner,omitempty"`
	// First and Last are when it was saved first and last, in UTC.
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
	// Items is how many different items it holds now.
	Items int `json:"items"`
	// Complete reports that the last inventory was read in whole.
	Complete bool `json:"complete"`
}

// A Sighting is a finding on an asset with when it was seen.
type Sighting struct {
	Asset   string  `json:"asset"`
	Asked   Asked   `json:"asked"`
	Finding Finding `json:"finding"`
	// First is when it was first seen, Last when it was last, and Gone when a
	// complete inventory no longer had it; all in UTC.
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
	Gone  time.Time `json:"gone,omitzero"`
	// Record is the number in the ledger of its first being seen.
	Record int64 `json:"record"`
}
