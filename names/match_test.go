package names

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A few parties with the names that lists really have for them.
var few = []Record{
	{ID: "dahua", Kind: "company", Countries: []string{"cn"}, Names: aliases("Zhejiang Dahua Technology Co., Ltd.", "Dahua Technology", "浙江大华技术股份有限公司")},
	{ID: "hikvision", Kind: "company", Countries: []string{"cn"}, Names: aliases("Hangzhou Hikvision Digital Technology Co., Ltd.", "Hikvision"), Numbers: []string{"91330000733796106P", "hikvision.com"}},
	{ID: "kaspersky", Kind: "company", Countries: []string{"ru"}, Names: aliases("AO Kaspersky Lab", "Лаборатория Касперского", "Kaspersky")},
	{ID: "person", Kind: "person", Countries: []string{"ru"}, Names: aliases("IVANOV, Sergei Sergeivich")},
	{ID: "smic", Kind: "company", Countries: []string{"cn"}, Names: aliases("Semiconductor Manufacturing International Corporation", "SMIC")},
	{ID: "zte", Kind: "company", Countries: []string{"cn"}, Names: aliases("ZTE Corporation", "中兴通讯股份有限公司")},
}

func aliases(names ...string) []Alias {
	var list []Alias
	for _, n := range names {
		list = append(list, Alias{Name: n, List: "test"})
	}
	return list
}

func build(records []Record) *Index { return Build(slices.Values(records)) }

func TestMatch(t *testing.T) {
	x := build(few)
	for _, tt := range []struct{ rule, query, want string }{
		{"as listed", "ZTE Corporation", "zte"},
		{"a typing error in every word", "Dahau Techology", "dahua"},
		{"a split word", "Hik Vision", "hikvision"},
		{"two words in one", "KasperskyLab", "kaspersky"},
		{"no legal form", "Hangzhou Hikvision Digital Technology", "hikvision"},
		{"another order", "Digital Technology Hikvision Hangzhou", "hikvision"},
		{"another script", "ЗТЕ Корпорейшн", ""}, // a transcription is no transliteration
		{"native", "中興通訊股份有限公司", "zte"},
		{"full width", "ＳＭＩＣ", "smic"},
		{"points", "S.M.I.C.", "smic"},
		{"Cyrillic in another case", "ЛАБОРАТОРИЯ КАСПЕРСКОГО", "kaspersky"},
		{"not inside a word", "EZTECH", ""},
		{"nobody", "Siemens AG", ""},
		{"nothing", "", ""},
		{"only signs", "–!?…", ""},
		{"broken text", "\xff\xfe\xfd", ""},
		{"a megabyte", strings.Repeat("kaspersky ", 100_000), ""},
	} {
		t.Run(tt.rule, func(t *testing.T) {
			got := ""
			found := x.Match(Query{Name: tt.query})
			if len(found) > 0 {
				got = found[0].ID
			}
			if got != tt.want && tt.rule != "a megabyte" {
				t.Errorf("Match(%.40q) = %q, want %q; %+v", tt.query, got, tt.want, found)
			}
			for _, m := range found {
				if want := Compare(tt.query, m.Matched); !cmp.Equal(want, Score{m.Score, m.Why}) {
					t.Errorf("match %+v, but compared it is %+v", m, want)
				}
			}
		})
	}
}

// The highest threshold still finds what is the same.
func TestMatchOnlyTheSame(t *testing.T) {
	x := build(few)
	if found := x.Match(Query{Name: "zte corporation", Threshold: 1}); len(found) != 1 || found[0].ID != "zte" {
		t.Errorf("got %+v", found)
	}
	if found := x.Match(Query{Name: "ZTE Corp", Threshold: 1}); len(found) != 0 {
		t.Errorf("got %+v, want nobody", found)
	}
}

func TestMatchSharpened(t *testing.T) {
	x := build(few)
	plain := x.Match(Query{Name: "Kaspersky"})[0].Score
	for _, tt := range []struct {
		rule  string
		query Query
		id    string
		score func(float64) bool
	}{
		{"another country costs", Query{Name: "Kaspersky", Countries: []string{"US"}}, "kaspersky", func(s float64) bool { return s < plain }},
		{"the same does not", Query{Name: "Kaspersky", Countries: []string{"RU"}}, "kaspersky", func(s float64) bool { return s == plain }},
		{"a number decides, whatever the name", Query{Name: "Example Trading", Numbers: []string{"9133 0000 7337 9610 6P"}}, "hikvision", func(s float64) bool { return s == 1 }},
		{"a domain, too", Query{Numbers: []string{"HIKVISION.com"}}, "hikvision", func(s float64) bool { return s == 1 }},
		{"a company is no person", Query{Name: "Ivanov Sergei Sergeivich", Kind: "company"}, "", nil},
	} {
		t.Run(tt.rule, func(t *testing.T) {
			found := x.Match(tt.query)
			if tt.id == "" {
				if len(found) > 0 {
					t.Errorf("got %+v, want nobody", found)
				}
				return
			}
			if len(found) == 0 || found[0].ID != tt.id || !tt.score(found[0].Score) {
				t.Errorf("got %+v, want %s", found, tt.id)
			}
			for _, m := range found {
				sum := m.Score
				for _, w := range m.Why {
					sum += w.Price
				}
				if sum < 0.9995 || sum > 1.0005 {
					t.Errorf("score and prices make %v: %+v", sum, m)
				}
			}
		})
	}
}

