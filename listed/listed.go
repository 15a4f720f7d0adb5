// Package listed answers from the official lists that are kept in a data
// directory: it takes new versions in, puts them and the register together to
// parties, finds these by name, and gives what a list says of one as facts that
// can be judged.
//
// What is made from the lists is kept beside them and made anew when they, the
// register or somebody's decisions have changed. The package fetches nothing
// and judges nothing.
package listed

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/lists"
	"github.com/delistdev/delist/names"
	"github.com/delistdev/delist/register"
	"github.com/delistdev/delist/store/files"
)

// A Store is the lists of one data directory, seen together with a register.
type Store struct {
	dir *files.Dir
	reg *register.Register
	// Now is the time that new versions are given; tests set it.
	Now func() time.Time
}

// NewStore sees the lists in dir together with reg. A nil dir is one without
// lists: then there is the register alone.
func NewStore(dir *files.Dir, reg *register.Register) *Store {
	return &Store{dir: dir, reg: reg, Now: time.Now}
}

// The files of what is made from the lists.
const (
	keyFile       = "compiled/key"
	namesFile     = "compiled/names"
	partiesFile   = "compiled/parties"
	decisionsFile = "parties.json"
)

// layout is part of the key: what was made by another version is made anew.
const layout = "6"

// A Set is all parties of the register and the lists, as known on a day. It does
// not change and may be used by many goroutines.
type Set struct {
	reg       *register.Register
	catalogue *lists.Catalogue
	// Index finds parties by name. The ids of its matches are those of Party.
	Index *names.Index
	// Versions are those that the set was made from, by publication.
	Versions map[string]files.Version

	// Each party as JSON, one after the other; ends says where each ends.
	text []byte
	ends []uint64
}

// Current returns the set of everything that is known today. Where it was made
// before and nothing has changed, it is ready at once.
func (s *Store) Current() (*Set, error) { return s.Known(delist.Date{}) }

// Known returns the set as it was known at the end of a day: from the versions
// that had come by then. The zero date is today.
func (s *Store) Known(day delist.Date) (*Set, error) {
	catalogue, err := lists.Known()
	if err != nil {
		return nil, err
	}
	state, err := s.state(day)
	if err != nil {
		return nil, err
	}
	today := day.IsZero()
	if today && len(state.versions) > 0 {
		if set := s.stored(state, catalogue); set != nil {
			return set, nil
		}
	}
	set, err := s.compile(state, catalogue)
	if err != nil {
		return nil, err
	}
	if today && len(state.versions) > 0 {
		// Where it cannot be written down, such as in a directory of somebody
		// else's, it is as good, and is made again the next time.
		_ = s.keep(state, set)
	}
	return set, nil
}

// A state is everything that a set is made from.
type state struct {
	versions  map[string][]files.Version // by publication, in the order of the days that they speak for
	decisions []lists.Decision
	key       string
}

func (s *Store) state(day delist.Date) (*state, error) {
	st := &state{versions: map[string][]files.Version{}}
	digest := sha256.New()
	fmt.Fprintln(digest, layout, s.reg.Fingerprint())
	if s.dir != nil {
		publications, err := s.dir.Publications()
		if err != nil {
			return nil, err
		}
		for _, p := range publications {
			versions, err := s.dir.Versions(p)
			if err != nil {
				return nil, err
			}
			versions = slices.DeleteFunc(versions, func(v files.Version) bool {
				return !day.IsZero() && !v.Retrieved.Before(day.AddDays(1).Time())
			})
			slices.SortStableFunc(versions, func(a, b files.Version) int {
				return cmp.Or(cmp.Compare(AsOf(&a).Time().Unix(), AsOf(&b).Time().Unix()), cmp.Compare(a.Number, b.Number))
			})
			if len(versions) > 0 {
				st.versions[p] = versions
			}
			for _, v := range versions {
				fmt.Fprintln(digest, p, v.Number, AsOf(&v), v.Format, string(v.Mapping))
				for _, part := range v.Parts {
					fmt.Fprintln(digest, part.SHA256)
				}
			}
		}
		if st.decisions, err = s.Decisions(); err != nil {
			return nil, err
		}
		json.NewEncoder(digest).Encode(st.decisions) // a hash does not fail
	}
	st.key = hex.EncodeToString(digest.Sum(nil))
	return st, nil
}

