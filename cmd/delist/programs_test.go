package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
)

// TestEveryStrength scans programs that osslsigncode signed with a test root, as
// a user does, and expects of each what its signature is worth: verified only
// where the digest and the chain hold, and never for a name alone.
func TestEveryStrength(t *testing.T) {
	out := output(t, "", "scan", "../../inventory/pe/testdata", "--roots", "../../inventory/pe/testdata/root.pem", "--on", "2026-11-21", "--format", "jsonl")
	got := map[string]string{}
	for lines := bufio.NewScanner(strings.NewReader(out)); lines.Scan(); {
		var m delist.Message
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		if m.Item == nil {
			continue
		}
		var parts []string
		for _, a := range m.Item.Attributions {
			parts = append(parts, fmt.Sprintf("%s %s %s %s", a.Name, a.Role, a.Strength, a.Identifier.Signature))
		}
		slices.Sort(parts)
		got[m.Item.Item.Name] = strings.Join(parts, "; ")
	}
	const made = "Example Software GmbH developer declared "
	want := map[string]string{
		"signed.dll":      made + "; Example Software GmbH supplier verified verified",
		"stamped.dll":     made + "; Example Software GmbH supplier verified verified",
		"sha1.dll":        made + "; Example Software GmbH supplier verified verified",
		"nested.dll":      made + "; Example Software GmbH supplier verified verified",
		"expired.dll":     made + "; Example Software GmbH supplier declared intact",
		"moved.dll":       made + "; Example Software GmbH supplier declared claimed",
		"wrong-use.dll":   "Example Software GmbH developer declared ; Example Web Ltd supplier declared intact; www.example.com supplier declared intact",
		"self-signed.dll": "Example Famous Security AO supplier declared intact; " + made,
		"tampered.dll":    "Example Famous Security AO supplier declared claimed; " + made,
		"unsigned.dll":    made,
		"unsigned32.dll":  made,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
