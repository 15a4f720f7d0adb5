package listed_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/judge"
	"github.com/delistdev/delist/listed"
	"github.com/delistdev/delist/lists"
	"github.com/delistdev/delist/names"
	"github.com/delistdev/delist/register"
	"github.com/delistdev/delist/store/files"
)

func open(path string) (*listed.Store, error) {
	reg, err := register.Load()
	if err != nil {
		return nil, err
	}
	dir, err := files.Open(path)
	if err != nil {
		return nil, err
	}
	return listed.NewStore(dir, reg), nil
}

func newStore(t *testing.T) *listed.Store {
	t.Helper()
	store, err := open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func filesOf(names ...string) []lists.File {
	var in []lists.File
	for _, name := range names {
		in = append(in, lists.File{Name: name, Open: func() (io.ReadCloser, error) { return os.Open(name) }})
	}
	return in
}

func text(name, s string) []lists.File {
	return []lists.File{{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(s)), nil }}}
}

const cslHeader = "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids\n"

// csl writes a Consolidated Screening List of invented entries of the SDN list.
func csl(rows ...string) string { return cslHeader + strings.Join(rows, "\n") + "\n" }

func sdn(number, name, alt string) string {
	return fmt.Sprintf("%s,Specially Designated Nationals (SDN) - Treasury Department,%s,Entity,TEST,%s,,\"Minsk, BY\",,,,,,,,,,,,,,,%s,,,,,,", number, number, name, alt)
}

func take(t *testing.T, store *listed.Store, s string, day int) listed.Taken {
	t.Helper()
	taken, err := store.Take(text("consolidated.csv", s), listed.Take{
		Source: "import", AsOf: delist.NewDate(2026, time.March, day), Retrieved: time.Date(2026, time.March, day, 12, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	return taken[0]
}

// A list imported, changed and imported again gives the right differences, the
// right standings before and after, and the names to be screened anew.
func TestListThatChanges(t *testing.T) {
	store := newStore(t)
	var first []string
	for i := range 20 {
		first = append(first, sdn(fmt.Sprint(100+i), fmt.Sprintf("Example Filler %s Trading", string(rune('A'+i))), ""))
	}
	first = append(first, sdn("7", "Zarubezhpribor Example", "Old Name"), sdn("8", "Vostokmash Example", ""))
	second := append(slices.Clone(first[:20]), sdn("7", "Zarubezhpribor Example", "New Name"), sdn("9", "Uralkomplekt Example", ""))
	if got := take(t, store, csl(first...), 1); got.Entries != 22 || got.Version != 1 || got.Unchanged {
		t.Fatalf("first: %+v", got)
	}
	before, err := store.Current()
	if err != nil {
		t.Fatal(err)
	}
	if level := standing(t, before, "us-ofac-sdn/8", delist.NewDate(2026, time.March, 20)); level != delist.Prohibited {
		t.Errorf("listed in the first version: %v", level)
	}
	if got := take(t, store, csl(second...), 10); got.Version != 2 || !cmp.Equal(got.Changes, map[lists.ChangeKind]int{lists.Added: 1, lists.Removed: 1, lists.Renamed: 1}) {
		t.Fatalf("second: %+v", got)
	}
	if again := take(t, store, csl(second...), 12); !again.Unchanged || again.Version != 2 {
		t.Errorf("the same again: %+v", again)
	}

	a, b, err := store.Versions("us-csl", -1, 0)
	if err != nil {
		t.Fatal(err)
	}
	changes, err := store.Diff(a, b)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, c := range changes {
		told = append(told, strings.Join(append([]string{string(c.Kind), c.ID}, c.Details...), " "))
	}
	if diff := cmp.Diff([]string{"renamed 7 - Old Name + New Name", "added 9", "removed 8"}, told); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}

	portfolio := listed.NewPortfolio([]names.Query{{Name: "Vostokmash Example LLC"}, {Name: "Unrelated Example"}, {Name: "OOO Uralkomplekt Example"}, {Name: "Old Name"}}, 0)
	var events []string
	for _, e := range portfolio.Concerned(changes) {
		events = append(events, fmt.Sprintf("%d %s %s %v %v", e.Place, e.Change, e.ID, e.Score > 0.9, e.Before > 0.9))
	}
	if diff := cmp.Diff([]string{"1 removed 8 false true", "3 added 9 true false", "4 renamed 7 false true"}, events); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}

	after, err := store.Current()
	if err != nil {
		t.Fatal(err)
	}
	past, err := store.Known(delist.NewDate(2026, time.March, 5))
	if err != nil {
		t.Fatal(err)
	}
	march := func(day int) delist.Date { return delist.NewDate(2026, time.March, day) }
	for _, tt := range []struct {
		rule string
		set  *listed.Set
		id   delist.PartyID
		day  delist.Date
		want delist.Level
	}{
		{"listed all along", after, "us-ofac-sdn/7", march(20), delist.Prohibited},
		{"taken off: clear from that day", after, "us-ofac-sdn/8", march(10), delist.Clear},
		{"taken off: not the day before", after, "us-ofac-sdn/8", march(9), delist.Prohibited},
		{"put on: from that day", after, "us-ofac-sdn/9", march(10), delist.Prohibited},
		{"put on: not the day before", after, "us-ofac-sdn/9", march(9), delist.Clear},
		{"as it was known before", past, "us-ofac-sdn/8", march(20), delist.Prohibited},
		{"and not known", past, "us-ofac-sdn/9", march(20), delist.Clear},
	} {
		if got := standing(t, tt.set, tt.id, tt.day); got != tt.want {
			t.Errorf("%s: %s on %s is %v, want %v", tt.rule, tt.id, tt.day, got, tt.want)
		}
	}
	found, err := after.Match(names.Query{Name: "Vostokmash Example"}, delist.Date{})
	if err != nil || len(found) != 0 {
		t.Errorf("taken off, and still found: %+v %v", found, err)
	}
	if found, err = after.Match(names.Query{Name: "Vostokmash Example"}, march(5)); err != nil || len(found) != 1 {
		t.Errorf("on a day on which it was listed: %+v %v", found, err)
	}
}

// standing is that of a listed party for the United States, for the act of buying.
func standing(t *testing.T, set *listed.Set, id delist.PartyID, on delist.Date) delist.Level {
	t.Helper()
	reg, err := set.With(id)
	if err != nil {
		t.Fatal(err)
	}
	s := judge.New(reg).Judge(delist.Question{Party: id, As: []delist.Audience{"us"}, Act: delist.Buy, On: on})
	return s.Level
}

func TestTakeRefuses(t *testing.T) {
	store := newStore(t)
	var many []string
	for i := range 50 {
		many = append(many, sdn(fmt.Sprint(i+1), fmt.Sprintf("Example Company %d", i), ""))
	}
	take(t, store, csl(many...), 1)
	for _, tt := range []struct {
		rule, text, want string
		accept           bool
	}{
		{"a page instead of a list", "<!DOCTYPE html><html><title>404</title></html>", "web page", false},
		{"nothing", "", "no entries", false},
		{"a header alone", cslHeader, "no entries", false},
		{"something else", "a,b,c\n1,2,3\n", "no known list", false},
		{"more than a tenth is gone", csl(many[:44]...), "more than a tenth is gone", false},
	} {
		_, err := store.Take(text("list.csv", tt.text), listed.Take{Source: "import"})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.rule, err, tt.want)
		}
	}
	var shrunk *listed.ShrunkError
	if _, err := store.Take(text("list.csv", csl(many[:44]...)), listed.Take{Source: "import"}); !errors.As(err, &shrunk) || shrunk.Had != 50 || shrunk.Has != 44 {
		t.Errorf("shrunk: %+v", shrunk)
	}
	set, err := store.Current()
	if err != nil {
		t.Fatal(err)
	}
	if v := set.Versions["us-csl"]; v.Number != 1 || v.Entries != 50 {
		t.Errorf("the good copy is %+v", v)
	}
	if taken, err := store.Take(text("list.csv", csl(many[:44]...)), listed.Take{Source: "import", Accept: true}); err != nil || taken[0].Version != 2 {
		t.Errorf("accepted: %+v %v", taken, err)
	}
}

