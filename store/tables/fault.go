package tables

import (
	"fmt"
	"strings"
)

// A Fault is something in the database that is not as it was written.
type Fault struct {
	Table, Row string
	Reason     string
}

func (f *Fault) Error() string { return fmt.Sprintf("%s %s: damaged: %s", f.Table, f.Row, f.Reason) }

// columnsOf names columns of a table that has an alias.
func columnsOf(alias, columns string) string {
	return alias + "." + strings.ReplaceAll(columns, ", ", ", "+alias+".")
}
