package tables

import (
	"strconv"
	"strings"
)

// bulkRows is how many rows one statement takes: each costs more to send than to
// store.
const bulkRows = 64

// A bulk inserts rows of one table, many at a time.
type bulk struct {
	w       *writing
	head    string // "INSERT INTO t (a, b)"
	tail    string // after the rows: "" or "ON CONFLICT …"
	columns int
	args    []any
	whole   string // the statement for a full load
	// after is what these rows refer to, and goes first.
	after *bulk
}

func (w *writing) into(head string, columns int, tail string) *bulk {
	return &bulk{w: w, head: head, columns: columns, tail: tail}
}

// add takes a row; it is in the table after flush at the latest.
func (b *bulk) add(row ...any) error {
	b.args = append(b.args, row...)
	if len(b.args) == bulkRows*b.columns {
		return b.flush()
	}
	return nil
}

func (b *bulk) flush() error {
	rows := len(b.args) / b.columns
	if rows == 0 {
		return nil
	}
	if b.after != nil {
		if err := b.after.flush(); err != nil {
			return err
		}
	}
	args := b.args
	b.args = b.args[:0]
	if rows == bulkRows {
		if b.whole == "" {
			b.whole = b.statement(rows)
		}
		return b.w.exec(b.whole, args...)
	}
	if rows == 1 {
		return b.w.exec(b.statement(1), args...)
	}
	_, err := b.w.tx.ExecContext(b.w.ctx, b.statement(rows), args...)
	return err
}

func (b *bulk) statement(rows int) string {
	var text strings.Builder
	text.WriteString(b.head)
	text.WriteString(" VALUES ")
	for row := range rows {
		if row > 0 {
			text.WriteString(", ")
		}
		text.WriteByte('(')
		b.w.store.marks(&text, row*b.columns, b.columns)
		text.WriteByte(')')
	}
	text.WriteByte(' ')
	text.WriteString(b.tail)
	return text.String()
}

// marks writes the places of n values that come after others. SQLite looks for
// "$1" among all names, and takes "?" for the next one.
func (s *Store) marks(text *strings.Builder, after, n int) {
	for i := range n {
		if i > 0 {
			text.WriteString(", ")
		}
		if s.dialect.Mark == '?' {
			text.WriteByte('?')
			continue
		}
		text.WriteByte('$')
		text.WriteString(strconv.Itoa(after + i + 1))
	}
}

// marks returns "$1, $2, …" for n values.
func marks(n int) string {
	var text strings.Builder
	for i := range n {
		if i > 0 {
			text.WriteString(", ")
		}
		text.WriteByte('$')
		text.WriteString(strconv.Itoa(i + 1))
	}
	return text.String()
}
