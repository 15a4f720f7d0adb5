// Package network reads what says which devices are on a network: scans, the
// leases of address servers, tables of neighbours, and what devices announce of
// themselves. Each device is one item, with its hardware address and what it, or
// the tool that saw it, says of its maker.
//
// The package knows no maker: whom a hardware address is registered to, and what
// a word in a banner means, is for others. It opens no connection. Addresses that
// a device chose itself (randomised ones) identify nobody and are left out; the
// device stays.
//
// Forms are recognised by their content. One file may hold several, one behind
// the other: two runs, or the tables of different systems.
package network

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/source"
)

// Kinds are the kinds of input that the package reads.
var Kinds = []string{nmapKind, dhcpKind, arpKind, lldpKind, onvifKind}

const (
	nmapKind  = "nmap"
	dhcpKind  = "dhcp-leases"
	arpKind   = "arp"
	lldpKind  = "lldp"
	onvifKind = "onvif"
)

// Sniff returns the kind of a file that begins with head, its first
// [source.HeadSize] bytes; "" for what is none of them.
func Sniff(head []byte) string {
	head = plain(head)
	for _, kind := range Kinds {
		if forms[kind](head) != nil {
			return kind
		}
	}
	return ""
}

// A form reads one way of writing a kind.
type form func(d *document)

// forms says of each kind as which of its forms a file is read that begins with
// head, nil for none.
var forms = map[string]func(head []byte) form{
	nmapKind:  nmapForm,
	dhcpKind:  dhcpForm,
	arpKind:   arpForm,
	lldpKind:  lldpForm,
	onvifKind: onvifForm,
}

// Read yields the devices of a file of a kind, in file order. Each error is a
// [*delist.ReadError] about one record or about the end; the rest is read.
func Read(kind string, in *source.Input) iter.Seq2[delist.Item, error] {
	return func(yield func(delist.Item, error) bool) {
		d := &document{Input: in, kind: kind, limits: in.Limits.OrDefault(), yield: yield}
		of := forms[kind]
		if of == nil {
			d.fault(0, "", errKind)
			return
		}
		text := bufio.NewReaderSize(decoded(in.Reader), source.HeadSize)
		head, err := text.Peek(source.HeadSize)
		if err != nil && !errors.Is(err, io.EOF) {
			d.fault(0, "", err)
			return
		}
		read := of(head)
		if read == nil {
			d.fault(0, "", errForm)
			return
		}
		d.text = text
		read(d)
		if more := d.faults - maxFaults; more > 0 {
			d.give(delist.Item{}, d.Fault(d.kind, 0, "", fmt.Errorf("%d more records could not be read: %w", more, source.ErrLimit)))
		}
	}
}

var (
	errKind  = errors.New("no such kind of input")
	errForm  = errors.New("in no form that is known of its kind")
	errShort = errors.New("the file ends in the middle: what came before was read")
)

// A document is one file while it is being read.
type document struct {
	*source.Input
	kind    string
	limits  source.Limits
	text    *bufio.Reader
	yield   func(delist.Item, error) bool
	stopped bool // whoever asked wants no more
	told    string
	faults  int
	long    []byte // a line that is longer than what is buffered
}

// maxFaults is how many faults of a file are told one by one, so that one that is
// nothing but faults does not fill the memory of whoever keeps them.
const maxFaults = 10_000

// fault reports one record that could not be read.
func (d *document) fault(line int, object string, err error) {
	if d.faults++; d.faults > maxFaults {
		return
	}
	d.give(delist.Item{}, d.Fault(d.kind, line, object, err))
}

func (d *document) give(item delist.Item, err error) {
	if !d.stopped {
		d.stopped = !d.yield(item, err)
	}
}

// tell tells as what the file was recognised, or the part of it that follows.
func (d *document) tell(form string, columns ...delist.Column) {
	if d.told != form {
		d.told = form
		d.Tell(delist.Input{Reader: d.kind, Form: form, Columns: columns})
	}
}