// Somebody's word stands: two that are one, and two that are not.
func TestDecisions(t *testing.T) {
	store := newStore(t)
	take(t, store, csl(sdn("1", "Zarubezhpribor Example", ""), sdn("2", "Zarubezhpribor Example LLC", ""), sdn("3", "Vostokmash Example", "")), 1)
	members := func() string {
		set, err := store.Current()
		if err != nil {
			t.Fatal(err)
		}
		p, err := set.Find("us-ofac-sdn/1")
		if err != nil || p == nil {
			t.Fatal(p, err)
		}
		var ids []string
		for _, e := range p.Entries {
			ids = append(ids, e.ID)
		}
		return strings.Join(ids, " ")
	}
	if got := members(); got != "1 2" {
		t.Fatalf("the same name and country: %s, want 1 2", got)
	}
	for _, d := range []struct {
		a, b string
		same bool
		want string
	}{{"us-ofac-sdn/2", "us-ofac-sdn/1", false, "1"}, {"us-ofac-sdn/1", "us-ofac-sdn/3", true, "1 3"}, {"us-ofac-sdn/1", "us-ofac-sdn/2", true, "1 2 3"}} {
		if err := store.Decide(lists.Decision{A: d.a, B: d.b, Same: d.same, Reason: "test"}); err != nil {
			t.Fatal(err)
		}
		if got := members(); got != d.want {
			t.Errorf("after %s %s %v: %s, want %s", d.a, d.b, d.same, got, d.want)
		}
	}
}

// What is made from the lists is made anew when it is damaged.
func TestDamagedSetIsMadeAnew(t *testing.T) {
	path := t.TempDir()
	store, err := open(path)
	if err != nil {
		t.Fatal(err)
	}
	take(t, store, csl(sdn("1", "Zarubezhpribor Example", "")), 1)
	for _, name := range []string{"names", "parties", "key"} {
		if _, err := store.Current(); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(path, "compiled", name)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data[:len(data)/2], 0o644); err != nil {
			t.Fatal(err)
		}
		set, err := store.Current()
		if err != nil {
			t.Fatalf("%s cut: %v", name, err)
		}
		if p, err := set.Party("us-ofac-sdn/1"); err != nil || p == nil {
			t.Errorf("%s cut: %v %v", name, p, err)
		}
	}
}

