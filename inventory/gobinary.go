package inventory

import (
	"debug/buildinfo"
	"runtime/debug"
	"strings"
	"time"

	"github.com/delistdev/delist"
	"golang.org/x/mod/module"
)

// readGoBinary reads the modules that a Go program was built from. A program
// that is not of Go gives nothing.
func readGoBinary(f *file, out *sink) error {
	info, err := buildinfo.Read(f)
	if err != nil {
		return nil //nolint:nilerr // the package has one error for "not a Go program" and for all else
	}
	out.reader = "go-binary"
	if main := mainProgram(info); main.Name != "" {
		if err := out.item(main, 0); err != nil {
			return err
		}
	}
	for _, dep := range info.Deps {
		path, version := built(dep)
		if err := out.item(delist.Item{Name: path, Version: version, PURL: goPURL(path, version)}, 0); err != nil {
			return err
		}
	}
	compiler, _, _ := strings.Cut(info.GoVersion, " ") // "go1.20-pre3 +a813be86df"
	if compiler = strings.TrimPrefix(compiler, "go"); compiler == "" {
		return nil
	}
	return out.item(delist.Item{Name: "stdlib", Version: compiler, PURL: goPURL("stdlib", compiler)}, 0)
}

// mainProgram returns the program itself. The commands of the Go distribution
// have no module, only a path such as "cmd/go".
func mainProgram(info *debug.BuildInfo) delist.Item {
	if info.Main.Path == "" {
		return delist.Item{Kind: delist.Binary, Name: info.Path}
	}
	path, version := built(&info.Main)
	if version == "" {
		version = committed(info.Settings)
	}
	return delist.Item{Kind: delist.Binary, Name: path, Version: version, PURL: goPURL(path, version)}
}

// built returns the module that was built in place of m. A directory that
// replaces it is still that module by name; of no known version, like whatever
// was built from a working copy.
func built(m *debug.Module) (path, version string) {
	switch {
	case m.Replace != nil && isDirectory(m.Replace.Path):
		return m.Path, ""
	case m.Replace != nil:
		m = m.Replace
	}
	if m.Version == "(devel)" {
		return m.Path, ""
	}
	return m.Path, m.Version
}

func isDirectory(path string) bool {
	return strings.HasPrefix(path, ".") || strings.HasPrefix(path, "/") || strings.Contains(path, `\`)
}

// committed returns the pseudo-version of the commit that a program was built
// from, if it says so.
func committed(settings []debug.BuildSetting) string {
	var revision string
	var at time.Time
	for _, s := range settings {
		switch s.Key {
		case "vcs.revision":
			revision = s.Value
		case "vcs.time":
			at, _ = time.Parse(time.RFC3339, s.Value)
		}
	}
	if len(revision) < 12 || at.IsZero() {
		return ""
	}
	return module.PseudoVersion("", "", at, revision[:12])
}
