package osquery

// maxReasons is how many different things are counted one by one.
const maxReasons = 1000

// counts counts what gave no item, by why and by which query.
type counts struct {
	of    map[reason]*int
	order []reason
	last  *int
	what  reason
}

type reason struct{ why, query string }

// add counts one more; beyond the bound all queries are one.
func (c *counts) add(why, query string) {
	r := reason{why, query}
	if c.last != nil && c.what == r {
		*c.last++
		return
	}
	if c.of == nil {
		c.of = map[reason]*int{}
	}
	n := c.of[r]
	if n == nil && len(c.order) >= maxReasons {
		r = reason{why, "other queries"}
		n = c.of[r]
	}
	if n == nil {
		n = new(int)
		c.of[r] = n
		c.order = append(c.order, r)
	}
	*n++
	c.last, c.what = n, r
}
