package attribute

import (
	"strings"
	"sync"

	"github.com/delistdev/delist"
)

// offer appends whose product is offered, by what the shop says of it. Its GTIN,
// brand and manufacturer declare a maker; its title never does more than name
// one, but tells which product of a declared maker it is. A name that the words
// around it make something else of ("compatible with …", "replaces …") is
// nobody's.
func (a *Attributer) offer(dst []delist.Attribution, item *delist.Item) []delist.Attribution {
	start := len(dst)
	var called title
	called.read(a, item.Name)
	branded := false
	for _, o := range item.Identifiers {
		switch o.Kind {
		case delist.GTIN:
			dst = a.gtin(dst, o)
		case delist.PartNumber:
			dst = a.numbered(dst, o)
		case delist.Brand:
			dst = a.branded(dst, o, &called)
			branded = branded || !isPlaceholder(o.Value)
		default:
			dst = a.exact(dst, o.Kind, o.Value, o, delist.Unknown)
		}
	}
	for _, d := range item.Declared {
		if role, ok := roleOf(d.Field); ok && role == delist.Developer {
			dst = a.branded(dst, delist.Observed{Kind: delist.CompanyName, Value: d.Value}, &called)
		}
	}
	dst = a.called(dst, start, item, &called, branded)
	strongestFirst(dst[start:])
	dst = a.unknownBrand(dst, start, item)
	return a.undeclared(dst, start, item)
}

// gtin matches a number with those of products, and with the prefixes that GS1
// has given to companies.
//
// Source: GS1 General Specifications, section 1.4.3 (GS1 Company Prefix).
func (a *Attributer) gtin(dst []delist.Attribution, o delist.Observed) []delist.Attribution {
	dst = a.exact(dst, delist.GTIN, o.Value, o, delist.Unknown)
	if len(o.Value) != gtinDigits {
		return dst
	}
	return a.beginning(dst, delist.GTIN, o.Value[1:], o) // without the digit that says how it is packed
}

const gtinDigits = 14

// numbered matches a part number with those that are known, and with how they
// begin.
func (a *Attributer) numbered(dst []delist.Attribution, o delist.Observed) []delist.Attribution {
	dst = a.exact(dst, delist.PartNumber, o.Value, o, delist.Unknown)
	return a.beginning(dst, delist.PartNumber, o.Value, o)
}

// beginning matches what a value begins with.
func (a *Attributer) beginning(dst []delist.Attribution, kind delist.IdentifierKind, value string, o delist.Observed) []delist.Attribution {
	if !a.has[kind] {
		return dst
	}
	h := seed(kind)
	for i := range min(len(value), maxBeginning) {
		h = mix(h, value[i])
		for _, n := range a.below[h] {
			if strings.EqualFold(a.ids[n].Value, value[:i+1]) {
				dst = a.found(dst, n, o, "", delist.Unknown)
			}
		}
	}
	return dst
}

// maxBeginning bounds how much of a number is looked at.
const maxBeginning = 24

// branded matches what stands as the brand or manufacturer: brands, and names of
// companies. Shops write there, too, what something is for, or that it is of many.
func (a *Attributer) branded(dst []delist.Attribution, o delist.Observed, called *title) []delist.Attribution {
	var brand title
	brand.read(a, o.Value)
	if brand.isNobody() {
		return dst
	}
	for _, kind := range [...]delist.IdentifierKind{delist.Brand, delist.CompanyName} {
		brand.mentions(a, kind, func(n int32, s scope) {
			if s >= use {
				return
			}
			atMost := delist.Unknown
			if a.expresslyNot(called, a.ids[n].Party) {
				atMost = delist.Named
			}
			dst = a.found(dst, n, o, "", atMost)
		})
	}
	return dst
}

// isNobody reports whether a text that should be a brand says that it is none of
// those it names: "X (aftermarket)", "X compatible battery", "Various (X, Y)".
func (t *title) isNobody() bool { return t.denied || t.n > 0 && placeholders()[t.words[0].hash] }

