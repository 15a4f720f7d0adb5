package inventory

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"iter"
	"path"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/image"
)

// readImages yields what is in container images: each image itself, with what
// its labels say, and what lies in its final file system, with the layer that
// brought it.
func readImages(ctx context.Context, images []*image.Image, fault error, target string, opts Options, closing func() error) iter.Seq2[delist.Item, error] {
	return func(yield func(delist.Item, error) bool) {
		if closing != nil {
			defer closing()
		}
		if fault != nil && !yield(delist.Item{}, &delist.ReadError{Reader: inputImage, Path: target, Err: fault}) {
			return
		}
		for _, im := range images {
			c := &container{image: im, tree: newTree("", opts), yield: yield, ctx: ctx, prefix: prefixOf(im, len(images)), brought: map[string]broughtBy{}}
			c.tell = newTeller(c.tree, opts.Progress)
			err := c.read(imageItem(im, target))
			c.tell.stop()
			if errors.Is(err, errStopped) {
				return
			}
			if err != nil {
				yield(delist.Item{}, err)
				return
			}
		}
	}
}

var errStopped = errors.New("no more is wanted")

// prefixOf tells the files of one image from those of others in the archive.
func prefixOf(im *image.Image, images int) string {
	if images == 1 {
		return ""
	}
	if len(im.Names) > 0 {
		return im.Names[0] + "!/"
	}
	return im.Digest + "!/"
}

// A container is an image that is being read.
type container struct {
	image  *image.Image
	tree   *tree
	ctx    context.Context
	tell   *teller
	yield  func(delist.Item, error) bool
	prefix string
	// brought is, for each package database, which layer brought each package
	// that the newest version read so far has.
	brought map[string]broughtBy
}

type broughtBy map[string]*image.Layer

// read yields everything. An error is the context's end, or that no more is
// wanted.
func (c *container) read(self delist.Item) error {
	if !c.yield(self, nil) {
		return errStopped
	}
	stopped := false
	err := c.image.Read(c.ctx, image.Reading{
		Want: c.want,
		Bad: func(place string, l *image.Layer, err error) {
			if !stopped {
				stopped = !c.yield(delist.Item{}, &delist.ReadError{
					Reader: inputImage, Path: c.prefix + cmp.Or(place, "layer "+l.Digest), Undecided: errors.Is(err, image.ErrLimit), Err: err,
				})
			}
		},
		Start: func(beside map[string][]byte) { c.tree.beside = beside },
		File: func(f image.File) error {
			if stopped {
				return errStopped
			}
			return c.file(f)
		},
	})
	if stopped {
		return errStopped
	}
	return err
}

// want says which files are read, which of them in every version, and which are
// looked at beside others.
func (c *container) want(place string, mode fs.FileMode) image.Want {
	dir, name := path.Split(place)
	dir = strings.TrimSuffix(dir, "/")
	switch {
	case isBeside(dir, name):
		return image.Beside
	case isDpkgStatus(place), isApkInstalled(place), isRPMDatabase(place):
		return image.EveryVersion
	case len(wantingMode(dir, name, func() (fs.FileMode, error) { return mode, nil })) > 0:
		return image.Final
	}
	return image.Skip
}

// isBeside reports whether a file is looked at for what it says about others.
func isBeside(dir, name string) bool {
	return name == "os-release" && (dir == "etc" || dir == "usr/lib") ||
		name == "copyright" && strings.HasPrefix(dir, "usr/share/doc/")
}

// file has the readers read one file.
func (c *container) file(f image.File) error {
	dir, name := path.Split(f.Path)
	readers := wantingMode(strings.TrimSuffix(dir, "/"), name, func() (fs.FileMode, error) { return f.Mode, nil })
	opened := &file{tree: c.tree, path: f.Path, size: f.Size, ReaderAt: f.ReaderAt}
	c.tree.files.Add(1)
	c.tell.path = f.Path
	before, now := c.brought[f.Path], broughtBy{}
	for _, r := range readers {
		var stop error
		readFile(c.ctx, opened, r, func(found result) error {
			if stop = c.ctx.Err(); stop == nil {
				stop = c.result(found, f, before, now)
			}
			return stop
		})
		if stop != nil {
			return stop
		}
	}
	c.brought[f.Path] = now
	return c.ctx.Err()
}

// result yields what a reader found, with the layer that brought it: of a
// package database the one in which the package first was.
func (c *container) result(found result, f image.File, before, now broughtBy) error {
	var unread *delist.ReadError
	if errors.As(found.err, &unread) {
		unread.Path = c.prefix + unread.Path
	}
	layer := f.Layer
	if found.err == nil {
		key := cmp.Or(found.item.PURL, found.item.Name+" "+found.item.Version)
		layer = cmp.Or(before[key], layer)
		now[key] = layer
	}
	if f.Superseded {
		return nil
	}
	for i := range found.item.Locations {
		found.item.Locations[i].Path = c.prefix + found.item.Locations[i].Path
		found.item.Locations[i].Layer = layer.Digest
	}
	c.tell.whenDue()
	if found.err == nil {
		c.tell.items++
	}
	if !c.yield(found.item, found.err) {
		return errStopped
	}
	return nil
}

// imageItem is the image itself. What its labels say is declared by whoever
// built it, or a base below it.
//
// Source: OCI Image Format Specification, "Pre-Defined Annotation Keys".
func imageItem(im *image.Image, target string) delist.Item {
	label := func(key string) string { return im.Config.Labels["org.opencontainers.image."+key] }
	name := target
	if len(im.Names) > 0 {
		name = im.Names[0]
	}
	it := delist.Item{
		Kind: delist.Container, Name: name, Version: label("version"), Reader: inputImage,
		Declared: declare("vendor", label("vendor"), "vendor", im.Config.Labels["vendor"], "author", label("authors"), "author", im.Config.Author,
			"maintainer", im.Config.Labels["maintainer"], "homepage", label("url"), "repository", label("source")),
		Locations: []delist.Location{{Path: name}},
	}
	if im.Digest != "" {
		it.PURL = purl("oci", "", strings.ToLower(lastName(name)), im.Digest, "arch", im.Config.Architecture)
	}
	return it
}

// lastName is the last part of an image's name, without tag and digest.
//
// Source: purl-spec, type oci.
func lastName(name string) string {
	name, _, _ = strings.Cut(name, "@")
	name = base(name)
	name, _, _ = strings.Cut(name, ":")
	return name
}
