package judge_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/judge"
	"github.com/delistdev/delist/register"
)

// TestStandings holds the register and the judge to what the texts say: the
// level on the day before and the day of each date, each row with its citation.
// The rows were reasoned from the texts and not from the code.
func TestStandings(t *testing.T) {
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	rows := readStandings(t)
	if len(rows) < 150 {
		t.Fatalf("%d rows, want at least 150", len(rows))
	}
	j := judge.New(reg)
	for _, row := range rows {
		t.Run(row["measure"]+"/"+row["question"]+"/"+row["as"]+"/"+row["act"]+"/"+row["on"], func(t *testing.T) {
			q := questionOf(t, reg, row)
			s := j.Judge(q)
			if s.Level.String() != row["level"] {
				t.Errorf("level %s, want %s under %s\n%s", s.Level, row["level"], row["citation"], groundsText(s))
			}
			conditional := ""
			if s.Conditional.Level != delist.Clear {
				conditional = s.Conditional.Level.String()
			}
			if conditional != row["conditional"] {
				t.Errorf("conditional level %q, want %q under %s\n%s", conditional, row["conditional"], row["citation"], groundsText(s))
			}
			if row["citation"] == "" {
				t.Error("row without a citation")
			}
		})
	}
}

func readStandings(t *testing.T) []map[string]string {
	t.Helper()
	f, err := os.Open("testdata/standings.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// questionOf makes the question of a row, which names a party or a product.
func questionOf(t *testing.T, reg *register.Register, row map[string]string) delist.Question {
	t.Helper()
	on, err := delist.ParseDate(row["on"])
	if err != nil {
		t.Fatal(err)
	}
	q := delist.Question{As: []delist.Audience{delist.Audience(row["as"])}, Act: delist.Act(row["act"]), On: on, Given: map[string]string{}}
	if !reg.HasAudience(q.As[0]) {
		t.Fatalf("no audience %q", row["as"])
	}
	for _, pair := range strings.Split(row["given"], ";") {
		if key, value, ok := strings.Cut(pair, "="); ok {
			q.Given[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	switch id := row["question"]; {
	case reg.Party(delist.PartyID(id)) != nil:
		q.Party = delist.PartyID(id)
	case reg.Product(delist.ProductID(id)) != nil:
		q.Product = delist.ProductID(id)
	default:
		t.Fatalf("neither a party nor a product: %q", id)
	}
	return q
}

func groundsText(s delist.Standing) string {
	var b strings.Builder
	for _, g := range s.Grounds {
		b.WriteString("  ground " + string(g.Measure.ID) + "/" + g.Term.ID + " " + g.Level.String())
		for _, q := range g.Questions {
			b.WriteString(" ? " + q.Key)
		}
		b.WriteString("\n")
	}
	for _, g := range s.Elsewhere {
		b.WriteString("  elsewhere " + string(g.Measure.ID) + "/" + g.Term.ID + " " + g.Level.String() + " " + string(g.Why) + "\n")
	}
	return b.String()
}
