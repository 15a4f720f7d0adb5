package ledger

import "fmt"

// A FaultKind says what is wrong, for programs.
type FaultKind string

// What [Verify] finds.
const (
	RecordChanged   FaultKind = "record-changed"   // its leaf does not fit the hash kept with it
	HashChanged     FaultKind = "hash-changed"     // a kept hash does not fit what it is of
	RecordsMissing  FaultKind = "records-missing"  // numbers are left out
	RecordsRemoved  FaultKind = "records-removed"  // the last ones: the checkpoint has more
	RecordsUnsigned FaultKind = "records-unsigned" // the last ones: the checkpoint has fewer
	OrderWrong      FaultKind = "order-wrong"      // a number comes twice or too late
	NotCanonical    FaultKind = "not-canonical"    // a leaf that [ParseLeaf] refuses
	CheckpointWrong FaultKind = "checkpoint-wrong" // missing, malformed, or its signature does not fit
	RootDiffers     FaultKind = "root-differs"     // the records are not those that were signed
	StoreDiffers    FaultKind = "store-differs"    // Options.Each says so
	RolledBack      FaultKind = "rolled-back"      // the checkpoint kept elsewhere has more records
	Forked          FaultKind = "forked"           // it has others, and both were signed
	ClockWentBack   FaultKind = "clock-went-back"  // only ever a notice: order is by number
)

// A Fault is one thing that is wrong with a ledger.
type Fault struct {
	Kind FaultKind `json:"kind"`
	// Record is the number of the record, the first one where there are
	// several, and -1 where the ledger as a whole is meant.
	Record int64  `json:"record"`
	Text   string `json:"text"` // the whole sentence, for people
}

func (f Fault) Error() string { return f.Text }

// Remedy says what to do about faults of this kind; empty where nothing has to
// be done.
func (k FaultKind) Remedy() string {
	switch k {
	case RolledBack:
		return "look for the newer copy and go on with that; until then append nothing here, or the history forks"
	case Forked:
		return "two histories were signed with this key: keep both, find out who has the key and the disk, and begin a ledger with a new key"
	case HashChanged:
		return "keep this copy, and restore the newest backup that verifies; where the checkpoint's root fits, the records themselves are as signed"
	case StoreDiffers:
		return "the ledger says what was recorded: put the tables right by it, or restore the newest backup that verifies"
	case RecordsUnsigned:
		return "keep this copy, and find out who wrote these records: whoever has the key signs as it appends"
	case CheckpointWrong:
		return "check that this is the ledger's own key; then keep this copy, and restore the newest backup that verifies"
	case ClockWentBack:
		return ""
	}
	return "keep this copy, and restore the newest backup that verifies; what was recorded after that has to be recorded again"
}

func fault(kind FaultKind, record int64, format string, args ...any) Fault {
	return Fault{kind, record, fmt.Sprintf(format, args...)}
}
