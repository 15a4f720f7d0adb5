package delist

import "strings"

// An Audience is who asks or who is bound, as a path from the jurisdiction
// down: "us/federal/civilian" also asks as "us/federal" and as "us".
type Audience string

// Self is one's own organisation. Everyone, as the asker, asks as every
// audience at once.
const (
	Self     Audience = "self"
	Everyone Audience = "everyone"
)

// Binds reports whether a term that binds a binds somebody who asks as asker.
func (a Audience) Binds(asker Audience) bool {
	if asker == Everyone || a == asker {
		return true
	}
	return len(asker) > len(a) && asker[len(a)] == '/' && strings.HasPrefix(string(asker), string(a))
}

// An AudienceInfo says who an audience is.
type AudienceInfo struct {
	ID   Audience `json:"id" yaml:"id"`
	Name string   `json:"name" yaml:"name"`
}
