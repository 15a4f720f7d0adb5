package revision_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/revision"
)

// Two invented prints.
var (
	printA = &evidence.Document{Publisher: "The Gazette", Printed: delist.NewDate(2017, 9, 9),
		Text: "The retailer sells routers in ten towns.\n\nIt \"stopped the sales\" this week, a manager said in an email.\n\nNobody was hurt."}
	printB = &evidence.Document{Publisher: "The Courier", Printed: delist.NewDate(2017, 9, 1), Precision: "month",
		Text: "The retailer sells routers in ten towns. Last week, it stopped the sales, a manager said.\n\nNobody was hurt. \x1b[2J\u202e"}
)

func TestText(t *testing.T) {
	var got strings.Builder
	if err := revision.Compare(printA, printB).Text(&got, 60, false); err != nil {
		t.Fatal(err)
	}
	want := `- The Gazette, 2017-09-09
+ The Courier, 2017-09
  … 1 sentence without a change
! [-It-] [-"-] {+Last week,+} {+it+} stopped the sales[-"
  this week-], a manager said [-in an email-].
`
	if !strings.HasPrefix(got.String(), want) {
		t.Errorf("got\n%s\nwant it to begin with\n%s", got.String(), want)
	}
	for _, line := range []string{"      quote-marks: these words are a quotation in the first\n", "      attribution: ‘in an email’ → nothing: the second print\n", "alter what is said.\n"} {
		if !strings.Contains(got.String(), line) {
			t.Errorf("no line %q in\n%s", line, got.String())
		}
	}
	if strings.ContainsAny(got.String(), "\x1b\u202e") {
		t.Errorf("the text drives the terminal: %q", got.String())
	}
	for line := range strings.Lines(got.String()) {
		if n := len([]rune(strings.TrimRight(line, "\n"))); n > 60 {
			t.Errorf("%d columns, want 60: %q", n, line)
		}
	}
}

func TestColor(t *testing.T) {
	var got strings.Builder
	if err := revision.Compare(printA, printB).Text(&got, 80, true); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\x1b[31min\x1b[0m", "\x1b[32mLast\x1b[0m", "\x1b[1m! \x1b[0m"} {
		if !strings.Contains(got.String(), want) {
			t.Errorf("no %q in %q", want, got.String())
		}
	}
	if strings.Contains(got.String(), "[-") {
		t.Errorf("signs beside colors: %q", got.String())
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestTextTellsWriteErrors(t *testing.T) {
	if err := revision.Compare(printA, printB).Text(full{}, 80, false); !errors.Is(err, errFull) {
		t.Errorf("got %v, want %v", err, errFull)
	}
}

// Transcripts and scanned pages have no full stops. What was put in at the
// beginning must not make all that follows new.
func TestNoFullStops(t *testing.T) {
	var words []string
	for i := range 4000 {
		words = append(words, "w"+strings.Repeat("x", i%7)+string(rune('a'+i*i%26))+string(rune('a'+i*7%23)))
	}
	a := &evidence.Document{Text: strings.Join(words, " ")}
	b := &evidence.Document{Text: "some other words before all " + strings.Join(words[:1000], " ") + " and between " + strings.Join(words[1000:], " ")}
	r := revision.Compare(a, b)
	check(t, a, b, r)
	changed := 0
	for _, c := range r.Changes {
		changed += c.A.End - c.A.Start + c.B.End - c.B.Start
	}
	if changed > 600 {
		t.Errorf("%d bytes of %d changed, want about 40", changed, len(a.Text))
	}
}
