package network

import (
	"net/url"
	"strings"
)

// A script is the output of one script of nmap while it is being read. It comes
// as one text, and with most scripts a second time as elements with keys.
type script struct {
	id      string
	keys    map[string]string
	output  string
	path    string // the key of the table around, "" at the top
	depth   int
	key     string
	text    strings.Builder
	element bool
	divided bool // it has elements
	found   []said
}

type said struct{ field, value string }

// scripts says which keys of which script are about the device, and as what they
// are declared. "" is the text of an element without a key, "*" the first line of
// the output where there are no elements. The keys are those in the scripts'
// documentation, https://nmap.org/nsedoc/scripts/.
var scripts = map[string]map[string]string{
	"http-title":              {"title": "banner"},
	"http-server-header":      {"": "banner", "*": "banner"},
	"http-auth":               {"realm": "banner"},
	"ssl-cert":                {"subject/organizationname": "banner"},
	"snmp-info":               {"enterprise": "banner"},
	"snmp-sysdescr":           {"*": "banner"},
	"upnp-info":               upnpKeys,
	"broadcast-upnp-info":     upnpKeys,
	"wsdd-discover":           {"type": "banner"},
	"broadcast-wsdd-discover": {"type": "banner"},
	"hnap-info":               {"vendor": "manufacturer", "model": "product", "description": "banner"},
	"enip-info":               {"vendor": "manufacturer", "productname": "product"},
	"bacnet-info":             {"vendor name": "manufacturer", "model name": "product"},
	"s7-info":                 {"copyright": "banner", "basic hardware": "product", "module type": "product"},
	"modbus-discover":         {"device identification": "banner"},
	"pcworx-info":             {"plc type": "product"},
	"omron-info":              {"controller model": "product"},
	"ubiquiti-discovery":      {"product": "product", "model": "product"},
}

var upnpKeys = map[string]string{
	"manufacturer": "manufacturer", "model name": "product", "model descr": "banner",
	"name": "banner", "server": "banner", "webserver": "banner",
}

// maxElement is how much of an element's text is kept.
const maxElement = 4 << 10

func (s *script) begin(id string, m *markup) {
	*s = script{id: id, keys: scripts[id]}
	if s.keys != nil {
		s.output = m.attribute("output")
	}
}

func (s *script) table(m *markup) {
	if s.depth++; s.keys != nil {
		s.path = m.attribute("key")
	}
}

func (s *script) endTable() { s.depth, s.path = max(s.depth-1, 0), "" }

func (s *script) elem(m *markup) {
	if s.element = s.keys != nil; s.element {
		s.key = m.attribute("key")
		s.text.Reset()
	}
}

func (s *script) characters(text string) {
	if s.text.Len() < maxElement {
		s.text.WriteString(text)
	}
}

func (s *script) endElem() {
	if s.element {
		field := s.keys[strings.ToLower(s.key)]
		if field == "" && s.path != "" {
			field = s.keys[strings.ToLower(s.path+"/"+s.key)]
		}
		s.find(field, s.text.String())
		s.divided = true
	}
	s.element = false
}

// end declares what the script found out, of the host or of others.
func (s *script) end(r *run) {
	switch {
	case s.keys == nil || strings.HasPrefix(s.output, "ERROR:"):
	case strings.HasPrefix(s.id, "broadcast-"):
		s.others(r)
	case r.host.open:
		if !s.divided {
			s.lines()
		}
		for _, said := range s.found {
			r.device.says(said)
		}
	}
	*s = script{}
}

// lines takes the output apart where it has no elements.
func (s *script) lines() {
	for line := range strings.Lines(s.output) {
		if field := s.keys["*"]; field != "" {
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			s.find(field, line)
			return
		}
		key, value, _ := strings.Cut(line, ":")
		s.find(s.keys[strings.ToLower(strings.TrimSpace(key))], value)
	}
}

// find keeps one thing found out, one more than a device may have so that it
// tells.
func (s *script) find(field, value string) {
	if field != "" && len(s.found) <= maxDeclared {
		s.found = append(s.found, said{field, value})
	}
}

// others gives the devices that answered a call to everybody: an address on a
// line of its own, what each says below it.
func (s *script) others(r *run) {
	var v device
	give := func() {
		if v.address != "" {
			v.item(r.d)
		}
		v = device{}
	}
	for line := range strings.Lines(s.output) {
		line = strings.TrimSpace(line)
		key, value, _ := strings.Cut(line, ":")
		switch key = strings.ToLower(key); {
		case isAddress(line):
			give()
			v.address = line
		case key == "address":
			if at := hostOf(strings.TrimSpace(value)); at != "" {
				v.address = at // the line before has the address that was called
			}
		default:
			v.says(said{s.keys[key], value})
		}
	}
	give()
}

// says keeps one thing that the device says of itself.
func (v *device) says(s said) {
	if s.field == "" {
		return
	}
	v.declare(s.field, s.value)
	if s.field == "product" && v.model == "" {
		v.model = s.value
	}
}

// hostOf returns the host of an address on the web.
func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Hostname()
	}
	return ""
}

// cpe keeps the vendor of a name of the Common Platform Enumeration, as a URI
// (version 2.2, which nmap writes) or as a formatted string (2.3).
func (v *device) cpe(name string) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(name), "cpe:2.3:")
	if !ok {
		if rest, ok = strings.CutPrefix(strings.TrimSpace(name), "cpe:/"); !ok {
			return
		}
	}
	_, rest, _ = strings.Cut(rest, ":") // the part: hardware, operating system, application
	vendor, _, _ := strings.Cut(rest, ":")
	if plain, err := url.PathUnescape(vendor); err == nil {
		vendor = plain
	}
	vendor = strings.ToLower(short(oneLine(strings.ReplaceAll(vendor, `\`, "")), maxValue))
	if vendor == "" || vendor == "*" || vendor == "-" {
		return
	}
	for _, have := range v.cpes {
		if have == vendor {
			return
		}
	}
	if len(v.cpes) >= maxDeclared {
		v.full = true
		return
	}
	v.cpes = append(v.cpes, vendor)
}
