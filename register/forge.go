package register

import "github.com/delistdev/delist"

// A Forge is a host on which accounts publish what they make: who has the
// account is behind what lies there. Hosts that only list what others publish
// are here too, so that nobody takes them for a maker.
type Forge struct {
	// Host is a domain; what is below it counts only where Account says so.
	Host string `json:"host" yaml:"host"`
	// Account says where the account's name stands.
	Account AccountPlace `json:"account" yaml:"account"`
	// Below is the part of the path after which it stands: "projects" in
	// sourceforge.net/projects/NAME.
	Below   string          `json:"below,omitempty" yaml:"below"`
	Sources []delist.Source `json:"sources" yaml:"sources"`
}

// An AccountPlace is a place in an address.
type AccountPlace string

// The places.
const (
	InPath      AccountPlace = "path"      // host/ACCOUNT
	InSubdomain AccountPlace = "subdomain" // ACCOUNT.host
	Nowhere     AccountPlace = "none"      // the host lists what others publish
)
