package markup_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/delistdev/delist/inventory/catalogue/markup"
	"github.com/delistdev/delist/inventory/source"
)

// plainJSON writes down JSON as encoding/json reads it.
func plainJSON(data []byte) string {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var b strings.Builder
	for {
		token, err := d.Token()
		if err == io.EOF {
			return b.String()
		}
		switch t := token.(type) {
		case json.Delim:
			b.WriteString(map[json.Delim]string{'{': "( ", '[': "( ", '}': ") ", ']': ") "}[t])
		case nil:
			b.WriteString("null ")
		case string:
			// A backspace is white space here.
			fmt.Fprintf(&b, "%q ", markup.Collapsed(strings.ReplaceAll(t, "\b", " ")))
		default:
			fmt.Fprintf(&b, "%q ", fmt.Sprint(t))
		}
	}
}

// FuzzJSON checks that no script makes the reader panic, that valid JSON is read
// as encoding/json reads it and without a fault, and that what encoding/json
// refuses is never read without one.
func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"a":[1,-2.5e3,true,null,"\ud83d\ude00\u00e9\n"],"b":{}}`))
	f.Add([]byte("{'a': 'it\\'s', b: 00, \"c\": \"24\" x\",,}"))
	f.Add([]byte("// c\n[1 2 \"\n\" /* d */ \"\\x41\\q"))
	f.Add([]byte("{&quot;a&quot;:1}"))
	f.Add([]byte("]}:,{[\""))
	f.Fuzz(func(t *testing.T, in []byte) {
		got, faults := markup.JSON(in)
		for _, mark := range []string{"<!", "--", "]]>", "\xEF\xBB\xBF", "\b"} {
			if bytes.Contains(in, []byte(mark)) {
				return
			}
		}
		switch valid := json.Valid(in); {
		case valid && len(in) < 1000 && strings.Count(got, "(") < 50 && (len(faults) > 0 || got != plainJSON(in)):
			t.Errorf("got %s %v, encoding/json %s", got, faults, plainJSON(in))
		case !valid && len(faults) == 0 && len(bytes.Trim(in, " \t\r\n")) > 0:
			t.Errorf("got %s without a fault, and encoding/json refuses it", got)
		}
	})
}

// FuzzPage checks that no input makes the reader panic, that lines and names are
// never empty, that values are collapsed, and that a
// good product that follows whatever it is is read, or something is reported.
func FuzzPage(f *testing.F) {
	f.Add([]byte(ld(`{"@type":"ProductGroup","@id":"a","hasVariant":[{"@id":"a"},{"name":"x"}],"brand":{"@id":"a"}}`)))
	f.Add([]byte(`<div itemscope itemtype="http://schema.org/Product" itemref="a"><a itemprop="brand name" href=x> y</a><div itemprop="hasVariant offers" itemscope itemtype="Product"></div></div><p id=a><b itemprop=mpn>z`))
	f.Add([]byte(`<table><tr><td><li><div typeof="Product"><img property="brand" alt="x"></td></table></div><meta itemprop=a content=b>`))
	f.Add([]byte(`<script><!-- <script> </script> --></script><style>&amp;</style><textarea><b itemscope itemtype=Product></textarea>`))
	f.Add([]byte("<!-- \xff\xfe <b " + strings.Repeat("x", 1100)))
	const good = `<div itemscope itemtype="http://schema.org/Product"><i itemprop="name">the last</i></div>`
	f.Fuzz(func(t *testing.T, in []byte) {
		for _, limit := range []int{512, 1 << 20} {
			if !endures(t, string(in), good, limit) && !bytes.Contains(bytes.ToLower(in), []byte("plaintext")) {
				t.Errorf("the last product is lost in silence, limit %d", limit)
			}
		}
	})
}

// endures reports whether good is read behind in, once what in left open is
// closed, or something is reported.
func endures(t *testing.T, in, good string, limit int) bool {
	for _, tag := range []string{"", ">", "'>", "\">", "-->"} {
		for _, raw := range []string{"", "</script>", "--></script></script>", "</style>", "</title>", "</textarea>", "</xmp>", "</iframe>", "</noembed>", "</noframes>"} {
			if page(t, in+tag+raw+good, source.Limits{Record: limit}) {
				return true
			}
		}
	}
	return false
}

// page reads a page and reports whether it has the good product, or a fault.
func page(t *testing.T, in string, limits source.Limits) (found bool) {
	for r, err := range markup.Page(strings.NewReader(in), limits) {
		if err != nil {
			found = true
			continue
		}
		if r.Line < 1 || r.Object == "" {
			t.Errorf("a record without a place: %+v", r)
		}
		for _, f := range r.Fields {
			if f.Name == "" || f.Value == "" || f.Value != strings.Join(strings.Fields(f.Value), " ") {
				t.Errorf("field %+v", f)
			}
			found = found || strings.Contains(f.Value, "the last")
		}
	}
	return found
}

// BenchmarkPage reads a page of a hundred products in microdata between the markup
// that shops have around them.
func BenchmarkPage(b *testing.B) {
	var in bytes.Buffer
	in.WriteString("<!DOCTYPE html><html><head><meta charset=utf-8><script>" + strings.Repeat("var a = function(b) { return b < 3 };\n", 1000) + "</script></head><body>")
	for i := range 100 {
		fmt.Fprintf(&in, `<li class="product-item" itemscope itemtype="https://schema.org/Product"><div class="photo"><a href="/p/%d"><img itemprop="image" src="/i/%d.jpg" alt="photo"></a></div>
<h2 class="title"><a itemprop="url" href="/p/%d"><span itemprop="name">Camera %d</span></a></h2>%s<meta itemprop="brand" content="Dahua"><span itemprop="mpn">M-%d</span>
<div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><span itemprop="price" content="9.90">9,90 &euro;</span></div></li>`,
			i, i, i, i, strings.Repeat(`<div class="row"><span class="label">Feature &amp; more</span><span class="value">value of it</span></div>`, 20), i)
	}
	b.SetBytes(int64(in.Len()))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range markup.Page(bytes.NewReader(in.Bytes()), source.Limits{}) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != 100 {
			b.Fatalf("%d products", n)
		}
	}
}

// BenchmarkScript reads a page whose products stand in one script.
func BenchmarkScript(b *testing.B) {
	var items []string
	for i := range 1000 {
		items = append(items, fmt.Sprintf(`{"@type":"ListItem","position":%d,"item":{"@type":"Product","name":"Camera %d","brand":{"@type":"Brand","name":"Dahua"},"gtin13":"6923172537447","offers":{"@type":"Offer","price":9.9,"priceCurrency":"EUR","availability":"https://schema.org/InStock"}}}`, i, i))
	}
	in := ld(`{"@context":"https://schema.org","@type":"ItemList","itemListElement":[` + strings.Join(items, ",\n") + "]}")
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for range markup.Page(strings.NewReader(in), source.Limits{}) {
			n++
		}
		if n != 1000 {
			b.Fatalf("%d products", n)
		}
	}
}
