package extension

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	maxMetadata = 4 << 20 // of a member that is read for what it says
	maxMessage  = 128 << 10
	maxSigned   = 16 << 20 // of a list of digests
	maxUnpacked = 1 << 30  // of all members together, to compare them with digests
)

var errMissing = errors.New("not there")

// members are those of an archive, by their names.
type members map[string]*zip.File

// membersOf refuses an archive with one name twice.
func membersOf(z *zip.Reader) (members, error) {
	all := make(members, len(z.File))
	for _, f := range z.File {
		if _, twice := all[f.Name]; twice {
			return nil, fmt.Errorf("member %q is there twice", f.Name)
		}
		all[f.Name] = f
	}
	return all, nil
}

// content unpacks a member, of which there may be at most limit bytes.
func (m members) content(name string, limit uint64) ([]byte, error) {
	f, ok := m[name]
	if !ok {
		return nil, fmt.Errorf("%s: %w", name, errMissing)
	}
	if f.UncompressedSize64 > limit {
		return nil, fmt.Errorf("%s: %d bytes, at most %d are read", name, f.UncompressedSize64, limit)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer r.Close()
	// Read to the end: only there the checksum is compared.
	content, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err == nil && uint64(len(content)) > limit {
		err = fmt.Errorf("more than %d bytes", limit)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return content, nil
}

// metadata unpacks a member that is read for what it says.
func (m members) metadata(name string) ([]byte, error) { return m.content(name, maxMetadata) }

// fold returns the name of a member in whatever letter case it is written.
func (m members) fold(name string) string {
	if _, ok := m[name]; ok {
		return name
	}
	found := name
	for other := range m {
		// The first in order, so that the answer is always the same.
		if strings.EqualFold(other, name) && (found == name || other < found) {
			found = other
		}
	}
	return found
}
