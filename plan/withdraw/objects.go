package withdraw

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/delistdev/delist/inventory/catalogue"
	"github.com/delistdev/delist/inventory/source"
)

// variantsOf begins the object of a variant in a record that has a line of its own.
const variantsOf = "variants/"

// objects finds the patches of records of JSON: with fields to set, in each record
// that is wanted; else each is left out, with the comma that goes with it.
func (j *job) objects(text *text) iter.Seq2[patch, error] {
	return func(yield func(patch, error) bool) {
		l := &objectList{job: j, keptEnd: -1}
		j.result.How = how(j.marks(""))
		for o, err := range catalogue.Objects(text.reader(), source.Limits{}.OrDefault().Record) {
			if err == nil {
				err = l.object(&o)
			}
			if err != nil {
				yield(patch{}, err)
				return
			}
			for _, p := range l.out {
				if !yield(p, nil) {
					return
				}
			}
			l.out = l.out[:0]
		}
		if l.end(); len(l.out) > 0 {
			yield(l.out[0], nil)
		}
	}
}

// An objectList leaves elements out of a list. What is left out reaches from where
// one begins to where the next that stays begins, and at the end of the list from
// where the last that stays ends.
type objectList struct {
	*job
	keptEnd  int64 // of the last that stays; -1 before any
	runBegin int64 // of those that are left out, if any
	runEnd   int64
	running  bool
	out      []patch
}

func (l *objectList) keep(begin, end int64) {
	if l.running {
		l.out = append(l.out, patch{begin: l.runBegin, end: begin})
	}
	l.running, l.keptEnd = false, end
}

func (l *objectList) leaveOut(begin, end int64) {
	if !l.running {
		l.running, l.runBegin = true, begin
	}
	l.runEnd = end
}

func (l *objectList) end() {
	switch {
	case !l.running:
	case l.keptEnd >= 0:
		l.out = append(l.out, patch{begin: l.keptEnd, end: l.runEnd})
	default:
		l.out = append(l.out, patch{begin: l.runBegin, end: l.runEnd})
	}
	l.running = false
}

// object decides about one record, and about its variants.
func (l *objectList) object(o *catalogue.Object) error {
	parsed := gjson.ParseBytes(o.Raw)
	end := o.Begin + int64(len(o.Raw))
	variants := parsed.Get("variants")
	if !variants.IsArray() || !variants.Get("0").IsObject() {
		if !l.wanted.take(o.Line, o.Pointer) {
			l.keep(o.Begin, end)
			return nil
		}
		l.result.Records++
		if len(l.req.Set) == 0 {
			l.leaveOut(o.Begin, end)
			return nil
		}
		l.keep(o.Begin, end)
		return l.set(o.Raw, o.Begin)
	}
	return l.variants(o, variants, end)
}

// variants decides about a record whose offers are its variants.
func (l *objectList) variants(o *catalogue.Object, variants gjson.Result, end int64) error {
	inner := &objectList{job: l.job, keptEnd: -1}
	all, at, found := true, 0, 0
	var err error
	variants.ForEach(func(_, v gjson.Result) bool {
		object := variantsOf + strconv.Itoa(at)
		if o.Pointer != "" {
			object = o.Pointer + "/" + object
		}
		at++
		begin := o.Begin + int64(v.Index)
		switch {
		case !l.wanted.take(o.Line, object):
			all = false
			inner.keep(begin, begin+int64(len(v.Raw)))
			return true
		case len(l.req.Set) == 0:
			inner.leaveOut(begin, begin+int64(len(v.Raw)))
		default:
			inner.keep(begin, begin+int64(len(v.Raw)))
			err = inner.set([]byte(v.Raw), begin)
		}
		found++
		return err == nil
	})
	l.result.Records += found
	if found > 0 && all && len(l.req.Set) == 0 {
		l.leaveOut(o.Begin, end)
		return nil
	}
	l.keep(o.Begin, end)
	inner.end()
	l.out = append(l.out, inner.out...)
	return err
}

// set sets the fields that were asked for in an object, which begins somewhere.
func (l *objectList) set(raw []byte, begin int64) error {
	object := gjson.ParseBytes(raw)
	missing := map[string]string{}
	for _, mark := range l.marks("") {
		missing[mark.Field] = mark.Values[0]
	}
	object.ForEach(func(key, value gjson.Result) bool {
		if wanted, ok := missing[key.String()]; ok {
			delete(missing, key.String())
			at := begin + int64(value.Index)
			l.out = append(l.out, patch{at, at + int64(len(value.Raw)), like(wanted, value)})
		}
		return true
	})
	return l.insert(raw, begin, missing)
}

// insert adds fields that an object does not have, before its first.
func (l *objectList) insert(raw []byte, begin int64, missing map[string]string) error {
	var fields []string
	for _, mark := range l.marks("") {
		if value, ok := missing[mark.Field]; ok {
			fields = append(fields, string(quoted(mark.Field))+":"+string(quoted(value)))
		}
	}
	if len(fields) == 0 {
		return nil
	}
	text := strings.Join(fields, ",")
	if len(bytes.TrimSpace(raw)) > 2 && !isEmptyObject(raw) {
		text += ","
	}
	first := patch{begin + 1, begin + 1, []byte(text)}
	// Patches come in the order of the text; those of this object are the last.
	n := len(l.out)
	for n > 0 && l.out[n-1].begin > first.begin {
		n--
	}
	l.out = append(l.out[:n], append([]patch{first}, l.out[n:]...)...)
	return nil
}

func isEmptyObject(raw []byte) bool {
	return len(bytes.TrimSpace(bytes.Trim(bytes.TrimSpace(raw), "{}"))) == 0
}

// like writes a value as JSON: as a number or a Boolean where one stood and it is
// one, else as a text.
func like(value string, old gjson.Result) []byte {
	parsed := gjson.Parse(value)
	plain := parsed.Type == gjson.True || parsed.Type == gjson.False || parsed.Type == gjson.Number
	if old.Type != gjson.String && plain && gjson.Valid(value) {
		return []byte(value)
	}
	return quoted(value)
}

func quoted(text string) []byte {
	b, err := json.Marshal(text)
	if err != nil {
		panic(fmt.Sprint("a text is always JSON: ", err))
	}
	return b
}
