package stories

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

//go:embed text
var texts embed.FS

// A bank holds all templates.
type bank struct {
	names  names
	shared *topic
	topics []*topic
	words  *wordRules
}

// theBank reads the embedded templates once. They are part of the program: an
// error in them is a bug.
var theBank = sync.OnceValue(func() *bank {
	b, err := readBank(texts)
	if err != nil {
		panic("stories: " + err.Error())
	}
	return b
})

func readBank(files fs.FS) (*bank, error) {
	b := &bank{names: newNames()}
	paths, err := fs.Glob(files, "text/*.txt")
	if err != nil {
		return nil, err
	}
	slices.Sort(paths)
	b.shared = newTopic("shared")
	for _, path := range paths {
		data, err := fs.ReadFile(files, path)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(strings.TrimPrefix(path, "text/"), ".txt")
		switch name {
		case "words":
			b.words, err = readWordRules(string(data))
		case "shared", "world":
			err = b.shared.read(b.names, string(data))
		default:
			t := newTopic(name)
			t.number = len(b.topics)
			b.topics = append(b.topics, t)
			err = t.read(b.names, string(data))
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%w", path, err)
		}
	}
	noun := b.names["noun"]
	for _, t := range b.topics {
		t.inherit(b.shared)
		// What the event is called may be made from any other fact: it comes last.
		slices.SortStableFunc(t.facts, func(a, b factLines) int {
			return cmp.Compare(slices.Index(a.slots, noun), slices.Index(b.slots, noun))
		})
	}
	return b, nil
}
