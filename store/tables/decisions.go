package tables

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/delistdev/delist"
)

// KindDecision is the kind of a decision's record in the ledger.
const KindDecision = "decision"

// Decide records a decision for good and returns it with its number, its time and
// its record. Who decided stands outside the record, and can be erased.
func (s *Store) Decide(ctx context.Context, d delist.Decision) (delist.Decision, error) {
	err := s.write(ctx, func(w *writing) error {
		if err := w.row("SELECT count(*) + 1 FROM ledger WHERE key >= 'decision/' AND key < 'decision0'").Scan(&d.Number); err != nil {
			return err
		}
		n, err := w.record(&Event{Kind: KindDecision, Key: decisionKey(d.Number), Body: decisionBody{Decision: d}, Personal: map[string]string{"by": d.By}})
		d.At, d.Record = w.now, n
		return err
	})
	return d, err
}

// A decisionBody is a decision without what its record says otherwise.
type decisionBody struct {
	delist.Decision
	By     *string `json:"by,omitempty"`
	At     *string `json:"at,omitempty"`
	Record *string `json:"record,omitempty"`
}

func decisionKey(number int64) string { return "decision/" + strconv.FormatInt(number, 10) }

// Decisions returns every decision, in the order in which they were made. Who
// decided is "erased" where that was asked for.
func (s *Store) Decisions(ctx context.Context) ([]delist.Decision, error) {
	records, err := s.Keyed(ctx, "decision/")
	if err != nil {
		return nil, err
	}
	who, err := s.deciders(ctx)
	if err != nil {
		return nil, err
	}
	var all []delist.Decision
	for _, r := range records {
		var d delist.Decision
		if err := json.Unmarshal(r.Body, &d); err != nil || r.Key != decisionKey(d.Number) {
			return nil, &Fault{"ledger", fmt.Sprintf("record %d", r.Number), "it is no decision"}
		}
		d.At, d.Record, d.By = r.At, r.Number, cmp.Or(who[r.Number], "erased")
		all = append(all, d)
	}
	return all, nil
}

// deciders returns who decided, by record.
func (s *Store) deciders(ctx context.Context) (map[int64]string, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT p.record, p.value FROM personal p JOIN ledger l ON l.number = p.record
		WHERE p.field = 'by' AND l.key >= 'decision/' AND l.key < 'decision0'`)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	who := map[int64]string{}
	for rows.Next() {
		var n int64
		var by string
		if err := rows.Scan(&n, &by); err != nil {
			return nil, err
		}
		who[n] = by
	}
	return who, rows.Err()
}
