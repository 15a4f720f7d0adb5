package delist_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/delistdev/delist"

// mayImport holds the directions of the design: which packages of this module
// each package may depend on, directly or through others. A package that is not
// here is refused: give it a place in the design first.
var mayImport = map[string][]string{
	"":                           {},
	"register":                   {""},
	"register/compile":           {"", "register"},
	"tabular":                    {},
	"inventory":                  with(readers, ""),
	"inventory/signature":        {""},
	"inventory/android":          {"", "inventory/signature"},
	"inventory/extension":        {"", "inventory/signature"},
	"inventory/image":            {},
	"inventory/macho":            {"", "inventory/signature"},
	"inventory/msi":              {"", "inventory/signature"},
	"inventory/pe":               {"", "inventory/signature"},
	"inventory/sbom":             {""},
	"inventory/scan":             {""},
	"inventory/rpm":              {""},
	"inventory/source":           {""},
	"inventory/hive":             {"", "inventory/source"},
	"inventory/network":          {"", "inventory/source", "tabular"},
	"inventory/fleet":            {"", "inventory/source", "tabular"},
	"inventory/fleet/osquery":    {"", "inventory/source", "tabular"},
	"inventory/catalogue":        {"", "inventory/source", "inventory/catalogue/markup", "tabular"},
	"inventory/catalogue/markup": {"", "inventory/source"},
	"materials":                  {""},
	"names":                      {""},
	"names/compile":              {},
	"lists":                      {"", "tabular"},
	"fetch/registry":             {},
	"fetch":                      {},
	"store/files":                {""},
	"ledger":                     {},
	"store/tables":               {"", "ledger"},
	"store/sqlite":               {"", "ledger", "store/tables"},
	"store/postgres":             {"", "ledger", "store/tables"},
	"store/postgrestest":         {},
	"store/storetest":            {"", "ledger", "store/tables"},
	"listed":                     {"", "lists", "names", "register", "store/files", "tabular"},
	"attribute":                  {"", "register", "names"},
	"judge":                      {"", "register"},
	"evidence":                   {""},
	"evidence/document":          {"", "evidence"},
	"evidence/reuse":             {"", "evidence"},
	"evidence/cite":              {"", "evidence"},
	"evidence/revision":          {"", "evidence"},
	"evidence/quote":             {"", "evidence"},
	"evidence/exchange":          {"", "evidence"},
	"evidence/stories":           {"", "evidence"},
	"evidence/shelf":             {"", "evidence"},
	"evidence/grounds":           {"", "evidence", "evidence/reuse", "evidence/cite"},
	"decision":                   {""},
	"report":                     {""},
	"report/form":                {""},
	"screening":                  {""},
	"plan":                       {""},
	"plan/withdraw":              {"", "inventory/source", "inventory/catalogue", "inventory/catalogue/markup", "tabular"},
	"bench":                      {"", "inventory/sbom"},
	"cmd/delist": with(readers, "", "evidence", "evidence/document", "evidence/reuse", "evidence/cite", "evidence/revision", "evidence/quote",
		"evidence/exchange", "evidence/shelf", "evidence/grounds", "fetch/registry", "register", "inventory", "materials", "attribute", "judge", "report", "report/form",
		"screening", "plan", "plan/withdraw", "names", "lists", "listed", "fetch", "store/files", "store/tables", "store/sqlite", "store/postgres", "ledger", "decision"),
}

// readers are the packages that inventory puts together.
var readers = []string{
	"tabular", "inventory/source", "inventory/android", "inventory/catalogue", "inventory/catalogue/markup", "inventory/extension",
	"inventory/fleet", "inventory/fleet/osquery", "inventory/hive", "inventory/image", "inventory/macho", "inventory/msi",
	"inventory/network", "inventory/pe", "inventory/rpm", "inventory/sbom", "inventory/scan", "inventory/signature",
}

func with(list []string, more ...string) []string { return append(slices.Clone(list), more...) }

// onlyIn names libraries that only one package may import, so that a change of
// library is a change of one package.
var onlyIn = map[string]string{
	"github.com/google/osv-scalibr":          "inventory/scan",
	"github.com/spf13/cobra":                 "cmd/delist",
	"github.com/google/go-containerregistry": "fetch/registry",
	"github.com/gowebpki/jcs":                "ledger",
}

func list(t *testing.T, args ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list"}, args...)...).Output()
	if err != nil {
		t.Fatalf("go list %v: %v", args, err)
	}
	return strings.Fields(string(out))
}

func TestImportDirections(t *testing.T) {
	for _, pkg := range list(t, "./...") {
		name := strings.TrimPrefix(strings.TrimPrefix(pkg, module), "/")
		allowed, ok := mayImport[name]
		if !ok {
			t.Errorf("%s has no place in the design: say in all_test.go what it may import", pkg)
			continue
		}
		for _, dep := range list(t, "-deps", pkg) {
			ours, isOurs := strings.CutPrefix(dep, module)
			ours = strings.TrimPrefix(ours, "/")
			if isOurs && dep != pkg && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s, against the design", pkg, dep)
			}
		}
	}
}

// The vocabulary stands on the standard library alone.
func TestRootImportsNothingElse(t *testing.T) {
	for _, dep := range list(t, "-deps", ".") {
		if strings.Contains(dep, ".") && dep != module {
			t.Errorf("the root imports %s", dep)
		}
	}
}

func TestLibrariesHaveOneImporter(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		fields := strings.Fields(line)
		for _, imported := range fields[1:] {
			for library, owner := range onlyIn {
				if strings.HasPrefix(imported, library) && fields[0] != module+"/"+owner {
					t.Errorf("%s imports %s; only %s may", fields[0], imported, owner)
				}
			}
		}
	}
}

// No connection is opened anywhere: nothing that this program does needs one.
// (The libraries behind inventory bring clients along, for timestamps among
// others, that nothing here calls.)
func TestNoNetwork(t *testing.T) {
	quiet := []string{"register", "tabular", "inventory/sbom", "inventory/source", "inventory/hive", "inventory/network", "inventory/fleet/osquery", "inventory/catalogue", "attribute", "judge", "report", "report/form", "materials",
		"screening", "plan", "plan/withdraw", "names", "lists", "listed", "decision", "ledger", "store/files"}
	var packages []string
	for _, name := range quiet {
		packages = append(packages, module+"/"+name)
	}
	imports := importsOf(t, packages)
	seen := map[string]bool{}
	var visit func(pkg string)
	visit = func(pkg string) {
		// Package publicsuffix names the type of cookie jars, and has no way to connect.
		if seen[pkg] || pkg == "golang.org/x/net/publicsuffix" {
			return
		}
		seen[pkg] = true
		for _, imported := range imports[pkg] {
			if imported == "net/http" || imported == "net" {
				t.Errorf("%s imports %s, where nothing may connect", pkg, imported)
			}
			visit(imported)
		}
	}
	for _, pkg := range packages {
		visit(pkg)
	}
}

// importsOf returns what each package imports, of those given and all that they
// depend on.
func importsOf(t *testing.T, packages []string) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list", "-deps", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`}, packages...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	imports := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		imports[fields[0]] = fields[1:]
	}
	return imports
}
