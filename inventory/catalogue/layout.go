package catalogue

// isHeading reports whether a row can be nothing but the headings of a table.
func isHeading(fields []string) bool { return kindOf(fields) != "" || knownHeadings(fields) >= 3 }

// A Layout says how the rows of a table are laid out, as far as its headings tell.
type Layout struct {
	Kind    string   // of catalogue, or "" for headings that no format has
	Names   []string // of the columns, as they are written
	columns *columns
}

// LayoutOf returns the layout by a row of headings, or nil for any other row.
func LayoutOf(fields []string) *Layout {
	if !isHeading(fields) {
		return nil
	}
	return newLayout(fields)
}

func newLayout(fields []string) *Layout {
	return &Layout{Kind: kindOf(fields), Names: append([]string(nil), fields...), columns: columnsOf(fields)}
}

// Again returns the layout from here on, if a row below the headings is headings
// itself, and l if not.
func (l *Layout) Again(fields []string) *Layout {
	if !l.columns.again(fields) {
		return l
	}
	return newLayout(fields)
}

// Columns returns which columns have a heading, the first at 0.
func (l *Layout) Columns(heading string) []int { return l.columns.called(heading) }
