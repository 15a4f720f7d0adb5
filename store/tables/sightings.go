package tables

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/delistdev/delist"
)

// The kinds of records that findings make in the ledger.
const (
	KindSeen    = "finding-seen"
	KindGone    = "finding-gone"
	KindChanged = "finding-changed" // it has another level
)

// A sightingRow is a finding on an asset as it is kept.
type sightingRow struct {
	number, asset, asked int64
	finding              string
	standing             int64
	body                 []byte
	first, last, gone    int64
	record               int64
	ended                *int64
}

const sightingColumns = "number, asset, asked, finding, standing, body, first, last, gone, record, ended, sum"

func (r *sightingRow) sum() int64 {
	ended := int64(-1)
	if r.ended != nil {
		ended = *r.ended
	}
	return sumOf(r.number, r.asset, r.asked, r.finding, r.standing, r.body, r.first, r.last, r.gone, r.record, ended)
}

// values are those of sightingColumns.
func (r *sightingRow) values() []any {
	return []any{r.number, r.asset, r.asked, r.finding, r.standing, r.body, r.first, r.last, r.gone, r.record, r.ended, r.sum()}
}

func (r *sightingRow) scan(row scanner) error {
	var sum int64
	if err := row.Scan(&r.number, &r.asset, &r.asked, &r.finding, &r.standing, &r.body, &r.first, &r.last, &r.gone, &r.record, &r.ended, &sum); err != nil {
		return err
	}
	if r.sum() != sum {
		return &Fault{Table: "sighting", Row: fmt.Sprint(r.number), Reason: "it is not what was written"}
	}
	return nil
}

// A told is what a ledger record says of a finding.
type told struct {
	Asset   string             `json:"asset"`
	Asked   delist.Asked       `json:"asked"`
	Finding string             `json:"finding"`
	Level   delist.Level       `json:"level"`
	Party   delist.PartyID     `json:"party,omitempty"`
	Kind    delist.ItemKind    `json:"kind,omitempty"`
	Name    string             `json:"name,omitempty"`
	Version string             `json:"version,omitempty"`
	PURL    string             `json:"purl,omitempty"`
	Grounds []delist.MeasureID `json:"grounds,omitempty"`
	// Seen is the record of its first being seen, for one that is gone.
	Seen int64 `json:"seen,omitempty"`
}

// maxTold bounds the texts of a record, in bytes: names come from outside.
const maxTold = 2048

func tellOf(inventory *Inventory, f *delist.Finding) told {
	t := told{
		Asset: inventory.Asset, Asked: inventory.Asked, Finding: f.ID, Level: f.Level, Party: f.Party.ID,
		Kind: f.Item.Kind, Name: cut(f.Item.Name), Version: cut(f.Item.Version), PURL: cut(f.Item.PURL),
	}
	for i := range f.Grounds {
		if id := f.Grounds[i].Measure; len(t.Grounds) < 20 && !slices.Contains(t.Grounds, id) {
			t.Grounds = append(t.Grounds, id)
		}
	}
	return t
}

func cut(s string) string {
	if len(s) <= maxTold {
		return s
	}
	return string(bytes.ToValidUTF8([]byte(s[:maxTold]), nil)) + "…"
}

// findings compares what was found with what was there before for the same
// question, and records what is new, other, or gone.
func (w *writing) findings(a *assetRow, inventory *Inventory, saved *Saved) error {
	always := inventory.Asked
	always.On = delist.Date{} // the same question on another day
	question, err := json.Marshal(always)
	if err != nil {
		return err
	}
	asked, err := w.text(question)
	if err != nil {
		return err
	}
	open, err := w.open(a.number, asked)
	if err != nil {
		return err
	}
	seen, rows := map[string]bool{}, w.into("INSERT INTO sighting ("+sightingColumns+")", 12, "")
	for i := range inventory.Findings {
		f := &inventory.Findings[i]
		if seen[f.ID] {
			continue
		}
		seen[f.ID] = true
		standing, body, err := w.parts(f)
		if err != nil {
			return err
		}
		if row := open[f.ID]; row != nil {
			if err := w.refresh(row, standing, body, tellOf(inventory, f)); err != nil {
				return err
			}
			continue
		}
		if err := w.seen(rows, &sightingRow{asset: a.number, asked: asked, finding: f.ID, standing: standing, body: body, first: a.last}, tellOf(inventory, f)); err != nil {
			return err
		}
		saved.Seen = append(saved.Seen, f.ID)
	}
	if err := rows.flush(); err != nil {
		return err
	}
	if inventory.Complete {
		for _, id := range slices.Sorted(maps.Keys(open)) {
			if !seen[id] {
				if err := w.gone(open[id], a, inventory); err != nil {
					return err
				}
				saved.Gone = append(saved.Gone, id)
			}
		}
	}
	return w.screened(a, asked, inventory.Complete)
}

