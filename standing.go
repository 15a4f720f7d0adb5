package delist

// A Level is how a party or product stands for an asker; a greater one is
// graver.
type Level uint8

// The levels. Clear means that no term that binds the asker says anything.
const (
	Clear Level = iota
	Approved
	Unlisted // not on a closed list
	Delisted
	Warned
	Restricted
	Suspended
	Prohibited
)

var levelNames = [...]string{"clear", "approved", "unlisted", "delisted", "warned", "restricted", "suspended", "prohibited"}

// ParseLevel reads a level's name.
func ParseLevel(s string) (Level, error) {
	n, err := indexOf("level", levelNames[:], s)
	return Level(n), err
}

func (l Level) String() string { return nameOf(levelNames[:], int(l)) }

// MarshalText writes the level's name.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads a level's name.
func (l *Level) UnmarshalText(text []byte) error {
	parsed, err := ParseLevel(string(text))
	*l = parsed
	return err
}

// Adverse reports whether l makes a finding.
func (l Level) Adverse() bool { return l >= Delisted }

// A Question is what a standing answers. The zero Act is [Use]; no audience
// means [Everyone].
type Question struct {
	Party   PartyID
	Product ProductID
	// Role is what Party is to the product; the zero Role is [Developer].
	Role Role
	// Classes are those of the thing asked about where Product does not say.
	Classes []Class
	// Thing reports that a thing is asked about and not the party as such: a
	// term about one class of products then needs to know the thing's class.
	Thing bool
	As    []Audience
	Act   Act
	On    Date
	Given map[string]string
}

// Asked is a question as it is written down beside its answer.
type Asked struct {
	As    []Audience        `json:"as"`
	Act   Act               `json:"act"`
	On    Date              `json:"on"`
	Given map[string]string `json:"given,omitempty"`
}

// A Standing is the result of judging a party or product for an audience, an
// act and a date. Claims stand beside it and never inside.
type Standing struct {
	Level Level
	// Conditional is the gravest level that unanswered conditions could give,
	// where that is graver than Level.
	Conditional Conditional
	Grounds     []Ground
	// Elsewhere are the terms that reach the party and do not decide here.
	Elsewhere []Ground
	Claims    []*Claim
}

// Conditional is a level that holds if the questions are answered so.
type Conditional struct {
	Level     Level       `json:"level"`
	Questions []Condition `json:"questions"`
}

// A Ground is one reason behind a standing: from the party through relations to
// the term and its source.
type Ground struct {
	Measure *Measure
	Term    *Term
	Level   Level
	// Path leads from the party asked about to the subject named, by relations
	// valid on the day; empty where the party itself is named.
	Path []Step
	// Subject is the name word for word, "" where the term names nobody.
	Subject string
	// Listed is when that name stood on the measure, where this is known.
	Listed Period
	// Questions are those that must still be answered.
	Questions []Condition
	// Why says why a ground of Elsewhere does not decide here.
	Why Why
	// Status is the one that the term has on the day asked about.
	Status Status
}

// A Step is one relation on the way from a party to a subject.
type Step struct {
	From     PartyID  `json:"from"`
	Relation Relation `json:"relation"`
	// Back reports that the relation is held by the far party: "To owns From".
	Back bool    `json:"back,omitempty"`
	To   PartyID `json:"to"`
}

// Why says why a term does not decide.
type Why string

// The reasons.
const (
	WhyBindsOthers Why = "binds-others"
	WhyOtherAct    Why = "other-act"
	WhyNotYet      Why = "not-yet"
	WhyOver        Why = "over"
	WhyNoEffect    Why = "no-legal-effect" // reported, proposed or stayed
	WhyOtherObject Why = "other-object"
	WhyDepth       Why = "not-so-deep"
	WhyAnswered    Why = "condition-not-met"
	WhyLifted      Why = "lifted"

	WhyNothingToLift Why = "nothing-to-lift" // of an exemption
)
