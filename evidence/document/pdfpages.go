package document

import "slices"

// pages returns the pages in order, each with what it inherits.
func (f *pdfFile) pages() []pdfDict {
	var out []pdfDict
	type node struct {
		v         any
		resources any
	}
	seen := map[pdfRef]bool{}
	stack := []node{{v: f.dict(f.trailer["Root"])["Pages"]}}
	for len(stack) > 0 && len(out) < maxPages {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if ref, ok := n.v.(pdfRef); ok {
			if seen[ref] {
				continue
			}
			seen[ref] = true
		}
		d := f.dict(n.v)
		if r, ok := d["Resources"]; ok {
			n.resources = r
		}
		kids := f.array(d["Kids"])
		switch {
		case d == nil:
		case len(kids) == 0 && d["Contents"] != nil || d["Type"] == pdfName("Page"):
			page := pdfDict{"Contents": d["Contents"], "Resources": n.resources}
			out = append(out, page)
		default:
			for i := len(kids) - 1; i >= 0 && len(stack) < maxPages; i-- {
				if _, ok := kids[i].(pdfRef); ok {
					stack = append(stack, node{kids[i], n.resources})
				}
			}
		}
	}
	if len(out) == 0 {
		return f.loosePages()
	}
	return out
}

// maxPages bounds the pages of a file.
const maxPages = 20_000

// loosePages returns all pages by their numbers, where their tree is lost.
func (f *pdfFile) loosePages() []pdfDict {
	var numbers []int
	for n, o := range f.objects {
		if d, ok := o.value.(pdfDict); ok && d["Type"] == pdfName("Page") {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	var out []pdfDict
	for _, n := range numbers[:min(len(numbers), maxPages)] {
		out = append(out, f.objects[n].value.(pdfDict))
	}
	return out
}
