package markup

// mostNesting bounds how deep items are properties of items.
const mostNesting = 16

// An item is a thing that microdata or RDFa describes.
type item struct {
	parent *item
	names  []string // which property of parent it is
	record bool     // it is a product of its own
	within bool     // it is in a product
	keep   bool     // its properties are of use
	rdfa   bool
	depth  int
	line   int
	begin  int64
	end    int64
	object string // of a record

	fields   []Field
	variants []*item
	refs     []string

	root *item // whose size counts
	size int
	over bool // more than the limit; reported
}

// weight is what a field costs beside its text.
const weight = 32

// add adds a property to i.
func (i *item) add(p *page, name, value string) {
	root := i.root
	root.size += len(name) + len(value) + weight
	if root.size > p.most {
		root.tooLarge(p)
		return
	}
	i.fields = append(i.fields, Field{name, value})
}

// tooLarge reports that i is larger than the limit.
func (i *item) tooLarge(p *page) {
	i.overflow(p, limitf("the product has more than %d bytes, of which the first are read", p.most))
}

// overflow reports a limit that i met, once.
func (i *item) overflow(p *page, err error) {
	if !i.over {
		i.over = true
		p.report(i.line, i.object, err)
	}
}

// owner returns the product that i, which is a variant, is a variant of.
func (i *item) owner() *item {
	for of := i.parent; of != nil; of = of.parent {
		if of.record {
			return of
		}
	}
	return nil
}

// yield yields a product and its variants.
func (i *item) yield(p *page) {
	r := Record{Line: i.line, Object: i.object, Fields: i.fields}
	if !p.at.lost {
		r.Begin, r.End = i.begin, i.end
	}
	p.yield(r, nil)
	above := heritage(i.fields)
	for _, variant := range i.variants {
		variant.fields = inherit(variant.fields, above)
		variant.yield(p)
	}
}
