package hive

import "fmt"

// system reads the services of the control set that is in use.
//
// Source: Microsoft, "HKLM\SYSTEM\Select Registry Tree": Current is the number of
// the control set with which the system was started last.
func (r *reader) system(root, selected place) {
	r.tell("the hive of the system: services and drivers", serviceColumns)
	number, err := r.current(selected)
	if err != nil || number == 0 || number > 999 {
		if err == nil {
			err = fmt.Errorf("it does not say which control set is in use; the first is read")
		}
		if !r.fault(selected.path, err) {
			return
		}
		number = 1
	}
	set, ok := r.find(root, fmt.Sprintf("ControlSet%03d", number))
	if !ok {
		r.fault(selected.path, fmt.Errorf("control set %d, which is in use, was not found", number))
		return
	}
	r.asset = r.computer(set)
	if services, ok := r.find(set, "Services"); ok {
		r.each(services, r.service)
	} else {
		r.fault(set.path, fmt.Errorf("no services were found in the control set that is in use"))
	}
}

// current returns the number of the control set in use, 0 if none is named.
func (r *reader) current(selected place) (number uint32, err error) {
	for v, err := range r.bins.valuesOf(selected.key) {
		if err != nil {
			return 0, err
		}
		if string(v.is()) == "current" {
			return r.bins.numberOf(v)
		}
	}
	return 0, nil
}

// computer returns the name of the machine, "" if the hive does not have it.
func (r *reader) computer(set place) (name string) {
	at, ok := r.find(set, "Control", "ComputerName", "ComputerName")
	if !ok {
		return ""
	}
	for v, err := range r.bins.valuesOf(at.key) {
		if err == nil && string(v.is()) == "computername" {
			name, err = r.text(v)
		}
		if !r.fault(at.path, err) {
			break
		}
	}
	return name
}