// AsOf is the day that a version speaks for: that which it names, or else that
// on which it came.
func AsOf(v *files.Version) delist.Date {
	if !v.AsOf.IsZero() {
		return v.AsOf
	}
	return delist.DateOf(v.Retrieved.UTC())
}

// Decisions returns what was decided about who is one party, oldest first.
func (s *Store) Decisions() ([]lists.Decision, error) {
	if s.dir == nil {
		return nil, nil
	}
	data, err := s.dir.ReadFile(decisionsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var file struct {
		Schema    string           `json:"schema"`
		Decisions []lists.Decision `json:"decisions"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("%s: damaged: %w", decisionsFile, err)
	}
	return file.Decisions, nil
}

// Decide adds a decision, for good.
func (s *Store) Decide(d lists.Decision) error {
	unlock, err := s.dir.Lock()
	if err != nil {
		return err
	}
	defer unlock()
	decisions, err := s.Decisions()
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(map[string]any{"schema": "delist/parties/1", "decisions": append(decisions, d)}, "", "  ")
	if err != nil {
		return err
	}
	return s.dir.WriteFile(decisionsFile, append(data, '\n'))
}

// stored returns the set that was made before, or nil where there is none, or
// it was made from something else, or it is damaged: then it is made anew.
func (s *Store) stored(st *state, catalogue *lists.Catalogue) *Set {
	key, err := s.dir.ReadFile(keyFile)
	if err != nil || string(key) != st.key {
		return nil
	}
	index, err := s.dir.ReadFile(namesFile)
	if err != nil {
		return nil
	}
	text, err := s.dir.ReadFile(partiesFile)
	if err != nil || len(text) < 8 {
		return nil
	}
	set := &Set{reg: s.reg, catalogue: catalogue, Versions: newest(st)}
	if set.Index, err = names.Open(index); err != nil {
		return nil
	}
	n := binary.LittleEndian.Uint64(text[len(text)-8:])
	if n != uint64(set.Index.Parties()) || 8*(n+1) > uint64(len(text)) {
		return nil
	}
	table := text[uint64(len(text))-8*(n+1):]
	set.text = text[:uint64(len(text))-8*(n+1)]
	set.ends = make([]uint64, n)
	last := uint64(0)
	for i := range set.ends {
		set.ends[i] = binary.LittleEndian.Uint64(table[8*i:])
		if set.ends[i] < last || set.ends[i] > uint64(len(set.text)) {
			return nil
		}
		last = set.ends[i]
	}
	return set
}

func newest(st *state) map[string]files.Version {
	last := map[string]files.Version{}
	for p, versions := range st.versions {
		last[p] = versions[len(versions)-1]
	}
	return last
}

// keep writes a set down, the key last: a crash in between leaves one that is
// made anew.
func (s *Store) keep(st *state, set *Set) error {
	unlock, err := s.dir.Lock()
	if err != nil {
		return err
	}
	defer unlock()
	var index bytes.Buffer
	if _, err := set.Index.WriteTo(&index); err != nil {
		return err
	}
	text := slices.Clone(set.text)
	for _, end := range set.ends {
		text = binary.LittleEndian.AppendUint64(text, end)
	}
	text = binary.LittleEndian.AppendUint64(text, uint64(len(set.ends)))
	return errors.Join(
		s.dir.WriteFile(keyFile, nil), s.dir.WriteFile(namesFile, index.Bytes()),
		s.dir.WriteFile(partiesFile, text), s.dir.WriteFile(keyFile, []byte(st.key)),
	)
}
