package markup_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/delistdev/delist/inventory/catalogue/markup"
	"github.com/delistdev/delist/inventory/source"
)

// errOther is what the plain reader does not judge.
var errOther = errors.New("other")

// plainFeed is Feed by encoding/xml, slow and for well-formed documents only. It
// knows the prefixes g and c alone.
func plainFeed(in []byte) (string, error) {
	d := xml.NewDecoder(bytes.NewReader(in))
	d.Strict = true
	var b strings.Builder
	var open []xml.Name
	var texts []string
	record, items, entries := -1, 0, 0
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			if len(open) > 0 {
				return "", errOther
			}
			return strings.TrimSuffix(b.String(), "\n"), nil
		}
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			line, _ := d.InputPos()
			// The line of a tag that spans several is that of its end here.
			if len(t.Attr) > 0 || len(open) >= 64 {
				return "", errOther
			}
			begins := t.Name.Space == "" && (t.Name.Local == "item" || t.Name.Local == "entry")
			if begins && record >= 0 {
				return "", errOther
			}
			open, texts = append(open, t.Name), append(texts, "")
			if begins {
				record = len(open) - 1
				count := &items
				if t.Name.Local == "entry" {
					count = &entries
				}
				*count++
				fmt.Fprintf(&b, "%d %s %d", line, t.Name.Local, *count)
			}
		case xml.EndElement:
			n := len(open) - 1
			if n < 0 || open[n] != t.Name {
				return "", errOther
			}
			value := strings.Join(strings.Fields(texts[n]), " ")
			if record >= 0 && n > record && value != "" {
				var path []string
				for _, name := range open[record+1:] {
					local := name.Local
					if name.Space != "" && name.Space != "g" && name.Space != "c" {
						local = name.Space + ":" + local
					}
					path = append(path, local)
				}
				fmt.Fprintf(&b, " %s=%q", strings.Join(path, "."), value)
			}
			open, texts = open[:n], texts[:n]
			if n == record {
				b.WriteByte('\n')
				record = -1
			}
		case xml.CharData:
			n := len(texts) - 1
			if n < 0 && len(bytes.TrimSpace(t)) > 0 {
				return "", errOther
			}
			if n >= 0 {
				texts[n] += string(t)
			}
		case xml.ProcInst, xml.Directive:
			return "", errOther
		}
	}
}

// FuzzFeed checks that no input makes the reader panic; that it gives of a
// well-formed document without attributes the records that encoding/xml gives, and
// no error; that what encoding/xml refuses inside of elements is not read without
// a word; and that a good product that follows whatever it is is read.
func FuzzFeed(f *testing.F) {
	f.Add([]byte(head + "<item><g:id>1</g:id><a>&amp;&#65;<![CDATA[x]]></a></item></channel></rss>"))
	f.Add([]byte("<a><item><g:s><g:p> 1 </g:p>x</g:s></item><!-- c --><entry>t<x:y>\r\n</x:y></entry></a>"))
	f.Add([]byte("<item><a>&nbsp; & ]]></b></item>"))
	f.Add([]byte("<item <item><![CDATA[<item>"))
	f.Add([]byte("<!DOCTYPE a [<!ENTITY b '>'>]><?xml version='1.0' encoding='latin1'?><item/>"))
	f.Fuzz(func(t *testing.T, in []byte) {
		limits := source.Limits{Record: 1 << 16}
		got := told(markup.Feed(bytes.NewReader(in), limits))
		want, err := plainFeed(in)
		if err == nil && len(in) < 1<<16 && !strings.Contains(want, "</") && got != want {
			t.Errorf("got:\n%s\nencoding/xml:\n%s", got, want)
		}
		good := "\n<rss><item><g:id>last</g:id></item></rss>"
		for _, end := range []string{"", "\">", "'>", "-->", "]]>", "?>"} {
			if strings.Contains(told(markup.Feed(strings.NewReader(string(in)+end+good), limits)), `id="last"`) {
				return
			}
		}
		// Inside an open section or declaration nothing else can be said.
		if got = told(markup.Feed(strings.NewReader(string(in)+good), limits)); !strings.Contains(got, "! ") {
			t.Errorf("the last product is lost in silence:\n%s", got)
		}
	})
}

// products returns a feed of n products as shops write them, about 1.2 KB each.
func products(n int) []byte {
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + head + "\n<title>Shop</title>\n")
	for i := range n {
		fmt.Fprintf(&b, `    <item>
      <g:id>SKU-%08d</g:id>
      <title><![CDATA[TP-Link Archer AX55 Dual Band Gigabit Wi-Fi 6 Router %d]]></title>
      <description>Wi-Fi 6 &amp; OneMesh: %s</description>
      <link>https://shop.example.com/p/archer-ax55-%d?utm_source=google&amp;utm_medium=cpc&amp;utm_campaign=shopping</link>
      <g:image_link>https://cdn.shop.example.com/media/catalog/product/a/r/archer-ax55-%d.jpg</g:image_link>
      <g:brand>TP-Link</g:brand>
      <g:gtin>%013d</g:gtin>
      <g:mpn>Archer AX55</g:mpn>
      <g:condition>new</g:condition>
      <g:availability>in stock</g:availability>
      <g:price>89.90 EUR</g:price>
      <g:google_product_category>Electronics &gt; Networking &gt; Bridges &amp; Routers</g:google_product_category>
      <g:product_type><![CDATA[Computer > Netzwerk > Router]]></g:product_type>
      <g:shipping>
        <g:country>DE</g:country>
        <g:service>Standard</g:service>
        <g:price>4.95 EUR</g:price>
      </g:shipping>
    </item>
`, i, i, strings.Repeat("schnelles WLAN für große Wohnungen, ", 7), i, i, i)
	}
	b.WriteString("</channel></rss>\n")
	return b.Bytes()
}

// Its peers are the same reading by encoding/xml, and encoding/xml's tokens alone.
func BenchmarkFeed(b *testing.B) {
	const count = 10_000
	in := products(count)
	b.Run("Feed", func(b *testing.B) {
		b.SetBytes(int64(len(in)))
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for _, err := range markup.Feed(bytes.NewReader(in), source.Limits{}) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			if n != count {
				b.Fatalf("%d products", n)
			}
		}
		b.ReportMetric(count*float64(b.N)/b.Elapsed().Seconds(), "products/s")
	})
	b.Run("encoding/xml tokens", func(b *testing.B) {
		b.SetBytes(int64(len(in)))
		for b.Loop() {
			d := xml.NewDecoder(bytes.NewReader(in))
			for {
				if _, err := d.RawToken(); err == io.EOF {
					break
				} else if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
