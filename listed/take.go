package listed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/lists"
	"github.com/delistdev/delist/store/files"
)

// A Take says how files are taken in.
type Take struct {
	// Publication and Format name what the files are; "" means what they look like.
	Publication string
	// Mapping is the text of a mapping file, for a list in a layout of its own.
	Mapping []byte
	// AsOf is the day that the files speak for, Retrieved when they came; zero
	// means what they say themselves, and now.
	AsOf      delist.Date
	Retrieved time.Time
	// Accept takes in a list that has lost more than a tenth of its entries, or
	// has fewer than is plausible.
	Accept bool
	// Source is where they come from: "import", or "fetch".
	Source string
	// Tags are what the servers said of fetched files, by their names.
	Tags map[string]Tag
}

// A Tag is where a file was fetched, and by what its server knows this state of
// it again.
type Tag struct{ URL, ETag, LastModified string }

// A Taken is what became of one publication.
type Taken struct {
	Publication string                   `json:"publication"`
	Format      string                   `json:"format"`
	Version     int                      `json:"version"`
	AsOf        delist.Date              `json:"as_of"`
	Entries     int                      `json:"entries"`
	Unchanged   bool                     `json:"unchanged"`
	Unread      []string                 `json:"unread,omitempty"`
	Changes     map[lists.ChangeKind]int `json:"changes,omitempty"`
}

// A ShrunkError says that a list has become implausibly small. The copy that is
// there stays the newest.
type ShrunkError struct {
	Publication string
	Had, Has    int // entries before and now
	Least       int // what is plausible; 0 if the loss alone is the reason
}

func (e *ShrunkError) Error() string {
	if e.Least > 0 {
		return fmt.Sprintf("%s: %d entries, where at least %d are plausible; the copy at hand stays", e.Publication, e.Has, e.Least)
	}
	return fmt.Sprintf("%s: %d entries, where the last version had %d: more than a tenth is gone; the copy at hand stays", e.Publication, e.Has, e.Had)
}

// Take reads files, sees whether they can be what they claim, and keeps them as
// the newest version of their publications. What cannot be read at all, or is
// implausible, is left out, and the error says so; the rest is kept.
func (s *Store) Take(in []lists.File, t Take) ([]Taken, error) {
	published, fault := s.recognise(in, t)
	faults := []error{fault}
	var taken []Taken
	for _, p := range published {
		one, err := s.take(p, t)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		taken = append(taken, *one)
	}
	return taken, errors.Join(faults...)
}

func (s *Store) recognise(in []lists.File, t Take) ([]*lists.Published, error) {
	if t.Mapping == nil {
		published, err := lists.Recognise(in)
		for _, p := range published {
			if t.Publication != "" {
				p.Publication = t.Publication
			}
		}
		return published, err
	}
	m, err := lists.ReadMapping("mapping", bytes.NewReader(t.Mapping))
	if err != nil {
		return nil, err
	}
	var published []*lists.Published
	for _, f := range in {
		p := lists.Mapped(f, m)
		if t.Publication != "" {
			p.Publication = t.Publication
		}
		published = append(published, p)
	}
	return published, nil
}

