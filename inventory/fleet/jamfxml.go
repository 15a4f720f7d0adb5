package fleet

import "io"

func isJamfXML(head []byte) bool {
	return startsWith(head, "<") && hasAll(head, "<general>") && (hasAll(head, "<computer>") || hasAll(head, "<mobile_device>"))
}

// readJamfXML reads what the classic interface answers: a computer or a mobile
// device, or several of them in one element.
//
//	<computer><general><name>…</name></general><software><applications>
//	<application><name>, <path>, <version>, <bundle_id>
//	<mobile_device><general><display_name>…</general><applications>
//	<application><application_name>, <application_version>, <identifier>
//
// Source: https://developer.jamf.com/jamf-pro/reference/classic-api
func readJamfXML(r *reader, in io.Reader, _ []byte) {
	r.tell("XML, Jamf Pro, classic API", "general/name", "device", "application/name", "name", "application/version", "version", "application/bundle_id", "bundle-id")
	x := &jamfXML{reader: r}
	if whole := r.eachElement(in, x.began, x.ended); whole && !x.found {
		r.faultf(0, "", "no computer and no mobile device in it")
	}
}

type jamfXML struct {
	*reader
	device string
	app    jamfApp
	line   int
	found  bool
}

func (x *jamfXML) began(e *elements, name string) {
	switch name {
	case "computer", "mobile_device":
		if up := e.parent(1); up == "" || up == "computers" || up == "mobile_devices" {
			x.device, x.found = "", true
		}
		e.fresh()
	case "application":
		x.app, x.line = jamfApp{}, e.line()
		e.fresh()
	}
}

func (x *jamfXML) ended(e *elements, name string) {
	switch e.parent(1) {
	case "general":
		if (name == "name" || name == "display_name" || name == "udid") && x.device == "" {
			x.device = e.value()
		}
	case "application":
		if into := x.app.field(name); into != nil {
			*into = e.value()
		}
	case "applications":
		if name == "application" {
			x.app.tell(x.reader, place{line: x.line, asset: x.device})
		}
	}
	e.fresh()
}

func (a *jamfApp) field(name string) *string {
	switch name {
	case "name", "application_name":
		return &a.Name
	case "version", "application_version":
		return &a.Version
	case "application_short_version":
		return &a.ShortVersion
	case "bundle_id", "identifier":
		return &a.BundleID
	}
	return nil
}
