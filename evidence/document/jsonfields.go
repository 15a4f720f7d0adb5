package document

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
)

// plainName returns the name of a field in small letters without signs.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToLower(name[:min(len(name), 100)]))
}

// base returns what the fields say of the document.
func (o object) base(part string) evidence.Document {
	d := evidence.Document{Part: part, MediaType: "application/json"}
	set(&d.Title, o.text(titleFields))
	set(&d.Publisher, o.text(publisherFields))
	set(&d.Agency, o.text(agencyFields))
	set(&d.URL, o.text(addressFields))
	if isWeb(d.Publisher) {
		d.Publisher = host(d.Publisher)
	}
	if !isWeb(d.URL) {
		d.URL = ""
	}
	d.Language = languageTag(o.text(languageFields))
	if m := o.moment(fetchedFields); m.precision == "day" {
		d.Retrieved = m.date
	}
	return d
}

// text returns the first text among fields.
func (o object) text(names []string) string {
	for _, s := range o.texts(names) {
		return s
	}
	return ""
}

// texts returns the texts of the first field that has any: one, a list, or the
// names of things.
func (o object) texts(names []string) []string {
	for _, name := range names {
		var value any
		raw := o[name]
		if len(raw) == 0 || raw[0] == 'n' || raw[0] == 't' || raw[0] == 'f' || json.Unmarshal(raw, &value) != nil {
			continue
		}
		found := slices.DeleteFunc(texts(value), func(s string) bool { return strings.TrimSpace(s) == "" })
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// moment returns the date of the first field that has one: a text, or seconds or
// milliseconds since 1970.
func (o object) moment(names []string) moment {
	for _, name := range names {
		raw := o[name]
		if len(raw) == 0 {
			continue
		}
		var seconds float64
		if raw[0] != '"' && json.Unmarshal(raw, &seconds) == nil {
			if seconds > 1e11 {
				seconds /= 1000
			}
			if seconds > 1e8 && seconds < 7e9 {
				return moment{delist.DateOf(time.Unix(int64(seconds), 0).UTC()), "day"}
			}
			if y := int(seconds); y >= firstYear && y <= lastYear {
				return moment{delist.NewDate(y, 1, 1), "year"}
			}
		}
		if m := written(o.text([]string{name})); !m.date.IsZero() {
			return m
		}
	}
	return moment{}
}

// names lists the fields of an object for a message.
func names(raw map[string]json.RawMessage) string {
	var list []string
	for name := range raw {
		list = append(list, fmt.Sprintf("%.40q", name))
	}
	slices.Sort(list)
	if len(list) > 12 {
		list = append(list[:12], "…")
	}
	return strings.Join(list, ", ")
}
