package lists

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

// An ofacFile is one file of a set, before it is known which.
type ofacFile struct {
	File
	part string // prim, alt, add, comments
	head []byte
}

// ofacSets puts files together: each main file with the others whose numbers it
// has. Which list it is, its programmes and its name say.
func ofacSets(files []ofacFile) ([]*Published, error) {
	var sets []*Published
	var faults []error
	numbers := map[*Published]map[string]bool{}
	for _, f := range files {
		if f.part == "prim" {
			p := &Published{Publication: ofacPublication(f), Format: ofacFormat, Files: []File{f.File}, parts: []string{"prim"}}
			numbers[p] = numbersOf(f.head)
			sets = append(sets, p)
		}
	}
	for _, f := range files {
		if f.part == "prim" {
			continue
		}
		p := nearestSet(f, sets, numbers)
		if p == nil {
			faults = append(faults, fmt.Errorf("%s: this is the %s part of a list of OFAC, and its main file is not there: name the files together", f.Name, f.part))
			continue
		}
		p.Files, p.parts = append(p.Files, f.File), append(p.parts, f.part)
	}
	return sets, errors.Join(faults...)
}

// nearestSet returns the set that lacks such a part and has the most of the
// file's first numbers; with one set, that.
func nearestSet(f ofacFile, sets []*Published, numbers map[*Published]map[string]bool) *Published {
	var best *Published
	most := -1
	for _, p := range sets {
		if slices.Contains(p.parts, f.part) {
			continue
		}
		n := 0
		for number := range numbersOf(f.head) {
			if numbers[p][number] {
				n++
			}
		}
		// Comments may begin anywhere; then the name decides.
		if stem := commonPrefix(p.Files[0].Name, f.Name); n*1000+stem > most {
			best, most = p, n*1000+stem
		}
	}
	return best
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// numbersOf returns the numbers in the first column of the head of a file.
func numbersOf(head []byte) map[string]bool {
	numbers := map[string]bool{}
	for line := range bytes.Lines(head) {
		number, _, _ := bytes.Cut(line, []byte(","))
		numbers[string(number)] = true
	}
	return numbers
}

// ofacPublication tells the two lists of this form apart: those of the
// consolidated one stand for programmes that block nothing.
func ofacPublication(f ofacFile) string {
	if name := strings.ToLower(path.Base(filepath.ToSlash(f.Name))); strings.Contains(name, "cons") || strings.Contains(name, "sdn") {
		return ofacByName(f.Name)
	}
	other, all := 0, 0
	for row, err := range rows(f.Name, bytes.NewReader(f.head), ',') {
		if err == nil && len(row.fields) == 12 {
			all++
			if consolidatedList(programmes(strings.TrimSpace(row.fields[3]))) != ofacConsolidated {
				other++
			}
		}
	}
	if other*2 > all {
		return "us-ofac-consolidated"
	}
	return string(ofacSDN)
}

// ofacByName tells OFAC's two files apart by their names.
func ofacByName(name string) string {
	if strings.Contains(strings.ToLower(path.Base(filepath.ToSlash(name))), "cons") {
		return string(ofacConsolidated)
	}
	return string(ofacSDN)
}

func (p *Published) readOFAC() iter.Seq2[delist.Entry, error] {
	return func(yield func(delist.Entry, error) bool) {
		parts := ofacParts{list: delist.ListID(p.Publication)}
		for i, f := range p.Files {
			text, done, err := f.text()
			if err != nil {
				yield(delist.Entry{}, fmt.Errorf("%s: %w", f.Name, err))
				return
			}
			defer done()
			kind := "prim"
			if len(p.parts) == len(p.Files) {
				kind = p.parts[i]
			} else if head, err := text.Peek(headSize); len(head) > 0 || err == nil {
				kind = sniffOFAC(head)
			}
			one := part{f.Name, text}
			switch kind {
			case "alt":
				parts.alt = one
			case "add":
				parts.add = one
			case "comments":
				parts.comments = one
			default:
				parts.prim = one
			}
		}
		readOFAC(parts)(yield)
	}
}
