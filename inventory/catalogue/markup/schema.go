package markup

import (
	"html"
	"strings"
)

// productTypes are schema.org/Product and the types under it.
var productTypes = map[string]bool{
	"Product": true, "ProductGroup": true, "ProductModel": true, "ProductCollection": true,
	"IndividualProduct": true, "SomeProducts": true, "DietarySupplement": true, "Drug": true,
	"Vehicle": true, "BusOrCoach": true, "Car": true, "Motorcycle": true, "MotorizedBicycle": true,
}

// schemaName returns a type or property without the ways to say that it is
// schema.org's.
func schemaName(name string) string {
	name = strings.TrimSpace(name)
	if rest, ok := strings.CutPrefix(name, "schema:"); ok {
		return rest
	}
	rest := strings.TrimPrefix(strings.TrimPrefix(name, "https://"), "http://")
	if rest, ok := strings.CutPrefix(strings.TrimPrefix(rest, "www."), "schema.org/"); ok {
		return strings.TrimPrefix(rest, "#")
	}
	return name
}

// inherited are the properties that a variant has from its group where it has none
// of its own (https://schema.org/ProductGroup).
var inherited = []string{"name", "brand", "manufacturer"}

// mostInherited bounds what every variant of a group gets.
const mostInherited = 64

// heritage returns what the variants of a group may have from it.
func heritage(group []Field) (fields []Field) {
	for _, name := range inherited {
		for _, f := range group {
			if under(f.Name, name) && len(fields) < mostInherited {
				fields = append(fields, f)
			}
		}
	}
	return fields
}

// inherit adds to fields what a group has and fields has not.
func inherit(fields, heritage []Field) []Field {
	own := fields
	for _, name := range inherited {
		if has(own, name) {
			continue
		}
		for _, f := range heritage {
			if under(f.Name, name) {
				fields = append(fields, f)
			}
		}
	}
	return fields
}

func has(fields []Field, name string) bool {
	for _, f := range fields {
		if under(f.Name, name) {
			return true
		}
	}
	return false
}

// under reports whether a path is of the property name.
func under(path, name string) bool {
	return strings.HasPrefix(path, name) && (len(path) == len(name) || path[len(name)] == '.')
}

// join returns the path of a property of what is at path. The name of a thing is
// what stands for the thing: "brand", not "brand.name".
func join(path, property string) string {
	switch {
	case path == "":
		return property
	case property == "name":
		return path
	}
	return path + "." + property
}

// pageValue returns a value of a page as fields have it. What is in a script is
// not unescaped by HTML, and many shops escape it all the same.
func pageValue(text string) string {
	if strings.IndexByte(text, '&') >= 0 {
		text = html.UnescapeString(text)
	}
	return collapsed(text)
}
