package tables

import (
	"errors"
	"fmt"
)

// numbered are the tables that count their rows from 1 and never remove one.
var numbered = []string{"item", "asset", "text", "sighting"}

// references are columns with the number of a row in another table. Databases hold
// to them by themselves, but for whoever turns that off.
var references = []struct{ table, column, to string }{
	{"maker", "item", "item"},
	{"change", "asset", "asset"},
	{"screened", "asset", "asset"},
	{"screened", "asked", "text"},
	{"sighting", "asset", "asset"},
	{"sighting", "asked", "text"},
	{"sighting", "standing", "text"},
	{"sighting", "record", "ledger"},
	{"sighting", "ended", "ledger"},
	{"personal", "record", "ledger"},
}

// rows looks for rows that were removed. A checksum tells nothing of a row that is
// not there.
func (c *checker) rows() error {
	for _, table := range numbered {
		var n, last int64
		if err := c.tx.QueryRowContext(c.ctx, "SELECT count(*), coalesce(max(number), 0) FROM "+table).Scan(&n, &last); err != nil {
			return err
		}
		if n != last {
			c.found(&Fault{table, fmt.Sprintf("1 to %d", last), fmt.Sprintf("there are only %d", n)})
		}
		if table == "item" {
			c.items = last
		}
	}
	for _, r := range references {
		query := fmt.Sprintf("SELECT count(*) FROM %s c LEFT JOIN %s p ON p.number = c.%s WHERE c.%[3]s IS NOT NULL AND p.number IS NULL", r.table, r.to, r.column)
		if err := c.none(query, r.to, "missing, and "+r.table+" refers to it"); err != nil {
			return err
		}
	}
	const (
		changes = "SELECT count(*) FROM asset a WHERE a.changes <> (SELECT count(*) FROM change c WHERE c.asset = a.number)"
		never   = "SELECT count(*) FROM asset a WHERE NOT EXISTS (SELECT 1 FROM screened c WHERE c.asset = a.number)"
		other   = "SELECT count(*) FROM sighting s LEFT JOIN screened c ON c.asset = s.asset AND c.asked = s.asked WHERE c.asset IS NULL"
	)
	return errors.Join(
		c.none(changes, "change", "an asset has more of them, or fewer, than were written"),
		c.none(never, "screened", "missing for an asset"),
		c.none(other, "screened", "missing, and a sighting came of it"),
	)
}

// none tells a fault where a query does not count 0.
func (c *checker) none(query, table, reason string) error {
	var n int64
	err := c.tx.QueryRowContext(c.ctx, query).Scan(&n)
	if err == nil && n != 0 {
		c.found(&Fault{table, fmt.Sprintf("(%d rows)", n), reason})
	}
	return err
}
