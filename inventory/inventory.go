package inventory

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/image"
	"github.com/delistdev/delist/inventory/sbom"
	"github.com/delistdev/delist/inventory/signature"
	"github.com/delistdev/delist/inventory/source"
)

// Options say how to read. The zero value recognises everything and has the
// default limits.
type Options struct {
	// Input forces the kind of the target: "directory", "sbom", or the name of
	// one of the [Readers]. Empty recognises it.
	Input string
	// Progress, if not nil, is told how far the reading has come, at most ten
	// times a second, by the goroutine that takes the items.
	Progress func(delist.Progress)
	Limits   Limits
	// Recognised, if not nil, is told which kind of export the target is, as Input
	// names it, before Read returns; for anything else it is not asked.
	Recognised func(kind string)
	// Told, if not nil, is told what a file was recognised as, and what its
	// columns were taken for, by the goroutine that takes the items.
	Told func(delist.Input)
	// Sale asks catalogues for what each line says about selling; nil asks for
	// nothing.
	Sale *source.Sale
	// Signatures decides which signers are trusted, and when; it is asked when
	// the first signature is met. Nil trusts nobody.
	Signatures func() signature.Policy
	// Exports says which names that a program exports are worth telling; nil
	// tells none.
	Exports func(name string) bool
}

// Readers returns the names of the readers, sorted: what Options.Input may
// force for a single file.
func Readers() []string {
	names := []string{executable.name}
	for _, r := range readers {
		names = append(names, r.name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Read recognises what target is, a directory or a file, and yields what is in
// it. The target "-" is stdin.
//
// Something that could not be read is yielded as a [*delist.ReadError] with a
// zero Item, and iteration continues. Any other error, such as the context's
// end, is the last thing yielded. Locations and errors name paths below the
// target, or the target's base name if it is a file. The sequence can be
// iterated once.
//
// The error that Read returns itself says that the target cannot be used at
// all: it is missing, cannot be opened, or is nothing that is known here.
func Read(ctx context.Context, target string, stdin io.Reader, opts Options) (iter.Seq2[delist.Item, error], error) {
	opts = opts.orDefault()
	if err := opts.check(); err != nil {
		return nil, err
	}
	if target == "-" {
		return readStream(ctx, stdin, opts)
	}
	// The target itself may be a link: that is what the caller named.
	resolved, err := filepath.EvalSymlinks(target)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", target, bare(err))
	}
	info, err := os.Stat(resolved)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", target, bare(err))
	case info.IsDir():
		return readDirectory(ctx, target, resolved, opts)
	case info.Mode().IsRegular():
		return readSingle(ctx, target, resolved, opts)
	}
	return nil, fmt.Errorf("%s: is a %s; a directory or a regular file is wanted, or \"-\" for standard input", target, describeMode(info.Mode()))
}

func (o Options) orDefault() Options {
	o.Limits = o.Limits.orDefault()
	if o.Recognised == nil {
		o.Recognised = func(string) {}
	}
	if o.Signatures == nil {
		o.Signatures = func() signature.Policy { return signature.Policy{} }
	}
	return o
}

func (o Options) check() error {
	if o.Input == "" || slices.Contains(Inputs(), o.Input) {
		return nil
	}
	return fmt.Errorf("unknown kind of input %q; known are %s", o.Input, strings.Join(Inputs(), ", "))
}

// Inputs returns the kinds of input that [Options] may name: a directory, an
// image, an SBOM, an export, or a reader of single files.
func Inputs() []string {
	kinds := []string{inputDirectory, inputImage, inputSBOM}
	for _, e := range exports {
		kinds = append(kinds, e.kinds...)
	}
	for _, name := range Readers() {
		if !slices.Contains(kinds, name) {
			kinds = append(kinds, name)
		}
	}
	return kinds
}

// The kinds of input that are not the name of a reader.
const (
	inputDirectory = "directory"
	inputSBOM      = "sbom"
	inputImage     = "image"
)

func readDirectory(ctx context.Context, target, dir string, opts Options) (iter.Seq2[delist.Item, error], error) {
	if opts.Input == inputImage || opts.Input == "" && image.IsLayout(dir) {
		images, closing, err := image.OpenLayout(dir)
		if len(images) > 0 {
			return readImages(ctx, images, err, target, opts, closing), nil
		}
		if opts.Input == inputImage {
			return nil, fmt.Errorf("%s: %w", target, err)
		}
	}
	if opts.Input != "" && opts.Input != inputDirectory {
		return nil, fmt.Errorf("%s: is a directory, not %s", target, opts.Input)
	}
	f, err := os.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", target, bare(err))
	}
	f.Close()
	return newDirectory(dir, opts).items(ctx, opts.Progress), nil
}

