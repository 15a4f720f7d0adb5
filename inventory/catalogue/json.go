package catalogue

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/tabular"
)

// isJSON reports whether a text begins as JSON.
func isJSON(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	return len(head) > 1 && (head[0] == '{' || head[0] == '[' && bytes.ContainsAny(head[1:min(len(head), 64)], "{]"))
}

// sniffJSON returns Table if the first record of a JSON text offers something.
func sniffJSON(head []byte) string {
	o := newObjects(bytes.NewReader(head), len(head)+1)
	raw, _, _, err := o.next()
	if err != nil || !gjson.ValidBytes(raw) {
		return ""
	}
	var has [roles]bool
	version := false
	eachField(gjson.ParseBytes(raw), "", 0, func(path string, _ gjson.Result) {
		has[headingOf(path).role] = true
		version = version || strings.EqualFold(path, "version")
	})
	if version || !has[roleTitle] {
		return ""
	}
	if has[roleGTIN] || has[rolePrice] || has[roleBrand] && (has[roleID] || has[rolePart]) || has[roleManufacturer] && (has[roleID] || has[rolePart]) {
		return Table
	}
	return ""
}

var errNoJSON = errors.New("no JSON object")

// json reads records that are objects: one a line, in a list, one behind the
// other, or in the list under a key of one object.
func (r *reading) json() {
	o := newObjects(r.in.Reader, r.in.Limits.Record)
	told := map[string]bool{}
	for n := 0; !r.over; n++ {
		raw, line, object, err := o.next()
		switch {
		case errors.Is(err, io.EOF):
			return
		case errors.Is(err, errTooLong), errors.Is(err, errCut):
			swallowed := o.again(raw)
			if swallowed {
				err = errNoJSON
			}
			r.fault(line, object, err)
			if !swallowed && errors.Is(err, errCut) {
				return
			}
			continue
		case err != nil:
			r.broken(line, object, err)
			return
		case !gjson.ValidBytes(raw):
			r.fault(line, object, errNoJSON)
			o.again(raw)
			continue
		}
		parsed := gjson.ParseBytes(raw)
		if n == 0 {
			r.tellFields(parsed, told)
		}
		r.object(parsed, line, object)
	}
}

// tellFields says what each field of the first record was taken for.
func (r *reading) tellFields(parsed gjson.Result, told map[string]bool) {
	in := delist.Input{Path: r.path(), Reader: r.kind, Form: "JSON"}
	eachField(parsed, "", 0, func(path string, _ gjson.Result) {
		if !told[path] && len(in.Columns) < 1000 {
			told[path] = true
			in.Columns = append(in.Columns, delist.Column{Name: path, As: roleNames[headingOf(path).role]})
		}
	})
	if r.in.Told != nil {
		r.in.Told(in)
	}
}

// object reads one record, and each of its variants as an offer of its own.
func (r *reading) object(parsed gjson.Result, line int, object string) {
	rec := record{line: line, object: object}
	var ranks [roles]int
	eachField(parsed, "", 0, func(path string, value gjson.Result) { set(&rec, &ranks, path, value) })
	rec.sale = r.objectSale(parsed)
	variants := parsed.Get("variants")
	if !variants.IsArray() || !variants.Get("0").IsObject() {
		r.offer(&rec)
		return
	}
	for i, v := range variants.Array() {
		one, own := rec, [roles]int{}
		title := one.values[roleTitle]
		eachField(v, "", 0, func(path string, value gjson.Result) { set(&one, &own, path, value) })
		one.values[roleTitle] = title
		one.sale = saleOfVariant(rec.sale, r.objectSale(v))
		one.object = strings.TrimPrefix(object+"/variants/"+strconv.Itoa(i), "/")
		if object != "" {
			one.object = "/" + one.object
		}
		if r.offer(&one); r.over {
			return
		}
	}
}

// set takes a field of an object for what its name says; the more usual name
// wins.
func set(rec *record, ranks *[roles]int, path string, value gjson.Result) {
	h := headingOf(path)
	if h.role == unused {
		return
	}
	text := value.String()
	if value.Type == gjson.Number {
		text = value.Raw
	}
	if text == "" || ranks[h.role] != 0 && h.rank+1 >= ranks[h.role] {
		return
	}
	rec.values[h.role], ranks[h.role] = text, h.rank+1
}

// maxNesting bounds how deep fields of records are looked for.
const maxNesting = 4

// eachField calls see for each plain field of an object, with its path. The
// first element of a list stands for it; variants are records of their own.
func eachField(object gjson.Result, prefix string, depth int, see func(path string, value gjson.Result)) {
	object.ForEach(func(key, value gjson.Result) bool {
		path := key.String()
		if prefix != "" {
			path = prefix + "." + path
		}
		if value.IsArray() {
			if path == "variants" {
				return true
			}
			value = value.Get("0")
		}
		switch {
		case value.IsObject() && depth < maxNesting:
			eachField(value, path, depth+1, see)
		case value.IsObject(), value.IsArray(), value.Type == gjson.Null:
		default:
			see(path, value)
		}
		return true
	})
}

var errTooLong = fmt.Errorf("a record of more than %d bytes", tabular.MaxRecord)
