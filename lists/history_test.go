package lists

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
)

func day(d int) delist.Date { return delist.NewDate(2026, time.March, d) }

func TestHistory(t *testing.T) {
	entry := func(from, until delist.Date) *delist.Entry {
		return &delist.Entry{List: "l", ID: "1", Period: delist.Period{From: from, Until: until}}
	}
	none := delist.Date{}
	for _, tt := range []struct {
		rule     string
		versions []*delist.Entry // on the first, second … of March; nil: not there
		want     string
		left     bool
	}{
		{"in the first version: nobody knows since when", []*delist.Entry{entry(none, none)}, "from ?", false},
		{"since the day that the entry gives", []*delist.Entry{entry(delist.NewDate(2020, time.May, 5), none)}, "from 2020-05-05", false},
		{"new in the second", []*delist.Entry{nil, entry(none, none)}, "from 2026-03-02", false},
		{"taken off", []*delist.Entry{entry(none, none), nil}, "from ? until 2026-03-02", true},
		{"taken off and put on again", []*delist.Entry{entry(none, none), nil, entry(none, none)}, "from ? until 2026-03-02, from 2026-03-03", false},
		{"put on again with its old date", []*delist.Entry{entry(day(1), none), nil, entry(day(1), none)}, "from 2026-03-01 until 2026-03-02, from 2026-03-03", false},
		{"an end of its own", []*delist.Entry{entry(day(1), day(20))}, "from 2026-03-01 until 2026-03-20", false},
		{"an end that was put off", []*delist.Entry{entry(day(1), day(20)), entry(day(1), day(25))}, "from 2026-03-01 until 2026-03-25", false},
		{"taken off before its end", []*delist.Entry{entry(day(1), day(20)), nil}, "from 2026-03-01 until 2026-03-02", true},
		{"taken off after its end", []*delist.Entry{entry(none, day(1)), nil}, "from ? until 2026-03-01", true},
	} {
		h := NewHistory("p")
		for i, e := range tt.versions {
			var all []delist.Entry
			if e != nil {
				all = append(all, *e)
			}
			h.Add(day(i+1), all)
		}
		s := h.Spans()[0]
		var got []string
		for _, p := range s.Listed {
			got = append(got, period(p))
		}
		if text := strings.Join(got, ", "); text != tt.want || s.Left != tt.left {
			t.Errorf("%s: %s, left %v; want %s", tt.rule, text, s.Left, tt.want)
		}
	}
}

// key is a name key for tests: every name of two words is strong.
func testKey(name string) (string, bool) {
	return strings.ToLower(name), strings.Contains(name, " ")
}

func TestMerge(t *testing.T) {
	span := func(list delist.ListID, id, country string, numbers []string, names ...string) *Span {
		s := &Span{Entry: delist.Entry{List: list, ID: id, Kind: delist.LegalEntity}}
		if country != "" {
			s.Countries = []string{country}
		}
		for _, n := range numbers {
			s.Numbers = append(s.Numbers, delist.Number{Kind: delist.RegistrationNumber, Value: n})
		}
		for i, n := range names {
			kind := delist.AlsoKnown
			if i == 0 {
				kind = delist.MainName
			}
			s.Names = append(s.Names, delist.ListedName{Kind: kind, Name: n})
		}
		return s
	}
	register := []delist.Party{{ID: "known", Kind: delist.Company, Name: "Known Company", Country: "ru"}, {ID: "other", Kind: delist.Company, Name: "Known Company", Country: "ru"}}
	for _, tt := range []struct {
		rule string
		a, b *Span
		want string
	}{
		{"the same entry twice", span("l", "1", "", nil, "One"), span("l", "1", "", nil, "Uno"), "l/1 l/1"},
		{"one number", span("l", "1", "ru", []string{"1027700342890"}, "One"), span("m", "2", "by", []string{"10277 0034 2890"}, "Two"), "l/1 m/2"},
		{"a short number is nobody's", span("l", "1", "", []string{"12345"}, "One"), span("m", "2", "", []string{"12345"}, "Two"), "l/1 | m/2"},
		{"a name and a country", span("l", "1", "ru", nil, "Example One"), span("m", "2", "ru", nil, "EXAMPLE ONE"), "l/1 m/2"},
		{"a name and no country against it", span("l", "1", "", nil, "Example One"), span("m", "2", "ru", nil, "Example One"), "l/1 m/2"},
		{"a name in another country", span("l", "1", "by", nil, "Example One"), span("m", "2", "ru", nil, "Example One"), "l/1 | m/2"},
		{"a weak name", span("l", "1", "ru", nil, "Example"), span("m", "2", "ru", nil, "Example"), "l/1 | m/2"},
		{"no more than another name in common", span("l", "1", "ru", nil, "Part One", "Both Parts"), span("m", "2", "ru", nil, "Part Two", "Both Parts"), "l/1 | m/2"},
		{"the register's party, and not its namesake", span("l", "1", "ru", nil, "Known Company"), span("m", "2", "ru", nil, "Known Company"), "known: l/1 m/2 | other:"},
	} {
		var facts []delist.Party
		if strings.Contains(tt.want, ":") {
			facts = register
		}
		var got []string
		for _, p := range Merge([]*Span{tt.a, tt.b}, facts, testKey, nil) {
			var members []string
			for _, e := range p.Entries {
				members = append(members, Key(&e.Entry))
			}
			text := strings.Join(members, " ")
			if p.Register != nil {
				text = strings.TrimSpace(string(p.ID) + ": " + text)
			}
			if n := len(p.Entries); p.Register == nil && len(p.Why) != n-1 {
				t.Errorf("%s: %d reasons for %d entries", tt.rule, len(p.Why), n)
			}
			got = append(got, text)
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, " | ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.rule, diff)
		}
	}
}
