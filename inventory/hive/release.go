package hive

import (
	"fmt"

	"github.com/delistdev/delist"
)

// A release is what the hive says of the system itself.
type release struct {
	name, current, build, older string
	major, minor, revision      string
}

// release yields the operating system, as an application with the version that
// it tells programs: "10.0.19045.3803".
func (r *reader) release(microsoft place) {
	at, ok := r.find(microsoft, "Windows NT", "CurrentVersion")
	if !ok {
		return
	}
	var w release
	for v, err := range r.bins.valuesOf(at.key) {
		if err == nil {
			err = r.releaseValue(&w, v)
		}
		if !r.fault(at.path, err) {
			return
		}
	}
	if w.name != "" {
		r.item(delist.Item{Kind: delist.Application, Name: w.name, Version: w.version()}, at.path)
	}
}

func (r *reader) releaseValue(w *release, v *value) error {
	var to *string
	switch string(v.is()) {
	case "productname":
		to = &w.name
	case "currentversion":
		to = &w.current
	case "currentbuildnumber":
		to = &w.build
	case "currentbuild": // in old systems something else stands here
		to = &w.older
	case "currentmajorversionnumber":
		to = &w.major
	case "currentminorversionnumber":
		to = &w.minor
	case "ubr":
		to = &w.revision
	default:
		return nil
	}
	text, err := r.text(v)
	if err != nil {
		return fmt.Errorf("value %s: %w", v.is(), err)
	}
	*to = text
	return nil
}

// version joins the parts of the version. Since Windows 10, CurrentVersion has
// stayed at 6.3 and the true numbers stand beside it.
func (w *release) version() string {
	version := w.current
	if w.major != "" && w.minor != "" {
		version = w.major + "." + w.minor
	}
	build := w.build
	if build == "" {
		build = w.older
	}
	for _, part := range []string{build, w.revision} {
		if part != "" && version != "" {
			version += "." + part
		}
	}
	return version
}
