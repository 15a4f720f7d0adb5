package names

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var writeForms = flag.Bool("legalforms", false, "write data/legalforms.tsv from the sources in compile")

const formsHeader = `# Legal forms of organisations: phrase in the form of latin, canonical, class.
# Made by "go test ./names -run LegalForms -legalforms" from
# compile/legalforms.tsv (written by hand), and compile/legalforms-sources.tsv
# (from ISO 20275 by GLEIF, CC0, and org_types.yml of rigour, MIT), less
# compile/legalforms-skip.txt. Do not edit.
`

var formClasses = []string{"limited", "joint-stock", "partnership", "nonprofit",
	"state", "cooperative", "branch", "other"}

// TestLegalForms checks that data/legalforms.tsv is what its sources give.
func TestLegalForms(t *testing.T) {
	got := formsHeader + strings.Join(legalFormLines(t), "\n") + "\n"
	if *writeForms {
		if err := os.WriteFile("data/legalforms.tsv", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := readFile(t, "data/legalforms.tsv")
	if got != want {
		t.Error("data/legalforms.tsv is not what its sources give; run this test with -legalforms")
	}
}

// legalFormLines returns the lines of data/legalforms.tsv in order.
func legalFormLines(t *testing.T) []string {
	skip := make(map[string]bool)
	for phrase := range rows(readFile(t, "compile/legalforms-skip.txt")) {
		skip[phrase] = true
	}
	seen := make(map[string]bool)
	var lines []string
	for _, source := range []string{"compile/legalforms.tsv", "compile/legalforms-sources.tsv"} {
		for line := range rows(readFile(t, source)) {
			part := strings.Split(line, "\t")
			if len(part) < 3 || !slices.Contains(formClasses, part[2]) {
				t.Fatalf("%s: bad line %q", source, line)
			}
			canonical := string(latin(nil, part[1]))
			for _, spelling := range formSpellings(part[0]) {
				phrase := string(latin(nil, spelling))
				if len(phrase) < 2 || seen[phrase] || skip[phrase] || skip[strings.ReplaceAll(phrase, " ", "")] {
					continue
				}
				seen[phrase] = true
				lines = append(lines, phrase+"\t"+canonical+"\t"+part[2])
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// formSpellings returns the ways to write a legal form: "S.A." also without its
// dots, and "LLC" also with dots.
func formSpellings(form string) []string {
	spellings := []string{form}
	if strings.Contains(form, ".") {
		spellings = append(spellings, strings.ReplaceAll(form, ".", ""))
	}
	if n := len([]rune(form)); n >= 2 && n <= 5 && strings.IndexFunc(form, notCapital) < 0 {
		spellings = append(spellings, strings.Join(strings.Split(form, ""), "."))
	}
	return spellings
}

func notCapital(r rune) bool { return !unicode.IsUpper(r) }

func readFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestWords checks the form of data/words.tsv: each variant once, both columns
// in the form of latin, one step from each variant to its canonical word.
func TestWords(t *testing.T) {
	words := make(map[string]string)
	for line := range rows(readFile(t, "data/words.tsv")) {
		variant, canonical, ok := strings.Cut(line, "\t")
		if !ok || variant == canonical || strings.Count(variant, " ") > 1 {
			t.Errorf("bad line %q", line)
		}
		if string(latin(nil, variant)) != variant || string(latin(nil, canonical)) != canonical {
			t.Errorf("%q is not in the form of latin", line)
		}
		if was, ok := words[variant]; ok {
			t.Errorf("%s stands for %s and for %s", variant, was, canonical)
		}
		words[variant] = canonical
	}
	for variant, canonical := range words {
		if further, ok := words[canonical]; ok {
			t.Errorf("%s stands for %s, which stands for %s", variant, canonical, further)
		}
	}
}
