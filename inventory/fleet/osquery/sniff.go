package osquery

import (
	"bytes"
	"slices"

	"github.com/delistdev/delist/tabular"
)

// Sniff returns the kind of a file by its first bytes; "" for what is neither an
// export of osquery nor of Fleet, or rows of which nothing can be said.
func Sniff(head []byte) string {
	if len(bytes.TrimSpace(head)) == 0 {
		return ""
	}
	if !beginsJSON(head) {
		return sniffTable(head)
	}
	text := bytes.TrimLeft(plainHead(head), " \t\r\n")
	d, ok := firstObject(text)
	if !ok {
		return ""
	}
	switch {
	case isFleet(d, text):
		return kindFleet
	case isOsquery(d, text):
		return kindOsquery
	}
	return ""
}

// firstObject parses the first object as far as it goes.
func firstObject(text []byte) (*doc, bool) {
	from := bytes.IndexByte(text, '{')
	if from < 0 || len(bytes.Trim(text[:from], "[ \t\r\n")) > 0 {
		return nil, false
	}
	d := &doc{}
	if _, err := d.parse(text[from:], false); err != nil {
		for _, open := range d.open[:d.depth] {
			d.nodes[open].next = uint32(len(d.nodes))
		}
	}
	return d, len(d.nodes) > 1
}

// isFleet reports whether an object is a body of Fleet's.
func isFleet(d *doc, text []byte) bool {
	for _, name := range []string{"hosts", "host", "hostname"} {
		if d.member(0, name) != 0 && d.member(0, "rows") == 0 && d.member(0, "columns") == 0 && bytes.Contains(text, []byte(`"osquery_version"`)) &&
			bytes.Contains(text, []byte(`"detail_updated_at"`)) {
			return true
		}
	}
	if d.member(0, "query_id") != 0 && d.member(0, "results") != 0 {
		return true
	}
	if d.member(0, "apiVersion") != 0 && d.member(0, "spec") != 0 {
		switch string(d.scalarOf(d.member(0, "kind"))) {
		case "host", "software", "software_title": // as fleetctl prints them
			return true
		}
	}
	listed := d.member(0, "source") != 0
	for _, name := range []string{"software", "software_titles", "software_title"} {
		listed = listed || d.member(0, name) != 0
	}
	return listed && bytes.Contains(text, []byte(`"source"`)) &&
		slices.ContainsFunc([]string{"generated_cpe", "hosts_count", "extension_for", "installed_paths", "versions_count"}, func(name string) bool {
			return bytes.Contains(text, []byte(`"`+name+`"`))
		})
}

// isOsquery reports whether an object is a result, or a row of a table that is
// known by its columns.
func isOsquery(d *doc, whole []byte) bool {
	var e envelope
	if e.read(d, 0, 0) {
		switch {
		case e.columns != 0 || e.listName == "snapshot" || e.listName == "diffResults/added":
			return e.host != 0 && e.name != 0 || e.log && e.name != 0
		case e.listName == "rows":
			return d.member(0, "host") != 0
		}
		return e.isStatus() || d.member(0, "node_key") != 0 && d.member(0, "log_type") != 0
	}
	if whole[0] != '[' && !isLines(d) {
		return false
	}
	var names []string
	for k := range d.members(0) {
		if d.nodes[k].kind != text && d.nodes[k].kind != number {
			return false
		}
		names = append(names, string(d.key(k)))
	}
	return isTable(names, 3) || namesTable(d, names)
}

// namesTable reports whether a row says itself which table it is from, as the
// rows of Fleet's own queries do.
func namesTable(d *doc, names []string) bool {
	k := d.member(0, "source")
	return k != 0 && tableNamed[string(d.scalarOf(k))] != nil && software.fits(set(names)) &&
		!slices.ContainsFunc(names, func(name string) bool { return !isColumn(name) || ofDistribution(name) })
}

// isLines reports whether what follows an object is another one, on the next
// line: one alone may be the metadata of anything.
func isLines(d *doc) bool {
	rest := bytes.TrimLeft(d.raw[d.nodes[0].valEnd:], "\r")
	return d.depth == 0 && !bytes.Contains(d.raw[:d.nodes[0].valEnd], newline) && bytes.HasPrefix(rest, []byte("\n{"))
}

// isTable reports whether rows with these columns are from a table.
func isTable(names []string, least int) bool {
	return len(names) >= least && !slices.ContainsFunc(names, func(name string) bool { return !isColumn(name) }) &&
		!slices.Contains([]*table{nil, software}, choose(names, nil, false))
}

// isColumn reports whether osquery would call a column so.
func isColumn(name string) bool {
	for _, c := range []byte(name) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return name == "UUID"
		}
	}
	return name != ""
}

func sniffTable(head []byte) string {
	dialect, ok := tabular.Sniff(head)
	if !ok {
		return ""
	}
	for row, err := range dialect.Rows(bytes.NewReader(head)) {
		if err != nil {
			return ""
		}
		has := func(name string) bool { return slices.Contains(row.Fields, name) }
		switch {
		case has("hardware_model") && has("osquery_version"), has("host_display_name") && has("last_fetched"):
			return kindFleet
		case isTable(row.Fields, 4), dialect.Comma == '|' && isTable(row.Fields, 2):
			return kindOsquery
		}
		return ""
	}
	return ""
}

// isLog reports whether a file looks like a log of results, whose last state is
// asked for. Being wrong costs time.
func (r *reader) isLog(head []byte) bool {
	if r.kind != kindOsquery {
		return false
	}
	text := plainHead(head)
	return slices.ContainsFunc([]string{"action", "diffResults", "snapshot", "counter"}, func(name string) bool {
		return bytes.Contains(text, []byte(`"`+name+`"`))
	})
}
