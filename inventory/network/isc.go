package network

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/delistdev/delist/inventory/source"
)

// iscWords begin the declarations of dhcpd.leases.
var iscWords = map[string]bool{
	"lease": true, "ia-na": true, "ia-ta": true, "ia-pd": true, "host": true, "group": true,
	"subclass": true, "failover": true, "server-duid": true, "authoring-byte-order": true,
}

// iscLine reports whether a text can be a dhcpd.leases by its first line.
func iscLine(line []byte) bool {
	if bytes.Contains(line, []byte("dhcpd.leases(5)")) || bytes.Contains(line, []byte("written by isc-dhcp")) {
		return true
	}
	word, rest, _ := bytes.Cut(line, []byte(" "))
	switch string(word) {
	case "lease":
		address, brace, _ := strings.Cut(string(rest), " ")
		return isAddress(address) && strings.HasPrefix(strings.TrimSpace(brace), "{")
	case "ia-na", "ia-ta", "ia-pd":
		return bytes.HasPrefix(rest, []byte(`"`)) && bytes.HasSuffix(line, []byte("{"))
	case "server-duid":
		return bytes.HasPrefix(rest, []byte(`"`)) && bytes.HasSuffix(line, []byte(";"))
	case "authoring-byte-order":
		return bytes.HasSuffix(line, []byte("-endian;"))
	}
	return false
}

var errCut = errors.New("a declaration stops in the middle, and another follows")

const maxBlocks = 64 // one in another

// An isc reads dhcpd.leases and dhcpd6.leases of ISC DHCP: declarations that end
// in a semicolon, or have others in braces. A lease is written anew whenever it
// changes.
//
// Source: ISC DHCP 4.4, dhcpd.leases(5), and server/db.c for what the page leaves
// out.
type isc struct {
	*document
	words  *iscWordReader
	blocks []block
}

// A block is a declaration with others in braces.
type block struct {
	word  string
	line  int
	lease lease
	given bool // the addresses in it were
}

func readISC(d *document) {
	d.tell("dhcpd.leases", leaseColumns("lease", "iaaddr", "hardware", "client-hostname", "vendor-class-identifier", "uid", "ia-na")...)
	r := &isc{document: d, words: &iscWordReader{in: d.text, line: 1}}
	for !d.stopped {
		words, end, err := r.words.declaration()
		line := r.words.began
		switch {
		case err == errWords:
			d.fault(line, "", err)
		case err != nil:
			r.ended(words, err)
			return
		}
		switch end {
		case '{':
			r.open(words, line)
		case '}':
			r.close(line)
		case '\n':
			r.fault(line, "", fmt.Errorf("%w: %q", errCut, short(strings.Join(words, " "), 80)))
		default:
			r.declare(words, line)
		}
	}
}

// ended ends the reading. What is open counts, and it is reported.
func (r *isc) ended(words []string, err error) {
	if err == errEnd && len(r.blocks) == 0 && len(words) == 0 {
		return
	}
	for len(r.blocks) > 0 && !r.stopped {
		r.close(r.words.line)
	}
	if err == errEnd {
		err = errShort
	}
	r.fault(r.words.line, "", err)
}

func (r *isc) open(words []string, line int) {
	b := block{line: line}
	if len(words) > 0 {
		b.word = words[0]
	}
	if len(r.blocks) == 0 && !iscWords[b.word] || b.word == "lease" && len(words) != 2 {
		r.fault(line, "", fmt.Errorf("%w: %q", errLease, short(strings.Join(words, " "), 80)))
	}
	if len(r.blocks) > 0 && iscWords[b.word] && r.blocks[len(r.blocks)-1].word != "group" {
		r.cut(line)
	}
	switch {
	case len(words) < 2:
	case b.word == "lease" || b.word == "iaaddr":
		b.lease.address = words[1]
	case b.word == "host":
		b.lease.hostname = words[1]
	case strings.HasPrefix(b.word, "ia-") && len(words[1]) > 4:
		b.lease.client = []byte(words[1])[4:] // behind the number of the association
	}
	if b.word == "iaaddr" && len(r.blocks) > 0 {
		outer := &r.blocks[len(r.blocks)-1]
		outer.given, b.lease.client = true, outer.lease.client
	}
	if len(r.blocks) == maxBlocks {
		r.fault(line, "", fmt.Errorf("more than %d blocks one in another: %w", maxBlocks, source.ErrLimit))
		r.blocks = r.blocks[:0]
	}
	r.blocks = append(r.blocks, b)
}

// cut closes what was cut off before another file was put behind.
func (r *isc) cut(line int) {
	r.fault(line, "", errCut)
	for len(r.blocks) > 0 && !r.stopped {
		r.close(line)
	}
}

func (r *isc) close(line int) {
	if len(r.blocks) == 0 {
		r.fault(line, "", fmt.Errorf("%w: a brace too many", errLease))
		return
	}
	b := r.blocks[len(r.blocks)-1]
	r.blocks = r.blocks[:len(r.blocks)-1]
	switch b.word {
	case "lease", "iaaddr", "ia-na", "ia-ta":
		if !b.given {
			r.lease(&b.lease, b.line)
		}
	case "host": // made by OMAPI; without hardware it is something else's setting
		if b.lease.mac != "" {
			r.lease(&b.lease, b.line)
		}
	}
}

// declare reads a declaration in a block.
func (r *isc) declare(words []string, line int) {
	if len(r.blocks) == 0 {
		if len(words) > 0 && !iscWords[words[0]] {
			r.fault(line, "", fmt.Errorf("%w: %q", errLease, short(strings.Join(words, " "), 80)))
		}
		return
	}
	l := &r.blocks[len(r.blocks)-1].lease
	if len(words) == 4 && words[0] == "set" && words[2] == "=" {
		words = []string{words[1], words[3]}
	}
	switch {
	case len(words) == 3 && words[0] == "hardware":
		l.mac = words[2]
	case len(words) != 2:
	case words[0] == "client-hostname":
		l.hostname = words[1]
	case words[0] == "vendor-class-identifier":
		l.class = words[1]
	case words[0] == "uid":
		if l.client = octets(words[1]); l.client == nil {
			l.client = []byte(words[1])
		}
	case words[0] == "fixed-address" && l.address == "":
		l.address = words[1]
	}
}
