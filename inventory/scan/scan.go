package scan

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io/fs"
	"slices"
	"sync"
	"time"

	cpb "github.com/google/osv-scalibr/binary/proto/config_go_proto"
	"github.com/google/osv-scalibr/extractor"
	"github.com/google/osv-scalibr/extractor/filesystem"
	"github.com/google/osv-scalibr/extractor/filesystem/language/java/groupid"
	"github.com/google/osv-scalibr/log"
	"github.com/google/osv-scalibr/purl"

	"github.com/delistdev/delist"
)

// A Reader is one extractor.
type Reader struct {
	// Name is what stands in the Reader field of its items.
	Name string
	// Names and Exts say which files it may want: by their whole base name, or
	// by its end from the last dot on, in lower case. Wants narrows them down.
	Names, Exts []string

	make func(*cpb.PluginConfig) (filesystem.Extractor, error)
	once sync.Once
	made filesystem.Extractor
}

// A Found is one package, and the line that it stands in; 0 if that is not
// known.
type Found struct {
	Item delist.Item
	Line int
}

// A FileSystem is what extractors may look at besides the file that they are
// given: a parent project beside it, for example.
type FileSystem interface {
	fs.StatFS
	fs.ReadDirFS
}

// extractor returns the extractor, made on first use, or nil.
func (r *Reader) extractor() filesystem.Extractor {
	r.once.Do(func() {
		quiet()
		if made, err := r.make(&cpb.PluginConfig{}); err == nil {
			r.made = made
		}
	})
	return r.made
}

// Wants reports whether the reader wants the file at a path below the root.
func (r *Reader) Wants(path string) bool {
	e := r.extractor()
	return e != nil && e.FileRequired(named{path: path})
}

// maxNesting is how many brackets may be open in a file: some of the parsers
// behind extractors call themselves for each, and a stack has an end.
const maxNesting = 5000

// ErrNesting says that a file was not read for that reason.
var ErrNesting = errors.New("too many brackets inside each other")

// Read returns the packages in a file, sorted by line. What was found before an
// error is returned with it.
func (r *Reader) Read(ctx context.Context, system FileSystem, path string, content []byte) ([]Found, error) {
	if nesting(content) > maxNesting {
		return nil, ErrNesting
	}
	e := r.extractor()
	if e == nil {
		return nil, errors.ErrUnsupported
	}
	found, err := e.Extract(ctx, &filesystem.ScanInput{
		FS: system, Path: path, Info: named{path: path, size: int64(len(content))}, Reader: bytes.NewReader(content),
	})
	var all []Found
	for _, p := range found.Packages {
		if p.Name != "" {
			all = append(all, convert(p))
		}
	}
	slices.SortFunc(all, func(a, b Found) int {
		return cmp.Or(a.Line-b.Line, cmp.Compare(a.Item.Name, b.Item.Name), cmp.Compare(a.Item.Version, b.Item.Version))
	})
	return all, err
}

// convert turns a package into an item. Extractors write into the package URL
// where a package came from ("source=LOCAL"), which is not part of its name.
func convert(p *extractor.Package) Found {
	it := delist.Item{Name: p.Name, Version: p.Version}
	if u := p.PURL(); u != nil {
		it.PURL = withoutSource(*u).String()
	}
	if p.SourceCode != nil && p.SourceCode.Repo != "" {
		it.Declared = []delist.Declaration{{Field: "repository", Value: p.SourceCode.Repo}}
	}
	line := 0
	if d := p.Location.Descriptor; d != nil && d.File != nil {
		line = d.File.LineNumber
	}
	return Found{Item: it, Line: line}
}

func withoutSource(u purl.PackageURL) purl.PackageURL {
	qualifiers := purl.Qualifiers{}
	for _, q := range u.Qualifiers {
		if q.Key != "source" {
			qualifiers = append(qualifiers, q)
		}
	}
	u.Qualifiers = qualifiers
	return u
}

// nesting returns how many brackets are open at most. Those in strings are
// counted, too, which is more than needed and never less.
func nesting(content []byte) int {
	open, most := 0, 0
	for _, c := range content {
		switch c {
		case '[', '{', '(':
			open++
			most = max(most, open)
		case ']', '}', ')':
			open = max(open-1, 0)
		}
	}
	return most
}

// MavenGroup returns the group of well-known artifacts that do not say it, or
// nothing.
func MavenGroup(artifact string) string { return groupid.FromArtifactID(artifact) }

// quiet keeps extractors from writing to standard error: what they cannot read
// is in the error that they return.
var quiet = sync.OnceFunc(func() { log.SetLogger(silent{}) })

type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Error(...any)          {}
func (silent) Warnf(string, ...any)  {}
func (silent) Warn(...any)           {}
func (silent) Infof(string, ...any)  {}
func (silent) Info(...any)           {}
func (silent) Debugf(string, ...any) {}
func (silent) Debug(...any)          {}

// named is a file that is known by its path and size.
type named struct {
	path string
	size int64
}

func (n named) Path() string               { return n.path }
func (n named) Stat() (fs.FileInfo, error) { return n, nil }
func (n named) Name() string               { return n.path[lastSlash(n.path)+1:] }
func (n named) Size() int64                { return n.size }
func (n named) Mode() fs.FileMode          { return 0o644 }
func (n named) ModTime() time.Time         { return time.Time{} }
func (n named) IsDir() bool                { return false }
func (n named) Sys() any                   { return nil }

func lastSlash(path string) int {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '/' {
			return i
		}
	}
	return -1
}
