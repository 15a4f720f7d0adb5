package plan

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"

	packageurl "github.com/package-url/packageurl-go"

	"github.com/delistdev/delist"
)

// A Command is how a thing is removed on one platform, for a person to type: it is
// never run here.
type Command struct {
	Platform string `json:"platform"`
	Text     string `json:"text"`
	Source   string `json:"source"` // where it is documented
}

//go:embed commands.tsv
var commandTable string

// commands are the lines of the table, by the type or reader that they are for.
var commands = sync.OnceValue(func() map[string][]Command {
	table := map[string][]Command{}
	for line := range strings.Lines(commandTable) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(cells) < 5 || strings.HasPrefix(line, "#") {
			continue
		}
		table[cells[0]] = append(table[cells[0]], Command{Platform: cells[1], Text: cells[2], Source: cells[3]})
	}
	return table
})

// plain are names that are the same in every shell, and no option. Names come from
// what was scanned, and whoever copies a command must not run something else.
var plain = regexp.MustCompile(`^[A-Za-z0-9@_][A-Za-z0-9@._+/-]*$`)

// spaced are names that are the same between double quotes.
var spaced = regexp.MustCompile(`^[\pL\pN_][\pL\pN ._+()-]*$`)

// commandsFor returns how an item is removed. There is none for what no package
// manager is known of, and none for a name that could mean something to a shell.
func commandsFor(item *delist.Item) (list []Command) {
	key := "reader:" + item.Reader
	p := packageurl.PackageURL{Name: item.Name}
	if parsed, err := packageurl.FromString(item.PURL); err == nil && item.PURL != "" {
		key, p = parsed.Type, parsed
	}
	path := p.Name
	if p.Namespace != "" {
		path = p.Namespace + "/" + p.Name
	}
	for _, c := range commands()[key] {
		safe := plain
		if strings.Contains(c.Text, `"{name}"`) {
			safe = spaced
		}
		for name, value := range map[string]string{"{name}": p.Name, "{namespace}": p.Namespace, "{path}": path} {
			if strings.Contains(c.Text, name) && !safe.MatchString(value) {
				return nil
			}
		}
		c.Text = strings.NewReplacer("{name}", p.Name, "{namespace}", p.Namespace, "{path}", path).Replace(c.Text)
		list = append(list, c)
	}
	return list
}