// The same names, version and query give the same answer, alone or in parallel,
// from an index just built or read back.
func TestMatchIsTheSameEverywhere(t *testing.T) {
	var file bytes.Buffer
	built := build(few)
	if _, err := built.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	opened, err := Open(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	queries := []string{"Kaspersky Labs", "Hik Vision", "Dahua Techology", "S M I C", "zte"}
	want := map[string]string{}
	for _, q := range queries {
		want[q] = fmt.Sprint(built.Match(Query{Name: q, Threshold: 0.1}))
	}
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) * 4 {
		wait.Go(func() {
			for range 50 {
				for _, q := range queries {
					if got := fmt.Sprint(opened.Match(Query{Name: q, Threshold: 0.1})); got != want[q] {
						t.Errorf("%q: got %s, want %s", q, got, want[q])
						return
					}
				}
			}
		})
	}
	wait.Wait()
	for i, r := range few {
		if n, ok := opened.Position(r.ID); n != i || !ok {
			t.Errorf("Position(%q) = %d, %v; want %d", r.ID, n, ok, i)
		}
	}
	if _, ok := opened.Position("nobody"); ok {
		t.Error("Position finds nobody")
	}
}

func TestOpenRefuses(t *testing.T) {
	var file bytes.Buffer
	if _, err := build(few).WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	if _, err := Open([]byte("delist names 0\n")); !errors.Is(err, ErrStale) {
		t.Errorf("an older layout: %v, want ErrStale", err)
	}
	for at := len(magic) + 8; at < file.Len(); at += 101 {
		data := bytes.Clone(file.Bytes())
		data[at] ^= 4
		if _, err := Open(data); err == nil || errors.Is(err, ErrStale) {
			t.Fatalf("a bit turned at %d: %v, want an error that says damaged", at, err)
		}
	}
	for cut := len(magic) + 8; cut < file.Len(); cut += 97 {
		if _, err := Open(file.Bytes()[:cut]); err == nil || errors.Is(err, ErrStale) {
			t.Fatalf("cut at %d: %v, want an error that says damaged", cut, err)
		}
	}
}

// Whatever an index holds, if its checksum is right, Open and Match do not panic:
// it is an error, or it answers.
func TestOpenAnything(t *testing.T) {
	var file bytes.Buffer
	if _, err := build(few).WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	opened := 0
	for range 3000 {
		data := bytes.Clone(file.Bytes())
		for range 1 + r.IntN(3) {
			data[len(magic)+8+r.IntN(len(data)-len(magic)-12)] ^= byte(1 + r.IntN(255))
		}
		if openSealed(data) {
			opened++
		}
	}
	t.Logf("%d of 3,000 opened", opened)
}

// openSealed opens an index after making its checksum right, and asks it.
func openSealed(data []byte) bool {
	if len(data) < len(magic)+12 {
		return false
	}
	end := len(data) - crc32.Size
	binary.LittleEndian.PutUint32(data[end:], crc32.Checksum(data[:end], castagnoli))
	x, err := Open(data)
	if err != nil {
		return false
	}
	x.Match(Query{Name: "Kaspersky Lab", Threshold: 0.1, Numbers: []string{"91330000733796106P"}, Countries: []string{"ru"}, Kind: "person"})
	x.Position("kaspersky")
	return true
}

func FuzzOpen(f *testing.F) {
	var file bytes.Buffer
	if _, err := build(few[:2]).WriteTo(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Fuzz(func(_ *testing.T, data []byte) { openSealed(bytes.Clone(data)) })
}

func FuzzMatch(f *testing.F) {
	x := build(few)
	f.Add("Hik Vision")
	f.Add("株式会社 ﬁ ①")
	f.Fuzz(func(t *testing.T, name string) {
		for _, m := range x.Match(Query{Name: name, Threshold: 0.05}) {
			checkScore(t, name[:min(len(name), maxName)], m.Matched, Score{m.Score, m.Why})
		}
	})
}
