package lists

import (
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/delistdev/delist"
)

// real opens one of the real lists, which lie beside the project.
func real(t testing.TB, name string) io.Reader {
	t.Helper()
	f, err := os.Open(filepath.Join("../../shared/data/lists", name+".gz"))
	if err != nil {
		t.Skipf("the real lists are not here: %v", err)
	}
	t.Cleanup(func() { f.Close() })
	r, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// gather reads everything; RowErrors apart, an error fails the test.
func gather(t testing.TB, read entries) (all []delist.Entry, faults []string) {
	t.Helper()
	for e, err := range read {
		var row *RowError
		switch {
		case errors.As(err, &row):
			faults = append(faults, err.Error())
		case err != nil:
			faults = append(faults, "END "+err.Error())
		default:
			all = append(all, e)
		}
	}
	return all, faults
}

func realOFAC(t testing.TB, list delist.ListID, stem string, prim string) ofacParts {
	return ofacParts{
		list: list,
		prim: part{stem + prim, real(t, stem+prim)}, alt: part{stem + "alt", real(t, strings.TrimSuffix(stem, "_")+"_alt.csv")},
		add: part{stem + "add", real(t, strings.TrimSuffix(stem, "_")+"_add.csv")}, comments: part{stem + "comments", real(t, strings.NewReplacer("_prim.csv", "_comments.csv", "sdn.csv", "sdn_comments.csv").Replace(stem+prim))},
	}
}

// The counts are those of the files themselves, made with another program.
func TestReadOFACReal(t *testing.T) {
	parts := realOFAC(t, ofacSDN, "ofac_", "sdn.csv")
	all, faults := gather(t, readOFAC(parts))
	kinds, aliases, addresses := map[delist.PartyKind]int{}, 0, 0
	for _, e := range all {
		kinds[e.Kind]++
		aliases += len(e.Names) - 1
		addresses += len(e.Addresses)
	}
	// 20,107 rows of other names, and 4,250 weak and 85 former ones in remarks;
	// 24,244 rows of addresses, of which 3,150 say nothing.
	if aliases != 20107+4250+85 || addresses != 24244-3150 || len(faults) > 0 {
		t.Errorf("got %d other names, %d addresses, faults %q", aliases, addresses, faults)
	}
	t.Logf("%d entries %v, %d other names, %d addresses, %d faults %q", len(all), kinds, aliases, addresses, len(faults), faults[:min(5, len(faults))])
	if len(all) != 18494 || kinds[delist.Person] != 7329 || kinds[delist.Vessel] != 1415 || kinds[delist.Airplane] != 342 || kinds[delist.LegalEntity] != 9408 {
		t.Errorf("got %d entries of %v", len(all), kinds)
	}
}
func BenchmarkReadOFAC(b *testing.B) {
	for b.Loop() {
		parts := realOFAC(b, ofacSDN, "ofac_", "sdn.csv")
		all, _ := gather(b, readOFAC(parts))
		_ = all
	}
}
func BenchmarkReadCSL(b *testing.B) {
	for b.Loop() {
		all, _ := gather(b, readCSL("x", real(b, "us_csl_consolidated.csv")))
		_ = all
	}
}

func TestReadOFACConsolidatedReal(t *testing.T) {
	all, faults := gather(t, readOFAC(realOFAC(t, ofacConsolidated, "ofac_cons", "_prim.csv")))
	lists := map[delist.ListID]int{}
	for _, e := range all {
		lists[e.List]++
	}
	t.Logf("%d entries %v, faults %q", len(all), lists, faults)
	if len(all) != 442 {
		t.Errorf("got %d entries", len(all))
	}
}

func TestReadCSLReal(t *testing.T) {
	for file, want := range map[string]int{"us_csl_consolidated.csv": 23432, "us_csl_older_layout.csv": 14760} {
		all, faults := gather(t, readCSL(file, real(t, file)))
		lists := map[delist.ListID]int{}
		for _, e := range all {
			lists[e.List]++
		}
		t.Logf("%d entries %v, faults %d %q", len(all), lists, len(faults), faults[:min(8, len(faults))])
		if len(all) != want {
			t.Errorf("%s: got %d entries, want %d", file, len(all), want)
		}
	}
}

func TestReadOFAC(t *testing.T) {
	const prim = `36,"EXAMPLE AIRLINES",-0- ,"SDGT] [CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Tax ID No. 7700000001 (Russia); a.k.a. 'EA'; Website www.example.test; Linked To: EXAMPLE HOLDING (EH). "
173,"DOE, Jane","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 10 Dec 1948; nationality Iran; Passport A0000001 (Iran); beg"
`
	const alt = "36,12,\"aka\",\"AERO-EXAMPLE\",-0- \n36,13,\"fka\",\"OLD AIR\",-0- \n99,14,\"aka\",\"NOBODY\",-0- \n"
	const add = "36,25,-0- ,\"Havana\",\"Cuba\",-0- \n36,26,-0- ,-0- ,\"Region: Crimea\",-0- \n173,27,-0- ,-0- ,-0- ,-0- \n"
	const first = `us-ofac-sdn 36 legal-entity cu
name EXAMPLE AIRLINES
aka AERO-EXAMPLE
fka OLD AIR
weak EA
at Havana / Havana / cu
at Region: Crimea /  /
tax 7700000001 ru
website example.test
affiliate-of  EXAMPLE HOLDING (EH)
[SDGT; CUBA]
`
	const second = "us-ofac-sdn 173 person ir\nname DOE, Jane\npassport A0000001 ir\n[SDGT]\n[10 Dec 1948]\n"
	tests := []struct {
		name, prim, alt, add, comments string
		want                           string
		faults                         []string
	}{
		{"whole", prim, alt, add, "173,\"innings; D-U-N-S Number 123456789.\"\n\x1a\n", first + strings.Replace(second, "[SDGT]", "other 123456789\n[SDGT]", 1), []string{"no entry has number 99"}},
		{"a comment of nobody", prim, "", "", "5,\"x\"\n", "", []string{"no entry has number 5"}},
		{"a short row, and the next is read", "1,2\n" + prim, "", "", "", "", []string{"x:1: 2 values, want 12"}},
		{"a number that is none", strings.Replace(prim, "36,", "ab,", 1), "", "", "", "", []string{`"ab" is not the number`}},
		{"no name", strings.Replace(prim, `"EXAMPLE AIRLINES"`, "-0- ", 1), "", "", "", "", []string{"entry 36 has no name"}},
		{"a number twice", prim + prim[strings.Index(prim, "173"):], "", "", "", "", []string{"number 173 stands twice (first on line 2)"}},
		{"nobody", "\x1a\n", "", "", "", "", []string{"END x: no entries"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all, faults := gather(t, readOFAC(ofacParts{
				list: ofacSDN, prim: part{"x", strings.NewReader(tt.prim)}, alt: part{"alt", strings.NewReader(tt.alt)},
				add: part{"add", strings.NewReader(tt.add)}, comments: part{"comments", strings.NewReader(tt.comments)},
			}))
			got := ""
			for _, e := range all {
				got += said(e)
			}
			if tt.want != "" && got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			checkFaults(t, faults, tt.faults)
		})
	}
	_, faults := gather(t, readOFAC(ofacParts{list: ofacSDN, prim: part{"x", strings.NewReader(prim)}}))
	checkFaults(t, faults, []string{"other names of this list is missing", "addresses of this list is missing", "long remarks of this list is missing"})
}

func TestSniffOFAC(t *testing.T) {
	for text, want := range map[string]string{
		"36,a,b,c,d,e,f,g,h,i,j,k\n": "prim", "36,12,\"aka\",\"A\",-0- \n\x1a\n": "alt", "36,25,a,b,c,d\n": "add", "36,\"long\"\n": "comments",
		"name,b\n": "", "36,a,b\n": "", "1,a\n2,b,c,d,e\n": "", "1,a\nx,b\n": "", "": "",
	} {
		if got := sniffOFAC([]byte(text)); got != want {
			t.Errorf("sniffOFAC(%q): got %q, want %q", text, got, want)
		}
	}
}

// FuzzReadOFAC checks that no input makes the reader panic, that every entry has
// a number and a name, and that whatever comes before it, a final good
// row is read or is part of what is reported.
func FuzzReadOFAC(f *testing.F) {
	const last = "77,\"LAST\",-0- ,\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n"
	f.Add(last, "77,1,\"aka\",\"A\",-0- \n")
	f.Add("\"", "\x1a")
	f.Add("0,\"", "") // a lost quote must not make one row of two in silence
	f.Fuzz(func(t *testing.T, prim, alt string) {
		sniffOFAC([]byte(prim))
		all, faults := gather(t, readOFAC(ofacParts{list: ofacSDN, prim: part{"x", strings.NewReader(prim + "\n" + last)}, alt: part{"alt", strings.NewReader(alt)}}))
		read := len(faults) > 2 // two parts are missing, and that is reported
		for _, e := range all {
			if e.List == "" || e.ID == "" || e.Names[0].Name == "" {
				t.Errorf("an entry without list, number or name: %+v", e)
			}
			read = read || e.ID == "77"
		}
		if !read {
			t.Errorf("the last row is neither read nor reported: %q", prim)
		}
	})
}
