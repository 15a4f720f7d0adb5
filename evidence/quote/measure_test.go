package quote_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/quote"
)

var (
	labelledFiles = flag.String("labelled", "testdata/labelled*.jsonl", "the labelled articles: a pattern of files")
	showMisses    = flag.Bool("misses", false, "print what was missed in q001 to q175")
)

// An article is one line of a labelled file; their README says how it was labelled.
type article struct {
	ID        string   `json:"id"`
	Split     string   `json:"split"`
	Text      string   `json:"text"`
	Claims    []label  `json:"claims"`
	NotQuotes []string `json:"not_quotes"`
}

type label struct {
	Kind    string   `json:"kind"`
	Quote   bool     `json:"quote"`
	Text    []string `json:"text"`
	At      [][2]int `json:"at"`
	Speaker string   `json:"speaker"`
	Partial bool     `json:"partial"`
	Verb    string   `json:"verb"`
}

// A score counts what was right among what was proposed, and what was found among
// what is labelled.
type score struct{ right, proposed, found, labelled int }

func (s score) precision() float64 { return float64(s.right) / float64(max(1, s.proposed)) }
func (s score) recall() float64    { return float64(s.found) / float64(max(1, s.labelled)) }

func readArticles(t *testing.T) []article {
	t.Helper()
	files, err := filepath.Glob(*labelledFiles)
	if err != nil || len(files) == 0 {
		t.Fatalf("no labelled articles in %s: %v", *labelledFiles, err)
	}
	var list []article
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			var a article
			if err := json.Unmarshal([]byte(line), &a); err != nil {
				t.Fatal(err)
			}
			list = append(list, a)
		}
	}
	return list
}

// The parts of the labelled articles, by what the writers of the rules saw of them.
const (
	read    = "q001 to q175, read" // misses were read, and rules written for them
	notRead = "q176 to q200, not read"
)

func part(a article) string {
	if a.ID > "q175" {
		return notRead
	}
	return read
}

// TestLabelled measures quotes with speakers.
func TestLabelled(t *testing.T) {
	quotes, clauses, kinds, parts := map[string]*score{}, map[string]*score{}, map[string]*score{}, map[string]*score{}
	articles := map[string]int{}
	for _, a := range readArticles(t) {
		k := part(a)
		if quotes[k] == nil {
			quotes[k], clauses[k], kinds[k], parts[k] = &score{}, &score{}, &score{}, &score{}
		}
		articles[k]++
		measure(t, a, quotes[k], clauses[k], kinds[k], parts[k])
	}
	for part, q := range quotes {
		c, k := clauses[part], kinds[part]
		t.Logf("%s, %d articles: quotes with speakers: precision %.3f (%d of %d), recall %.3f (%d of %d)", part, articles[part],
			q.precision(), q.right, q.proposed, q.recall(), q.found, q.labelled)
		t.Logf("%s: reported speech with speakers: precision %.3f (%d of %d), recall %.3f (%d of %d)", part,
			c.precision(), c.right, c.proposed, c.recall(), c.found, c.labelled)
		t.Logf("%s: of the quotes, words within a sentence: recall %.3f (%d of %d)", part, parts[part].recall(), parts[part].found, parts[part].labelled)
		t.Logf("%s: kind right in %.3f (%d of %d) of what was found", part, k.recall(), k.found, k.labelled)
	}
	// The aim is a precision of 0.95 and a recall of 0.85. The recall is reached, the
	// precision is not: what is reached must not be lost.
	floor(t, read, quotes[read], 0.93, 0.85)
	floor(t, notRead, quotes[notRead], 0.92, 0.87)
}

func floor(t *testing.T, split string, s *score, precision, recall float64) {
	t.Helper()
	if s != nil && (s.precision() < precision || s.recall() < recall) {
		t.Errorf("%s: precision %.3f, want at least %.2f; recall %.3f, want at least %.2f", split, s.precision(), precision, s.recall(), recall)
	}
}

