package network

import (
	"bytes"
	"fmt"
	"strings"
)

func errLLDP(line []byte) error {
	return fmt.Errorf("not a line about a neighbour: %q", short(string(line), 80))
}

// labels are those of the plain form, with the keys that they stand for.
var labels = map[string]string{
	"SysName": "chassis.name", "SysDescr": "chassis.descr", "MgmtIP": "chassis.mgmt-ip",
	"Manufacturer": "lldp-med.inventory.manufacturer", "Model": "lldp-med.inventory.model",
	"Software Revision": "lldp-med.inventory.software",
}

// readLLDPText reads what is printed for people: a label and a value a line,
// further lines of a value below the first, a neighbour from "Interface:" on.
func readLLDPText(d *document) {
	var p peer
	var descr []string
	flush := func() {
		if len(descr) > 0 {
			p.descr = strings.Join(descr, " ")
			descr = descr[:0]
		}
		d.peer(&p)
	}
	column := 0 // where the lines of a description begin
	d.lines(func(line []byte, number int) {
		text := bytes.TrimLeft(line, " ")
		indent := len(line) - len(text)
		if column > 0 && indent == column && len(descr) < 64 {
			descr = append(descr, short(string(text), maxValue))
			return
		}
		column = 0
		label, value, ok := strings.Cut(string(text), ":")
		value = strings.TrimSpace(value)
		switch {
		case len(bytes.Trim(line, "- \t")) == 0:
		case indent == 0 && label == "Interface":
			flush()
			p = peer{open: true, line: number}
		case indent == 0 && ok && strings.HasPrefix(label, "LLDP "):
		case indent == 0:
			d.fault(number, "", errLLDP(line))
		case label == "ChassisID" || label == "PortID":
			kind, id, _ := strings.Cut(value, " ")
			p.put(strings.ToLower(strings.TrimSuffix(label, "ID"))+"."+kind, id)
		case label == "SysDescr" && p.open:
			column = bytes.Index(line, []byte(value))
			descr = append(descr[:0], short(value, maxValue))
		case ok:
			p.put(labels[label], value)
		}
	})
	flush()
}
