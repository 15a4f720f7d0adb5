package delist

// The types in this file are the format of everything that comes out of a run:
// their JSON tags are the documentation of "delist scan --format jsonl", and
// docs/scan.schema.json describes the summary document made of them.

// A Message is one step of the stream that a run produces. Exactly one field is
// set.
type Message struct {
	Start    *Start     `json:"start,omitempty"`
	Progress *Progress  `json:"progress,omitempty"`
	Input    *Input     `json:"input,omitempty"`
	Item     *ItemFound `json:"item,omitempty"`
	Finding  *Finding   `json:"finding,omitempty"`
	Notice   *Finding   `json:"notice,omitempty"`
	Unread   *Unread    `json:"unread,omitempty"`
	Summary  *Summary   `json:"summary,omitempty"`
}

// A Handler takes the messages of one run. The law of the stream: one Start
// comes first and one Summary last, once each; Progress and Input may come
// anywhere between; every Item and Unread comes before the first Finding; findings come
// gravest first, notices after them. An error from Handle ends the run. A
// message belongs to the handler only until it returns.
type Handler interface {
	Handle(Message) error
}

// Start says what was asked.
type Start struct {
	Version string `json:"version"` // of delist
	Target  string `json:"target"`
	Asked   Asked  `json:"asked"`
}

// Progress says how far the reading has come.
type Progress struct {
	Files int64 `json:"files"`
	Items int64 `json:"items"`
	// Path is what is being read.
	Path string `json:"path,omitempty"`
}

// An Input says as what a file was recognised and what its parts were taken for.
type Input struct {
	Path string `json:"path"`
	// Reader is the kind of input, as --input takes it.
	Reader string `json:"reader"`
	// Form is how it is written, in words: "comma separated, UTF-8".
	Form string `json:"form,omitempty"`
	// Columns are in the order of the file. A table has them once; a file with
	// several tables, such as a workbook, is told as several inputs.
	Columns []Column `json:"columns,omitempty"`
}

// A Column is one column of a table, or one field of its records.
type Column struct {
	Name string `json:"name"` // as the file has it
	// As is what it was taken for; empty where it was not used.
	As string `json:"as,omitempty"`
}

// An ItemFound is one item with everybody who may stand behind it.
type ItemFound struct {
	Item         Item          `json:"item"`
	Attributions []Attribution `json:"attributions,omitempty"`
}

// A PartyRef names a party for readers of messages.
type PartyRef struct {
	ID   PartyID `json:"id,omitempty"`
	Name string  `json:"name"`
}

// A Finding is an item with an adverse standing for the asker, or conditionally
// so. As a notice it is an item whose party stands clear for the asker while a
// measure binds others or a claim is on record.
type Finding struct {
	// ID is stable over runs: the same item, party and role give the same one.
	ID          string         `json:"id"`
	Level       Level          `json:"level"`
	Conditional *Conditional   `json:"conditional"`
	Item        Item           `json:"item"`
	Party       PartyRef       `json:"party"`
	Product     string         `json:"product,omitempty"`
	Attribution Attribution    `json:"attribution"`
	Grounds     []GroundRecord `json:"grounds"`
	Elsewhere   []GroundRecord `json:"elsewhere,omitempty"`
	Claims      []ClaimRecord  `json:"claims,omitempty"`
	// Origins is how many independent origins all the claims have together.
	Origins  int      `json:"origins,omitempty"`
	Remedies []Remedy `json:"remedies"`
	// NotKnown are the questions about the product that no source answers.
	NotKnown []string `json:"not_known,omitempty"`
	// Exemption is what the asker's own configuration says about it; an
	// exempted finding is shown and does not count for --fail-on.
	Exemption *Exemption `json:"exemption,omitempty"`
}

// An Exemption is a waiver of one's own, with a reason and an end. It lifts no
// law: it says that the asker knows.
type Exemption struct {
	Party   string `json:"party,omitempty" yaml:"party"`
	Product string `json:"product,omitempty" yaml:"product"`
	PURL    string `json:"purl,omitempty" yaml:"purl"` // without version: any version
	Reason  string `json:"reason" yaml:"reason"`
	By      string `json:"by" yaml:"by"`
	Until   Date   `json:"until" yaml:"until"`
	// Over reports that Until has passed: the finding counts again.
	Over bool `json:"over,omitempty" yaml:"-"`
}

