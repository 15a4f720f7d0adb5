package stories

import (
	"fmt"
	"slices"
	"strings"
)

// A topic is the templates for one sort of event.
type topic struct {
	name   string
	number int
	facts  []factLines
	lines  [roles][]line
	lists  [][]template // by slot, those of the shared file among them
	// sectors says for co, co2 and co3 among which companies each is chosen.
	sectors [3]string
}

// A line is a template, with the other way to say it where there is one. Its
// number is unique in its topic: it marks what was used.
type line struct {
	text, other template
	number      int
}

// factLines are facts that are chosen together: line by line, one value a slot.
type factLines struct {
	slots []slot
	rows  [][]template
}

func newTopic(name string) *topic {
	return &topic{name: name}
}

// read reads a file of templates: "= section" opens a section, "#" a comment,
// every other line is a template.
func (t *topic) read(n names, data string) error {
	section := ""
	for i, s := range strings.Split(data, "\n") {
		s = strings.TrimSpace(s)
		if s == "" || s[0] == '#' {
			continue
		}
		var err error
		if name, ok := strings.CutPrefix(s, "= "); ok {
			section = strings.TrimSpace(name)
			if slots, ok := strings.CutPrefix(section, "fact "); ok {
				t.openFacts(n, slots)
			}
		} else {
			err = t.add(n, section, s)
		}
		if err != nil {
			return fmt.Errorf("%d: %w", i+1, err)
		}
	}
	return nil
}

func (t *topic) openFacts(n names, slots string) {
	var f factLines
	for s := range strings.SplitSeq(slots, "//") {
		f.slots = append(f.slots, n.of(strings.TrimSpace(s)))
	}
	t.facts = append(t.facts, f)
}

func (t *topic) add(n names, section, s string) error {
	kind, name, _ := strings.Cut(section, " ")
	switch kind {
	case "":
		return fmt.Errorf("a template before the first section")
	case "sectors":
		copy(t.sectors[:], strings.Fields(s))
		return nil
	case "fact":
		return t.addFacts(n, s)
	case "list":
		tpl, err := parseTemplate(n, s)
		at := n.of(name)
		t.lists = grow(t.lists, at)
		t.lists[at] = append(t.lists[at], tpl)
		return err
	}
	role := slices.Index(roleNames[:], section)
	if role < 0 {
		return fmt.Errorf("no section is named %q", section)
	}
	text, other, _ := strings.Cut(s, " ~~ ")
	l := line{number: t.count()}
	var err error
	if l.text, err = parseTemplate(n, text); err != nil {
		return err
	}
	if other != "" {
		l.other, err = parseTemplate(n, other)
	}
	t.lines[role] = append(t.lines[role], l)
	return err
}

func (t *topic) addFacts(n names, s string) error {
	f := &t.facts[len(t.facts)-1]
	var row []template
	for part := range strings.SplitSeq(s, "//") {
		tpl, err := parseTemplate(n, strings.TrimSpace(part))
		if err != nil {
			return err
		}
		row = append(row, tpl)
	}
	if len(row) != len(f.slots) {
		return fmt.Errorf("%d values for %d facts", len(row), len(f.slots))
	}
	f.rows = append(f.rows, row)
	return nil
}

func (t *topic) count() int {
	n := 0
	for _, lines := range t.lines {
		n += len(lines)
	}
	return n
}

// inherit adds the shared lines to those of the topic, numbered after them.
func (t *topic) inherit(shared *topic) {
	own := t.count()
	for role, lines := range shared.lines {
		for _, l := range lines {
			l.number += own
			t.lines[role] = append(t.lines[role], l)
		}
	}
	t.lists = grow(t.lists, slot(len(shared.lists)))
	for s, alts := range shared.lists {
		if t.lists[s] == nil {
			t.lists[s] = alts
		}
	}
}

func grow[E any](s []E, at slot) []E {
	for int(at) >= len(s) {
		s = append(s, *new(E))
	}
	return s
}
