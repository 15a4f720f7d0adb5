package inventory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/pe"
	"github.com/delistdev/delist/inventory/signature"
)

// A tree is a directory that is read.
type tree struct {
	dir    string // as the operating system writes it; empty for standard input
	limits Limits
	pseudo map[string]bool
	files  atomic.Int64 // seen so far

	releases   sync.Map // string → *release, by the directory that holds etc
	catalogues sync.Map // string → *catalogues, by their directory

	beside kept // in place of a directory

	signatures func() signature.Policy
	exports    func(name string) bool

	rootOnce sync.Once
	root     *os.Root
	rootErr  error
}

func newTree(dir string, opts Options) *tree {
	return &tree{dir: dir, limits: opts.Limits, signatures: opts.Signatures, exports: opts.Exports}
}

// newDirectory returns the tree of a directory that is walked.
func newDirectory(dir string, opts Options) *tree {
	t := newTree(dir, opts)
	t.pseudo = pseudoMounts(dir)
	return t
}

// A catalogues is what was read of those of one directory.
type catalogues struct {
	once sync.Once
	all  []*pe.Catalogue
}

// native returns the path of the operating system for a path below the tree.
func (t *tree) native(path string) string {
	if path == "" {
		return t.dir
	}
	if strings.HasSuffix(t.dir, string(filepath.Separator)) {
		return t.dir + filepath.FromSlash(path)
	}
	return t.dir + string(filepath.Separator) + filepath.FromSlash(path)
}

// A candidate is a file that readers want, or a directory that could not be
// read.
type candidate struct {
	path    string
	readers []*reader
	err     error
}

// walk lists the files that readers want, sorted by path.
func (t *tree) walk(ctx context.Context) []candidate {
	w := &walker{tree: t, ctx: ctx, queue: []string{""}}
	w.more.L = &w.mu
	var group sync.WaitGroup
	found := make([][]candidate, runtime.GOMAXPROCS(0))
	for i := range found {
		group.Go(func() { found[i] = w.work() })
	}
	group.Wait()
	all := slices.Concat(found...)
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Compare(a.path, b.path) })
	return all
}

// A walker shares the directories that are still to be listed between workers.
type walker struct {
	tree *tree
	ctx  context.Context

	mu    sync.Mutex
	more  sync.Cond
	queue []string
	busy  int // workers that may still add to the queue
}

func (w *walker) work() []candidate {
	var found []candidate
	for {
		dir, ok := w.next()
		if !ok {
			return found
		}
		var below []string
		found, below = w.tree.list(found, dir)
		w.done(below)
	}
}

func (w *walker) next() (string, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.queue) == 0 && w.busy > 0 {
		w.more.Wait()
	}
	if len(w.queue) == 0 || w.ctx.Err() != nil {
		w.queue = nil
		w.more.Broadcast()
		return "", false
	}
	dir := w.queue[len(w.queue)-1]
	w.queue = w.queue[:len(w.queue)-1]
	w.busy++
	return dir, true
}

func (w *walker) done(below []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queue = append(w.queue, below...)
	w.busy--
	w.more.Broadcast()
}

// list appends what readers want of one directory to found and returns the
// directories in it.
func (t *tree) list(found []candidate, dir string) (_ []candidate, below []string) {
	if strings.Count(dir, "/") >= t.limits.Depth {
		err := fmt.Errorf("%w: more than %d directories inside each other", errLimit, t.limits.Depth)
		return append(found, candidate{path: dir, err: err}), nil
	}
	entries, err := readDir(t.native(dir))
	if err != nil { // what was listed before the error is still read
		found = append(found, candidate{path: cmp.Or(dir, "."), err: bare(err)})
	}
	files := 0
	for _, e := range entries {
		switch kind := e.Type(); {
		case kind.IsDir():
			if sub := path.Join(dir, e.Name()); !t.pseudo[sub] {
				below = append(below, sub)
			}
		case kind.IsRegular():
			files++
			if readers := wanting(dir, e); len(readers) > 0 {
				found = append(found, candidate{path: path.Join(dir, e.Name()), readers: readers})
			}
		}
	}
	t.files.Add(int64(files))
	return found, below
}

// readDir lists a directory in the order of the disk: sorting comes later.
func readDir(dir string) ([]fs.DirEntry, error) {
	f, err := os.OpenFile(dir, os.O_RDONLY|openFlags, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.ReadDir(-1)
}

// unread is the error for something of the tree that no reader got to see.
func unread(path string, err error) error {
	return &delist.ReadError{Reader: "walk", Path: path, Undecided: errors.Is(err, errLimit), Err: err}
}
