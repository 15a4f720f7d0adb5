package lists

import (
	"bytes"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"slices"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/tabular"
)

var formatSimple = format{id: "opensanctions-simple-csv", publication: "opensanctions", sniff: sniffSimple, read: readSimple}

// sniffSimple reports whether the header is that of targets.simple.csv.
func sniffSimple(head []byte) bool {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	header := strings.ToLower(strings.ReplaceAll(string(line), `"`, ""))
	return strings.HasPrefix(header, "id,schema,name,aliases,birth_date,countries,")
}

// readSimple yields the entries of a targets.simple.csv of OpenSanctions: one
// row for each target, and values with semicolons between them inside the cells.
//
// The file does not say what its identifiers are, so they are other numbers;
// and not when a target was listed, so that no entry has a period: first_seen is
// the day on which OpenSanctions first met it. What the column of sanctions says
// are the programmes. Telephone numbers and mail addresses are left out.
//
// Source: https://www.opensanctions.org/docs/bulk/csv/, with the column
// program_ids, which later editions have.
func readSimple(name string, r io.Reader) entries {
	return func(yield func(delist.Entry, error) bool) {
		seen, count := once{seed: maphash.MakeSeed()}, 0
		for rec, err := range table(name, r, ',', "id", "schema", "name") {
			if err != nil {
				if !yield(delist.Entry{}, err) || !isRowError(err) {
					return
				}
			}
			if rec.get("id")+rec.get("name") == "" && err != nil {
				continue // what could be read of the row is nothing
			}
			entry, faults := simpleEntry(rec, &seen)
			if entry.ID != "" {
				count++
			}
			if !yieldBoth(yield, name, entry, faults) {
				return
			}
		}
		if count == 0 {
			yield(delist.Entry{}, fmt.Errorf("%s: %w", name, errNoEntries))
		}
	}
}

// simpleEntry makes the entry of one row.
func simpleEntry(rec record, seen *once) (e delist.Entry, faults []error) {
	if fault := simpleFault(rec); fault != nil {
		return delist.Entry{Line: rec.line}, []error{fault}
	}
	e = delist.Entry{List: "opensanctions", ID: rec.get("id"), Kind: ftmKinds[rec.get("schema")], Line: rec.line}
	first, same, twice := seen.again(e.ID, rec.line, []byte(strings.Join(rec.fields, "\x00")))
	switch {
	case same:
		return delist.Entry{}, nil
	case twice:
		faults = append(faults, errTwice(e.ID, first))
	}
	e.Names = []delist.ListedName{{Kind: delist.MainName, Name: rec.get("name")}}
	for _, alias := range nested(rec.get("aliases")) {
		e.Names = appendName(e.Names, delist.AlsoKnown, alias)
	}
	for _, code := range nested(rec.get("countries")) {
		iso, err := ftmCountry(code)
		if err != nil {
			faults = append(faults, err)
		}
		e.Countries = appendNew(e.Countries, iso)
	}
	for _, text := range nested(rec.get("addresses")) {
		addAddress(&e, delist.Address{Text: text})
	}
	for _, number := range nested(rec.get("identifiers")) {
		addNumber(&e, delist.OtherNumber, number, "")
	}
	e.Programmes = slices.Clone(nested(rec.get("sanctions")))
	e.Born = slices.Clone(nested(rec.get("birth_date")))
	return e, faults
}

// simpleFault says why a row is no entry.
func simpleFault(rec record) error {
	switch id, schema := rec.get("id"), rec.get("schema"); {
	case id == "":
		return errors.New("a row without id")
	case rec.get("name") == "":
		return fmt.Errorf("%s %q has no name", schema, id)
	case ftmKinds[schema] == "":
		return fmt.Errorf("%s %q is no party: left out", schema, id)
	}
	return nil
}

// nested cuts the values of one cell, which are themselves written as a row
// with semicolons.
func nested(cell string) []string {
	switch {
	case cell == "":
		return nil
	case !strings.Contains(cell, `"`):
		return strings.Split(cell, ";")
	}
	values, err := tabular.Split([]byte(cell), ';')
	if err != nil {
		return []string{cell}
	}
	return values
}
