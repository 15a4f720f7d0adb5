package exchange_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence/exchange"
	"github.com/delistdev/delist/register"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A format is one of the two, with its writer and reader.
type format struct {
	name  string
	write func(io.Writer, exchange.Set) error
	read  func(io.Reader, string) iter.Seq2[exchange.Record, error]
}

var formats = []format{
	{"stix", exchange.WriteSTIX, exchange.ReadSTIX},
	{"claimreview", exchange.WriteClaimReview, exchange.ReadClaimReview},
}

// collect gathers what a reader yields: records, what could not be read, and what was
// noted.
func collect(t testing.TB, seq iter.Seq2[exchange.Record, error]) (set exchange.Set, faults, notes []string) {
	t.Helper()
	for r, err := range seq {
		var e *delist.ReadError
		switch {
		case err == nil:
			if r.At.Path == "" || r.At.Line == 0 && r.At.Object == "" {
				t.Errorf("%v: no place: %+v", r.Key(), r.At)
			}
			set.Add(r)
		case !errors.As(err, &e):
			t.Fatalf("error of type %T: %v", err, err)
		case e.Mended:
			notes = append(notes, e.Error())
		default:
			faults = append(faults, e.Error())
		}
	}
	return set, faults, notes
}

func day(s string) delist.Date {
	d, err := delist.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// made is an invented set in which every field is used.
func made() exchange.Set {
	read := func(url, title string) []delist.Source {
		return []delist.Source{{URL: url, Title: title, Date: day("2026-11-20"), Confirmed: true}}
	}
	return exchange.Set{
		Claims: []delist.Claim{
			{ID: "sends-data-home", Kind: delist.Assertion, About: []delist.PartyID{"example-cameras", "example-holding"}, Products: []delist.ProductID{"example-camera"},
				Text: "The cameras <send> data home — “always”.", Speaker: "An official, not named", Date: day("2024-03-01"),
				Origins: []delist.OriginID{"example-wire"}, EvidenceShown: "no", Reliability: "D", Credibility: 4,
				Contradicts: []delist.ClaimID{"denies", "elsewhere"}, Note: "Only in the first print.",
				Sources: append(read("https://example.org/print", ""), read("https://example.com/print", "")...)},
			{ID: "denies", Kind: delist.Denial, About: []delist.PartyID{"example-cameras"}, Text: "They do not.", Speaker: "Example Camera Works",
				OnRecord: true, Date: day("2024-03-02"), Origins: []delist.OriginID{"example-statement", "example-wire"}, Reliability: "B", Credibility: 6,
				Contradicts: []delist.ClaimID{"sends-data-home"}, Sources: read("https://example.com/statement", "Statement")},
			{ID: "test", Kind: delist.Confirmation, About: []delist.PartyID{"example-cameras"}, Text: "A test found no such traffic.",
				Speaker: "Example Laboratory", OnRecord: true, EvidenceShown: "yes", Supports: []delist.ClaimID{"denies"},
				Credibility: 2, Origins: []delist.OriginID{"example-test"}, Sources: read("not an address", "Report 7")},
		},
		Origins: []delist.Origin{
			{ID: "example-wire", Name: "Example wire", Channel: "wire", Date: day("2024-03-01"), Cites: []delist.OriginID{"example-statement"}, Sources: read("https://example.com/print", "")},
			{ID: "example-statement", Name: "Statement of 2 March", Channel: "statement", Date: day("2024-03-02"), Sources: read("https://example.com/statement", "")},
			{ID: "example-test", Name: "A test"},
		},
		Documents: []delist.Document{
			{ID: "later-print", Title: "Cameras again", Publisher: "example.org", Printed: day("2024-03-05"), Origins: []delist.OriginID{"example-wire"}, Source: read("https://example.org/print", "")[0]},
			{ID: "first-print", Publisher: "example.com", Printed: day("2024-03-01"), Origins: []delist.OriginID{"example-wire"}, Source: read("https://example.com/print", "")[0]},
		},
		Parties: []delist.Party{
			{ID: "example-cameras", Kind: delist.Company, Name: "Example Camera Works", Country: "de"},
			{ID: "example-holding", Kind: delist.LegalEntity, Name: "Example Holding"},
		},
		Publisher: exchange.Publisher{Name: "Example Watch", URL: "https://example.net/claims"},
	}
}

func write(t testing.TB, f format, set exchange.Set) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := f.write(&out, set); err != nil {
		t.Fatalf("%s: %v", f.name, err)
	}
	return out.Bytes()
}

