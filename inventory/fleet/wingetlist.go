package fleet

import (
	"cmp"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/delistdev/delist"
)

// isWingetList recognises the table by its line of dashes and what stands above
// it: the headings of its second and third column.
func isWingetList(head []byte) bool {
	lines := firstLines(head, 10)
	for i := 1; i < len(lines); i++ {
		if isRule(lines[i]) {
			columns := wingetColumns(shown(lines[i-1]))
			return len(columns) >= 3 && wingetHeadings.Know(columns[1].name) && wingetHeadings.Know(columns[2].name)
		}
	}
	return false
}

// wingetHeadings are those of the second and third column, in the languages of
// winget.
var wingetHeadings = NewHeadings(
	Meaning{"identifier", []string{"Id", "Kennung", "Identifiant", "Identificatore", "Identificador", "ИД", "標識碼", "识别码", "식별자", "장치 ID"}},
	Meaning{"version", []string{"Version", "Versión", "Versione", "Versão", "Версия", "バージョン", "版本", "버전"}},
)

func isRule(line string) bool { return len(line) >= 20 && strings.Trim(line, "-") == "" }

// shown returns what a screen shows of a line: winget draws how far it is, and
// goes back to the beginning.
func shown(line string) string { return line[strings.LastIndexByte(line, '\r')+1:] }

type span struct {
	name string
	at   int // in cells of a screen
}

// wingetColumns returns where the columns begin.
func wingetColumns(heading string) []span {
	var columns []span
	cell, word := 0, -1
	for i, c := range heading + " " {
		switch {
		case c == ' ' && word >= 0:
			columns[len(columns)-1].name, word = heading[word:i], -1
		case c != ' ' && word < 0:
			word = i
			columns = append(columns, span{at: cell})
		}
		cell += cells(c)
	}
	return columns
}

// cells is how wide a letter is on a screen; Chinese and Japanese take two.
func cells(c rune) int {
	if c < utf8.RuneSelf {
		return 1
	}
	switch width.LookupRune(c).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// cutCells returns what stands from one cell to another, and false if a value
// goes over the edge: the columns are not where the headings say.
func cutCells(line string, from, to int) (string, bool) {
	begin, end, cell := len(line), len(line), 0
	for i, c := range line {
		if cell >= from && begin == len(line) {
			begin = i
		}
		if to > 0 && cell >= to {
			end = i
			break
		}
		cell += cells(c)
	}
	if begin > end {
		begin = end
	}
	fits := end == len(line) || end == 0 || line[end-1] == ' '
	return strings.TrimSpace(line[begin:end]), fits
}

// readWingetList reads the table that "winget list" shows: name, identifier,
// version, perhaps a newer version, and the source. Columns are where the
// headings begin; a value that is too wide ends in "…".
func readWingetList(r *reader, in io.Reader, _ []byte) {
	before, columns := "", []span(nil)
	r.eachLine(in, func(n int, line string) bool {
		line = shown(line)
		if isRule(line) {
			columns = wingetColumns(before)
			r.tellWinget(n, columns)
			return !r.done
		}
		before = line
		if len(columns) >= 3 && strings.TrimSpace(line) != "" && !isSentence(line) {
			r.wingetRow(n, line, columns)
		}
		return !r.done
	})
	if columns == nil {
		r.faultf(0, "", "no line of dashes below headings: this is no table of winget")
	}
}

// isSentence tells a sentence below the table, such as "2 upgrades available.".
func isSentence(line string) bool {
	return strings.HasSuffix(line, ".") && !strings.Contains(line, "  ")
}

func (r *reader) tellWinget(n int, columns []span) {
	if len(columns) < 3 {
		r.faultf(n, "", "%d headings above the line of dashes, not name, identifier and version", len(columns))
		return
	}
	pairs := []string{columns[0].name, "name", columns[1].name, "publisher", columns[2].name, "version"}
	for _, c := range columns[3:] {
		pairs = append(pairs, c.name, "")
	}
	r.tell("text, winget list", pairs...)
}

func (r *reader) wingetRow(n int, line string, columns []span) {
	var values [3]string
	for i := range values {
		end := 0
		if i+1 < len(columns) {
			end = columns[i+1].at
		}
		value, fits := cutCells(line, columns[i].at, end)
		if !fits {
			r.faultf(n, "", "a value goes over the edge of its column: %.80q", line)
			return
		}
		values[i] = value
	}
	name, id, version := values[0], values[1], values[2]
	if id == "" {
		r.faultf(n, "", "no identifier in its column: %.80q", line)
		return
	}
	for _, value := range values {
		if strings.HasSuffix(value, "…") {
			r.faultf(n, "", "winget cut %.80q short: a wider screen shows it whole", value)
		}
	}
	it := delist.Item{Kind: delist.Application, Name: cmp.Or(name, id), Version: strings.TrimLeft(version, "<> ")}
	if it.Version == "Unknown" {
		it.Version = ""
	}
	if head, _, cut := strings.Cut(id, "…"); !cut || strings.Contains(head, ".") {
		declare(&it, "publisher", wingetPublisher(id))
	}
	r.item(it, place{line: n})
}