// take reads one publication from the files as they are staged, so that what is
// kept is what was read.
func (s *Store) take(p *lists.Published, t Take) (*Taken, error) {
	var staged []*files.Staged
	defer func() {
		for _, part := range staged {
			part.Discard()
		}
	}()
	named := map[string]bool{}
	for i, f := range p.Files {
		part, err := s.stage(f, named, t.Tags[f.Name])
		if err != nil {
			return nil, err
		}
		staged = append(staged, part)
		p.Files[i].Open = func() (io.ReadCloser, error) { return part.Open() }
	}
	versions, err := s.dir.Versions(p.Publication)
	if err != nil {
		return nil, err
	}
	entries, unread, err := s.read(p, len(versions))
	if len(entries) == 0 {
		return nil, cmp.Or(err, fmt.Errorf("%s: nothing could be read", p.Files[0].Name))
	}
	older, err := s.check(p, versions, entries, err, t)
	if err != nil {
		return nil, err
	}
	v := files.Version{
		Publication: p.Publication, Format: p.Format, AsOf: p.AsOf, Retrieved: s.Now().UTC(), Source: t.Source,
		Entries: len(entries), Unread: len(unread),
	}
	if !t.AsOf.IsZero() {
		v.AsOf = t.AsOf
	}
	if !t.Retrieved.IsZero() {
		v.Retrieved = t.Retrieved.UTC()
	}
	if t.Mapping != nil {
		if v.Mapping, err = json.Marshal(string(t.Mapping)); err != nil {
			return nil, err
		}
	}
	kept, err := s.dir.Add(v, staged)
	if err != nil {
		return nil, err
	}
	staged = nil
	one := &Taken{Publication: p.Publication, Format: p.Format, Version: kept.Number, AsOf: AsOf(&kept), Entries: len(entries), Unchanged: !kept.Checked.IsZero()}
	for _, u := range unread {
		one.Unread = append(one.Unread, u.Error())
	}
	if !one.Unchanged && older != nil {
		one.Changes = map[lists.ChangeKind]int{}
		for _, c := range lists.Diff(older, entries) {
			one.Changes[c.Kind]++
		}
	}
	return one, nil
}

func (s *Store) stage(f lists.File, named map[string]bool, tag Tag) (*files.Staged, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	name := filepath.Base(f.Name)
	for n := 2; named[name]; n++ {
		name = fmt.Sprintf("%d-%s", n, filepath.Base(f.Name))
	}
	named[name] = true
	part, err := s.dir.Stage(name, r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	part.Source, part.ETag, part.LastModified = cmp.Or(tag.URL, f.Name), tag.ETag, tag.LastModified
	return part, nil
}

// check compares what came with what was there before, which it returns.
func (s *Store) check(p *lists.Published, versions []files.Version, entries []delist.Entry, broken error, t Take) ([]delist.Entry, error) {
	var older []delist.Entry
	if len(versions) > 0 {
		var err error
		if older, _, err = s.Entries(&versions[len(versions)-1]); err != nil {
			return nil, err
		}
	}
	if t.Accept {
		return older, nil
	}
	if broken != nil {
		return nil, fmt.Errorf("%w; %d entries were read before that, and the copy at hand stays", broken, len(entries))
	}
	if len(older) > 0 && len(entries)*10 < len(older)*9 {
		return nil, &ShrunkError{Publication: p.Publication, Had: len(older), Has: len(entries)}
	}
	catalogue, err := lists.Known()
	if err != nil {
		return nil, err
	}
	// A first import may be an excerpt, and says so with nothing lost; what is
	// fetched is the whole list.
	if known := catalogue.Publication(p.Publication); known != nil && t.Source == "fetch" && len(entries) < known.MinEntries {
		return nil, &ShrunkError{Publication: p.Publication, Has: len(entries), Least: known.MinEntries}
	}
	return older, nil
}

// Versions returns the versions of a publication, oldest first, and the two to
// compare: those with the given numbers, or the last two. Numbers below 1 count
// from the newest: 0 is that, -1 the one before.
func (s *Store) Versions(publication string, older, newer int) (a, b *files.Version, err error) {
	versions, err := s.dir.Versions(publication)
	if err != nil {
		return nil, nil, err
	}
	pick := func(n int) (*files.Version, error) {
		if n < 1 {
			n += len(versions)
		}
		if n < 1 || n > len(versions) {
			return nil, fmt.Errorf("%s has versions 1 to %d here: there is no other to compare", publication, len(versions))
		}
		return &versions[n-1], nil
	}
	if len(versions) == 0 {
		return nil, nil, fmt.Errorf("no version of %s is kept here", publication)
	}
	if a, err = pick(older); err == nil {
		b, err = pick(newer)
	}
	return a, b, err
}

// Diff compares two kept versions.
func (s *Store) Diff(a, b *files.Version) ([]lists.Change, error) {
	older, _, err := s.Entries(a)
	if err != nil {
		return nil, err
	}
	newer, _, err := s.Entries(b)
	if err != nil {
		return nil, err
	}
	return lists.Diff(older, newer), nil
}
