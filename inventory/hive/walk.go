package hive

import (
	"errors"
	"fmt"
	"strings"

	"github.com/delistdev/delist"
)

// A place is a key with the way that leads to it from the root.
type place struct {
	key
	path string
}

// down adds a name to a path.
func down(path, name string) string {
	if path == "" {
		return name
	}
	return path + `\` + name
}

// find goes down from a key by names; !ok says that there is no such key. What
// keeps it from being found is reported.
func (r *reader) find(from place, names ...string) (place, bool) {
	for _, name := range names {
		k, ok, err := r.bins.child(from.key, name)
		if err != nil {
			r.fault(from.path, err)
		}
		if !ok || r.over {
			return place{}, false
		}
		from = place{key: k, path: down(from.path, r.nameOf(k, name))}
	}
	return from, true
}

// nameOf returns the name of a key as the hive writes it.
func (r *reader) nameOf(k key, otherwise string) string {
	name, err := r.bins.text(k.name)
	if err != nil {
		return otherwise
	}
	return name
}

// each hands the keys below one to a function, each key of the hive once, and
// reports those that cannot be read.
func (r *reader) each(from place, read func(p place, name string)) {
	for k, err := range r.bins.below(from.key) {
		if err == nil {
			if _, again := r.seen[k.offset]; again {
				err = fmt.Errorf("its lists name the key at offset %#x again", k.offset)
			}
		}
		name := ""
		if err == nil {
			r.seen[k.offset] = struct{}{}
			if name, err = r.bins.text(k.name); err == nil && name == "" {
				err = fmt.Errorf("the key at offset %#x has no name", k.offset)
			}
		}
		if err != nil {
			if !r.fault(from.path, err) {
				return
			}
			continue
		}
		if read(place{key: k, path: down(from.path, name)}, name); r.over {
			return
		}
	}
}

// read finds out which hive it is by what its root holds, and reads that. The
// names of hives are not looked at: they are copied about.
func (r *reader) read() {
	root := place{key: r.root}
	var unread error
	for _, known := range []struct {
		name string
		read func(root, from place)
	}{{"Select", r.system}, {"Microsoft", r.software}, {"Software", r.user}} {
		k, ok, err := r.bins.child(root.key, known.name)
		if ok {
			known.read(root, place{key: k, path: r.nameOf(k, known.name)})
			return
		}
		if unread == nil {
			unread = err
		}
	}
	r.tell("a hive of another kind", nil)
	if r.fault("", unread) {
		r.unknown(root)
	}
}

// software reads the hive of what all users of the machine have.
func (r *reader) software(root, microsoft place) {
	r.tell("the hive of the machine's software: installed programs", programColumns)
	r.release(microsoft)
	if !r.programs(microsoft) {
		r.fault(microsoft.path, errors.New("there is no list of installed programs here, which every Windows has"))
	}
	r.programsOf32(root)
}

// user reads the hive of one user.
func (r *reader) user(_, software place) {
	r.tell("the hive of a user: programs installed for that user", programColumns)
	if microsoft, ok := r.find(software, "Microsoft"); ok {
		r.programs(microsoft)
	}
	r.programsOf32(software)
}

// programsOf32 reads the programs of 32 bits on a system of 64.
func (r *reader) programsOf32(from place) {
	if microsoft, ok := r.find(from, "WOW6432Node", "Microsoft"); ok {
		r.programs(microsoft)
	}
}

// maxShown is how many keys of an unknown hive are named.
const maxShown = 8

// unknown says what a hive holds in which nothing is looked for.
func (r *reader) unknown(root place) {
	var names []string
	for k, err := range r.bins.below(root.key) {
		if len(names) == maxShown {
			names = append(names, "…")
			break
		}
		if err == nil {
			names = append(names, r.nameOf(k, "?"))
		}
	}
	r.fault("", fmt.Errorf("neither installed programs nor services are in this hive; its root has %d keys: %s", root.subkeys, strings.Join(names, ", ")))
}

func (r *reader) tell(form string, columns []delist.Column) {
	r.in.Tell(delist.Input{Reader: r.kind, Form: form, Columns: columns})
}
