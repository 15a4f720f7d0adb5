package macho

import (
	"errors"
	"fmt"

	"howett.net/plist"

	"github.com/delistdev/delist/inventory/signature"
)

// A Bundle is what the property list of a bundle says.
//
// Source: Apple, "Information Property List", Core Foundation keys.
type Bundle struct {
	Identifier   string `plist:"CFBundleIdentifier"`
	Name         string `plist:"CFBundleName"`
	DisplayName  string `plist:"CFBundleDisplayName"`
	ShortVersion string `plist:"CFBundleShortVersionString"`
	Version      string `plist:"CFBundleVersion"`
	Executable   string `plist:"CFBundleExecutable"`
	Copyright    string `plist:"NSHumanReadableCopyright"`
	Type         string `plist:"CFBundlePackageType"`
}

// MaxInfo is the largest property list that is read, in bytes: the library calls
// itself for each level of it.
const MaxInfo = 512 << 10

var errInfo = fmt.Errorf("a property list of more than %d bytes", MaxInfo)

// Info reads a property list, Info.plist: XML, binary, or the older text. Values
// that are no text are left out.
func Info(content []byte) (b Bundle, err error) {
	defer signature.RecoverAs(&err)
	if len(content) > MaxInfo {
		return b, errInfo
	}
	var values map[string]any
	if _, err := plist.Unmarshal(content, &values); err != nil {
		return b, fmt.Errorf("property list: %w", err)
	}
	if len(values) == 0 {
		return b, errors.New("property list: not a dictionary, or an empty one")
	}
	for key, field := range map[string]*string{
		"CFBundleIdentifier": &b.Identifier, "CFBundleName": &b.Name, "CFBundleDisplayName": &b.DisplayName,
		"CFBundleShortVersionString": &b.ShortVersion, "CFBundleVersion": &b.Version, "CFBundleExecutable": &b.Executable,
		"NSHumanReadableCopyright": &b.Copyright, "CFBundlePackageType": &b.Type,
	} {
		*field, _ = values[key].(string)
	}
	return b, nil
}
