package quote

import "strings"

// An actorKind says what sort of speaker somebody is.
type actorKind uint8

const (
	person actorKind = iota + 1
	organisation
)

// An actor is somebody who is named, or who speaks without a name.
type actor struct {
	name   string
	kind   actorKind // 0: not known
	sure   bool      // the kind is more than a guess
	gender class
	seen   int      // how often it is named
	first  int      // the token at which it is named first
	roles  []string // official, judge: in lower case, at most maxRoles
	// unnamed: name is a description; anonymous: the name is kept back.
	unnamed, anonymous, onRecord, plural bool
	// state: the name is that of an authority, which "the company" does not mean.
	state bool
}

const maxRoles = 6

// A cast is everybody in a document.
type cast struct {
	actors []actor
	byName map[string]int
	byWord map[string]int // one word of a name, or an acronym
}

func (c *cast) init() {
	c.byName, c.byWord = map[string]int{}, map[string]int{}
}

// meet returns the actor of a name, with what is now known in addition.
func (c *cast) meet(k clue) int {
	i := c.find(k)
	a := &c.actors[i]
	a.seen++
	if k.kind != 0 && (a.kind == 0 || k.sure && !a.sure) {
		a.kind, a.sure = k.kind, k.sure
	}
	if a.kind == person && a.gender == 0 {
		a.gender = k.gender
	}
	for _, r := range k.roles {
		a.addRole(r)
	}
	if k.alias != "" {
		c.byWord[k.alias] = i
	}
	return i
}

func (a *actor) addRole(r string) {
	if len(a.roles) >= maxRoles {
		return
	}
	for _, have := range a.roles {
		if have == r {
			return
		}
	}
	a.roles = append(a.roles, r)
}

func (c *cast) find(k clue) int {
	if i, ok := c.byName[k.name]; ok {
		return i
	}
	first, last := k.name, k.name
	if i := strings.IndexByte(k.name, ' '); i >= 0 {
		first, last = k.name[:i], k.name[strings.LastIndexByte(k.name, ' ')+1:]
	}
	if first == last { // one word
		if i, ok := c.byWord[k.name]; ok && c.fits(i, k) {
			return i
		}
		return c.add(k, k.name, "")
	}
	// A longer form of somebody who was named by one word only.
	if i, ok := c.byWord[last]; ok && k.kind != organisation && c.actors[i].name == last && c.actors[i].kind != organisation {
		return c.rename(i, k.name)
	}
	if i, ok := c.byWord[first]; ok && (k.sure && k.kind == organisation || k.kind == person && !k.sure) && c.actors[i].name == first && c.actors[i].kind != person {
		return c.rename(i, k.name)
	}
	return c.add(k, first, last)
}

// fits reports whether a name of one word can be the actor that it reminds of.
func (c *cast) fits(i int, k clue) bool {
	a := &c.actors[i]
	return k.kind == 0 || !k.sure || a.kind == 0 || !a.sure || a.kind == k.kind
}

func (c *cast) rename(i int, name string) int {
	c.actors[i].name = name
	c.byName[name] = i
	return i
}

func (c *cast) add(k clue, first, last string) int {
	i := len(c.actors)
	c.actors = append(c.actors, actor{first: k.at, state: namesState(k.name), name: k.name, kind: k.kind, sure: k.sure, gender: k.gender, onRecord: true})
	c.byName[k.name] = i
	if last != "" && k.kind != organisation {
		c.alias(last, i)
	}
	c.alias(first, i)
	return i
}

func namesState(name string) bool {
	for w := range strings.FieldsSeq(name) {
		if e := lexicon[strings.ToLower(w)]; e != nil && e.class&official != 0 {
			return true
		}
	}
	return false
}

func (c *cast) alias(w string, i int) {
	j, taken := c.byWord[w]
	if !taken || len(w) < 3 && c.actors[j].name != w || c.actors[i].sure && !c.actors[j].sure && c.actors[j].name != w {
		c.byWord[w] = i
	}
}

// describe adds somebody who speaks without a name, or finds the same again.
func (c *cast) describe(a actor) int {
	key := strings.ToLower(a.name)
	if i, ok := c.byName[key]; ok {
		return i
	}
	c.byName[key] = len(c.actors)
	c.actors = append(c.actors, a)
	return len(c.actors) - 1
}
