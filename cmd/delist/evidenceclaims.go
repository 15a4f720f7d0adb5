package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os/user"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/attribute"
	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/grounds"
	"github.com/delistdev/delist/evidence/quote"
	"github.com/delistdev/delist/evidence/shelf"
	"github.com/delistdev/delist/register"
	"github.com/delistdev/delist/report"
)

// A proposed claim is what rules found in the prints of one origin, told once.
type proposed struct {
	ID      delist.ClaimID   `json:"id"`
	Kind    delist.ClaimKind `json:"kind"`
	Speaker string           `json:"speaker,omitempty"`
	Quote   bool             `json:"quote,omitempty"`
	Text    string           `json:"text"`
	About   []delist.PartyID `json:"about,omitempty"`
	// Status is "proposed", "accepted" or "rejected".
	Status string          `json:"status"`
	Origin delist.OriginID `json:"origin"`
	// In are the places where it stands, one in each print.
	In []foundAt `json:"in"`
	// Contested are claims that cannot be true beside it, with the reason.
	Contested []contest `json:"contested,omitempty"`
	quote.Proposal
}

type foundAt struct {
	Document string          `json:"document"`
	Spans    []evidence.Span `json:"spans"`
	Rule     string          `json:"rule"`
	Text     string          `json:"text"`
}

type contest struct {
	Claim   delist.ClaimID    `json:"claim"`
	Text    string            `json:"text"`
	Speaker string            `json:"speaker"`
	Origins []delist.OriginID `json:"origins,omitempty"`
	Why     string            `json:"why"`
}

func (a *app) evidenceClaims() *cobra.Command {
	var format, out string
	cmd := &cobra.Command{
		Use: "claims [DOCUMENT…]", Short: "Propose who said what about whom, from the texts",
		Long: `Claims shows what rules found in the texts: quotes and reported speech with their
speakers, denials, confirmations, announcements, official acts. They are
proposals: a person accepts, corrects or rejects each, and only accepted ones
stand beside standings. A claim that two prints of one origin have is one claim.`,
		Example: "  delist evidence claims\n  delist evidence accept 3f2a91c04b --evidence-shown no\n  delist evidence reject 77ab01d2e9 --because 'a caption, nobody says it'",
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.shelf(cmd)
			if err != nil {
				return err
			}
			list, err := a.proposals(cmd, s, args)
			if err != nil {
				return err
			}
			return a.output(out, func(w io.Writer, opts report.Options) error {
				switch format {
				case "table":
					return claimsTable(w, list)
				case "json":
					return report.JSON(w, map[string]any{"schema": "delist/evidence-claims/1", "claims": list})
				}
				return fmt.Errorf("unknown format %q: want table or json", format)
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "output `FORMAT`: table, json")
	cmd.Flags().StringVarP(&out, "output", "o", "", "write to `FILE` instead of standard output")
	return cmd
}

// proposals finds the claims in documents, those of the prints of one origin once.
func (a *app) proposals(cmd *cobra.Command, s *shelf.Shelf, names []string) ([]*proposed, error) {
	docs, err := chosen(s, names)
	if err != nil {
		return nil, err
	}
	reg, err := a.ownRegister(cmd)
	if err != nil {
		return nil, err
	}
	parties := attribute.New(reg)
	texts := map[string]*evidence.Document{}
	for _, e := range docs {
		texts[e.ID] = &e.Document
	}
	var all []*proposed
	for _, o := range grounds.Of(textsOf(docs)) {
		var list []*proposed
		for _, print := range o.Documents {
			d := texts[print.ID]
			subject := mainSubject(parties, d)
			for _, p := range quote.Propose(d) {
				one := proposedOf(parties, d, o.ID, subject, p)
				if i := slices.IndexFunc(list, func(have *proposed) bool { return sameClaim(have, one) }); i >= 0 {
					list[i].In = append(list[i].In, one.In...)
					continue
				}
				list = append(list, one)
			}
		}
		all = append(all, list...)
	}
	for _, p := range all {
		p.Status = "proposed"
		if d, ok := s.Decision(p.ID); ok {
			p.Status = "rejected"
			if d.Accepted {
				p.Status = "accepted"
				p.About, p.Text, p.Speaker, p.Kind = d.Claim.About, d.Claim.Text, d.Claim.Speaker, d.Claim.Kind
			}
		}
	}
	contestAll(reg, all)
	return all, nil
}

// proposedOf makes a claim of what a rule found.
func proposedOf(parties *attribute.Attributer, d *evidence.Document, origin delist.OriginID, subject []delist.PartyID, p quote.Proposal) *proposed {
	var pieces []string
	for _, span := range p.Text {
		pieces = append(pieces, strings.Join(strings.Fields(span.Of(d)), " "))
	}
	text := strings.Join(pieces, " … ")
	about := parties.Mentions(text)
	if len(about) == 0 {
		about = subject
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%d", d.ID, p.Kind, p.Text[0].Start))
	return &proposed{
		ID: delist.ClaimID(hex.EncodeToString(sum[:5])), Kind: p.Kind, Speaker: p.Speaker, Quote: p.Quote, Text: text, About: about,
		Origin: origin, Proposal: p, In: []foundAt{{d.ID, p.Text, p.Rule, text}},
	}
}

// mainSubject is the vendor that a document is about: the first that it names.
func mainSubject(parties *attribute.Attributer, d *evidence.Document) []delist.PartyID {
	counts := map[delist.PartyID]int{}
	var order []delist.PartyID
	for paragraph := range strings.SplitSeq(d.Title+"\n\n"+d.Text, "\n") {
		for _, id := range parties.Mentions(paragraph) {
			if counts[id]++; counts[id] == 1 {
				order = append(order, id)
			}
		}
	}
	if len(order) == 0 {
		return nil
	}
	best := slices.MaxFunc(order, func(x, y delist.PartyID) int { return cmp.Compare(counts[x], counts[y]) })
	return []delist.PartyID{best}
}

// sameClaim reports whether two prints of one origin say one thing: the same kind
// of statement, in words that are mostly the same.
func sameClaim(a, b *proposed) bool {
	if a.In[len(a.In)-1].Document == b.In[0].Document || a.Kind != b.Kind {
		return false
	}
	words := func(s string) map[string]bool {
		set := map[string]bool{}
		for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r > 127) }) {
			set[w] = true
		}
		return set
	}
	x, y := words(a.Text), words(b.Text)
	common := 0
	for w := range x {
		if y[w] {
			common++
		}
	}
	return common*10 >= 6*min(len(x), len(y)) && common*10 >= 4*max(len(x), len(y))
}

