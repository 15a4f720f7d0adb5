package judge_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/judge"
	"github.com/delistdev/delist/register"
)

var sameDates = cmp.Comparer(func(a, b delist.Date) bool { return a == b })

func embedded(t testing.TB) *register.Register {
	t.Helper()
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	return reg
}

// questions asks about every party, for every act, as every audience, on days
// around which much happens.
func questions(reg *register.Register, yield func(delist.Question)) {
	days := []delist.Date{delist.NewDate(2017, 9, 9), delist.NewDate(2018, 10, 1), delist.NewDate(2024, 9, 30), delist.NewDate(2026, 11, 20)}
	audiences := []delist.Audience{delist.Everyone, delist.Self}
	for _, a := range reg.Audiences {
		audiences = append(audiences, a.ID)
	}
	for _, day := range days {
		for i := range reg.Parties {
			for n, as := range audiences {
				act := delist.Acts[(i+n)%len(delist.Acts)]
				yield(delist.Question{Party: reg.Parties[i].ID, As: []delist.Audience{as}, Act: act, On: day})
			}
		}
	}
}

// Claims never change a level, however many and whatever they say.
func TestClaimsNeverChangeALevel(t *testing.T) {
	reg := embedded(t)
	data, err := reg.Encode()
	if err != nil {
		t.Fatal(err)
	}
	loud, err := register.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	kinds := []delist.ClaimKind{delist.Assertion, delist.Denial, delist.Confirmation, delist.Opinion, delist.Announcement, delist.OfficialAct}
	for i := range loud.Parties {
		for k := range 60 {
			loud.Claims = append(loud.Claims, delist.Claim{
				ID: delist.ClaimID(fmt.Sprintf("made-up-%d-%d", i, k)), Kind: kinds[k%len(kinds)], About: []delist.PartyID{loud.Parties[i].ID},
				Text: "prohibited everywhere", Speaker: "everybody", OnRecord: true, EvidenceShown: "yes",
			})
		}
	}
	quiet, claimed := judge.New(reg), judge.New(loud)
	n := 0
	questions(reg, func(q delist.Question) {
		n++
		a, b := quiet.Judge(q), claimed.Judge(q)
		if a.Level != b.Level || a.Conditional.Level != b.Conditional.Level || len(a.Grounds) != len(b.Grounds) {
			t.Errorf("%+v: %s and conditionally %s; with claims %s and %s", q, a.Level, a.Conditional.Level, b.Level, b.Conditional.Level)
		}
		if len(b.Claims) < len(a.Claims)+60 {
			t.Errorf("%+v: %d claims of %d are told", q, len(b.Claims), len(a.Claims)+60)
		}
	})
	if n < 10_000 {
		t.Fatalf("only %d questions", n)
	}
}

// Whoever asks as a narrower audience is bound by all that binds the wider one:
// the standing is never milder.
func TestNarrowerIsNeverMilder(t *testing.T) {
	reg := embedded(t)
	j := judge.New(reg)
	for _, pair := range [][2]delist.Audience{{"us", "us/federal"}, {"us/federal", "us/federal/civilian"}, {"us/federal", "us/federal/defense"}, {"us", "us/contractor"}, {"cz", "cz/regulated"}, {"ua", "ua/government"}} {
		for i := range reg.Parties {
			if exempted(reg, reg.Parties[i].ID) {
				continue
			}
			for _, act := range delist.Acts {
				q := delist.Question{Party: reg.Parties[i].ID, Act: act, On: delist.NewDate(2025, 3, 1)}
				q.As = pair[:1]
				wide := j.Judge(q)
				q.As = pair[1:]
				if narrow := j.Judge(q); narrow.Level < wide.Level {
					t.Errorf("%s, %s: %s as %s, and %s as %s", q.Party, act, wide.Level, pair[0], narrow.Level, pair[1])
				}
			}
		}
	}
}

// exempted reports whether an exemption without a condition names the party; it
// may lift for the narrower audience what binds the wider.
func exempted(reg *register.Register, id delist.PartyID) bool {
	for _, m := range reg.Measures {
		for _, term := range m.Terms {
			if term.Effect == delist.Exempt && term.Condition == nil {
				for _, s := range m.Subjects {
					if s.Party == id {
						return true
					}
				}
			}
		}
	}
	return false
}

// The same question gives the same answer, also from many goroutines at once.
func TestSameAnswerFromManyGoroutines(t *testing.T) {
	j := judge.New(embedded(t))
	q := delist.Question{Party: "ao-kaspersky-lab", On: delist.NewDate(2026, 11, 20)}
	want := j.Judge(q)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				if diff := cmp.Diff(want, j.Judge(q), sameDates); diff != "" {
					t.Errorf("another answer:\n%s", diff)
					return
				}
			}
		})
	}
	group.Wait()
}

// BenchmarkJudge measures judgements a second, uncached: every party of the
// register, and alone the one that most measures name.
func BenchmarkJudge(b *testing.B) {
	reg := embedded(b)
	j := judge.New(reg)
	var all []delist.Question
	questions(reg, func(q delist.Question) { all = append(all, q) })
	worst := []delist.Question{{Party: "ao-kaspersky-lab", As: []delist.Audience{delist.Everyone}, On: delist.NewDate(2026, 11, 20)}}
	for name, list := range map[string][]delist.Question{"all": all, "most-named": worst} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				j.Judge(list[n%len(list)])
				n++
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "judgements/s")
		})
	}
}
