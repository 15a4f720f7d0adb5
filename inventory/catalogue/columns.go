package catalogue

import (
	"cmp"
	"slices"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/tabular"
)

// columns says what the columns of a table were taken for.
type columns struct {
	count int
	// of holds the columns of each role, the most usual heading first.
	of    [roles][]int
	told  []delist.Column
	names []string // folded
	// attributes are pairs of columns in which WooCommerce writes a name and
	// its value.
	attributes [][2]int
}

// columnsOf reads a row of headings.
func columnsOf(fields []string) *columns {
	c := &columns{count: len(fields)}
	rank := make([]int, len(fields))
	for i, field := range fields {
		h := headingOf(field)
		rank[i] = h.rank
		c.of[h.role] = append(c.of[h.role], i)
		c.told = append(c.told, delist.Column{Name: strings.TrimSpace(field), As: roleNames[h.role]})
		c.names = append(c.names, tabular.Fold(field))
	}
	c.of[unused] = nil
	for r := range c.of {
		slices.SortStableFunc(c.of[r], func(a, b int) int { return cmp.Compare(rank[a], rank[b]) })
	}
	for i, name := range c.names {
		if strings.HasPrefix(name, "attribute") && strings.HasSuffix(name, "name") && i+1 < len(c.names) && strings.HasPrefix(c.names[i+1], "attribute") {
			c.attributes = append(c.attributes, [2]int{i, i + 1})
			c.told[i].As, c.told[i+1].As = "attribute", "its value"
		}
	}
	return c
}

// value returns the first value of a role that is not blank.
func (c *columns) value(r role, fields []string) string {
	for _, i := range c.of[r] {
		if i < len(fields) && fields[i] != "" {
			return fields[i]
		}
	}
	return ""
}

// named returns the value of the column with a heading, folded.
func (c *columns) named(name string, fields []string) string {
	if i := slices.Index(c.names, name); i >= 0 && i < len(fields) {
		return strings.TrimSpace(fields[i])
	}
	return ""
}

// none reports whether nothing is known of any column.
func (c *columns) none() bool {
	return len(c.of[roleTitle])+len(c.of[roleBrand])+len(c.of[roleManufacturer])+len(c.of[roleGTIN])+len(c.of[rolePart])+len(c.of[roleID]) == 0
}

// again reports whether a row below the headings is headings itself: two exports
// that were put one behind the other.
func (c *columns) again(fields []string) bool {
	const longest = 40 // bytes of a heading
	title := c.value(roleTitle, fields)
	if title == "" || len(title) > longest || strings.ContainsAny(title, "0123456789") {
		return false
	}
	if headingOf(title).role != roleTitle && (len(fields) == 0 || headingOf(fields[0]).role == unused) {
		return false
	}
	return knownHeadings(fields) >= 2 && kindOf(fields) != ""
}

// knownHeadings counts the different roles among the fields of a row.
func knownHeadings(fields []string) int {
	var has [roles]bool
	n := 0
	for _, field := range fields {
		if r := headingOf(field).role; r != unused && !has[r] {
			has[r] = true
			n++
		}
	}
	return n
}

// guessed finds columns by what is in them: GTINs by their check digits, titles
// as the longest texts of several words.
func guessed(rows []tabular.Row) *columns {
	c := &columns{}
	for _, row := range rows {
		c.count = max(c.count, len(row.Fields))
	}
	best, title := 0, -1
	for i := range c.count {
		numbers, length, filled := 0, 0, 0
		for _, row := range rows {
			if i >= len(row.Fields) || strings.TrimSpace(row.Fields[i]) == "" {
				continue
			}
			filled++
			if gtin, _, err := gtinOf(row.Fields[i]); err == nil && gtin != "" {
				numbers++
			}
			if strings.Contains(row.Fields[i], " ") && !strings.Contains(row.Fields[i], "://") {
				length += len(row.Fields[i])
			}
		}
		switch {
		case filled > 0 && numbers == filled:
			c.of[roleGTIN] = append(c.of[roleGTIN], i)
		case length > best:
			best, title = length, i
		}
	}
	if title >= 0 {
		c.of[roleTitle] = []int{title}
	}
	for i := range c.count {
		as := unused
		for r := range c.of {
			if slices.Contains(c.of[r], i) {
				as = role(r)
			}
		}
		c.told = append(c.told, delist.Column{Name: tabular.ColumnName(i), As: roleNames[as]})
	}
	return c
}
