package stories

import (
	"fmt"
	"strconv"
	"strings"
)

// A template is written as text with
//
//	{slot}     a fact of the event, or one line of the list of that name
//	[a|b|c]    one of these, nested at will; "[a|]" is a or nothing
//	[1=a|b]    the same, but of one mind in an event: all choices of one key and
//	           length take the same place, so that a paraphrase keeps the facts
//	<10-90>    a number, with commas from 1,000 on
//
// A line may hold two ways to say the same, with " ~~ " between them.
type template []node

// A node is one piece: a literal, a slot, a choice, or a number.
type node struct {
	text   string
	slot   slot
	alts   []template
	lo, hi int // of a number; lo is the key of a choice
	kind   nodeKind
}

type nodeKind uint8

const (
	literal nodeKind = iota
	slotNode
	choice
	number
)

// maxNumber bounds the numbers of templates.
const maxNumber = 999_999

// maxNesting bounds how deep choices and lists may stand in one another.
const maxNesting = 8

// A parser reads one template.
type parser struct {
	names names
	s     string
	i     int
}

func parseTemplate(n names, s string) (template, error) {
	p := &parser{names: n, s: s}
	t, err := p.template(0)
	if err == nil && p.i < len(s) {
		err = fmt.Errorf("%q closes nothing", s[p.i])
	}
	return t, err
}

// template reads up to "|" or "]" inside of a choice, else to the end.
func (p *parser) template(depth int) (template, error) {
	if depth > maxNesting {
		return nil, fmt.Errorf("choices nest deeper than %d", maxNesting)
	}
	var t template
	for p.i < len(p.s) {
		switch p.s[p.i] {
		case '|', ']':
			return t, nil
		case '{':
			name, err := p.until('}')
			if err != nil {
				return nil, err
			}
			t = append(t, node{kind: slotNode, slot: p.names.of(name)})
		case '<':
			n, err := p.number()
			if err != nil {
				return nil, err
			}
			t = append(t, n)
		case '[':
			n, err := p.choice(depth)
			if err != nil {
				return nil, err
			}
			t = append(t, n)
		default:
			n := strings.IndexAny(p.s[p.i:], "{[|]<")
			if n < 0 {
				n = len(p.s) - p.i
			}
			t = append(t, node{kind: literal, text: p.s[p.i : p.i+n]})
			p.i += n
		}
	}
	return t, nil
}

func (p *parser) choice(depth int) (node, error) {
	n := node{kind: choice}
	if key := p.s[p.i+1:]; len(key) > 1 && '1' <= key[0] && key[0] <= '9' && key[1] == '=' {
		n.lo = int(key[0])
		p.i += 2
	}
	for {
		p.i++ // "[", "=" or "|"
		t, err := p.template(depth + 1)
		if err != nil {
			return n, err
		}
		n.alts = append(n.alts, t)
		if p.i >= len(p.s) {
			return n, fmt.Errorf("a choice is not closed")
		}
		if p.s[p.i] == ']' {
			p.i++
			return n, nil
		}
	}
}

// until returns what stands between the bracket at i and its end.
func (p *parser) until(end byte) (string, error) {
	n := strings.IndexByte(p.s[p.i:], end)
	if n < 0 {
		return "", fmt.Errorf("%q is not closed", p.s[p.i])
	}
	inner := p.s[p.i+1 : p.i+n]
	p.i += n + 1
	return inner, nil
}

func (p *parser) number() (node, error) {
	inner, err := p.until('>')
	if err != nil {
		return node{}, err
	}
	from, to, _ := strings.Cut(inner, "-")
	lo, err1 := strconv.Atoi(from)
	hi, err2 := strconv.Atoi(to)
	if err1 != nil || err2 != nil || lo < 0 || hi < lo || hi > maxNumber {
		return node{}, fmt.Errorf("<%s> is no range of numbers", inner)
	}
	return node{kind: number, lo: lo, hi: hi}, nil
}
