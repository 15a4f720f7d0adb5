package plan

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/delistdev/delist"
)

// PullList writes as CSV what has to be taken off the shelves: a row for each offer
// that is to be withdrawn or looked at, on each shelf. Cells that a spreadsheet
// would work out as formulas are written as texts.
func (p *Plan) PullList(w io.Writer) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"gtin", "part number", "title", "brand", "shelf", "quantity", "bundle", "do", "reason"}}
	for i := range p.Lines {
		if l := &p.Lines[i]; l.Do == Withdraw || l.Do == Review && l.Item.Kind == delist.Offer {
			rows = append(rows, pulled(l)...)
		}
	}
	return writeRows(out, rows)
}

// pulled returns the rows of a line: one for each different shelf and quantity.
func pulled(l *Line) (rows [][]string) {
	bundle := "no"
	if l.Bundle {
		bundle = "yes"
	}
	seen := map[[2]string]bool{}
	for _, place := range l.Locations {
		var at [2]string
		if place.Sale != nil {
			at = [2]string{place.Sale.Shelf, place.Sale.Quantity}
		}
		if seen[at] {
			continue
		}
		seen[at] = true
		rows = append(rows, []string{l.Item.GTIN, l.Item.PartNumber, l.Item.Name, l.Item.Brand, at[0], at[1], bundle, string(l.Do), l.Reason()})
	}
	return rows
}

// Reason says in one line why something is to be done.
func (l *Line) Reason() string {
	text := fmt.Sprintf("%s: %s", l.Party.Name, l.Level)
	if !l.Level.Adverse() {
		text = fmt.Sprintf("%s: %s if so", l.Party.Name, l.Conditional)
	}
	if len(l.Grounds) > 0 {
		g := &l.Grounds[0]
		if !g.From.IsZero() {
			text += " since " + g.From.String()
		}
		text += ", " + g.Title
	}
	if l.Why != "" {
		text += "; " + l.Why
	}
	return strings.Join(strings.Fields(text), " ")
}

// CSV writes a plan as a table, a row a line.
func (p *Plan) CSV(w io.Writer) error {
	rows := [][]string{{"number", "do", "level", "party", "product", "kind", "name", "version", "purl", "gtin", "part number", "offer id", "brand",
		"bundle", "place", "places", "assets", "owners", "command", "reason", "finding"}}
	for i := range p.Lines {
		rows = append(rows, p.Lines[i].row())
	}
	return writeRows(csv.NewWriter(w), rows)
}

func (l *Line) row() []string {
	place, bundle, command := "", "no", ""
	if len(l.Locations) > 0 {
		place = l.Locations[0].String()
	}
	if l.Bundle {
		bundle = "yes"
	}
	if len(l.Commands) > 0 {
		command = l.Commands[0].Text
	}
	var assets, owners []string
	for _, a := range l.Assets {
		assets = append(assets, a.Name)
		if a.Owner != "" {
			owners = append(owners, a.Owner)
		}
	}
	return []string{fmt.Sprint(l.Number), string(l.Do), l.Level.String(), l.Party.Name, l.Product, string(l.Item.Kind), l.Item.Name, l.Item.Version,
		l.Item.PURL, l.Item.GTIN, l.Item.PartNumber, l.Item.OfferID, l.Item.Brand, bundle, place, fmt.Sprint(max(l.Places, len(l.Locations))),
		strings.Join(assets, " "), strings.Join(owners, " "), command, l.Reason(), l.Finding}
}

func writeRows(out *csv.Writer, rows [][]string) error {
	for _, row := range rows {
		for i := range row {
			row[i] = harmless(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// harmless keeps a spreadsheet from taking a cell for a formula.
//
// Source: OWASP, "CSV Injection"
// (https://owasp.org/www-community/attacks/CSV_Injection).
func harmless(cell string) string {
	if first, _ := utf8.DecodeRuneInString(cell); cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + cell
	}
	return cell
}
