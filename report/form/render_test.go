package form_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/report/form"
)

var update = flag.Bool("update", false, "renew the golden documents")

// hostile puts a name at every place that somebody else may write to.
func hostile(name string) form.Input {
	s := sighting("f1", name, clause23)
	f := &s.Finding
	s.Asset = name
	f.ID = name
	f.Product, f.Party.Name, f.Item.PURL, f.Item.Version = name, name, name, name
	f.Item.Locations = []delist.Location{{Path: name, Object: name, Asset: name}}
	f.Grounds[0].Title, f.Grounds[0].Citation, f.Grounds[0].Subject = name, name, name
	f.Grounds[0].Questions = []delist.Condition{{Question: name}}
	f.Remedies = []delist.Remedy{{Text: name, Kind: delist.Replacement}}
	f.Claims = []delist.ClaimRecord{{Claim: delist.Claim{ID: "c", Text: name, Speaker: name}}}
	f.Exemption = &delist.Exemption{Reason: name, By: name}
	in := input(s)
	in.Version = name
	in.Plan = []form.Planned{{What: name, Where: name, Owner: name}}
	in.Inquiry = form.Inquiry{
		Searched: []form.Searched{{Name: name, Asked: asked}}, Versions: []string{name},
		Unread: []delist.Unread{{Path: name, Object: name, Reason: name}},
	}
	return in
}

// draw returns the Markdown and HTML of every form filled with a name.
func draw(t *testing.T, name string) (markdown, page string) {
	t.Helper()
	line := strings.Join(strings.Fields(strings.ToValidUTF8(name, "?")), " ")
	var md, ht bytes.Buffer
	for _, f := range form.Forms() {
		in := hostile(name)
		if len(f.Measures) > 0 {
			in.Sightings[0].Finding.Grounds[0].Measure = f.Measures[0]
		}
		if asks := f.Editions[0].Stages[0].Asks; slices.Contains(asks, "contract-number") {
			in.Values = map[string]string{"contract-number": line}
		}
		r, err := form.Make(f, in)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Markdown(&md); err != nil {
			t.Fatal(err)
		}
		if err := r.HTML(&ht); err != nil {
			t.Fatal(err)
		}
	}
	return md.String(), ht.String()
}

// elements are the tags and attributes of a page, in order.
func elements(page string) []string {
	var tags []string
	z := html.NewTokenizer(strings.NewReader(page))
	for z.Next() != html.ErrorToken {
		if tok := z.Token(); tok.Type != html.TextToken {
			for _, a := range tok.Attr {
				tok.Data += " " + a.Key
				if a.Key == "href" || a.Key == "class" {
					tok.Data += "=" + a.Val
				}
			}
			tags = append(tags, tok.Type.String()+" "+tok.Data)
		}
	}
	return tags
}

// active is what Markdown or GitHub's reading of it acts on, where no backslash
// takes its meaning.
var active = regexp.MustCompile("\\\\.|[`*_\\[\\]<>|~#!$&@]|://|(?i:www\\.)")

func actives(markdown string) []string {
	var found []string
	for _, s := range active.FindAllString(markdown, -1) {
		if s[0] != '\\' {
			found = append(found, s)
		}
	}
	return found
}

var (
	plainOnce                sync.Once
	plainMarkdown, plainPage string
)

// checkHarmless fails if a name changes anything of a report but its text.
func checkHarmless(t *testing.T, name string) {
	t.Helper()
	markdown, page := draw(t, name)
	plainOnce.Do(func() { plainMarkdown, plainPage = draw(t, "plain") })
	if diff := cmp.Diff(elements(plainPage), elements(page)); diff != "" {
		t.Errorf("%q changes the page (-plain +named):\n%s", name, diff)
	}
	if diff := cmp.Diff(actives(plainMarkdown), actives(markdown)); diff != "" {
		t.Errorf("%q changes the Markdown (-plain +named):\n%s", name, diff)
	}
	if a, b := strings.Count(plainMarkdown, "\n"), strings.Count(markdown, "\n"); a != b {
		t.Errorf("%q makes %d lines of Markdown of %d", name, b, a)
	}
	for _, r := range markdown + page {
		if r < ' ' && r != '\n' || r == '\u202e' || r == '\u2066' || r == '\u200b' {
			t.Errorf("%q leaves %U in a report", name, r)
			break
		}
	}
}

var hostileNames = []string{
	"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "a | b | c", "`code` **bold** _it_ [x](https://evil.example)", "# heading",
	"![x](https://evil.example/x.png)", "https://evil.example", "www.evil.example", "WwW.evil.example", "mail@evil.example", "a\nb\r\n\r\n# c", "\u202etxt.exe", "a\x00b\x1b[31m", "&lt;b&gt;",
	"\\", "\\[", "a\\|", "{{.}}", "$x$", "~~x~~", "\xff\xfe", "<https://evil.example>", "http:/\\/evil", "- [ ] x", "</table></style><style>*{}", "a\u2028b", strings.Repeat("long ", 3000),
}

func TestHostileNames(t *testing.T) {
	for _, name := range hostileNames {
		checkHarmless(t, name)
	}
}

// FuzzNames checks that no name of an item, party or place changes anything of a
// report in Markdown or HTML but its text.
func FuzzNames(f *testing.F) {
	for _, name := range hostileNames[:len(hostileNames)-1] {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if strings.TrimSpace(name) != "" && len(name) < 1000 && !strings.ContainsAny(name, "=") {
			checkHarmless(t, name)
		}
	})
}

// A page stands for itself: nothing is loaded, nothing runs.
func TestPageStandsAlone(t *testing.T) {
	_, page := draw(t, "plain")
	for _, never := range []string{"<script", "<link", "<img", "<iframe", "<form", "@import", "url(", "javascript:"} {
		if strings.Contains(page, never) {
			t.Errorf("the page has %q", never)
		}
	}
	for _, tag := range elements(page) {
		if strings.Contains(tag, " src") || strings.Contains(tag, " on") {
			t.Errorf("%s", tag)
		}
	}
}

// The whole documents, of invented findings; renewed with -update.
func TestGolden(t *testing.T) {
	zone, err := form.ParseZone("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	first := sighting("d1d67015f762afef", "exampled", clause23)
	second := sighting("347c1021d8bd3a13", "example-agent", clause23)
	second.First, second.Record = time.Date(2026, 11, 20, 20, 4, 0, 0, time.UTC), 12
	second.Finding.Claims = []delist.ClaimRecord{{Claim: delist.Claim{ID: "c", Kind: delist.Assertion, Text: "It is said to do what it should not.", Speaker: "an official, not named", Date: delist.NewDate(2017, 9, 8)}, Independent: 1}}
	in := input(first, second)
	in.Zone, in.Edition = zone, "2018-07"
	in.Values = map[string]string{"contract-number": "EX-0001"}
	in.Plan = []form.Planned{{What: "apt-get purge exampled", Where: "host-1", Owner: "Operations"}}
	for _, id := range []string{"far-52.204-23", "exposure"} {
		if id == "exposure" {
			in.Values, in.Edition = nil, ""
		}
		r := make_(t, id, in)
		for ext, draw := range map[string]func(*bytes.Buffer) error{
			".md":   func(b *bytes.Buffer) error { return r.Markdown(b) },
			".html": func(b *bytes.Buffer) error { return r.HTML(b) },
			".json": func(b *bytes.Buffer) error { return r.JSON(b) },
		} {
			var got bytes.Buffer
			if err := draw(&got); err != nil {
				t.Fatal(err)
			}
			golden(t, id+ext, got.Bytes())
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}
