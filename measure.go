package delist

// A MeasureID names one [Measure] of the register, such as "us-2017-bod-17-01".
type MeasureID string

// A Force is what kind of act a measure is, and so what it can do.
type Force string

// The forces.
const (
	Statute        Force = "statute"
	Regulation     Force = "regulation"
	Order          Force = "order"
	ContractClause Force = "contract-clause"
	Listing        Force = "listing"
	Advisory       Force = "advisory"
	Political      Force = "political"
	Private        Force = "private"
	Court          Force = "court"
	ReportedForce  Force = "reported"
)

// A Status is how far a measure or a term has come. What is only reported,
// proposed or stayed never has legal effect.
type Status string

// The statuses.
const (
	Reported  Status = "reported"
	Proposed  Status = "proposed"
	Announced Status = "announced" // has effect from its published start, and none without one
	InForce   Status = "in-force"
	Stayed    Status = "stayed"
	Ended     Status = "ended"
)

// HasEffect reports whether something with status s can bind anybody on a day
// that its dates allow. What has ended still binds before its end.
func (s Status) HasEffect() bool { return s == InForce || s == Announced || s == Ended }

// An Effect is what a term does to the standing of the parties that it reaches.
type Effect string

// The effects.
const (
	Approve  Effect = "approve"
	Delist   Effect = "delist" // take off an approved list
	Warn     Effect = "warn"
	Restrict Effect = "restrict" // allow on conditions
	Suspend  Effect = "suspend"
	Prohibit Effect = "prohibit"
	Exempt   Effect = "exempt" // lift other terms of the same authority
)

// Level returns the level that the effect gives, [Clear] for an exemption.
func (e Effect) Level() Level {
	switch e {
	case Approve:
		return Approved
	case Delist:
		return Delisted
	case Warn:
		return Warned
	case Restrict:
		return Restricted
	case Suspend:
		return Suspended
	case Prohibit:
		return Prohibited
	}
	return Clear
}

// An Act is what somebody does with a product or towards a party.
type Act string

// The acts.
const (
	Use     Act = "use"
	Buy     Act = "buy"
	Sell    Act = "sell"
	Provide Act = "provide" // to the audience's government
	Embed   Act = "embed"
	Update  Act = "update"
	Connect Act = "connect"
	Fund    Act = "fund"
	Export  Act = "export" // to the party
)

// Acts lists every act, in the order in which they are shown.
var Acts = []Act{Use, Buy, Sell, Provide, Embed, Update, Connect, Fund, Export}

// A Reach says to which parties a term extends from the subjects that its
// measure names.
type Reach string

// The reaches.
const (
	ReachNamed         Reach = "named"
	ReachSuccessors    Reach = "successors"
	ReachControlled    Reach = "controlled"     // controls, is controlled by, or is under common control with
	ReachMajorityOwned Reach = "majority-owned" // more than half owned by one subject
	ReachHalfOwned     Reach = "half-owned"     // 50 % or more, added up over all subjects of the measure
	ReachAffiliates    Reach = "affiliates"     // predecessors, successors, parents, subsidiaries and affiliates
	ReachJurisdiction  Reach = "jurisdiction"   // of, or controlled from, one of the term's Jurisdictions
	ReachUnlisted      Reach = "unlisted"       // a closed list: everyone who is not a subject
)

// A Depth is how far into a product a term looks for a reached party's work.
type Depth string

// The depths.
const (
	Branded   Depth = "branded"   // the party's own products
	Essential Depth = "essential" // also as a substantial or essential component
	Contains  Depth = "contains"  // also in whole or in part
)

// A Measure is an act of an authority, a court, or one's own organisation,
// about parties.
type Measure struct {
	ID           MeasureID `json:"id" yaml:"id"`
	Title        string    `json:"title" yaml:"title"`
	Issuer       PartyID   `json:"issuer" yaml:"issuer"`
	Jurisdiction string    `json:"jurisdiction" yaml:"jurisdiction"`
	Instrument   string    `json:"instrument" yaml:"instrument"`
	Citation     string    `json:"citation,omitempty" yaml:"citation"`
	Force        Force     `json:"force" yaml:"force"`
	Status       Status    `json:"status" yaml:"status"`
	// Announced is the day on which it was made known or issued, Published the
	// day of its official publication: a term may have effect before either.
	Announced Date `json:"announced,omitzero" yaml:"announced"`
	Published Date `json:"published,omitzero" yaml:"published"`
	// Precision is "day" ("" means the same), "week", "month" or "year": how
	// exactly Announced is known.
	Precision string            `json:"precision,omitempty" yaml:"precision"`
	Subjects  []Subject         `json:"subjects,omitempty" yaml:"subjects"`
	Terms     []Term            `json:"terms,omitempty" yaml:"terms"`
	Relations []MeasureRelation `json:"relations,omitempty" yaml:"relations"`
	// Scopes are the versions of the listed text, each with the day on which it
	// was first seen: a text can change while its printed date does not.
	Scopes  []Scope  `json:"scopes,omitempty" yaml:"scopes"`
	Note    string   `json:"note,omitempty" yaml:"note"`
	Sources []Source `json:"sources" yaml:"sources"`
}

