package markup

import (
	"fmt"
	"strings"
)

// JSON writes down how a script is read, for comparison, and its faults.
func JSON(data []byte) (string, []error) {
	roots, faults, _ := readJSON(data, 1)
	var b strings.Builder
	for _, n := range roots {
		n.write(&b)
	}
	var errs []error
	for _, f := range faults {
		errs = append(errs, f.err)
	}
	return b.String(), errs
}

func (n *node) write(b *strings.Builder) {
	switch n.kind {
	case nodeText:
		fmt.Fprintf(b, "%q ", collapsed(n.text))
		return
	case nodeNull:
		b.WriteString("null ")
		return
	}
	b.WriteString("( ")
	for i, inner := range n.nodes {
		if n.kind == nodeObject {
			fmt.Fprintf(b, "%q ", collapsed(n.keys[i]))
		}
		inner.write(b)
	}
	b.WriteString(") ")
}

// Collapsed is how values are written.
func Collapsed(text string) string { return collapsed(text) }
