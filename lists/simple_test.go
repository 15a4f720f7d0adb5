package lists

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
)

const simpleHeader = `"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones","emails","program_ids","dataset","first_seen","last_seen","last_change"` + "\n"

// simpleGood is an invented target.
const simpleGood = `"NK-1","Company","Example Trading","Extra;""Example; Sons""","","ru;suhh","1 Example Street, Moscow, Russia","7713140469","SDN - OFAC","+7","a@example.com","US-X","US OFAC SDN","2021-01-01T00:00:00","2026-01-01T00:00:00","2026-01-01T00:00:00"` + "\n"

func TestSimple(t *testing.T) {
	got, faults, err := allOf(readSimple("f", strings.NewReader(simpleHeader+simpleGood)))
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	want := []delist.Entry{{
		List: "opensanctions", ID: "NK-1", Kind: delist.Company, Line: 2,
		Names: []delist.ListedName{
			{Kind: delist.MainName, Name: "Example Trading"},
			{Kind: delist.AlsoKnown, Name: "Extra"},
			{Kind: delist.AlsoKnown, Name: "Example; Sons"},
		},
		Countries:  []string{"ru"},
		Addresses:  []delist.Address{{Text: "1 Example Street, Moscow", Country: "ru"}},
		Numbers:    []delist.Number{{Kind: delist.OtherNumber, Value: "7713140469"}},
		Programmes: []string{"SDN - OFAC"},
	}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(delist.Date{})); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if !sniffSimple([]byte(simpleHeader)) || sniffSimple([]byte("id,name\n")) {
		t.Error("sniffed wrongly")
	}
}

func TestSimpleBadInput(t *testing.T) {
	tests := []struct {
		name, in string
		entries  int
		faults   []string
	}{
		{"no targets", simpleHeader, 0, []string{"f: no entries"}},
		{"another header", "id,name\n1,X\n", 0, []string{`f:1: the header has no column "schema"`}},
		{"no id, no name, no party", simpleHeader + ",Company,X\n1,Company,\n2,Security,Example Bond\n" + simpleGood, 1,
			[]string{"f:2: a row without id", `f:3: Company "1" has no name`, `f:4: Security "2" is no party: left out`}},
		{"no country", simpleHeader + "1,Company,X,,,zq;de\n", 1, []string{`f:2: "zq" is no country`}},
		{"the same twice", simpleHeader + simpleGood + simpleGood, 1, nil},
		{"another of the same id", simpleHeader + simpleGood + "NK-1,Company,Y\n", 2, []string{"f:3: number NK-1 stands twice (first on line 2)"}},
		{"a quote that does not end", simpleHeader + simpleGood + "1,Company,\"X\n", 1, []string{"f:3: a quoted field does not end"}},
	}
	for _, test := range tests {
		list, faults, _ := allOf(readSimple("f", strings.NewReader(test.in)))
		if len(list) != test.entries || !slices.Equal(faults, test.faults) {
			t.Errorf("%s: %d entries, %q; want %d, %q", test.name, len(list), faults, test.entries, test.faults)
		}
	}
}

// FuzzSimple checks that no input makes the reader panic, that every entry has
// an id and a name, and that a final good row is read or something is reported.
func FuzzSimple(f *testing.F) {
	f.Add(simpleGood)
	f.Add("1,Company,\"X\n")
	f.Fuzz(func(t *testing.T, text string) {
		told := false
		for e, err := range readSimple("f", strings.NewReader(simpleHeader+text+"\nlast,Company,Example Trading")) {
			if err == nil && (e.ID == "" || e.Names[0].Name == "") {
				t.Errorf("an entry without id or name: %+v", e)
			}
			told = told || err != nil || e.ID == "last"
		}
		if !told {
			t.Error("the last row is neither read nor reported")
		}
	})
}

// BenchmarkSimple reads 18 MB, made for it.
func BenchmarkSimple(b *testing.B) {
	var text strings.Builder
	text.WriteString(simpleHeader)
	for i := 0; text.Len() < 18<<20; i++ {
		text.WriteString(strings.Replace(simpleGood, "NK-1", fmt.Sprint("NK-", i), 1))
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		for _, err := range readSimple("f", strings.NewReader(text.String())) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
