package network

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/delistdev/delist"
)

// A neighbour is one line of a table of neighbours.
type neighbour struct {
	form    string
	name    string // as the name service has it
	address string
	mac     string // as it is written
	vendor  string // to whom the tool says the address's prefix is registered
	absent  bool   // nobody answered at the address
}

var (
	errNeighbour = errors.New("not a line of a table of neighbours")
	errNoMAC     = errors.New("an address without a hardware address")
)

// sniffed is how many lines a table of neighbours is recognised by.
const sniffed = 40

// arpForm takes a text for a table of neighbours where its first line is an entry
// of one, or what stands above them.
func arpForm(head []byte) form {
	if bytes.HasPrefix(bytes.TrimLeft(head, "\r\n"), []byte("[")) {
		if !isNeighbourJSON(head) {
			return nil
		}
		return readNeighbours
	}
	var t table
	known := false
	for range sniffed {
		line, rest, more := bytes.Cut(head, []byte("\n"))
		n, err := t.line(string(bytes.TrimRight(line, "\r")))
		switch {
		case n.form != "":
			return readNeighbours
		case err != nil && !t.begun && len(bytes.TrimSpace(line)) > 0:
			return nil
		}
		known = known || t.begun
		if head = rest; !more {
			break
		}
	}
	if !known {
		return nil
	}
	return readNeighbours
}

// readNeighbours reads tables of neighbours in any form, one behind the other.
func readNeighbours(d *document) {
	var t table
	for number := 1; !d.stopped; number++ {
		if start, _ := d.text.Peek(1); len(start) == 1 && start[0] == '[' {
			number = d.neighbourJSON(number)
		}
		line, err := d.line()
		switch {
		case err == errLine:
			d.fault(number, "", err)
			continue
		case len(line) > 0:
			d.neighbour(&t, string(line), number)
		}
		if err != nil {
			if err != errEnd {
				d.fault(number, "", err)
			}
			return
		}
	}
}

// neighbour gives the device of a line.
func (d *document) neighbour(t *table, line string, number int) {
	n, err := t.line(line)
	if err != nil {
		d.fault(number, "", fmt.Errorf("%w: %q", err, short(line, 80)))
		return
	}
	if n.form == "" {
		return
	}
	d.tell(n.form, arpColumns...)
	d.met(n, number, "")
}

// met gives a neighbour, if there was one.
func (d *document) met(n neighbour, line int, object string) {
	if n.absent {
		return
	}
	v := device{line: line, object: object, name: n.name, address: n.address, vendor: oneLine(n.vendor)}
	var ok bool
	if v.mac, ok = parseMAC(n.mac); !ok {
		d.fault(line, object, badMAC(n.mac))
	} else if v.mac == (mac{}) {
		return // nobody answered
	}
	v.item(d)
}

var arpColumns = []delist.Column{{Name: "address", As: "address"}, {Name: "hardware address", As: "hardware-address"}}

// A table reads the lines of tables of neighbours as they are printed. It knows
// what a line is by its words, for headings are translated.
type table struct {
	begun   bool // a heading was read, or what else only such a table has
	named   bool // hosts stand in it by name
	heading bool // the next line is a heading, if it is no entry
}

// line reads a line. One that is no entry has no form; the error is about one
// that is nothing else either.
func (t *table) line(line string) (neighbour, error) {
	var words [12]string
	w := split(words[:0], line)
	heading := t.heading
	if len(w) > 0 {
		t.heading = false
	}
	switch {
	case len(w) == 0:
		return neighbour{}, nil
	case len(w) > 3 && strings.HasPrefix(w[1], "(") && w[2] == "at":
		return printed(w), nil
	case isAddress(w[0]):
		return entry(w, line)
	case len(w) > 2 && isAddress(w[1]) && (w[0] == "Internet" || isNumber(w[0])):
		n, err := entry(w[1:], line) // Cisco IOS; Get-NetNeighbor
		return n, err
	case strings.Contains(line, " --- 0x"): // Windows, before each table
		t.begun, t.heading = true, true
		return neighbour{}, nil
	case heading && strings.HasPrefix(line, "  ") || t.furniture(w, line):
		return neighbour{}, nil
	case len(w) > 2 && t.named && (w[1] == "ether" || isMAC(w[1])):
		return named(w), nil
	case len(w) == 3 && t.named && w[1] == "(incomplete)":
		return neighbour{form: "arp -e", absent: true}, nil
	}
	return neighbour{}, errNeighbour
}

// printed reads a line of "arp -a" on Linux, the BSDs and macOS:
// "host (192.0.2.7) at 44:19:b6:0a:0b:0c [ether] on eth0".
func printed(w []string) neighbour {
	n := neighbour{form: "arp -a", address: strings.Trim(w[1], "()"), mac: w[3]}
	if w[0] != "?" {
		n.name = w[0]
	}
	// "<incomplete>", "(incomplete)"; "<from_interface>" is what this host
	// answers for others.
	n.absent = strings.HasPrefix(n.mac, "<") || strings.HasPrefix(n.mac, "(")
	return n
}

// named reads a line of "arp -e" with the name service, or of OpenBSD.
func named(w []string) neighbour {
	n := neighbour{form: "arp -e", name: w[0], mac: w[1]}
	if !isMAC(w[1]) {
		n.mac = w[2]
	}
	return n
}

// entry reads a line that begins with an address.
func entry(w []string, line string) (neighbour, error) {
	n := neighbour{form: "arp", address: w[0]}
	last := w[len(w)-1]
	for i, word := range w[1:min(len(w), 8)] {
		switch {
		case word == "lladdr" && i+2 < len(w):
			n.form, n.mac = "ip neigh", w[i+2]
			return n, nil
		case word == "proxy" || word == "(incomplete)" || strings.EqualFold(word, "incomplete"):
			n.absent = true
			return n, nil
		case i < 4 && n.mac == "" && isMAC(word):
			n.mac = word
		}
	}
	switch {
	case n.mac != "":
		if i := strings.Index(line, n.mac+"\t"); i >= 0 && strings.HasPrefix(line, w[0]+"\t") {
			n.form, n.vendor = "arp-scan", scanned(line[i+len(n.mac)+1:])
		}
	case states[strings.ToUpper(last)]:
		n.form, n.absent = "ip neigh", true
	case len(w) > 3 && (strings.HasPrefix(w[1], "0x") || w[1] == "infiniband"):
		n.mac = w[len(w)-3] // not of Ethernet
	case len(w) > 1 && w[1] == "dev":
		n.absent = true
	default:
		return neighbour{}, errNoMAC
	}
	return n, nil
}

// states are those in which a neighbour has no hardware address (ip-neighbour(8),
// and Get-NetNeighbor of Windows, which writes the store behind).
var states = map[string]bool{
	"FAILED": true, "INCOMPLETE": true, "NOARP": true, "NONE": true, "PERMANENT": true,
	"UNREACHABLE": true, "ACTIVESTORE": true,
}

// scanned returns the vendor in the third column of arp-scan, which is followed
// by remarks such as "(DUP: 2)" and is "(Unknown)" where it is not known.
func scanned(vendor string) string {
	vendor, _, _ = strings.Cut(vendor, "\t")
	if i := strings.Index(vendor, " (DUP: "); i >= 0 {
		vendor = vendor[:i]
	}
	if strings.HasPrefix(vendor, "(Unknown") {
		return ""
	}
	return vendor
}
