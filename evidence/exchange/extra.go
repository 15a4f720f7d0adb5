package exchange

import (
	"fmt"
	"slices"

	"github.com/delistdev/delist"
)

// An extra is what a record knows that the format has no property for. Both formats
// carry it beside their own properties, so that what is written is read again
// without loss. Nothing in it is empty: STIX forbids empty lists and nulls.
type extra struct {
	Claim    *claimExtra    `json:"claim,omitempty"`
	Origin   *originExtra   `json:"origin,omitempty"`
	Document *documentExtra `json:"document,omitempty"`
	Party    *partyExtra    `json:"party,omitempty"`
}

type (
	// claimExtra is a claim without its text and speaker.
	claimExtra struct {
		ID            delist.ClaimID     `json:"id"`
		Kind          delist.ClaimKind   `json:"kind,omitempty"`
		About         []delist.PartyID   `json:"about,omitempty"`
		Products      []delist.ProductID `json:"products,omitempty"`
		OnRecord      bool               `json:"on_record,omitempty"`
		Date          delist.Date        `json:"date,omitzero"`
		Origins       []delist.OriginID  `json:"origins,omitempty"`
		EvidenceShown string             `json:"evidence_shown,omitempty"`
		Reliability   string             `json:"reliability,omitempty"`
		Credibility   int                `json:"credibility,omitempty"`
		Supports      []delist.ClaimID   `json:"supports,omitempty"`
		Contradicts   []delist.ClaimID   `json:"contradicts,omitempty"`
		Note          string             `json:"note,omitempty"`
		Sources       []delist.Source    `json:"sources,omitempty"`
	}
	// originExtra is an origin without its name.
	originExtra struct {
		ID      delist.OriginID   `json:"id"`
		Channel string            `json:"channel,omitempty"`
		Date    delist.Date       `json:"date,omitzero"`
		Cites   []delist.OriginID `json:"cites,omitempty"`
		Sources []delist.Source   `json:"sources,omitempty"`
	}
	// documentExtra is a document without its title.
	documentExtra struct {
		ID        delist.DocumentID `json:"id"`
		Untitled  bool              `json:"untitled,omitempty"`
		Publisher string            `json:"publisher,omitempty"`
		Printed   delist.Date       `json:"printed,omitzero"`
		Origins   []delist.OriginID `json:"origins,omitempty"`
		Source    delist.Source     `json:"source,omitzero"`
	}
	// partyExtra is a party without its name.
	partyExtra struct {
		ID      delist.PartyID   `json:"id"`
		Kind    delist.PartyKind `json:"kind,omitempty"`
		Country string           `json:"country,omitempty"`
	}
)

func claimBeyond(c *delist.Claim) extra {
	return extra{Claim: &claimExtra{c.ID, c.Kind, c.About, c.Products, c.OnRecord, c.Date, c.Origins, c.EvidenceShown,
		c.Reliability, c.Credibility, c.Supports, c.Contradicts, c.Note, c.Sources}}
}

func (e *claimExtra) claim(text, speaker string) *delist.Claim {
	return &delist.Claim{ID: e.ID, Kind: e.Kind, About: e.About, Products: e.Products, Text: text, Speaker: speaker,
		OnRecord: e.OnRecord, Date: e.Date, Origins: e.Origins, EvidenceShown: e.EvidenceShown, Reliability: e.Reliability,
		Credibility: e.Credibility, Supports: e.Supports, Contradicts: e.Contradicts, Note: e.Note, Sources: e.Sources}
}

var claimKinds = []delist.ClaimKind{delist.Assertion, delist.Denial, delist.Confirmation, delist.Opinion, delist.Announcement,
	delist.OfficialAct}

// words reports a word that the vocabulary of claims has not, and takes it away.
func words(c *delist.Claim) error {
	switch kind, shown := c.Kind, c.EvidenceShown; {
	case kind != "" && !slices.Contains(claimKinds, kind):
		c.Kind = ""
		return fmt.Errorf("%q is no kind of claim", short(string(kind)))
	case shown != "" && shown != "yes" && shown != "no":
		c.EvidenceShown = ""
		return fmt.Errorf("evidence shown: %q is neither yes nor no", short(shown))
	case !gradeable(c.Reliability, c.Credibility):
		c.Reliability, c.Credibility = "", 0
		return errNoGrade
	}
	return nil
}

func originBeyond(o *delist.Origin) extra {
	return extra{Origin: &originExtra{o.ID, o.Channel, o.Date, o.Cites, o.Sources}}
}

func (e *originExtra) origin(name string) *delist.Origin {
	return &delist.Origin{ID: e.ID, Name: name, Channel: e.Channel, Date: e.Date, Cites: e.Cites, Sources: e.Sources}
}

func documentBeyond(d *delist.Document) extra {
	return extra{Document: &documentExtra{d.ID, d.Title == "", d.Publisher, d.Printed, d.Origins, d.Source}}
}

func (e *documentExtra) document(title string) *delist.Document {
	if e.Untitled {
		title = ""
	}
	return &delist.Document{ID: e.ID, Title: title, Publisher: e.Publisher, Printed: e.Printed, Origins: e.Origins, Source: e.Source}
}

func partyBeyond(p *delist.Party) extra {
	return extra{Party: &partyExtra{p.ID, p.Kind, p.Country}}
}

func (e *partyExtra) party(name string) *delist.Party {
	return &delist.Party{ID: e.ID, Kind: e.Kind, Name: name, Country: e.Country}
}

// titleOf returns the name of a document that a format insists on.
func titleOf(d *delist.Document) string {
	switch {
	case d.Title != "":
		return d.Title
	case d.Publisher != "":
		return d.Publisher
	}
	return string(d.ID)
}