// contestAll finds what cannot be true beside each claim: in the register, and
// among the others. Prints of one origin contest nothing.
func contestAll(reg *register.Register, all []*proposed) {
	for i, p := range all {
		own := grounds.Statement{Kind: p.Kind, About: p.About, Text: p.Text}
		for k := range reg.Claims {
			c := &reg.Claims[k]
			if why := grounds.Contested(own, grounds.Statement{Kind: c.Kind, About: c.About, Text: c.Text}); why != "" {
				p.Contested = append(p.Contested, contest{c.ID, c.Text, c.Speaker, c.Origins, why})
			}
		}
		for k, q := range all {
			if k == i || q.Origin == p.Origin && q.Kind == p.Kind {
				continue
			}
			if why := grounds.Contested(own, grounds.Statement{Kind: q.Kind, About: q.About, Text: q.Text}); why != "" {
				p.Contested = append(p.Contested, contest{q.ID, q.Text, q.Speaker, []delist.OriginID{q.Origin}, why})
			}
		}
	}
}

func claimsTable(w io.Writer, list []*proposed) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", counted(len(list), "claim"))
	for _, p := range list {
		speaker := cmp.Or(p.Speaker, "nobody named")
		record := ""
		if p.Anonymous {
			record = ", not named"
		}
		fmt.Fprintf(&b, "\n%s  %s  %s%s\n", p.ID, p.Kind, report.Clean(speaker), record)
		open, end := "", ""
		if p.Quote {
			open, end = "“", "”"
		}
		fmt.Fprintf(&b, "  %s%s%s\n", open, report.Clean(p.Text), end)
		var facts []string
		if len(p.About) > 0 {
			var ids []string
			for _, id := range p.About {
				ids = append(ids, string(id))
			}
			facts = append(facts, "about "+strings.Join(ids, ", "))
		}
		for _, f := range [][2]string{{"", p.Channel}, {"when: ", p.Date}, {"evidence shown: ", p.EvidenceShown}, {"rule ", p.Rule}, {"", p.Note}} {
			if f[1] != "" {
				facts = append(facts, f[0]+report.Clean(f[1]))
			}
		}
		if len(p.In) > 1 {
			facts = append(facts, fmt.Sprintf("in %d prints of one origin", len(p.In)))
		}
		if p.Status != "proposed" {
			facts = append(facts, p.Status)
		}
		fmt.Fprintf(&b, "  %s\n", strings.Join(facts, "; "))
		for _, c := range p.Contested {
			fmt.Fprintf(&b, "  contested by %s (%s): %s\n", c.Claim, report.Clean(c.Speaker), report.Clean(c.Why))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// A ruling holds the flags with which a person decides about a claim.
type ruling struct {
	about       []string
	kind        string
	text        string
	speaker     string
	onRecord    bool
	date        string
	reliability string
	credibility int
	shown       string
	supports    []string
	contradicts []string
	because     string
	by          string
}

func (a *app) evidenceAccept() *cobra.Command {
	var r ruling
	cmd := &cobra.Command{
		Use: "accept CLAIM…", Short: "Put proposed claims on record, corrected where a flag says so",
		Long: `Accept puts each CLAIM on record, so that "delist standing" shows it with its
origins. Flags correct what the rules proposed, and grade it: --reliability A to F
for the source, --credibility 1 to 6 for the statement (the Admiralty code). The
decision is added to the record; a later one about the same claim stands.`,
		Example: "  delist evidence accept 3f2a91c04b --about ao-kaspersky-lab --evidence-shown no --reliability B --credibility 6",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.decideClaims(cmd, args, &r, true)
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&r.about, "about", nil, "`PARTY` of the register that it is about; repeatable")
	f.StringVar(&r.kind, "kind", "", "what it does: assertion, denial, confirmation, opinion, announcement, official-act")
	f.StringVar(&r.text, "text", "", "what is claimed, in `WORDS` of one's own")
	f.StringVar(&r.speaker, "speaker", "", "who claims it")
	f.BoolVar(&r.onRecord, "on-record", false, "the speaker is named")
	f.StringVar(&r.date, "date", "", "`DAY` on which it was said, YYYY-MM-DD (default: the print's)")
	f.StringVar(&r.reliability, "reliability", "", "of the source, `A` (reliable) to F (cannot be judged)")
	f.IntVar(&r.credibility, "credibility", 0, "of the statement, `1` (confirmed) to 6 (cannot be judged)")
	f.StringVar(&r.shown, "evidence-shown", "", "`yes` or no")
	f.StringSliceVar(&r.supports, "supports", nil, "`CLAIM` that it makes more likely; repeatable")
	f.StringSliceVar(&r.contradicts, "contradicts", nil, "`CLAIM` that cannot be true beside it; repeatable")
	r.common(cmd)
	return cmd
}

func (a *app) evidenceReject() *cobra.Command {
	var r ruling
	cmd := &cobra.Command{
		Use: "reject CLAIM…", Short: "Say that proposed claims are none, or take accepted ones back",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.decideClaims(cmd, args, &r, false) },
	}
	r.common(cmd)
	return cmd
}

func (r *ruling) common(cmd *cobra.Command) {
	cmd.Flags().StringVar(&r.because, "because", "", "the reason, in `WORDS`")
	cmd.Flags().StringVar(&r.by, "by", "", "`WHO` decides (default: the user of this computer)")
}

// decideClaims records what a person decided about claims.
func (a *app) decideClaims(cmd *cobra.Command, args []string, r *ruling, accept bool) error {
	s, err := a.shelf(cmd)
	if err != nil {
		return err
	}
	all, err := a.proposals(cmd, s, nil)
	if err != nil {
		return err
	}
	reg, err := a.ownRegister(cmd)
	if err != nil {
		return err
	}
	var list []shelf.Decision
	for _, id := range args {
		i := slices.IndexFunc(all, func(p *proposed) bool { return string(p.ID) == id })
		if i < 0 {
			return hinted{fmt.Errorf("no claim %q is proposed", id), "delist evidence claims"}
		}
		d, err := r.decision(s, reg, all[i], accept)
		if err != nil {
			return err
		}
		list = append(list, d)
	}
	if err := s.Decide(list...); err != nil {
		return err
	}
	what := "put on record"
	if !accept {
		what = "rejected"
	}
	fmt.Fprintf(a.stdout, "%s %s\n", counted(len(list), "claim"), what)
	return nil
}

// decision makes the claim that is put on record.
func (r *ruling) decision(s *shelf.Shelf, reg *register.Register, p *proposed, accept bool) (shelf.Decision, error) {
	e, err := s.Find(p.In[0].Document)
	if err != nil {
		return shelf.Decision{}, err
	}
	claim := delist.Claim{
		ID: p.ID, Kind: cmp.Or(delist.ClaimKind(r.kind), p.Kind), About: p.About, Text: cmp.Or(r.text, p.Text), Speaker: cmp.Or(r.speaker, p.Speaker),
		OnRecord: r.onRecord || p.OnRecord, Date: e.Printed, Origins: []delist.OriginID{p.Origin}, EvidenceShown: cmp.Or(r.shown, p.EvidenceShown),
		Reliability: strings.ToUpper(r.reliability), Credibility: r.credibility, Note: p.Note,
		Sources: []delist.Source{{URL: cmp.Or(e.URL, e.File), Title: headline(&e.Document), Date: e.Added, Confirmed: true}},
	}
	for _, c := range p.Contested {
		claim.Contradicts = append(claim.Contradicts, c.Claim)
	}
	for _, id := range r.contradicts {
		claim.Contradicts = append(claim.Contradicts, delist.ClaimID(id))
	}
	for _, id := range r.supports {
		claim.Supports = append(claim.Supports, delist.ClaimID(id))
	}
	if len(r.about) > 0 {
		claim.About = nil
		for _, id := range r.about {
			claim.About = append(claim.About, delist.PartyID(id))
		}
	}
	if r.date != "" {
		if claim.Date, err = delist.ParseDate(r.date); err != nil {
			return shelf.Decision{}, fmt.Errorf("--date: %w", err)
		}
	}
	if accept {
		if err := checkClaim(reg, &claim); err != nil {
			return shelf.Decision{}, err
		}
	}
	return shelf.Decision{
		Claim: claim, Accepted: accept, Document: e.ID, Spans: p.In[0].Spans, Rule: p.Rule,
		By: cmp.Or(r.by, userName()), On: delist.DateOf(clock()), Because: r.because,
	}, nil
}

// claimKinds are the kinds that a claim may have.
var claimKinds = []delist.ClaimKind{delist.Assertion, delist.Denial, delist.Confirmation, delist.Opinion, delist.Announcement, delist.OfficialAct}

// checkClaim refuses a claim that could not stand beside a standing.
func checkClaim(reg *register.Register, c *delist.Claim) error {
	switch {
	case len(c.About) == 0:
		return hinted{fmt.Errorf("claim %s is about nobody of the register", c.ID), "--about PARTY; delist register list parties"}
	case c.Speaker == "":
		return hinted{fmt.Errorf("claim %s has no speaker", c.ID), "--speaker NAME"}
	case !slices.Contains(claimKinds, c.Kind):
		return fmt.Errorf("unknown kind %q: want one of %v", c.Kind, claimKinds)
	case c.Reliability != "" && (len(c.Reliability) != 1 || c.Reliability < "A" || c.Reliability > "F"):
		return fmt.Errorf("--reliability %q: want A to F", c.Reliability)
	case c.Credibility < 0 || c.Credibility > 6:
		return fmt.Errorf("--credibility %d: want 1 to 6", c.Credibility)
	case c.EvidenceShown != "" && c.EvidenceShown != "yes" && c.EvidenceShown != "no":
		return fmt.Errorf("--evidence-shown %q: want yes or no", c.EvidenceShown)
	}
	var faults []error
	for _, id := range c.About {
		if reg.Party(id) == nil {
			faults = append(faults, fmt.Errorf("the register has no party %q", id))
		}
	}
	return errors.Join(faults...)
}

func userName() string {
	if u, err := user.Current(); err == nil {
		return cmp.Or(u.Name, u.Username)
	}
	return "unknown"
}
