package network

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/delistdev/delist"
)

var (
	errRun      = errors.New("the run was interrupted: what it wrote was read")
	errNoEnding = errors.New("the run does not say that it came to its end")
)

// A run reads the XML output of nmap, and of those that write like it: masscan.
// The names of elements and attributes are those of nmap.dtd 1.05,
// https://nmap.org/book/app-nmap-dtd.html.
type run struct {
	d            *document
	m            *markup
	begun, ended bool
	device       device
	host         hostState
	port         portState
	script       script
	hints        []device
	hinted       map[string]int // by address: place in hints, plus one
}

func nmapForm(head []byte) form {
	head = bytes.TrimLeft(head, " \t\r\n")
	if !bytes.HasPrefix(head, []byte("<")) || !bytes.Contains(head, []byte("<nmaprun")) {
		return nil
	}
	return func(d *document) {
		r := &run{d: d, m: newMarkup(d.text, d.limits.Record)}
		r.read()
	}
}

func (r *run) read() {
	for !r.d.stopped {
		err := r.m.next()
		switch {
		case err == nil:
			r.token()
		case r.m.fatal(err):
			r.end()
			r.last(err)
			return
		case err != errShort || !r.begun: // that, the end tells
			r.d.fault(r.m.at, "", err)
		}
	}
}

// last reports what ended the reading, if it was not the end.
func (r *run) last(err error) {
	if !errors.Is(err, errEnd) {
		r.d.fault(r.m.at, "", err)
	}
}

func (r *run) token() {
	switch r.m.kind {
	case prologue:
		r.end()
	case openTag:
		r.open(string(r.m.name))
	case closeTag:
		r.close(string(r.m.name))
	case characters:
		if r.port.cpe {
			r.device.cpe(r.m.content())
		} else if r.script.element {
			r.script.characters(r.m.content())
		}
	}
}

func (r *run) open(name string) {
	switch name {
	case "nmaprun":
		r.end()
		r.begun = true
		r.d.tell(oneLine(short(r.m.attribute("scanner")+" "+r.m.attribute("version")+" (XML)", maxValue)), nmapColumns...)
	case "host", "hosthint":
		r.finish()
		r.device = device{}
		r.host = hostState{open: true, hint: name == "hosthint"}
	case "finished":
		if r.m.attribute("exit") == "error" {
			r.d.fault(r.m.at, "", fmt.Errorf("the run ended with an error: %s", short(oneLine(r.m.attribute("errormsg")), maxValue)))
		}
		r.ended = true
	case "script":
		r.script.begin(r.m.attribute("id"), r.m)
	case "table":
		r.script.table(r.m)
	case "elem":
		r.script.elem(r.m)
	default:
		if r.host.open {
			r.property(name)
		}
	}
}

func (r *run) close(name string) {
	switch name {
	case "cpe":
		r.port.cpe = false
	case "service":
		r.port.service = false
	case "port":
		r.port = portState{}
	case "elem":
		r.script.endElem()
	case "table":
		r.script.endTable()
	case "script":
		r.script.end(r)
	case "host", "hosthint":
		r.finish()
	case "nmaprun":
		if !r.ended {
			r.d.fault(r.m.at, "", errNoEnding)
		}
		r.begun, r.hints, r.hinted = false, nil, nil
	}
}

// end ends a run of which the end was not read. Hosts of which it said that they
// are up, and no more, are given.
func (r *run) end() {
	if r.begun {
		r.finish()
		for i := range r.hints {
			if r.hints[i].called() != "" {
				r.hints[i].item(r.d)
			}
		}
		r.d.fault(r.m.line, "", errRun)
	}
	r.begun, r.ended, r.hints, r.hinted = false, false, nil, nil
}

var nmapColumns = []delist.Column{
	{Name: "hostname/@name", As: "name"},
	{Name: "address/@addr", As: "address"},
	{Name: "address[@addrtype='mac']/@addr", As: "hardware-address"},
	{Name: "address/@vendor", As: "mac-vendor"},
	{Name: "service/@product", As: "product"},
	{Name: "service/cpe", As: "cpe-vendor"},
	{Name: "service/@devicetype", As: "device-type"},
	{Name: "script", As: "banner"},
	{Name: "osclass/@vendor", As: "os-vendor-guess"},
}