// A GroundRecord is a [Ground] as it is written down, readable without the
// register.
type GroundRecord struct {
	Measure   MeasureID  `json:"measure"`
	Title     string     `json:"title"`
	Term      string     `json:"term"`
	Text      string     `json:"text"`
	Effect    Effect     `json:"effect"`
	Level     Level      `json:"level"`
	Binds     []Audience `json:"binds"`
	Acts      []Act      `json:"acts"`
	Issuer    string     `json:"issuer"`
	Citation  string     `json:"citation"`
	Source    string     `json:"source"` // the address of the first confirmed source
	Confirmed bool       `json:"confirmed"`
	Announced Date       `json:"announced"` // of the measure
	From      Date       `json:"from"`
	Precision string     `json:"precision,omitempty"`
	Until     Date       `json:"until"`
	Status    Status     `json:"status"`
	Subject   string     `json:"subject,omitempty"`
	// Condition is the first question that is still open; Questions are all.
	Condition *Condition  `json:"condition"`
	Questions []Condition `json:"questions,omitempty"`
	Path      []Step      `json:"path"`
	Why       Why         `json:"why,omitempty"`
}

// A ClaimRecord is a claim with the names of its independent origins.
type ClaimRecord struct {
	Claim
	// Independent is how many origins carry it that do not rest on another of
	// them.
	Independent int      `json:"independent"`
	OriginNames []string `json:"origin_names"`
}

// An Unread is something that could not be read or decided, or only after
// mending.
type Unread struct {
	Reader    string `json:"reader,omitempty"`
	Path      string `json:"path"`
	Line      int    `json:"line,omitempty"`
	Offset    int64  `json:"offset,omitempty"`
	Object    string `json:"object,omitempty"`
	Undecided bool   `json:"undecided,omitempty"`
	// Mended: it was read all the same, and takes nothing from the result.
	Mended bool   `json:"mended,omitempty"`
	Reason string `json:"reason"`
}

// A PartySummary says how many items one party stands behind, and its gravest
// level among them.
type PartySummary struct {
	PartyRef
	Level       Level `json:"level"`
	Conditional Level `json:"conditional,omitzero"`
	Items       int   `json:"items"`
}

// A Summary ends the stream.
type Summary struct {
	Items int `json:"items"` // different items
	// Attributed counts the items with at least one developer, supplier or
	// brand owner.
	Attributed int            `json:"attributed"`
	Findings   int            `json:"findings"`
	Notices    int            `json:"notices"`
	Parties    []PartySummary `json:"parties"`
	// Complete is false where anything was not read or stayed undecided.
	Complete bool `json:"complete"`
	// Worst is the gravest level of a finding that is not exempted.
	Worst Level `json:"worst"`
}

// A StandingRecord is a standing as it is written down.
type StandingRecord struct {
	Schema  string    `json:"schema"`
	Asked   Asked     `json:"asked"`
	Party   *PartyRef `json:"party,omitempty"`
	Product *PartyRef `json:"product,omitempty"`
	// Behind are the parties that were judged for a product.
	Behind      []PartyRef     `json:"behind,omitempty"`
	Level       Level          `json:"level"`
	Conditional *Conditional   `json:"conditional"`
	Grounds     []GroundRecord `json:"grounds"`
	Elsewhere   []GroundRecord `json:"elsewhere"`
	Claims      []ClaimRecord  `json:"claims"`
	// Origins is how many independent origins all the claims have together.
	Origins  int      `json:"origins"`
	Remedies []Remedy `json:"remedies,omitempty"`
	// NotKnown are the questions about a product that no source answers.
	NotKnown []string `json:"not_known,omitempty"`
}

// Schemas of the JSON documents, with their versions. A field may be added
// within a version; none is removed or changes its meaning.
const (
	ScanSchema     = "delist/scan/1"
	StandingSchema = "delist/standing/1"
	RegisterSchema = "delist/register/1"
)