// expresslyNot reports whether a title mentions a party only to say that it is
// something else: brand and title do not agree, then.
func (a *Attributer) expresslyNot(called *title, party delist.PartyID) bool {
	mentioned, otherwise := false, false
	called.mentions(a, delist.Brand, func(n int32, s scope) {
		if a.ids[n].Party == party {
			mentioned = true
			otherwise = otherwise || s != not
		}
	})
	return mentioned && !otherwise
}

// called looks for names in the title. They tell which product of a declared
// maker it is; of others, that it may be theirs, or come with it.
func (a *Attributer) called(dst []delist.Attribution, start int, item *delist.Item, called *title, branded bool) []delist.Attribution {
	o := delist.Observed{Kind: "title", Value: item.Name}
	called.mentions(a, delist.Brand, func(n int32, s scope) {
		id := &a.ids[n]
		if s == use || s == not {
			return
		}
		if by := declaredBy(dst[start:], id.Party); by != nil {
			if id.Product != "" && s == plain {
				dst = a.found(dst, n, by.Identifier, "", by.Strength)
			}
			return
		}
		if branded && s == plain {
			return // another brand is declared, and this is a word of the title
		}
		dst = a.found(dst, n, o, "", delist.Named)
	})
	return dst
}

// which appends which products of the parties that an application declares its
// name says that it is.
func (a *Attributer) which(dst []delist.Attribution, start int, name string) []delist.Attribution {
	if len(dst) == start {
		return dst
	}
	var called title
	called.read(a, name)
	called.mentions(a, delist.Brand, func(n int32, s scope) {
		id := &a.ids[n]
		if by := declaredBy(dst[start:], id.Party); by != nil && id.Product != "" && s == plain {
			dst = a.found(dst, n, by.Identifier, "", by.Strength)
		}
	})
	return dst
}

// declaredBy returns what declares a party.
func declaredBy(list []delist.Attribution, party delist.PartyID) *delist.Attribution {
	for i := range list {
		if list[i].Party == party && list[i].Strength >= delist.Declared {
			return &list[i]
		}
	}
	return nil
}

// unknownBrand appends the brand where it is nobody's of the register: its name
// as it stands, and whom it resembles.
func (a *Attributer) unknownBrand(dst []delist.Attribution, start int, item *delist.Item) []delist.Attribution {
	for _, o := range item.Identifiers {
		if o.Kind != delist.Brand || isPlaceholder(o.Value) || observedBy(dst[start:], o) {
			continue
		}
		if a.brands.of(o.Value, a.saysNoBrand) {
			continue // says what it is for, and not whose it is
		}
		dst = a.resembling(dst, delist.Declaration{Field: string(delist.Brand), Value: o.Value}, delist.BrandOwner)
		dst = append(dst, delist.Attribution{Name: o.Value, Role: delist.BrandOwner, Strength: delist.Declared, Identifier: o})
	}
	return dst
}

func (a *Attributer) saysNoBrand(text string) bool {
	var brand title
	brand.read(a, text)
	return brand.isNobody() || brand.n > 0 && brand.words[brand.n-1].scope >= use
}

// isPlaceholder reports whether a brand is a way of saying that there is none.
func isPlaceholder(brand string) bool {
	const longest = 24 // bytes
	if len(brand) > longest {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(brand)) {
	case "no brand", "does not apply", "ohne marke", "sans marque", "sin marca", "senza marca", "brak", "без бренда", "нет бренда", "нет":
		return true
	}
	var buffer [maxWords]uint64
	all := words(buffer[:0], brand)
	return len(all) == 0 || len(all) <= 2 && placeholders()[all[0]] && (len(all) == 1 || placeholders()[all[1]])
}

// placeholders are the words with which shops say that a thing is of no brand, or
// of many.
var placeholders = sync.OnceValue(func() map[uint64]bool {
	known := map[uint64]bool{}
	for word := range strings.FieldsSeq("unbranded generic nobrand oem none n a na unknown other others various diverse mixed multi multiple assorted markenlos sonstige merkloos ノーブランド ノーブランド品 无品牌 無品牌 其他 기타") {
		var buffer [maxWords]uint64
		for _, h := range words(buffer[:0], word) {
			known[h] = true
		}
	}
	return known
})