// seen keeps a finding that was not there before.
func (w *writing) seen(rows *bulk, row *sightingRow, t told) (err error) {
	if row.record, err = w.record(&Event{Kind: KindSeen, Body: t}); err != nil {
		return err
	}
	if row.number, err = w.next("sighting"); err != nil {
		return err
	}
	return rows.add(row.values()...)
}

// refresh keeps what is different about a finding that is still there.
func (w *writing) refresh(row *sightingRow, standing int64, body []byte, t told) error {
	if row.standing == standing && bytes.Equal(row.body, body) {
		return nil
	}
	before, err := w.levelOf(row.standing)
	if err != nil {
		return err
	}
	if before != t.Level {
		t.Seen = row.record
		if _, err := w.record(&Event{Kind: KindChanged, Body: t}); err != nil {
			return err
		}
	}
	row.standing, row.body = standing, body
	return w.exec("UPDATE sighting SET standing = $1, body = $2, sum = $3 WHERE number = $4", row.standing, row.body, row.sum(), row.number)
}

// gone ends a sighting. It was last seen when the asset was screened before.
func (w *writing) gone(row *sightingRow, a *assetRow, inventory *Inventory) error {
	level, err := w.levelOf(row.standing)
	if err != nil {
		return err
	}
	n, err := w.record(&Event{Kind: KindGone, Body: told{Asset: inventory.Asset, Asked: inventory.Asked, Finding: row.finding, Level: level, Seen: row.record}})
	if err != nil {
		return err
	}
	err = w.row("SELECT coalesce(max(last), 0) FROM screened WHERE asset = $1 AND asked = $2", row.asset, row.asked).Scan(&row.last)
	if err != nil {
		return err
	}
	row.gone, row.ended = a.last, &n
	return w.exec("UPDATE sighting SET last = $1, gone = $2, ended = $3, sum = $4 WHERE number = $5", row.last, row.gone, n, row.sum(), row.number)
}

// open returns the findings that are on an asset, by id.
func (w *writing) open(asset, asked int64) (map[string]*sightingRow, error) {
	rows, err := w.tx.QueryContext(w.ctx, "SELECT "+sightingColumns+" FROM sighting WHERE asset = $1 AND asked = $2 AND gone = 0", asset, asked)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	open := map[string]*sightingRow{}
	for rows.Next() {
		row := &sightingRow{}
		if err := row.scan(rows); err != nil {
			return nil, err
		}
		open[row.finding] = row
	}
	return open, rows.Err()
}

func (w *writing) screened(a *assetRow, asked int64, complete bool) error {
	return w.exec(`INSERT INTO screened (asset, asked, last, complete, sum) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (asset, asked) DO UPDATE SET last = excluded.last, complete = excluded.complete, sum = excluded.sum`,
		a.number, asked, a.last, flag(complete), sumOf(a.number, asked, a.last, complete))
}

// An own part of a finding is what no other has.
type ownPart struct {
	ID          string             `json:"id"`
	Item        delist.Item        `json:"item"`
	Attribution delist.Attribution `json:"attribution"`
	Exemption   *delist.Exemption  `json:"exemption,omitempty"`
}

// parts splits a finding into what many have in common, kept once, and its own.
func (w *writing) parts(f *delist.Finding) (standing int64, own []byte, err error) {
	common := *f
	common.ID, common.Item, common.Attribution, common.Exemption = "", delist.Item{}, delist.Attribution{}, nil
	body, err := json.Marshal(&common)
	if err != nil {
		return 0, nil, err
	}
	if standing, err = w.text(body); err != nil {
		return 0, nil, err
	}
	own, err = json.Marshal(ownPart{f.ID, f.Item, f.Attribution, f.Exemption})
	return standing, own, err
}

