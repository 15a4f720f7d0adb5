package network

import (
	"bytes"
	"fmt"
	"strings"
)

// keaHeading reports whether a line heads the lease file of Kea.
func keaHeading(line []byte) bool {
	return bytes.HasPrefix(line, []byte("address,")) && bytes.Contains(line, []byte(",valid_lifetime,expire,subnet_id,"))
}

// readKea reads the lease files of Kea for DHCPv4 and DHCPv6, which know their
// columns by a heading; several may follow each other. A lease is written anew
// whenever it changes.
//
// They are no CSV of RFC 4180: nothing is quoted, and a comma in a value is
// written "&#x2c". Source: Kea 2.2, src/lib/util/csv_file.cc, and the headings in
// src/lib/dhcpsrv/csv_lease_file4.cc and csv_lease_file6.cc.
func readKea(d *document) {
	var columns keaColumns
	var fields []string
	d.lines(func(line []byte, number int) {
		switch {
		case len(line) == 0:
			return
		case keaHeading(line):
			names := strings.Split(string(line), ",")
			columns = newKeaColumns(names)
			d.tell("lease file of Kea", leaseColumns(names...)...)
			return
		}
		fields = cut(fields[:0], string(line))
		if len(fields) < columns.least {
			d.fault(number, "", fmt.Errorf("%w: %d columns, where the heading has %d", errLease, len(fields), columns.all))
			return
		}
		of := func(i int) string {
			if i < 0 || i >= len(fields) {
				return ""
			}
			return strings.ReplaceAll(fields[i], "&#x2c", ",")
		}
		if !isAddress(of(columns.address)) {
			d.fault(number, "", fmt.Errorf("%w: %q is no address", errLease, short(of(columns.address), 64)))
			return
		}
		l := lease{address: of(columns.address), hostname: of(columns.hostname), mac: of(columns.hwaddr), client: octets(of(columns.client))}
		d.lease(&l, number)
	})
}

// keaColumns are the places of the columns that are read, -1 for none.
type keaColumns struct{ all, least, address, hwaddr, client, hostname int }

func newKeaColumns(names []string) keaColumns {
	at := func(name string) int {
		for i, n := range names {
			if n == name {
				return i
			}
		}
		return -1
	}
	c := keaColumns{all: len(names), address: at("address"), hwaddr: at("hwaddr"), client: max(at("client_id"), at("duid")), hostname: at("hostname")}
	c.least = max(c.address, c.hwaddr, c.client, c.hostname) + 1
	return c
}

// cut appends the fields of a line.
func cut(fields []string, line string) []string {
	for len(fields) < 64 {
		field, rest, more := strings.Cut(line, ",")
		fields = append(fields, field)
		if line = rest; !more {
			break
		}
	}
	return fields
}
