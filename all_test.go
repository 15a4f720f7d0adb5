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
	"":                 {},
	"register":         {""},
	"register/compile": {"", "register"},
	"inventory":        {"", "inventory/rpm", "inventory/sbom", "inventory/scan"},
	"inventory/sbom":   {""},
	"inventory/scan":   {""},
	"inventory/rpm":    {""},
	"names":            {""},
	"names/compile":    {},
	"lists":            {""},
	"fetch":            {},
	"store/files":      {""},
	"listed":           {"", "lists", "names", "register", "store/files"},
	"attribute":        {"", "register", "names"},
	"judge":            {"", "register"},
	"report":           {""},
	"screening":        {""},
	"bench":            {"", "inventory/sbom"},
	"cmd/delist": {"", "register", "inventory", "inventory/rpm", "inventory/sbom", "inventory/scan", "attribute", "judge", "report", "screening",
		"names", "lists", "listed", "fetch", "store/files"},
}

// onlyIn names libraries that only one package may import, so that a change of
// library is a change of one package.
var onlyIn = map[string]string{
	"github.com/google/osv-scalibr": "inventory/scan",
	"github.com/spf13/cobra":        "cmd/delist",
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
func TestNoNetwork(t *testing.T) {
	for _, dep := range list(t, "-deps", "./register", "./inventory/sbom", "./attribute", "./judge", "./report", "./screening", "./names", "./lists", "./listed", "./store/files") {
		if dep == "net/http" || dep == "net" {
			t.Errorf("%s is linked where nothing may connect", dep)
		}
	}
}
