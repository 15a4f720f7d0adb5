package attribute_test

import (
	"bufio"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/attribute"
	"github.com/delistdev/delist/register"
)

// A labelled is one line of testdata/labelled/components.jsonl; its README says
// how they were drawn and labelled.
type labelled struct {
	PURL, Ecosystem string
	Item            delist.Item
	Label           struct {
		Developer, Supplier []string
		Why, Source         string
	}
}

func labelledComponents(t *testing.T) (all []labelled) {
	f, err := os.Open("testdata/labelled/components.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c labelled
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

// best returns the strongest attribution in a role; the first of equals.
func best(list []delist.Attribution, role delist.Role) *delist.Attribution {
	var found *delist.Attribution
	for i := range list {
		a := &list[i]
		if a.Role == role && (found == nil || a.Strength > found.Strength) && (a.Strength > delist.Named || a.Party == "") {
			found = a
		}
	}
	return found
}

// TestLabelled measures attribution on 500 components that people labelled. The
// best developer counts where one is named, else the best supplier; an answer is
// right if it is one of the names that the label has.
func TestLabelled(t *testing.T) {
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := attribute.New(reg)
	type count struct{ all, answered, right, developers, rightDevelopers int }
	counts := map[string]*count{}
	total := &count{}
	for _, c := range labelledComponents(t) {
		if counts[c.Ecosystem] == nil {
			counts[c.Ecosystem] = &count{}
		}
		n := counts[c.Ecosystem]
		found := a.Attribute(nil, &c.Item)
		developer, supplier := best(found, delist.Developer), best(found, delist.Supplier)
		for _, n := range []*count{n, total} {
			n.all++
		}
		answer, label := developer, c.Label.Developer
		if developer == nil {
			answer, label = supplier, slices.Concat(c.Label.Supplier, c.Label.Developer)
		}
		if answer == nil {
			continue
		}
		right := isRight(reg, answer, label)
		for _, n := range []*count{n, total} {
			n.answered++
			if right {
				n.right++
			}
			if developer != nil {
				n.developers++
				if right {
					n.rightDevelopers++
				}
			}
		}
		if !right {
			t.Logf("%s: %q by %s, strength %s; the label has %q (%s)", c.PURL, nameOf(reg, answer), answer.Identifier.Kind, answer.Strength, label, c.Label.Source)
		}
	}
	for _, name := range []string{"golang", "npm", "deb", "pypi", "maven", "cargo", "gem", "rpm", "apk", "composer"} {
		if n := counts[name]; n != nil {
			t.Logf("%-8s %3d components, %3d answered, %3d right; developer %3d, %3d right", name, n.all, n.answered, n.right, n.developers, n.rightDevelopers)
		}
	}
	precision := float64(total.right) / float64(total.answered)
	t.Logf("all: %d of %d answered, precision %.3f; a developer for %d, precision %.3f", total.answered, total.all, precision,
		total.developers, float64(total.rightDevelopers)/float64(total.developers))
	if total.all != 500 || precision < 0.98 {
		t.Errorf("precision %.3f on %d components, want 0.98 on 500", precision, total.all)
	}
}

func nameOf(reg *register.Register, a *delist.Attribution) string {
	if a.Party != "" {
		return reg.PartyName(a.Party)
	}
	return a.Name
}

// isRight compares as the README of the labels asks: without regard to case,
// signs and spaces, each of several names by itself; a domain is right for the
// party that it is named for, as jacoco.org for JaCoCo.
func isRight(reg *register.Register, a *delist.Attribution, label []string) bool {
	names := []string{a.Name}
	if p := reg.Party(a.Party); p != nil {
		names = append([]string{p.Name}, p.Names...)
	}
	wanted := map[string]bool{}
	for _, l := range label {
		wanted[plain(l)] = true
	}
	for _, name := range names {
		parts := append(separators.Split(name, -1), name)
		if domain := strings.Split(name, "."); len(domain) > 1 && !strings.Contains(name, " ") {
			parts = append(parts, domain[len(domain)-2])
		}
		for _, part := range parts {
			if p := plain(part); p != "" && wanted[p] {
				return true
			}
		}
	}
	return false
}

var (
	separators = regexp.MustCompile(`[,;<>()/]| and `)
	signs      = regexp.MustCompile(`[^\pL\pN]`)
)

func plain(s string) string { return signs.ReplaceAllString(strings.ToLower(s), "") }
