package inventory

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/scan"
)

// readProject reads the project that a Maven project file describes and what it
// depends on. Versions and properties may stand in the project above it, if
// that lies in the tree, too; what stands in a repository is not fetched, and
// such a dependency has no version.
//
// (The extractor of osv-scalibr would drop it without a word. It also brings a
// client of package registries, of 6 MB.)
func readProject(f *file, out *sink) error {
	if f.size > metadataBytes {
		return errLimit
	}
	content, err := f.whole()
	if err != nil {
		return err
	}
	p, err := parsePOM(content)
	if err != nil {
		return err
	}
	p.above = f.parentOf(&p, f.path, 0)
	if a := p.artifactOf(); a.artifact != "" {
		if err := out.item(a.item(), 0); err != nil {
			return err
		}
	}
	for _, d := range p.Dependencies {
		group, name := p.resolve(d.Group), p.resolve(d.Artifact)
		if group == "" || name == "" {
			if err := out.fail(d.line, errNoCoordinates); err != nil {
				return err
			}
			continue
		}
		version := cmp.Or(p.resolve(d.Version), p.managed(group, name))
		it := delist.Item{Name: group + ":" + name, Version: version, PURL: purl("maven", group, name, version)}
		if err := out.item(it, d.line); err != nil {
			return err
		}
	}
	return nil
}

var errNoCoordinates = errors.New("a dependency whose group or artifact is not known here")

// maxParents is how many projects may stand above each other.
const maxParents = 20

// parentOf returns the project above the one at a path, or nil.
func (f *file) parentOf(p *pom, place string, depth int) *pom {
	if p.Parent.Artifact == "" || depth >= maxParents {
		return nil
	}
	system, err := f.tree.system()
	if err != nil {
		return nil
	}
	above := path.Join(path.Dir(place), cmp.Or(p.Parent.RelativePath, "../pom.xml"))
	if info, err := system.Stat(above); err == nil && info.IsDir() {
		above = path.Join(above, "pom.xml")
	}
	for _, above := range []string{above, p.inRepository(place, p.Parent.coordinates)} {
		if parent := projectAt(system, above); parent != nil && parent.resolve(parent.Artifact) == p.Parent.Artifact {
			parent.above = f.parentOf(parent, above, depth+1)
			return parent
		}
	}
	return nil // it reports its own fault, or is another project
}

// projectAt returns the project that a file of the tree describes, or nil.
func projectAt(system scan.FileSystem, name string) *pom {
	info, err := system.Stat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > metadataBytes {
		return nil
	}
	content, err := readSmall(system, name)
	if err != nil {
		return nil
	}
	p, err := parsePOM(content)
	if err != nil {
		return nil
	}
	return &p
}

// inRepository returns where in a repository the project file of other lies, if
// that of p lies at place in one: "GROUP/ARTIFACT/VERSION/ARTIFACT-VERSION.pom",
// with the group's dots as "/".
//
// Source: Apache Maven, "Maven Repository Layouts".
func (p *pom) inRepository(place string, other coordinates) string {
	a := p.artifactOf()
	root, ok := strings.CutSuffix(path.Dir(place), repositoryDir(a.group, a.artifact, a.version))
	if !ok {
		return ""
	}
	group, artifact, version := strings.TrimSpace(other.Group), strings.TrimSpace(other.Artifact), strings.TrimSpace(other.Version)
	return root + repositoryDir(group, artifact, version) + "/" + artifact + "-" + version + ".pom"
}

func repositoryDir(group, artifact, version string) string {
	return strings.ReplaceAll(group, ".", "/") + "/" + artifact + "/" + version
}

// besideJar returns the project whose file lies beside an archive in a
// repository, or nil.
func (f *file) besideJar() *pom {
	dir := path.Dir(f.path)
	version := path.Base(dir)
	artifact := path.Base(path.Dir(dir))
	if !strings.HasPrefix(path.Base(f.path), artifact+"-"+version) {
		return nil
	}
	system, err := f.tree.system()
	if err != nil {
		return nil
	}
	place := path.Join(dir, artifact+"-"+version+".pom")
	p := projectAt(system, place)
	if p != nil {
		p.above = f.parentOf(p, place, 0)
	}
	return p
}

func readSmall(system fs.FS, name string) ([]byte, error) {
	f, err := system.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, metadataBytes))
}