// A Subject is a party as a measure names it.
type Subject struct {
	// AsListed is the name word for word.
	AsListed string `json:"as_listed" yaml:"as-listed"`
	// Party is whom the register takes that to be; empty where it takes it to
	// be nobody in particular.
	Party PartyID `json:"party,omitempty" yaml:"party"`
	// Excluded marks a party that the measure says it does not name.
	Excluded bool   `json:"excluded,omitempty" yaml:"excluded"`
	Note     string `json:"note,omitempty" yaml:"note"`
	// Period is when the name stood on the measure, where that differs from
	// the measure itself.
	Period `yaml:",inline"`
}

// A MeasureRelationKind says what one measure is to another.
type MeasureRelationKind string

// The kinds of relation between measures.
const (
	Implements MeasureRelationKind = "implements"
	RestsOn    MeasureRelationKind = "rests-on"
	Supersedes MeasureRelationKind = "supersedes"
	Stays      MeasureRelationKind = "stays"
	Copies     MeasureRelationKind = "copies"
	Upholds    MeasureRelationKind = "upholds"
)

// A MeasureRelation connects the measure that holds it to another. A Stays
// relation takes the effect of the other during its period.
type MeasureRelation struct {
	Kind    MeasureRelationKind `json:"kind" yaml:"kind"`
	Measure MeasureID           `json:"measure" yaml:"measure"`
	Period  `yaml:",inline"`
	Note    string `json:"note,omitempty" yaml:"note"`
}

// A Scope is one version of a listed text.
type Scope struct {
	Seen   Date   `json:"seen" yaml:"seen"`
	Text   string `json:"text" yaml:"text"`
	Source Source `json:"source" yaml:"source"`
}

// A Term is one operative part of a [Measure]: whom it binds, from doing what,
// with whose products, and when.
type Term struct {
	// ID is unique within the measure.
	ID     string     `json:"id" yaml:"id"`
	Text   string     `json:"text" yaml:"text"`
	Effect Effect     `json:"effect" yaml:"effect"`
	Binds  []Audience `json:"binds" yaml:"binds"`
	Acts   []Act      `json:"acts" yaml:"acts"`
	Reach  []Reach    `json:"reach" yaml:"reach"`
	// Subjects narrows the term to some of the measure's subjects; empty means
	// all of them.
	Subjects []PartyID `json:"subjects,omitempty" yaml:"subjects"`
	// Jurisdictions are the country codes of [ReachJurisdiction].
	Jurisdictions []string `json:"jurisdictions,omitempty" yaml:"jurisdictions"`
	Objects       Objects  `json:"objects,omitzero" yaml:"objects"`
	Depth         Depth    `json:"depth" yaml:"depth"`

	// Period bounds the term as [From, Until). A zero From means that no start
	// was published, a zero Until that no end is set.
	Period `yaml:",inline"`
	// Precision says how exactly From is known, as in [Measure].
	Precision string `json:"precision,omitempty" yaml:"precision"`
	// Ends is the condition that ends the term where no date does; somebody
	// declares it met by answering its key with yes.
	Ends *Condition `json:"ends,omitempty" yaml:"ends"`
	// Status, where set, stands in place of the measure's.
	Status Status `json:"status,omitempty" yaml:"status"`
	// Condition must be answered for the term to apply without reserve.
	Condition *Condition `json:"condition,omitempty" yaml:"condition"`
	// Lifts names the terms that an exemption lifts, as MEASURE or
	// MEASURE/TERM; empty means every term of the same issuer.
	Lifts   []string `json:"lifts,omitempty" yaml:"lifts"`
	Duties  []Duty   `json:"duties,omitempty" yaml:"duties"`
	Sources []Source `json:"sources,omitempty" yaml:"sources"`
}

// InForce reports whether t applies on d, given that its measure is in force.
// A term without a published start applies on every day before Until: a missing
// date must not clear a vendor.
func (t *Term) InForce(d Date) bool { return t.Contains(d) }

// Objects are the things that a term is about. With neither Products nor
// Classes it is about everything of the parties that it reaches.
type Objects struct {
	Products []ProductID `json:"products,omitempty" yaml:"products"`
	Classes  []Class     `json:"classes,omitempty" yaml:"classes"`
	// Except is what the term leaves out, by class or by product.
	Except ObjectSet `json:"except,omitzero" yaml:"except"`
	// ProducedIn limits the term to what was produced in these countries; a
	// leading "!" means everywhere but there.
	ProducedIn []string `json:"produced_in,omitempty" yaml:"produced-in"`
}

// An ObjectSet is a set of products and classes.
type ObjectSet struct {
	Products []ProductID `json:"products,omitempty" yaml:"products"`
	Classes  []Class     `json:"classes,omitempty" yaml:"classes"`
}

// A Condition is a question that facts outside the register answer.
type Condition struct {
	// Key names it in --given KEY=VALUE.
	Key      string `json:"key" yaml:"key"`
	Question string `json:"question" yaml:"question"`
	// When is the answer that makes the term apply: "yes" if empty.
	When string `json:"when,omitempty" yaml:"when"`
}

// A Duty is what a term makes those that it binds do, and how fast.
type Duty struct {
	What string `json:"what" yaml:"what"`
	// Within is a count of Unit ("day", "business-day") after the event;
	// By is a fixed last day. One of the two is set.
	Within int    `json:"within,omitempty" yaml:"within"`
	Unit   string `json:"unit,omitempty" yaml:"unit"`
	By     Date   `json:"by,omitzero" yaml:"by"`
	// Period is when this clock was in the text.
	Period  `yaml:",inline"`
	Sources []Source `json:"sources,omitempty" yaml:"sources"`
}
