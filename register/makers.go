package register

import (
	"embed"
	"strings"
	"sync"
)

// The tables of makers say who publishes packages whose names have no owner in
// them, as the registry of their ecosystem says: the account that holds the
// repository, or the author. A line is a name, a tab and that; lines are sorted
// by name. What begins with "#" is a comment, and says when the registry was
// asked and what its page for a name is.
//
//go:embed data/makers/*.tsv
var makers embed.FS

var tables = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	entries, _ := makers.ReadDir("data/makers") // part of the binary
	for _, e := range entries {
		content, _ := makers.ReadFile("data/makers/" + e.Name())
		all[strings.TrimSuffix(e.Name(), ".tsv")] = string(content)
	}
	return all
})

// Maker returns who the registry of an ecosystem says is behind a package, such
// as "github.com/lodash" for "lodash" of "npm", or "".
func Maker(ecosystem, name string) string {
	table := tables()[ecosystem]
	for len(table) > 0 {
		middle := strings.LastIndexByte(table[:len(table)/2], '\n') + 1
		line, _, _ := strings.Cut(table[middle:], "\n")
		key, value, _ := strings.Cut(line, "\t")
		switch {
		case key == name && value != "":
			return value
		case key < name:
			table = table[min(middle+len(line)+1, len(table)):]
		default:
			table = table[:middle]
		}
	}
	return ""
}
