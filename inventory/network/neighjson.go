package network

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// isNeighbourJSON reports whether a text begins like what "ip -j neigh" prints:
// an array of objects with "dst", or nothing in it.
func isNeighbourJSON(head []byte) bool {
	text := bytes.TrimLeft(bytes.TrimLeft(head, " \t\r\n")[1:], " \t\r\n")
	if rest, ok := bytes.CutPrefix(text, []byte("{")); ok {
		first, _, _ := bytes.Cut(rest, []byte("}"))
		return bytes.Contains(first, []byte(`"dst"`)) && bytes.Contains(first, []byte(`"state"`))
	}
	return false
}

// neighbourJSON reads an array of "ip -j neigh" whose bracket is next, and goes
// to the end of its line. It returns the number of that line.
//
// Source: iproute2, ip/ipneigh.c, print_neigh.
func (d *document) neighbourJSON(line int) int {
	d.text.ReadByte()
	for n := 0; !d.stopped; n++ {
		next, lines, err := d.space()
		line += lines
		switch {
		case err != nil:
			if err == errEnd {
				err = errShort
			}
			d.fault(line, "", err)
			return line
		case next == ']':
			d.text.ReadByte()
			return line
		case next != '{':
			d.fault(line, "", errJSON)
			return line
		}
		text, lines, err := d.object(d.limits.Record)
		if err == errObject {
			d.fault(line, fmt.Sprintf("/%d", n), err)
		} else if err != nil {
			d.fault(line, "", err)
			return line + lines
		} else {
			d.neighbourObject(text, line, n)
		}
		line += lines
	}
	return line
}

func (d *document) neighbourObject(text []byte, line, n int) {
	object := fmt.Sprintf("/%d", n)
	var entry struct {
		Dst, Lladdr string
		State       []string
		Proxy       json.RawMessage
	}
	if err := json.Unmarshal(text, &entry); err != nil {
		d.fault(line, object, err)
		return
	}
	met := neighbour{form: "ip -j neigh", address: entry.Dst, mac: entry.Lladdr}
	met.absent = entry.Lladdr == "" && (entry.Proxy != nil || slices.ContainsFunc(entry.State, func(s string) bool { return states[s] }))
	d.tell(met.form, arpColumns...)
	if met.mac == "" && !met.absent {
		d.fault(line, object, errNoMAC)
		return
	}
	d.met(met, line, object)
}
