package files

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"time"
)

// Add keeps a version: its staged parts, and then the account of it, under
// [Dir.Lock], which the caller must not hold. A crash at any point leaves the
// account as it was, or as it is to be. The parts of v, its number and Checked
// are set here, and Retrieved if it is zero.
//
// Where the newest version has the same bytes, nothing is added: it is returned
// with Checked set to v.Retrieved, and with the tags of the new parts. Whoever
// needs to know which of the two happened asks whether Checked is zero.
func (d *Dir) Add(v Version, parts []*Staged) (Version, error) {
	v, err := prepare(v, parts)
	if err != nil {
		return Version{}, err
	}
	unlock, err := d.Lock()
	if err != nil {
		return Version{}, err
	}
	defer unlock()
	versions, err := d.Versions(v.Publication)
	if err != nil {
		return Version{}, err
	}
	if n := len(versions); n > 0 && versions[n-1].sameBytes(v) {
		return d.unchanged(versions, v, parts)
	}
	if err := d.makeFolder(filepath.Join("lists", v.Publication)); err != nil {
		return Version{}, err
	}
	for _, s := range parts {
		if err := d.place(v.Publication, s); err != nil {
			return Version{}, err
		}
	}
	v.Number = len(versions) + 1
	if err := d.writeVersions(v.Publication, append(versions, v)); err != nil {
		return Version{}, err
	}
	return v, nil
}

// prepare fills in what Add sets, and refuses what could not be read again.
func prepare(v Version, parts []*Staged) (Version, error) {
	if err := checkName(v.Publication); err != nil {
		return v, err
	}
	v.Parts, v.Checked = nil, time.Time{}
	for _, s := range parts {
		p := s.Part
		p.SHA256, p.Size = s.digest, s.size // as measured, whatever the caller did to Part
		v.Parts = append(v.Parts, p)
	}
	if v.Retrieved.IsZero() {
		v.Retrieved = time.Now()
	}
	v.Retrieved = toSecond(v.Retrieved)
	if err := v.check(); err != nil {
		return v, fmt.Errorf("publication %s: %w", v.Publication, err)
	}
	return v, nil
}

// unchanged notes that the newest version came again as v.
func (d *Dir) unchanged(versions []Version, v Version, parts []*Staged) (Version, error) {
	last := &versions[len(versions)-1]
	last.Checked = v.Retrieved
	for i := range last.Parts {
		last.Parts[i].ETag, last.Parts[i].LastModified = v.Parts[i].ETag, v.Parts[i].LastModified
	}
	for _, s := range parts {
		if err := d.place(v.Publication, s); err != nil {
			return Version{}, err
		}
	}
	return *last, d.writeVersions(v.Publication, versions)
}

// Checked notes that the source of the newest version was asked, and had
// nothing newer. It returns that version; where there is none, an error that
// wraps [fs.ErrNotExist]. It takes [Dir.Lock].
func (d *Dir) Checked(publication string, at time.Time) (Version, error) {
	unlock, err := d.Lock()
	if err != nil {
		return Version{}, err
	}
	defer unlock()
	versions, err := d.Versions(publication)
	if err != nil {
		return Version{}, err
	}
	if len(versions) == 0 {
		return Version{}, fmt.Errorf("publication %s: %w", publication, fs.ErrNotExist)
	}
	last := &versions[len(versions)-1]
	last.Checked = toSecond(at)
	return *last, d.writeVersions(publication, versions)
}

func toSecond(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }
