package network

import (
	"fmt"
	"strings"

	"github.com/delistdev/delist/inventory/source"
)

// maxHints is how many hosts are kept of which a run has only said that they are
// up.
const maxHints = 1 << 16

// hostState is what is known of the host that is being read.
type hostState struct {
	open, down, hint bool
	rank             int // of its name
}

// portState is what is known of one of its ports.
type portState struct{ open, service, cpe bool }

// property reads an element of a host.
func (r *run) property(name string) {
	switch name {
	case "status":
		r.host.down = r.m.attribute("state") == "down"
	case "address":
		r.address(r.m.attribute("addr"), r.m.attribute("addrtype"))
	case "hostname":
		r.hostname(r.m.attribute("name"), r.m.attribute("type"))
	case "port":
		r.port = portState{}
	case "state":
		r.port.open = strings.HasPrefix(r.m.attribute("state"), "open")
	case "service":
		if r.port.service = r.port.open; r.port.service {
			r.service()
		}
	case "cpe":
		// Those of an operating system are guesses, and not of this host alone.
		r.port.cpe = r.port.service
	case "osclass":
		r.device.declare("os-vendor-guess", r.m.attribute("vendor"))
	}
}

func (r *run) address(text, kind string) {
	if kind != "mac" {
		if r.device.address == "" {
			r.device.address = text
		}
		return
	}
	address, ok := parseMAC(text)
	if !ok {
		r.d.fault(0, "host "+r.device.address, badMAC(text))
		return
	}
	r.device.mac = address
	r.device.vendor = short(oneLine(r.m.attribute("vendor")), maxValue)
}

// hostname keeps the best name: what the user called it, then what it is
// registered as.
func (r *run) hostname(name, kind string) {
	rank := 1
	if kind == "user" {
		rank = 2
	}
	if name != "" && rank > r.host.rank {
		r.device.name, r.host.rank = name, rank
	}
}

// service keeps what the probes made of a service.
func (r *run) service() {
	product := r.m.attribute("product")
	if version := r.m.attribute("version"); version != "" {
		product += " " + version
	}
	if extra := r.m.attribute("extrainfo"); extra != "" {
		product += " (" + extra + ")"
	}
	r.device.declare("product", product)
	r.device.declare("device-type", r.m.attribute("devicetype"))
}

// finish gives the host that was read, or keeps it where it is only a hint.
func (r *run) finish() {
	host := r.host
	r.host, r.port, r.script = hostState{}, portState{}, script{}
	switch {
	case !host.open || host.down:
	case !host.hint:
		if n := r.hinted[r.device.address]; n > 0 {
			r.hints[n-1] = device{}
		}
		r.device.item(r.d)
	case len(r.hints) >= maxHints:
		r.d.fault(r.m.at, "host "+r.device.address, fmt.Errorf("more than %d hosts at once: %w", maxHints, source.ErrLimit))
	default:
		if r.hinted == nil {
			r.hinted = map[string]int{}
		}
		r.hints = append(r.hints, r.device)
		r.hinted[r.device.address] = len(r.hints)
	}
	r.device = device{}
}
