package judge

import (
	"slices"

	"github.com/delistdev/delist"
)

// object says why the term is not about the thing asked about, or "". A thing
// whose class is not on record leaves a question open: nobody is cleared, and
// nobody accused, by what is not known.
func (b *bench) object(q *delist.Question, t *term, g *delist.Ground) delist.Why {
	o := &t.Objects
	if !q.Thing && b.product == nil {
		return producedIn(q, o, g) // the party as such
	}
	classes := b.classes(q)
	if b.product != nil && slices.Contains(o.Except.Products, b.product.ID) || b.anyWithin(classes, o.Except.Classes) {
		return delist.WhyOtherObject
	}
	named := b.product != nil && slices.Contains(o.Products, b.product.ID)
	if len(o.Products)+len(o.Classes) > 0 && !named && !b.anyWithin(classes, o.Classes) {
		if !b.possible(classes, o.Classes) {
			return delist.WhyOtherObject
		}
		if why := ask(q, b.classQuestion(o.Classes), g); why != "" {
			return delist.WhyOtherObject
		}
	}
	return producedIn(q, o, g)
}

// classes are those of the thing asked about.
func (b *bench) classes(q *delist.Question) []delist.Class {
	if b.product != nil && len(b.product.Classes) > 0 {
		return b.product.Classes
	}
	return q.Classes
}

func (b *bench) within(c delist.Class, of []delist.Class) bool {
	return slices.ContainsFunc(of, func(wide delist.Class) bool { return b.reg.Is(c, wide) })
}

func (b *bench) anyWithin(classes, of []delist.Class) bool {
	return slices.ContainsFunc(classes, func(c delist.Class) bool { return b.within(c, of) })
}

// possible reports whether a thing of these classes could be in one of wanted:
// nothing is known of its class, or only something broader.
func (b *bench) possible(classes, wanted []delist.Class) bool {
	if len(classes) == 0 {
		return len(wanted) > 0
	}
	return slices.ContainsFunc(wanted, func(narrow delist.Class) bool { return b.within(narrow, classes) })
}

func (b *bench) classQuestion(classes []delist.Class) delist.Condition {
	key, names := "class", ""
	for i, class := range classes {
		if i == 0 {
			key += ":" + string(class)
		} else {
			names += " or "
		}
		names += b.className(class)
	}
	return delist.Condition{Key: key, Question: "Is it " + names + "? Its class is not on record."}
}

func (b *bench) className(class delist.Class) string {
	for i := range b.reg.Classes {
		if b.reg.Classes[i].ID == class {
			return b.reg.Classes[i].Name
		}
	}
	return string(class)
}

// producedIn asks for the place of production where the term depends on it.
func producedIn(q *delist.Question, o *delist.Objects, g *delist.Ground) delist.Why {
	if len(o.ProducedIn) == 0 {
		return ""
	}
	question := "Was it produced in "
	for i, place := range o.ProducedIn {
		if i > 0 {
			question += ", "
		}
		if place[0] == '!' {
			question += "another country than " + place[1:]
		} else {
			question += place
		}
	}
	return ask(q, delist.Condition{Key: "produced-in:" + o.ProducedIn[0], Question: question + "?"}, g)
}