// What is written is read again without loss and without a word of complaint, and
// written once more it gives the same bytes.
func TestRoundTrip(t *testing.T) {
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	whole := exchange.Set{Claims: reg.Claims, Origins: reg.Origins, Documents: reg.Documents}
	for _, p := range reg.Parties {
		whole.Parties = append(whole.Parties, delist.Party{ID: p.ID, Kind: p.Kind, Name: p.Name, Country: p.Country})
	}
	sets := map[string]exchange.Set{"made": made(), "register": whole, "empty": {}}
	for _, f := range formats {
		for name, want := range sets {
			t.Run(f.name+"/"+name, func(t *testing.T) {
				text := write(t, f, want)
				got, faults, notes := collect(t, f.read(bytes.NewReader(text), "file"))
				got.Publisher = want.Publisher
				if len(faults)+len(notes) > 0 {
					t.Errorf("faults %q, notes %q", faults, notes)
				}
				if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmp.Comparer(func(a, b delist.Date) bool { return a == b })); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				if again := write(t, f, got); !bytes.Equal(again, text) {
					t.Error("written again, it is another file")
				}
			})
		}
	}
}

// The files as others see them; look at them when they change.
func TestGolden(t *testing.T) {
	for _, f := range formats {
		path := filepath.Join("testdata", "made."+f.name+".json")
		got := write(t, f, made())
		if *update {
			if err := os.WriteFile(path, got, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

func TestNotWritten(t *testing.T) {
	tests := []struct {
		name   string
		change func(*exchange.Set)
		want   string
	}{
		{"no id", func(s *exchange.Set) { s.Claims[0].ID = "" }, "a claim without an id"},
		{"no text", func(s *exchange.Set) { s.Claims[0].Text = " " }, `claim "sends-data-home": no text`},
		{"twice", func(s *exchange.Set) { s.Origins[1].ID = "example-wire" }, `origin "example-wire" is there twice`},
		{"no such grade", func(s *exchange.Set) { s.Claims[0].Reliability = "G" }, "no grades of the Admiralty code"},
		{"no UTF-8", func(s *exchange.Set) { s.Documents[0].Title = "\xff" }, "no UTF-8"},
		{"no such level", func(s *exchange.Set) {
			s.Sharing = map[exchange.Key]exchange.TLP{{Kind: exchange.Party, ID: "example-cameras"}: {Level: "blue", Edition: 2}}
		}, "no level of the Traffic Light Protocol"},
	}
	for _, test := range tests {
		for _, f := range formats {
			set := made()
			test.change(&set)
			var out bytes.Buffer
			err := f.write(&out, set)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s, %s: %v, want %q", test.name, f.name, err, test.want)
			}
			if out.Len() > 0 {
				t.Errorf("%s, %s: %d bytes were written before the error", test.name, f.name, out.Len())
			}
		}
	}
}

type broken struct{ after int }

func (b *broken) Write(p []byte) (int, error) {
	if b.after -= len(p); b.after < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

// A full disk is reported, wherever it fills.
func TestWriteError(t *testing.T) {
	for _, f := range formats {
		for _, after := range []int{0, 5000} {
			if err := f.write(&broken{after}, made()); !errors.Is(err, io.ErrShortWrite) {
				t.Errorf("%s: %v", f.name, err)
			}
		}
	}
}
