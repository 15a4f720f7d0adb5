package names

import (
	"math"
	"strings"
	"testing"
)

func TestCompare(t *testing.T) {
	tests := []struct {
		rule, query, name string
		least, most       float64
	}{
		{"the same", "Huawei Technologies Co., Ltd.", "HUAWEI TECHNOLOGIES CO LTD", 1, 1},
		{"a legal form costs almost nothing", "Inspur Group Company, Limited", "Inspur Group", 0.97, 0.999},
		{"another legal form, too", "Deutsche Bank AG", "Deutsche Bank GmbH", 0.97, 0.999},
		{"a charity is not a company", "ANO Iskusstvo Krasoty", "OOO Iskusstvo Krasoty", 0.5, 0.96},
		{"another order", "Technologies Positive", "Positive Technologies", 0.98, 0.999},
		{"a typing error", "Dahua Techology", "Dahua Technology", 0.9, 0.999},
		{"one in every word", "Dahau Techology", "Dahua Technology", 0.8, 0.99},
		{"a split word", "Hik Vision", "Hikvision", 0.9, 0.999},
		{"a joined word", "Yamahdi Industries", "Ya Mahdi Industries", 0.9, 0.999},
		{"a slipped space", "REI COMPANIA INTERNACIONAL", "REI COMPANI AINTERNACIONAL", 0.7, 0.999},
		{"initials apart", "Z T E Corp", "ZTE Corporation", 0.98, 0.999},
		{"points between initials", "S.M.I.C.", "SMIC", 0.98, 0.999},
		{"a legal form written to the name", "SiemensAG", "Siemens AG", 0.9, 0.999},
		{"an abbreviation", "Semiconductor Mfg International", "Semiconductor Manufacturing International", 0.95, 0.999},
		{"Cyrillic", "Касперский", "Kaspersky", 0.85, 0.999},
		{"a Cyrillic name and its translation", "Лаборатория Касперского", "Kaspersky Lab", 0.85, 0.999},
		{"Han, traditional and simplified", "華為技術有限公司", "华为技术有限公司", 1, 1},
		{"an adjective of a place", "Murom Instrument-Making Plant", "Муромский приборостроительный завод", 0.7, 0.999},
		{"numbers in words", "Brigade Forty-Four", "Brigade 44", 0.95, 0.999},
		{"another number", "Plant No. 12", "Plant No. 17", 0, 0.3},
		{"another side", "North Star Shipping", "South Star Shipping", 0, 0.4},
		{"a rare word that is missing", "Hangzhou Hikvision Digital Technology", "Hangzhou Digital Technology", 0, 0.749},
		{"common words alone", "Integrity Plumbing Group", "Integrity Technology Group", 0, 0.69},
		{"a name inside a word", "EZTECH Corporation", "ZTE Corporation", 0, 0.3},
		{"another name that sounds alike", "Casper Labs", "Kaspersky Lab", 0, 0.69},
		{"and another", "Dahlia Technologies", "Dahua Technology", 0, 0.69},
		{"nothing in common", "Ericsson", "Huawei", 0, 0.01},
		{"no letters", "!!! ---", "Huawei", 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			got := Compare(tt.query, tt.name)
			if got.Score < tt.least || got.Score > tt.most {
				t.Errorf("Compare(%q, %q) = %.4f, want %v to %v; %+v", tt.query, tt.name, got.Score, tt.least, tt.most, got.Why)
			}
			checkScore(t, tt.query, tt.name, got)
			if back := Compare(tt.name, tt.query); back.Score != got.Score {
				t.Errorf("Compare(%q, %q) = %.4f, and the other way round %.4f", tt.query, tt.name, got.Score, back.Score)
			}
		})
	}
}

// checkScore holds what is promised of every score: from 0 to 1, only the same
// name has 1, and its prices are what is missing to 1.
func checkScore(t testing.TB, a, b string, s Score) {
	t.Helper()
	sum := s.Score
	for _, why := range s.Why {
		sum += why.Price
		if why.How == "" || why.Price < 0 {
			t.Errorf("Compare(%q, %q): reason %+v", a, b, why)
		}
	}
	if math.Abs(sum-1) > 5e-4 || len(s.Why) == 0 {
		t.Errorf("Compare(%q, %q): score and prices make %v: %+v", a, b, sum, s)
	}
	if (s.Score == 1) != (Folded(a) == Folded(b) && Folded(a) != "") {
		t.Errorf("Compare(%q, %q) = %v", a, b, s.Score)
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("Kaspersky Lab", "Лаборатория Касперского")
	f.Add("SiemensAG", "Siemens AG")
	f.Add("a b c d e f", "abcdef")
	f.Add("\xff\xfe", strings.Repeat("x ", 600))
	f.Fuzz(func(t *testing.T, a, b string) {
		s := Compare(a, b)
		checkScore(t, a[:min(len(a), maxName)], b[:min(len(b), maxName)], s)
		if back := Compare(b, a); math.Abs(back.Score-s.Score) > 1e-4 {
			t.Errorf("%v one way, %v the other", s.Score, back.Score)
		}
	})
}

// The dictionary's tables are read without a check when the program runs.
func TestDictionaryIsWellFormed(t *testing.T) {
	d := dictionary()
	for word, canon := range d.words {
		if word == "" || canon == "" || strings.ContainsAny(word, " \t") || Folded(word) != word || Folded(canon) != canon {
			t.Errorf("words.tsv: %q means %q", word, canon)
		}
	}
	for phrase, form := range d.legal {
		if form.canon == "" || form.class == "" || Folded(phrase) != phrase {
			t.Errorf("legalforms.tsv: %q is %+v", phrase, form)
		}
	}
	for word, w := range d.weights {
		if w < 0.05 || w > 1 {
			t.Errorf("frequency.tsv: %q weighs %v", word, w)
		}
	}
	for i := 1; i < len(curve); i++ {
		if curve[i].cost <= curve[i-1].cost || curve[i].score >= curve[i-1].score {
			t.Errorf("the curve does not fall at %v", curve[i])
		}
	}
}