func measure(t *testing.T, a article, quotes, clauses, kinds, parts *score) {
	got := quote.Propose(&evidence.Document{Text: a.Text})
	tell := func(format string, args ...any) {
		if *showMisses && part(a) == read {
			t.Logf(a.ID+": "+format, args...)
		}
	}
	for _, c := range a.Claims {
		if c.Speaker == "" {
			continue
		}
		s := clauses
		if c.Quote {
			s = quotes
		}
		s.labelled++
		if c.Partial {
			parts.labelled++
			if match(a, c, got) != nil {
				parts.found++
			}
		}
		if p := match(a, c, got); p != nil {
			s.found++
			kinds.labelled++
			if string(p.Kind) == c.Kind {
				kinds.found++
			} else {
				tell("KIND %s, want %s: %q", p.Kind, c.Kind, c.Text)
			}
			continue
		}
		tell("MISSED quote=%v %q by %q (%s)", c.Quote, c.Text, c.Speaker, c.Verb)
	}
	for _, p := range got {
		if p.Speaker == "" || strings.HasPrefix(p.Rule, "own-") {
			continue
		}
		s := clauses
		if p.Quote {
			s = quotes
		}
		s.proposed++
		if known(a, p) {
			s.right++
			continue
		}
		var text []string
		for _, span := range p.Text {
			text = append(text, a.Text[span.Start:span.End])
		}
		tell("WRONG quote=%v %q by %q (%s, rule %s)", p.Quote, text, p.Speaker, p.Verb, p.Rule)
	}
}

// match returns the proposal that has every piece of a labelled claim, and its
// speaker; the pieces may lie in several proposals.
func match(a article, c label, got []quote.Proposal) *quote.Proposal {
	var first *quote.Proposal
	for _, at := range c.At {
		found := false
		for i := range got {
			p := &got[i]
			if p.Quote != c.Quote || !sameSpeaker(p.Speaker, c.Speaker) {
				continue
			}
			for _, span := range p.Text {
				if near(at, span, c.Quote) {
					found = true
					if first == nil {
						first = p
					}
				}
			}
		}
		if !found {
			return nil
		}
	}
	return first
}

// known reports whether every piece of a proposal is labelled, with its speaker.
func known(a article, p quote.Proposal) bool {
	for _, span := range p.Text {
		ok := false
		for _, c := range a.Claims {
			for _, at := range c.At {
				ok = ok || c.Quote == p.Quote && near(at, span, p.Quote) && sameSpeaker(p.Speaker, c.Speaker)
			}
		}
		if !ok {
			return false
		}
	}
	return true
}

// near reports whether two spans are the same but for their edges: for a quote nine
// tenths of both together, for a clause a half.
func near(at [2]int, s evidence.Span, quote bool) bool {
	both := min(at[1], s.End) - max(at[0], s.Start)
	all := max(at[1], s.End) - min(at[0], s.Start)
	if quote {
		return 10*both >= 9*all || all-both <= 2 && both > 0
	}
	return 2*both >= all
}

// sameSpeaker compares without titles and articles: all words of the shorter name are
// in the longer one, or both end in one surname.
func sameSpeaker(a, b string) bool {
	x, y := nameWords(a), nameWords(b)
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	for _, w := range x {
		if !strings.Contains(" "+strings.Join(y, " ")+" ", " "+w+" ") {
			return false
		}
	}
	return true
}

func nameWords(s string) []string {
	s = strings.ToLower(s)
	s = strings.NewReplacer("'s", "", "’s", "", ".", "", ",", "").Replace(s)
	var out []string
	for _, w := range strings.Fields(s) {
		switch w {
		case "my":
			out = append(out, "author") // "my daughter" is "the author's daughter"
		case "a", "an", "the", "mr", "mrs", "ms", "dr", "of", "for":
		default:
			out = append(out, w)
		}
	}
	return out
}

func articleText(tb testing.TB, line string) string {
	tb.Helper()
	var a article
	if err := json.Unmarshal([]byte(line), &a); err != nil {
		tb.Fatal(err)
	}
	return a.Text
}
