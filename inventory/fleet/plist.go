package fleet

import "io"

func isProfilerXML(head []byte) bool {
	return startsWith(head, "<") && hasAll(head, "<plist") && (hasAll(head, profilerApps) || hasAll(head, "<key>_items</key>", "<key>obtained_from</key>"))
}

// readProfilerXML reads what "system_profiler SPApplicationsDataType -xml"
// writes: a property list, an array of one dictionary a data type, whose "_items"
// are dictionaries.
//
// Source: system_profiler(8); https://www.apple.com/DTDs/PropertyList-1.0.dtd
func readProfilerXML(r *reader, in io.Reader, _ []byte) {
	r.tell("XML property list, system_profiler", profilerColumns...)
	x := &profilerXML{reader: r}
	if whole := r.eachElement(in, x.began, x.ended); whole && !x.found {
		r.faultf(0, "", "no items of %s in it", profilerApps)
	}
}

// A profilerXML is where in the property list the reader is. A dictionary of
// applications is at plist/array/dict/array/dict.
type profilerXML struct {
	*reader
	key    string // the last at hand
	outer  string // the key of the array that is open in the data type
	kind   string // the data type, which stands before its items
	app    profiledApp
	line   int
	signed bool
	found  bool // an array of items of applications
}

const (
	levelType = 3 // plist/array/dict
	levelItem = 5 // plist/array/dict/array/dict
)

func (x *profilerXML) began(e *elements, name string) {
	switch {
	case name == "dict" && len(e.path) == levelType:
		x.kind = ""
	case name == "array" && len(e.path) == levelType+1:
		x.outer = x.key
		x.found = x.found || x.isItems()
	case name == "dict" && len(e.path) == levelItem:
		x.app, x.line = profiledApp{}, e.line()
		e.fresh()
	}
	x.signed = name == "array" && len(e.path) == levelItem+1 && x.key == "signed_by" || x.signed && name == "string"
}

func (x *profilerXML) ended(e *elements, name string) {
	depth := len(e.path)
	switch {
	case name == "array" && depth == levelType+1:
		x.outer = ""
	case name == "key":
		x.key = e.value()
	case name == "string" && depth == levelType+1 && x.key == "_dataType":
		x.kind = e.value()
	case name == "string" && depth == levelItem+1:
		x.app.set(x.key, e.value())
	case name == "string" && depth == levelItem+2 && x.signed:
		x.app.SignedBy = append(x.app.SignedBy, e.value())
	case name == "dict" && depth == levelItem && x.isItems():
		x.app.tell(x.reader, place{line: x.line})
	}
	if depth > levelType {
		e.fresh()
	}
}

func (a *profiledApp) set(key, value string) {
	switch key {
	case "_name":
		a.Name = value
	case "version":
		a.Version = value
	}
}

// isItems reports whether the array that is open holds applications.
func (x *profilerXML) isItems() bool {
	return x.outer == "_items" && (x.kind == "" || x.kind == profilerApps)
}
