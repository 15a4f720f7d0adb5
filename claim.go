package delist

// A ClaimID, an OriginID and a DocumentID name their records in the register.
type (
	ClaimID    string
	OriginID   string
	DocumentID string
)

// A ClaimKind says what somebody does in making a claim.
type ClaimKind string

// The kinds of claim.
const (
	Assertion    ClaimKind = "assertion"
	Denial       ClaimKind = "denial"
	Confirmation ClaimKind = "confirmation"
	Opinion      ClaimKind = "opinion"
	Announcement ClaimKind = "announcement"
	OfficialAct  ClaimKind = "official-act"
)

// A Claim is a statement that someone made about parties or products. It never
// changes a level.
type Claim struct {
	ID       ClaimID     `json:"id" yaml:"id"`
	Kind     ClaimKind   `json:"kind" yaml:"kind"`
	About    []PartyID   `json:"about,omitempty" yaml:"about"`
	Products []ProductID `json:"products,omitempty" yaml:"products"`
	Text     string      `json:"text" yaml:"text"`
	Speaker  string      `json:"speaker" yaml:"speaker"`
	// OnRecord reports whether the speaker is named.
	OnRecord bool `json:"on_record" yaml:"on-record"`
	Date     Date `json:"date,omitzero" yaml:"date"`
	// Origins are the independent sources that carry it; prints of one origin
	// count once.
	Origins []OriginID `json:"origins" yaml:"origins"`
	// EvidenceShown is "yes", "no" or "" (not known).
	EvidenceShown string `json:"evidence_shown,omitempty" yaml:"evidence-shown"`
	// Reliability is how far its source can be relied on, and Credibility how
	// likely the statement is, as a person judged them by the Admiralty code (NATO
	// AJP-2.1): "A" completely reliable to "E" unreliable, "F" cannot be judged; 1
	// confirmed by others to 5 improbable, 6 cannot be judged. "" and 0 say that
	// nobody did. They are two questions: a good source may be wrong.
	Reliability string `json:"reliability,omitempty" yaml:"reliability"`
	Credibility int    `json:"credibility,omitempty" yaml:"credibility"`
	// Supports names claims that this one makes more likely.
	Supports []ClaimID `json:"supports,omitempty" yaml:"supports"`
	// Contradicts names claims that cannot be true beside this one.
	Contradicts []ClaimID `json:"contradicts,omitempty" yaml:"contradicts"`
	Note        string    `json:"note,omitempty" yaml:"note"`
	Sources     []Source  `json:"sources" yaml:"sources"`
}

// An Origin is the one source behind its reprints: a speaker, a channel, a day.
type Origin struct {
	ID      OriginID `json:"id" yaml:"id"`
	Name    string   `json:"name" yaml:"name"`
	Channel string   `json:"channel,omitempty" yaml:"channel"`
	Date    Date     `json:"date,omitzero" yaml:"date"`
	// Cites names origins that this one itself rests on.
	Cites   []OriginID `json:"cites,omitempty" yaml:"cites"`
	Sources []Source   `json:"sources" yaml:"sources"`
}

// A Document is one text that prints an origin.
type Document struct {
	ID        DocumentID `json:"id" yaml:"id"`
	Title     string     `json:"title,omitempty" yaml:"title"`
	Publisher string     `json:"publisher" yaml:"publisher"`
	Printed   Date       `json:"printed,omitzero" yaml:"printed"`
	// Origins are those that it draws on.
	Origins []OriginID `json:"origins" yaml:"origins"`
	Source  Source     `json:"source" yaml:"source"`
}