func describeMode(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "FIFO"
	case mode&fs.ModeSocket != 0:
		return "socket"
	case mode&fs.ModeDevice != 0:
		return "device"
	}
	return "special file"
}

// readSingle reads one file by its name or its form.
func readSingle(ctx context.Context, target, path string, opts Options) (iter.Seq2[delist.Item, error], error) {
	if opts.Input == inputDirectory {
		return nil, fmt.Errorf("%s: is a file, not a directory", target)
	}
	t := newTree(filepath.Dir(path), opts)
	name := filepath.Base(path)
	opened, info, err := t.open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", target, err)
	}
	head := make([]byte, min(headSize, info.Size()))
	if n, err := opened.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		opened.Close()
		return nil, fmt.Errorf("%s: %w", target, bare(err))
	} else {
		head = head[:n]
	}
	seq, err := recognised(ctx, &file{tree: t, path: name, size: info.Size(), ReaderAt: opened}, head, opts)
	if err != nil {
		opened.Close()
		return nil, fmt.Errorf("%s: %w", target, err)
	}
	return func(yield func(delist.Item, error) bool) {
		defer opened.Close()
		seq(yield)
	}, nil
}

// headSize is how much of a file is looked at to recognise it.
const headSize = sbom.SniffLen

// readStream reads standard input: an SBOM as it comes, anything else once all
// of it is in memory.
func readStream(ctx context.Context, stdin io.Reader, opts Options) (iter.Seq2[delist.Item, error], error) {
	const name = "-"
	head, err := io.ReadAll(io.LimitReader(stdin, headSize))
	if err != nil {
		return nil, fmt.Errorf("standard input: %w", bare(err))
	}
	if isSBOM(head, opts.Input) {
		return readSBOM(ctx, io.MultiReader(bytes.NewReader(head), stdin), name, opts), nil
	}
	if opts.Input == inputImage || opts.Input == "" && image.Sniff(head) {
		return readImageStream(ctx, io.MultiReader(bytes.NewReader(head), stdin), name, opts)
	}
	stream, all := &file{tree: newTree("", opts), path: name}, io.MultiReader(bytes.NewReader(head), stdin)
	if e := exportOf(head, opts.Input); e != nil {
		return e.read(ctx, stream, all, opts), nil
	}
	if isGzip(head) {
		e, r := packedExport(all, head, opts)
		if e == nil {
			return nil, errors.New("standard input: looks like gzip, and nothing that is known is in it")
		}
		return e.read(ctx, stream, r, opts), nil
	}
	limit := opts.Limits.FileBytes
	rest, err := io.ReadAll(io.LimitReader(stdin, limit-int64(len(head))+1))
	if err != nil {
		return nil, fmt.Errorf("standard input: %w", bare(err))
	}
	content := append(head, rest...)
	if int64(len(content)) > limit {
		return nil, fmt.Errorf("standard input: %w: at most %d bytes are read; give a file instead", errLimit, limit)
	}
	t := newTree("", opts)
	f := &file{tree: t, path: name, size: int64(len(content)), ReaderAt: bytes.NewReader(content)}
	seq, err := recognised(ctx, f, content[:min(headSize, len(content))], opts)
	if err != nil {
		return nil, fmt.Errorf("standard input: %w", err)
	}
	return seq, nil
}

// readImageStream reads an archive of images that comes as a stream: it is kept
// in a file, without a name where that can be, while it is read.
func readImageStream(ctx context.Context, r io.Reader, name string, opts Options) (iter.Seq2[delist.Item, error], error) {
	f, err := os.CreateTemp("", "delist-*")
	if err != nil {
		return nil, err
	}
	closing := func() error { return errors.Join(f.Close(), onlyMissing(os.Remove(f.Name()))) }
	os.Remove(f.Name())
	size, err := io.Copy(f, r)
	if err != nil {
		closing()
		return nil, fmt.Errorf("standard input: %w", bare(err))
	}
	images, err := image.Open(f, size)
	if len(images) == 0 {
		closing()
		return nil, fmt.Errorf("standard input: looks like a tar archive; of those, delist reads container images: %w", err)
	}
	return readImages(ctx, images, err, name, opts, closing), nil
}

func onlyMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// recognised finds the readers for a single file and yields what they find.
func recognised(ctx context.Context, f *file, head []byte, opts Options) (iter.Seq2[delist.Item, error], error) {
	if isSBOM(head, opts.Input) {
		return readSBOM(ctx, io.NewSectionReader(f, 0, f.size), f.path, opts), nil
	}
	if e := exportOf(head, opts.Input); e != nil && !hasReader(f, opts.Input) {
		return e.read(ctx, f, io.NewSectionReader(f, 0, f.size), opts), nil
	}
	if e, r := packedExport(io.NewSectionReader(f, 0, f.size), head, opts); e != nil {
		return e.read(ctx, &file{tree: f.tree, path: f.path}, r, opts), nil
	}
	if opts.Input == inputImage || opts.Input == "" && image.Sniff(head) {
		images, err := image.Open(f, f.size)
		if len(images) > 0 {
			return readImages(ctx, images, err, f.path, opts, nil), nil
		}
		return nil, fmt.Errorf("looks like a tar archive; of those, delist reads container images: %w", err)
	}
	chosen := choose(f.tree.dir, f.path, head, opts.Input)
	if len(chosen) == 0 {
		return nil, fmt.Errorf("%s; delist reads directories, container images, SBOMs (CycloneDX, SPDX), exports of fleets and networks, catalogues, package databases, lockfiles, package metadata, Java archives and Go programs", looksLike(head))
	}
	return func(yield func(delist.Item, error) bool) {
		j := &job{candidate: candidate{path: f.path, readers: chosen}, results: make(chan []result, batchCount)}
		streamFile(ctx, f, j, newTeller(f.tree, opts.Progress), yield)
	}, nil
}

// streamFile reads one opened file in the background and yields its results.
func streamFile(ctx context.Context, f *file, j *job, tell *teller, yield func(delist.Item, error) bool) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	defer func() { <-done }()
	defer cancel()
	defer tell.stop()
	f.tree.files.Add(1)
	tell.path = f.path
	go func() {
		defer close(done)
		readAll(ctx, f, j)
	}()
	drain(ctx, j, tell, yield)
}

// choose returns the readers for a single file: the one that is asked for, or
// those that want its name, or the first that knows its form.
func choose(dir, name string, head []byte, input string) []*reader {
	all := append(slices.Clone(readers), executable)
	if input != "" {
		all = slices.DeleteFunc(all, func(r *reader) bool { return r.name != input })
	} else if found := named(filepath.ToSlash(dir), name); len(found) > 0 {
		return found
	}
	for _, r := range all {
		if r.sniff != nil && r.sniff(head) {
			return []*reader{r}
		}
	}
	if input != "" {
		return all[:1] // its form is unknown, but it was asked for
	}
	return nil
}

// looksLike says what an unknown file is, as far as its beginning tells.
func looksLike(head []byte) string {
	for _, form := range []struct{ magic, name string }{
		{"\x1f\x8b", "looks like gzip"}, {"BZh", "looks like bzip2"}, {"\xfd7zXZ", "looks like xz"},
		{"\x28\xb5\x2f\xfd", "looks like zstd"}, {"PK", "looks like a zip archive without packages"},
		{"%PDF", "looks like PDF"}, {"\x89PNG", "looks like a picture"}, {"{", "looks like JSON, but not like an SBOM, an export or a lockfile"},
		{"[", "looks like JSON, but not like an SBOM, an export or a lockfile"}, {"<", "looks like XML, but not like an SBOM, a scan or a feed"}, {"\x7fELF", "looks like a program without package records"},
	} {
		if bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n\ufeff"), []byte(form.magic)) {
			return form.name
		}
	}
	if len(head) == 0 {
		return "is empty"
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return "looks like binary data of an unknown form"
	}
	return "looks like text of an unknown form"
}
