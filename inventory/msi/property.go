package msi

import (
	"fmt"
	"maps"
	"slices"
)

const (
	maxTable = 256 << 10
	maxName  = 72 // of a property
	maxText  = 64 << 10
)

// setProperties sets the fields that stand for properties of a database: the
// table "Property" has a column of names, and after it one of values, both as
// numbers of strings.
//
// Source: Microsoft, "Property Table",
// https://learn.microsoft.com/windows/win32/msi/property-table; for how a table
// is stored, Wine, "dlls/msi/table.c", read_table_from_storage.
func setProperties(table []byte, p *pool, fields map[string]*string) error {
	numbers := p.numbers(table)
	rows := len(numbers) / 2
	if len(table) != 2*rows*p.width() {
		return fmt.Errorf("table of properties: %d bytes are no rows of two strings", len(table))
	}
	names := p.texts(numbers[:rows], maxName)
	wanted := map[string]uint32{}
	for i, number := range numbers[:rows] {
		if name := names[number]; fields[name] != nil {
			wanted[name] = numbers[rows+i]
		}
	}
	values := p.texts(slices.Collect(maps.Values(wanted)), maxText)
	for name, number := range wanted {
		*fields[name] = values[number]
	}
	return nil
}