func TestAlteredListIsAnError(t *testing.T) {
	path := t.TempDir()
	store, err := open(path)
	if err != nil {
		t.Fatal(err)
	}
	take(t, store, csl(sdn("1", "Zarubezhpribor Example", "")), 1)
	parts, _ := filepath.Glob(filepath.Join(path, "lists", "us-csl", "*.zst"))
	if len(parts) != 1 {
		t.Fatal(parts)
	}
	data, err := os.ReadFile(parts[0])
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(parts[0], data, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Current(); !errors.Is(err, files.ErrAltered) {
		t.Errorf("got %v, want an error that says altered", err)
	}
}

// A change matched against a portfolio finds what screening everything anew
// finds: every name that gains, loses or keeps a changed entry, and no other.
func TestPortfolioIsTheSameAsScreeningAnew(t *testing.T) {
	set := realSet(t)
	r := rand.New(rand.NewPCG(1, 2))
	var queries []names.Query
	for _, row := range labelled(t, "known_items.csv") {
		queries = append(queries, names.Query{Name: row[2]})
	}
	// The change: entries of the real lists are taken off, put on, or renamed.
	var changes []lists.Change
	changed := map[string]*lists.Change{}
	for _, q := range queries {
		for _, m := range set.Index.Match(names.Query{Name: q.Name}) {
			p, err := set.Party(delist.PartyID(m.ID))
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range p.Entries {
				key := lists.Key(&e.Entry)
				if changed[key] != nil || r.IntN(3) > 0 {
					continue
				}
				c := &lists.Change{List: e.List, ID: e.ID, Name: m.Name}
				switch r.IntN(3) {
				case 0:
					c.Kind, c.After = lists.Added, &e.Entry
				case 1:
					c.Kind, c.Before = lists.Removed, &e.Entry
				default:
					renamed := e.Entry
					renamed.Names = append(slices.Clone(e.Names[:len(e.Names)-1]), delist.ListedName{Name: "Example Renamed " + e.ID})
					c.Kind, c.Before, c.After = lists.Renamed, &e.Entry, &renamed
				}
				changed[key] = c
				changes = append(changes, *c)
			}
		}
	}
	want := map[string]bool{}
	for i := range changes {
		c := &changes[i]
		for place, q := range queries {
			if screened(q, c.Before) || screened(q, c.After) {
				want[fmt.Sprint(place+1, c.List, c.ID)] = true
			}
		}
	}
	got := map[string]bool{}
	for _, e := range listed.NewPortfolio(queries, 0).Concerned(changes) {
		key := fmt.Sprint(e.Place, e.List, e.ID)
		if got[key] {
			t.Errorf("told twice: %+v", e)
		}
		got[key] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-screened anew +told):\n%s", diff)
	}
	t.Logf("%d names, %d changes, %d events", len(queries), len(changes), len(got))
}

// screened compares a name with every name of an entry, without any index.
func screened(q names.Query, e *delist.Entry) bool {
	return e != nil && slices.ContainsFunc(e.Names, func(n delist.ListedName) bool {
		return names.Compare(q.Name, n.Name).Score >= names.Threshold
	})
}

// A delta is kept as it came and read on top of the version before it.
func TestDelta(t *testing.T) {
	store := newStore(t)
	entity := func(id, name string) string {
		return fmt.Sprintf(`{"id":%q,"schema":"Company","properties":{"name":[%q]}}`, id, name)
	}
	delta := `{"op":"ADD","entity":` + entity("c", "Example Three") + "}\n" + `{"op":"DEL","entity":{"id":"a"}}` + "\n"
	if _, err := store.Take(text("delta.json", delta), listed.Take{Source: "import"}); err == nil || !strings.Contains(err.Error(), "import the whole list first") {
		t.Errorf("changes of nothing: %v", err)
	}
	whole := entity("a", "Example One") + "\n" + entity("b", "Example Two") + "\n"
	if _, err := store.Take(text("entities.ftm.json", whole), listed.Take{Source: "import"}); err != nil {
		t.Fatal(err)
	}
	taken, err := store.Take(text("delta.json", delta), listed.Take{Source: "import"})
	if err != nil || taken[0].Version != 2 || taken[0].Entries != 2 || !cmp.Equal(taken[0].Changes, map[lists.ChangeKind]int{lists.Added: 1, lists.Removed: 1}) {
		t.Fatalf("%+v %v", taken, err)
	}
	set, err := store.Current()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"Example One": 0, "Example Two": 1, "Example Three": 1} {
		found, err := set.Match(names.Query{Name: name, Threshold: 0.99}, delist.Date{})
		if err != nil || len(found) != want {
			t.Errorf("%s: %+v %v, want %d", name, found, err, want)
		}
	}
}
