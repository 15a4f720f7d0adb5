package inventory

import (
	"strings"

	"github.com/delistdev/delist"
)

// readWheel reads the metadata in a distribution that is packed: a wheel or an
// egg.
//
// Source: Python packaging, "Binary distribution format".
func readWheel(f *file, out *sink) error {
	z, err := openZip(f.path, f, f.size, 0, &spending{limits: f.tree.limits})
	if err != nil {
		return err
	}
	for _, m := range z.File {
		if !isWheelMetadata(m.Name) {
			continue
		}
		content, err := z.content(m)
		if err == nil {
			it, line := pythonItem(content)
			if it.Name == "" {
				err = errNoDistribution
			} else if err := out.itemAt(it, delist.Location{Path: f.path + "!/" + m.Name, Line: line}); err != nil {
				return err
			}
		}
		if err != nil {
			if err := out.fail(0, err); err != nil {
				return err
			}
		}
	}
	return nil
}

func isWheelMetadata(name string) bool {
	return isPythonMetadata(name) && !strings.HasSuffix(name, ".egg-info")
}
