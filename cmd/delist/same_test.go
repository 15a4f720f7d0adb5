package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist/report"
)

// scanFile runs delist scan and returns its JSON document.
func scanFile(t *testing.T, args ...string) report.Scan {
	t.Helper()
	out := filepath.Join(t.TempDir(), "scan.json")
	args = append([]string{"scan", "--format", "json", "-o", out, "--on", "2026-11-20"}, args...)
	if code := run(context.Background(), args, strings.NewReader(""), os.Stdout, os.Stderr); code != exitDone {
		t.Fatalf("delist %v: exit status %d", args, code)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var scan report.Scan
	if err := json.Unmarshal(data, &scan); err != nil {
		t.Fatal(err)
	}
	return scan
}

// standings returns what a scan says of each package and party, and on what
// grounds; qualifiers of package URLs differ from tool to tool and are left out.
func standings(scan report.Scan) map[string]string {
	said := map[string]string{}
	for _, f := range append(scan.Findings, scan.Notices...) {
		purl, _, _ := strings.Cut(f.Item.PURL, "?")
		var b strings.Builder
		b.WriteString(f.Level.String())
		if f.Conditional != nil {
			b.WriteString(" if so " + f.Conditional.Level.String())
		}
		for _, g := range f.Grounds {
			b.WriteString(" " + string(g.Measure) + "/" + g.Term)
		}
		said[purl+" "+string(f.Party.ID)] = b.String()
	}
	return said
}

// The same package found in a tree, and in SBOMs that syft 1.52.0 and
// osv-scalibr 0.5.3 made of that tree, stands the same.
func TestSameStandingFromTreeAndSBOM(t *testing.T) {
	for _, as := range []string{"everyone", "us/contractor", "us/federal/civilian", "au/government"} {
		want := standings(scanFile(t, "testdata/same/tree", "--as", as))
		for _, must := range []string{
			"pkg:deb/debian/kesl@12.1.0-1508 ao-kaspersky-lab", "pkg:deb/debian/klnagent64@15.1.0-20748 ao-kaspersky-lab",
			"pkg:npm/%40kaspersky/hexa-ui@6.198.2 ao-kaspersky-lab",
		} {
			if !strings.HasPrefix(want[must], "prohibited ") && as != "au/government" {
				t.Errorf("%s as %s: %q, want prohibited", must, as, want[must])
			}
		}
		for _, must := range []string{
			"pkg:golang/github.com/mailru/easyjson@v0.7.7 vk", "pkg:golang/github.com/bytedance/sonic@v1.12.0 bytedance",
		} {
			if !strings.HasPrefix(want[must], "clear") {
				t.Errorf("%s as %s: %q, want clear and told", must, as, want[must])
			}
		}
		for _, tool := range []string{"syft", "scalibr"} {
			for _, form := range []string{"cdx.json", "cdx.xml", "spdx.json", "spdx"} {
				got := standings(scanFile(t, "testdata/same/"+tool+"."+form, "--as", as))
				if diff := cmp.Diff(normalised(want), normalised(got)); diff != "" {
					t.Errorf("%s.%s as %s (-tree +SBOM):\n%s", tool, form, as, diff)
				}
			}
		}
	}
}

// normalised writes Go versions as one tool does: scalibr leaves the "v" out.
func normalised(said map[string]string) map[string]string {
	out := map[string]string{}
	for key, value := range said {
		if strings.HasPrefix(key, "pkg:golang/") {
			key = strings.Replace(key, "@v", "@", 1)
		}
		out[key] = value
	}
	return out
}
