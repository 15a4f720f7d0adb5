package report_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/report"
)

const smallScan = `{"schema": "delist/scan/1", "version": "test", "target": ".",
"asked": {"as": ["us/contractor"], "act": "use", "on": "2026-11-20"},
"findings": [{"id": "f1", "level": "prohibited", "item": {"kind": "package", "name": "exampled"}, "party": {"name": "Example"}}],
"complete": true}`

// What format "json" writes is read as it was written.
func TestReadScanReadsWhatIsWritten(t *testing.T) {
	data, err := os.ReadFile("testdata/scan.json")
	if err != nil {
		t.Fatal(err)
	}
	scan, err := report.ReadScan(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if err := report.JSON(&again, scan); err != nil {
		t.Fatal(err)
	}
	twice, err := report.ReadScan(&again)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(scan, twice, cmp.AllowUnexported(delist.Date{})); diff != "" || len(scan.Findings) == 0 {
		t.Errorf("%d findings (-first +second)\n%s", len(scan.Findings), diff)
	}
}

func TestReadScanRefuses(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(smallScan, old, new, 1) }
	tests := []struct{ name, in, want string }{
		{"as it is", smallScan, ""},
		{"a field of a later version", change(`"version"`, `"colour": "red", "version"`), ""},
		{"nothing", "", "the file is empty"},
		{"cut", smallScan[:len(smallScan)-20], "line 3: the document ends in the middle"},
		{"not JSON", change(`"findings": [`, `"findings": [,`), "line 3: "},
		{"another kind", change(`"act": "use"`, `"act": 7`), "line 2: "},
		{"no such level", change(`"prohibited"`, `"forbidden"`), `"forbidden" is not a level`},
		{"no such day", change("2026-11-20", "2026-11-31"), "not a day of the calendar"},
		{"something behind", smallScan + "\n{}", "line 5: something follows"},
		{"another document", change("delist/scan/1", "delist/standing/1"), `want "delist/scan/1"`},
		{"nothing asked", change(`"as": ["us/contractor"]`, `"as": []`), "does not say what was asked"},
		{"no id", change(`"id": "f1", `, ""), "finding 1 has no id"},
		{"an id twice", change(`"findings": [`, `"findings": [{"id": "f1", "item": {"name": "x"}},`), `finding 2: id "f1" is there twice`},
	}
	for _, test := range tests {
		_, err := report.ReadScan(strings.NewReader(test.in))
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", test.name, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
	silent, err := report.ReadScan(strings.NewReader(change(`"complete": true`, `"items": 1`)))
	if err != nil || silent.Complete {
		t.Errorf("a scan that does not say that it is complete: %v", err)
	}
}

// FuzzReadScan checks that no input makes the reader panic, that what it reads
// has one id for each finding, and that nothing that is cut is read as whole.
func FuzzReadScan(f *testing.F) {
	f.Add([]byte(smallScan))
	f.Add([]byte(`{"schema":"delist/scan/1","asked":{"as":[""],"act":"a"},"findings":[{"id":"1","conditional":null,"item":{"purl":"p"}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		scan, err := report.ReadScan(bytes.NewReader(data))
		if err != nil {
			return
		}
		ids := map[string]bool{}
		for _, finding := range scan.Findings {
			if finding.ID == "" || ids[finding.ID] {
				t.Errorf("id %q", finding.ID)
			}
			ids[finding.ID] = true
		}
		whole := bytes.TrimRight(data, " \t\r\n")
		if _, err := report.ReadScan(bytes.NewReader(whole[:len(whole)-1])); err == nil {
			t.Error("read as whole without its last byte")
		}
	})
}
