package inventory

import (
	"bytes"
	"strings"
	"sync"
)

// A release says which operating system a root directory holds.
type release struct {
	once        sync.Once
	id, version string
}

// distro returns the value of the qualifier "distro" of package URLs, such as
// "debian-12", or nothing.
func (r *release) distro() string {
	if r.id == "" || r.version == "" {
		return r.id
	}
	return r.id + "-" + r.version
}

// namespace returns the namespace of package URLs, or otherwise if the
// directory does not say which system it holds.
func (r *release) namespace(otherwise string) string {
	if r.id == "" {
		return otherwise
	}
	return r.id
}

// release reads the os-release file of the root directory that holds a file,
// which is at place below that directory: a tree may hold several.
// Source: os-release(5), freedesktop.org.
func (f *file) release(place string) *release {
	root, ok := strings.CutSuffix(f.path, place)
	if !ok {
		return &release{}
	}
	kept, _ := f.tree.releases.LoadOrStore(root, &release{})
	r := kept.(*release)
	r.once.Do(func() { r.read(f.tree, root) })
	return r
}

const releaseBytes = 64 << 10

func (r *release) read(t *tree, root string) {
	// Either may be a link to the other.
	for _, name := range []string{"etc/os-release", "usr/lib/os-release"} {
		if content, err := t.small(root+name, releaseBytes); err == nil {
			r.parse(content)
			return
		}
	}
}

func (r *release) parse(content []byte) {
	for line := range bytes.Lines(content) {
		key, value, _ := strings.Cut(strings.TrimSpace(string(line)), "=")
		value = strings.Trim(value, `"'`)
		switch key {
		case "ID":
			r.id = strings.ToLower(value)
		case "VERSION_ID":
			r.version = value
		}
	}
}
