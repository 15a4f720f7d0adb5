package materials

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// An object is one JSON object as it is written, with changes that leave
// everything else in its bytes as it is.
type object struct {
	raw     []byte
	members []member
	changes []change
	added   []byte
}

// A member is one of an object, or with no key an element of an array, as
// offsets.
type member struct {
	key                 string
	start, value, after int
}

// A change puts text in the place of raw[from:to].
type change struct {
	from, to int
	text     []byte
}

var errObject = errors.New("not an object")

// parseObject finds the members of an object, which is valid JSON.
func parseObject(raw []byte) (*object, error) {
	if !json.Valid(raw) {
		return nil, errForm
	}
	o := &object{raw: raw}
	if raw[0] != '{' {
		return nil, errObject
	}
	o.members = split(raw, true)
	return o, nil
}

// split returns the members of a valid object or array.
func split(raw []byte, keyed bool) (list []member) {
	for i := 1; ; {
		i = skipSpace(raw, i)
		if raw[i] == ',' {
			i++
			continue
		}
		if raw[i] == '}' || raw[i] == ']' {
			return list
		}
		m := member{start: i}
		if keyed {
			end := valueEnd(raw, i)
			_ = json.Unmarshal(raw[i:end], &m.key) // valid
			i = skipSpace(raw, end)
			i = skipSpace(raw, i+1) // the colon
		}
		m.value = i
		i = valueEnd(raw, i)
		m.after = i
		list = append(list, m)
	}
}

func skipSpace(raw []byte, i int) int {
	for i < len(raw) && strings.IndexByte(" \t\r\n", raw[i]) >= 0 {
		i++
	}
	return i
}

// valueEnd returns where a value ends that begins at i.
func valueEnd(raw []byte, i int) int {
	depth := 0
	for ; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			for i++; i < len(raw) && raw[i] != '"'; i++ {
				if raw[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return i
			}
		case ',', ' ', '\t', '\r', '\n', ':':
			if depth == 0 {
				return i
			}
			continue
		default:
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	return i
}

func (o *object) find(key string) *member {
	for i := range o.members {
		if o.members[i].key == key {
			return &o.members[i]
		}
	}
	return nil
}

// has reports whether a member is there and says something: neither null, nor
// empty, nor one of the words that say nothing.
func (o *object) has(key string) bool {
	m := o.find(key)
	if m == nil {
		return false
	}
	switch value := strings.TrimSpace(string(o.raw[m.value:m.after])); value {
	case "null", `""`, "{}", "[]", `"NOASSERTION"`, `"NONE"`:
		return false
	default:
		return strings.Trim(value, "{}[] \t\r\n") != ""
	}
}

// text returns the value of a member that is a string, or "".
func (o *object) text(key string) (text string) {
	if m := o.find(key); m != nil {
		_ = json.Unmarshal(o.raw[m.value:m.after], &text)
	}
	return text
}

// set puts a value where none is that says something.
func (o *object) set(key string, value any) error {
	if m := o.find(key); m != nil {
		text, err := o.style().format(value)
		o.changes = append(o.changes, change{m.value, m.after, text})
		return err
	}
	return o.add(key, value)
}

// add adds a member behind the last.
func (o *object) add(key string, value any) error {
	st := o.style()
	text, err := st.format(value)
	if err != nil {
		return err
	}
	name, err := compact(key)
	o.added = slices.Concat(o.added, []byte(st.separator), name, []byte(st.colon), text)
	return err
}

// extend adds elements to an array, which is made where it is missing.
func extend[T any](o *object, key string, values []T) error {
	if len(values) == 0 {
		return nil
	}
	m := o.find(key)
	if m == nil {
		return o.add(key, values)
	}
	raw := o.raw[m.value:m.after]
	if raw[0] != '[' {
		return nil // of another form: left as it is
	}
	elements := split(raw, false)
	if len(elements) == 0 {
		return o.set(key, values)
	}
	st := styleOf(raw, elements)
	var text []byte
	for _, v := range values {
		one, err := st.format(v)
		if err != nil {
			return err
		}
		text = slices.Concat(text, []byte(st.separator), one)
	}
	at := m.value + elements[len(elements)-1].after
	o.changes = append(o.changes, change{at, at, text})
	return nil
}

// bytes returns the object with its changes.
func (o *object) bytes() []byte {
	if len(o.changes) == 0 && len(o.added) == 0 {
		return o.raw
	}
	if len(o.added) > 0 {
		at := o.members[len(o.members)-1].after
		o.changes = append(o.changes, change{at, at, o.added})
	}
	slices.SortStableFunc(o.changes, func(a, b change) int { return a.from - b.from })
	var out []byte
	at := 0
	for _, c := range o.changes {
		out = append(append(out, o.raw[at:c.from]...), c.text...)
		at = c.to
	}
	return append(out, o.raw[at:]...)
}

// A style is how an object or array is laid out.
type style struct {
	separator, colon string
	prefix, unit     string // of indentation; without a newline in the separator there is none
}

func (o *object) style() style { return styleOf(o.raw, o.members) }

func styleOf(raw []byte, members []member) style {
	st := style{separator: ",", colon: ":"}
	if len(members) == 0 {
		return st
	}
	first, last := members[0], members[len(members)-1]
	before := string(raw[1:first.start])
	st.separator = "," + before
	if len(members) > 1 {
		st.separator = string(raw[first.after:members[1].start])
	}
	if first.value > first.start {
		key := valueEnd(raw, first.start)
		st.colon = string(raw[key:first.value])
	}
	if i := strings.LastIndexByte(st.separator, '\n'); i >= 0 {
		st.prefix = st.separator[i+1:]
		closing := string(raw[last.after : len(raw)-1])
		outer := closing[strings.LastIndexByte(closing, '\n')+1:]
		if st.unit = strings.TrimPrefix(st.prefix, outer); st.unit == "" {
			st.unit = "  "
		}
	}
	return st
}

// format writes a value in the style.
func (s style) format(value any) ([]byte, error) {
	plain, err := compact(value)
	if err != nil || !strings.Contains(s.separator, "\n") {
		return plain, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, plain, s.prefix, s.unit); err != nil {
		return nil, err
	}
	if strings.Contains(s.separator, "\r\n") {
		return bytes.ReplaceAll(b.Bytes(), []byte("\n"), []byte("\r\n")), nil
	}
	return b.Bytes(), nil
}