// text returns the number of a text, and keeps it where it is new.
func (w *writing) text(body []byte) (int64, error) {
	key := Key(keyOf(body))
	if n, ok := w.texts[key]; ok {
		return n, nil
	}
	var n int64
	err := w.row("SELECT coalesce(max(number), 0) FROM text WHERE key = $1", key[:]).Scan(&n)
	if err != nil {
		return 0, err
	}
	if n == 0 {
		if n, err = w.next("text"); err != nil {
			return 0, err
		}
		if err := w.exec("INSERT INTO text (number, key, body) VALUES ($1, $2, $3)", n, key[:], body); err != nil {
			return 0, err
		}
	}
	if w.texts == nil {
		w.texts = map[Key]int64{}
	}
	w.texts[key] = n
	return n, nil
}

func (w *writing) levelOf(standing int64) (delist.Level, error) {
	var body []byte
	if err := w.row("SELECT body FROM text WHERE number = $1", standing).Scan(&body); err != nil {
		return 0, err
	}
	var f delist.Finding
	err := json.Unmarshal(body, &f)
	return f.Level, err
}

// Sightings returns the findings on an asset, or on all where its name is empty,
// oldest first; those that are gone only where all is set.
func (s *Store) Sightings(ctx context.Context, asset string, all bool) ([]delist.Sighting, error) {
	query := `SELECT a.name, q.body, t.body, coalesce(c.last, 0), ` + columnsOf("s", sightingColumns) + ` FROM sighting s
		JOIN asset a ON a.number = s.asset JOIN text q ON q.number = s.asked JOIN text t ON t.number = s.standing
		LEFT JOIN screened c ON c.asset = s.asset AND c.asked = s.asked WHERE ($1 = '' OR a.name = $1)`
	if !all {
		query += " AND s.gone = 0"
	}
	rows, err := s.db.QueryContext(ctx, query+" ORDER BY s.first, s.number", asset)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	var list []delist.Sighting
	for rows.Next() {
		found, err := sighting(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, found)
	}
	return list, rows.Err()
}

// A Screening is when an asset was last screened with a question.
type Screening struct {
	Asset    string
	Asked    delist.Asked
	Last     time.Time
	Complete bool
	Items    int
}

// Screenings returns the last screening of an asset with each question, or of all
// where its name is empty, by asset.
func (s *Store) Screenings(ctx context.Context, asset string) ([]Screening, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT a.name, a.items, t.body, c.last, c.complete FROM screened c
		JOIN asset a ON a.number = c.asset JOIN text t ON t.number = c.asked WHERE ($1 = '' OR a.name = $1) ORDER BY a.name, c.asked`, asset)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	var list []Screening
	for rows.Next() {
		var c Screening
		var asked []byte
		var last, complete int64
		if err := rows.Scan(&c.Asset, &c.Items, &asked, &last, &complete); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(asked, &c.Asked); err != nil {
			return nil, &Fault{"text", "of " + c.Asset, err.Error()}
		}
		c.Last, c.Complete = fromMillis(last), complete != 0
		c.Asked.On = delist.DateOf(c.Last)
		list = append(list, c)
	}
	return list, rows.Err()
}

// prefixed scans columns that stand before others.
type prefixed struct {
	row   scanner
	first []any
}

func (p prefixed) Scan(rest ...any) error { return p.row.Scan(append(p.first, rest...)...) }

func sighting(row scanner) (delist.Sighting, error) {
	var found delist.Sighting
	var asked, common []byte
	var last int64
	var r sightingRow
	if err := r.scan(prefixed{row, []any{&found.Asset, &asked, &common, &last}}); err != nil {
		return found, err
	}
	var own ownPart
	for _, part := range []struct {
		body []byte
		into any
	}{{asked, &found.Asked}, {common, &found.Finding}, {r.body, &own}} {
		if err := json.Unmarshal(part.body, part.into); err != nil {
			return found, &Fault{Table: "sighting", Row: fmt.Sprint(r.number), Reason: err.Error()}
		}
	}
	f := &found.Finding
	f.ID, f.Item, f.Attribution, f.Exemption = own.ID, own.Item, own.Attribution, own.Exemption
	if r.gone != 0 {
		last = r.last
	}
	found.Asked.On = delist.DateOf(fromMillis(r.first))
	found.First, found.Last, found.Gone, found.Record = fromMillis(r.first), fromMillis(last), fromMillis(r.gone), r.record
	return found, nil
}
