package hive

import (
	"fmt"
	"strings"

	"github.com/delistdev/delist"
)

// serviceColumns are the values of a service that are taken.
var serviceColumns = []delist.Column{
	{Name: "DisplayName", As: "name"}, {Name: "ImagePath", As: "file name"}, {Name: "ServiceDll", As: "file name"}, {Name: "Type", As: "kind"},
}

// drivers are the bits of a service's type that say that the kernel loads it.
//
// Source: Microsoft, "CreateServiceW function", dwServiceType.
const drivers = 0x1 | 0x2 | 0x8

// A service is what its key says of a service or a driver.
//
// Source: Microsoft, "HKLM\SYSTEM\CurrentControlSet\Services Registry Tree",
// https://learn.microsoft.com/windows-hardware/drivers/install/hklm-system-currentcontrolset-services-registry-tree
type service struct {
	name, image, library string
	kind                 uint32
	isOne                bool
}

// service reads one key below Services. Those without a type and a program hold
// only settings or counters: the system does not take them for services either.
func (r *reader) service(at place, name string) {
	var s service
	if !r.serviceValues(&s, at) || !s.isOne {
		return
	}
	it := delist.Item{
		Kind: delist.Application, Name: displayName(s.name, name),
		Identifiers: append(make([]delist.Observed, 0, 3), delist.Observed{Kind: delist.ServiceName, Value: name}),
	}
	if s.kind&drivers != 0 {
		it.Kind = delist.Binary
	}
	if s.library == "" && at.subkeys > 0 {
		if parameters, ok := r.find(at, "Parameters"); ok {
			r.serviceValues(&s, parameters)
		}
	}
	for _, file := range []string{fileOf(s.image), fileOf(s.library)} {
		if file != "" {
			it.Identifiers = append(it.Identifiers, delist.Observed{Kind: delist.FileName, Value: file})
		}
	}
	r.item(it, at.path)
}

// serviceValues takes the values of a service, or of its parameters, and reports
// whether reading goes on.
func (r *reader) serviceValues(s *service, at place) bool {
	for v, err := range r.bins.valuesOf(at.key) {
		if err == nil {
			err = r.serviceValue(s, v)
		}
		if !r.fault(at.path, err) {
			return false
		}
	}
	return true
}

func (r *reader) serviceValue(s *service, v *value) (err error) {
	switch string(v.is()) {
	case "displayname":
		s.name, err = r.text(v)
	case "imagepath":
		s.image, err = r.text(v)
		s.isOne = true
	case "servicedll":
		s.library, err = r.text(v)
	case "type":
		s.kind, err = r.bins.numberOf(v)
		s.isOne = true
	}
	if err != nil {
		return fmt.Errorf("value %s: %w", v.is(), err)
	}
	return nil
}

// displayName returns the name to show. A name that begins with "@" leads to a
// text in a file; a driver's may carry the text behind it:
// "@oem7.inf,%name%;Example Adapter".
//
// Source: Microsoft, "SERVICE_CONFIG_DELAYED_AUTO_START_INFO" ff. and "INF Strings
// Section"; RegLoadMUIStringW, https://learn.microsoft.com/windows/win32/api/winreg.
func displayName(shown, name string) string {
	if strings.HasPrefix(shown, "@") {
		_, shown, _ = strings.Cut(shown, ";")
	}
	if shown = strings.TrimSpace(shown); shown == "" {
		return name
	}
	return shown
}
