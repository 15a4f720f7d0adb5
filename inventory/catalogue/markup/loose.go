package markup

import "slices"

// mostIDs bounds how many of the elements around a property are noted.
const mostIDs = 16

// loose are properties that stand in no item, and the products that refer to them
// by itemref. Either may come first, so that both are kept to the end of the page.
type loose struct {
	properties []looseProperty
	size       int
	over       bool
	waiting    []*item
	waits      int // bytes
}

type looseProperty struct {
	field Field
	ids   []string // of the element and those around it
}

// add keeps a property if something can refer to it.
func (l *loose) add(p *page, stack []element, f Field) {
	var ids []string
	for i := len(stack) - 1; i >= 0 && len(ids) < mostIDs; i-- {
		if stack[i].id != "" {
			ids = append(ids, stack[i].id)
			l.size += len(stack[i].id) + weight
		}
	}
	if ids == nil {
		return
	}
	if l.size += len(f.Name) + len(f.Value) + weight; l.size > p.most {
		l.over = true
		return
	}
	l.properties = append(l.properties, looseProperty{f, ids})
}

// hasID reports whether something can refer to what stands here.
func (m *items) hasID() bool {
	return slices.ContainsFunc(m.stack, func(e element) bool { return e.id != "" })
}

// wait keeps a product to the end of the page, if it has the room.
func (l *loose) wait(p *page, i *item) bool {
	if l.waits += i.size; l.waits > p.most {
		p.report(i.line, i.object, limitf("what it refers to by itemref is not looked up"))
		return false
	}
	l.waiting = append(l.waiting, i)
	return true
}

// finish yields the products that waited, in the order in which they ended.
func (l *loose) finish(p *page) {
	byID := map[string][]Field{}
	for _, property := range l.properties {
		for _, id := range property.ids {
			byID[id] = append(byID[id], property.field)
		}
	}
	work := 0
	for n, i := range l.waiting {
		slices.Sort(i.refs)
		for _, id := range slices.Compact(i.refs) {
			for _, f := range byID[id] {
				if work++; work <= mostWork {
					i.add(p, f.Name, f.Value)
				}
			}
		}
		if l.over || work > mostWork {
			p.report(i.line, i.object, limitf("not all that it refers to by itemref is read"))
		}
		i.yield(p)
		l.waiting[n] = nil
	}
}
