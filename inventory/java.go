package inventory

import (
	"archive/zip"
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

// javaArchives are the ends of names of archives that the Java platform, its
// servers and its build tools read.
var javaArchives = []string{".jar", ".war", ".ear", ".jmod", ".par", ".sar", ".jpi", ".hpi", ".lpkg", ".nar"}

func isJavaArchive(name string) bool {
	return slices.Contains(javaArchives, strings.ToLower(path.Ext(name)))
}

// readJava reads what a Java archive, and every one inside it, says that it is:
// in the project files that Maven leaves in it, or else in its manifest and the
// name of its file.
//
// Source: JAR File Specification; Apache Maven, "Maven Archiver".
func readJava(f *file, out *sink) error {
	z, err := openZip(f.path, f, f.size, 0, &spending{limits: f.tree.limits})
	if err != nil {
		return err
	}
	return readJar(z, f.size, out)
}

func readJar(z *zipFile, size int64, out *sink) error {
	if err := z.isBomb(size); err != nil {
		if err := out.failAt(z.place, 0, err); err != nil {
			return err
		}
	}
	c := contentsOf(z)
	if err := c.packages(out); err != nil {
		return err
	}
	for _, m := range c.nested {
		if err := out.ctx.Err(); err != nil {
			return err
		}
		var passed error // of the sink: it ends everything
		err := z.inside(m, func(inner *zipFile, size int64) error {
			passed = readJar(inner, size, out)
			return passed
		})
		if passed != nil {
			return passed
		}
		if err != nil {
			if err := out.failAt(z.place+"!/"+m.Name, 0, err); err != nil {
				return err
			}
		}
	}
	return nil
}

// jarContents is what matters in a Java archive.
type jarContents struct {
	*zipFile
	manifest *zip.File
	projects []*jarProject // in the order of the archive
	nested   []*zip.File
}

// A jarProject is what Maven leaves of one project in the archive: usually its
// own, and those that were packed into it.
type jarProject struct {
	dir             string
	properties, pom *zip.File
}

func contentsOf(z *zipFile) *jarContents {
	c := &jarContents{zipFile: z}
	byDir := map[string]*jarProject{}
	project := func(name string) *jarProject {
		dir := path.Dir(name)
		if byDir[dir] == nil {
			byDir[dir] = &jarProject{dir: dir}
			c.projects = append(c.projects, byDir[dir])
		}
		return byDir[dir]
	}
	for _, m := range z.File {
		switch b := base(m.Name); {
		case b == "pom.properties":
			project(m.Name).properties = m
		case b == "pom.xml":
			project(m.Name).pom = m
		case strings.EqualFold(m.Name, "META-INF/MANIFEST.MF"):
			c.manifest = cmp.Or(c.manifest, m)
		case isJavaArchive(b):
			c.nested = append(c.nested, m)
		}
	}
	return c
}

// packages sends what the archive is, and what was packed into it.
func (c *jarContents) packages(out *sink) error {
	fail := func(m *zip.File, err error) error {
		return out.failAt(c.place, 0, fmt.Errorf("%s: %w", m.Name, err))
	}
	var about jarManifest
	if c.manifest != nil {
		content, err := c.content(c.manifest)
		if err != nil {
			if err := fail(c.manifest, err); err != nil {
				return err
			}
		}
		about = parseManifest(content)
	}
	found := 0
	for _, p := range c.projects {
		artifact, err := c.project(p)
		if err != nil {
			if err := fail(cmp.Or(p.properties, p.pom), err); err != nil {
				return err
			}
		}
		if artifact.artifact == "" {
			continue
		}
		found++
		it := artifact.item()
		if len(c.projects) == 1 || strings.HasPrefix(base(c.place), artifact.artifact) {
			it.Declared = append(it.Declared, about.declared()...)
		}
		if err := out.itemAt(it, delist.Location{Path: c.place}); err != nil {
			return err
		}
	}
	if found > 0 {
		return nil
	}
	it := about.artifact(c.place).item()
	it.Declared = about.declared()
	if c.place == out.file.path {
		if p := out.file.besideJar(); p != nil && p.artifactOf().artifact != "" {
			it = p.artifactOf().item()
			it.Declared = append(it.Declared, about.declared()...)
		}
	}
	return out.itemAt(it, delist.Location{Path: c.place})
}

// project returns the artifact that one project makes.
func (c *jarContents) project(p *jarProject) (artifact, error) {
	var a artifact
	var failure error
	if p.pom != nil {
		content, err := c.content(p.pom)
		if err == nil {
			var parsed pom
			parsed, err = parsePOM(content)
			a = parsed.artifactOf()
		}
		failure = err
	}
	if p.properties != nil {
		content, err := c.content(p.properties)
		if err != nil {
			return a, err
		}
		properties := parseProperties(content)
		if properties["artifactId"] != "" {
			a.group, a.artifact, a.version = properties["groupId"], properties["artifactId"], properties["version"]
		}
	}
	return a, failure
}

// An artifact is what Maven calls a package.
type artifact struct {
	group, artifact, version string
	declared                 []delist.Declaration
}

// item returns the artifact as an item. Without a group it has no package URL:
// nobody could say whose it is.
func (a artifact) item() delist.Item {
	it := delist.Item{Name: a.artifact, Version: a.version, Declared: a.declared}
	if a.group != "" {
		it.Name = a.group + ":" + a.artifact
		it.PURL = purl("maven", a.group, a.artifact, a.version)
	}
	return it
}
