package catalogue

import (
	"errors"
	"iter"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/catalogue/markup"
)

// marked reads a feed or a page: each record is an offer.
func (r *reading) marked(form string, records iter.Seq2[markup.Record, error]) {
	fields := &fieldNames{roles: map[string]heading{}}
	for rec, err := range records {
		var fault *markup.RecordError
		switch {
		case errors.As(err, &fault):
			r.fault(fault.Line, fault.Object, fault.Err)
		case err != nil:
			r.broken(0, "", err)
			return
		default:
			r.markedRecord(form, fields, &rec)
		}
		if r.over {
			return
		}
	}
	if !fields.told {
		r.broken(0, "", errors.New("no product in it: nothing is said of any in the words of schema.org or of a merchant feed"))
	}
}

// fieldNames remembers what the fields of records were taken for.
type fieldNames struct {
	roles map[string]heading
	told  bool
}

func (f *fieldNames) of(name string) heading {
	h, ok := f.roles[name]
	if !ok {
		h = headingOf(name)
		if i := strings.LastIndexByte(name, '.'); h.role == unused && i > 0 && name[:i] == "offers" {
			h = headingOf(name[i+1:])
		}
		if len(f.roles) < 10_000 {
			f.roles[strings.Clone(name)] = h
		}
	}
	return h
}

func (r *reading) markedRecord(form string, names *fieldNames, found *markup.Record) {
	if !names.told {
		names.told = true
		in := delist.Input{Path: r.path(), Reader: r.kind, Form: form}
		for _, f := range found.Fields {
			in.Columns = append(in.Columns, delist.Column{Name: f.Name, As: roleNames[names.of(f.Name).role]})
		}
		if r.in.Told != nil {
			r.in.Told(in)
		}
	}
	rec := record{line: found.Line, object: found.Object}
	var ranks [roles]int
	for _, f := range found.Fields {
		h := names.of(f.Name)
		if h.role == unused || ranks[h.role] != 0 && h.rank+1 >= ranks[h.role] {
			continue
		}
		rec.values[h.role], ranks[h.role] = f.Value, h.rank+1
	}
	rec.sale = r.markedSale(found)
	r.offer(&rec)
}

// isMarkup reports whether a text begins as XML or HTML does.
func isMarkup(head []byte) bool {
	head = []byte(strings.TrimLeft(strings.TrimPrefix(string(head[:min(len(head), 512)]), "\ufeff"), " \t\r\n"))
	return len(head) > 0 && head[0] == '<'
}
