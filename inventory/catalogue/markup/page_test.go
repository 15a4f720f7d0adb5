package markup_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"github.com/delistdev/delist/inventory/catalogue/markup"
	"github.com/delistdev/delist/inventory/source"
)

// ld is a page with a script of JSON-LD.
func ld(json string) string {
	return "<!DOCTYPE html><html><head><script type=\"application/ld+json\">" + json + "</script></head><body>"
}

func TestPageJSONLD(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{
			"a product",
			ld(`
{
  "@context": "https://schema.org/",
  "@type": "Product",
  "name": "Hikvision DS-2CD2143G2-I &amp; mount",
  "image": ["https://example.com/1.jpg", "https://example.com/2.jpg"],
  "brand": {"@type": "Brand", "name": "Hikvision"},
  "manufacturer": {"@type": "Organization", "name": "Hangzhou Hikvision", "url": "https://h.example"},
  "gtin13": 6941264083078, "mpn": "DS-2CD2143G2-I", "isAccessoryOrSparePartFor": {"@type": "Product", "name": "NVR", "gtin": "00012345600012"},
  "offers": {"@type": "Offer", "sku": "A-1", "price": 119.00, "seller": {"@type": "Organization", "name": "Shop"}}
}`),
			`2 script 1 @type="Product" name="Hikvision DS-2CD2143G2-I & mount" image="https://example.com/1.jpg" image="https://example.com/2.jpg"` +
				` brand="Hikvision" manufacturer="Hangzhou Hikvision" manufacturer.url="https://h.example" gtin13="6941264083078" mpn="DS-2CD2143G2-I"` +
				` isAccessoryOrSparePartFor="NVR" isAccessoryOrSparePartFor.gtin="00012345600012"` +
				` offers.sku="A-1" offers.price="119.00" offers.seller="Shop"`,
		},
		{
			"types as a list and as full addresses, brands as text and as a list",
			ld(`[{"@type":["http://schema.org/Product","Car"],"brand":"A"},{"@type":"schema:Product","brand":[{"name":"B"},"C"]},{"@type":"https://www.schema.org/Product","http://schema.org/name":{"@value":"D"}}]`),
			`1 script 1/0 @type="Product" @type="Car" brand="A"
1 script 1/1 @type="Product" brand="B" brand="C"
1 script 1/2 @type="Product" name="D"`,
		},
		{
			"in a graph, in a list, under the main entity",
			ld(`{"@graph":[{"@type":"WebPage","mainEntity":{"@type":"Product","name":"A"}},
{"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":{"@type":"Product","name":"B"}}]}]}`),
			`1 script 1/@graph/0/mainEntity @type="Product" name="A"
2 script 1/@graph/1/itemListElement/0/item @type="Product" name="B"`,
		},
		{
			"offers of an aggregate",
			ld(`{"@type":"Product","offers":{"@type":"AggregateOffer","lowPrice":1,"offers":[{"price":"1"},{"price":"2","sku":"x"}]}}`),
			`1 script 1 @type="Product" offers.lowPrice="1" offers.offers.price="1" offers.offers.price="2" offers.offers.sku="x"`,
		},
		{
			"variants have the brand of their group, and no other's",
			ld(`{"@type":"ProductGroup","name":"G","hasVariant":[{"@type":"Product","name":"V1","sku":"1"},{"sku":"2","brand":"Other"}],"brand":{"name":"B","url":"u"}}`),
			`1 script 1 @type="ProductGroup" name="G" brand="B" brand.url="u"
1 script 1/hasVariant/0 @type="Product" name="V1" sku="1" brand="B" brand.url="u"
1 script 1/hasVariant/1 sku="2" brand="Other" name="G"`,
		},
		{
			"variants and groups that refer to each other",
			ld(`{"@graph":[{"@type":"ProductGroup","@id":"#g","name":"G","brand":{"@id":"#b"},"hasVariant":[{"@id":"#1"},{"@id":"#2"}]},
{"@type":"Product","@id":"#1","name":"V1"},{"@type":"Product","@id":"#3","name":"V3","isVariantOf":{"@id":"#g"}},{"@id":"#b","@type":"Brand","name":"B"}]}`),
			`1 script 1/@graph/0 @type="ProductGroup" @id="#g" name="G" brand.@id="#b" brand="B"
2 script 1/@graph/1 @type="Product" @id="#1" name="V1" brand.@id="#b" brand="B"
2 script 1/@graph/2 @type="Product" @id="#3" name="V3" isVariantOf.@id="#g" isVariantOf="G" isVariantOf.brand.@id="#b" brand.@id="#b" brand="B"`,
		},
		{
			"variants of a group that is told by address or by number, or stands in one of them",
			ld(`[{"@type":"ProductGroup","url":"u","productGroupID":"7","brand":"B"},{"@type":"Product","sku":"1","isVariantOf":{"@id":"u"}},
{"@type":"Product","sku":"2","inProductGroupWithID":"7"},{"@type":"Product","sku":"3","isVariantOf":{"@type":"ProductGroup","brand":"C","hasVariant":[{"@type":"Product","sku":"4"}]}}]`),
			`1 script 1/0 @type="ProductGroup" url="u" productGroupID="7" brand="B"
1 script 1/1 @type="Product" sku="1" isVariantOf.url="u" isVariantOf.productGroupID="7" isVariantOf.brand="B" brand="B"
2 script 1/2 @type="Product" sku="2" inProductGroupWithID="7" brand="B"
2 script 1/3 @type="Product" sku="3" isVariantOf.brand="C" brand="C"
2 script 1/3/isVariantOf @type="ProductGroup" brand="C"
2 script 1/3/isVariantOf/hasVariant/0 @type="Product" sku="4" brand="C"`,
		},
		{
			"wrappers are no faults",
			ld("\n//<![CDATA[\n{\"@type\":\"Product\",\"name\":\"A\"}\n//]]>\n") +
				"<script type='Application/LD+JSON; charset=utf-8'><!--\n{\"@type\":\"Product\",\"name\":\"B\"}\n--></script>" +
				"<script type=application/ld+json>/*<![CDATA[*/{\"@type\":\"Product\",\"name\":\"C\"}/*]]>*/</script>",
			`3 script 1 @type="Product" name="A"
6 script 2 @type="Product" name="B"
7 script 3 @type="Product" name="C"`,
		},
		{
			"common faults are read, and told",
			ld("\n{ // from the template\n\"@type\": \"Product\",,\n\"name\": \"24\" monitor\",\n\"description\": \"two\nlines\",\n\"sku\": 00123,\n'mpn': 'it\\'s'\n\"brand\": {\"name\": \"B\",},\n}"),
			`! line 2: script 1: a comment
! line 3: script 1: a comma too many
! line 4: script 1: a quote in a string without a backslash before it
! line 5: script 1: a line break or control character in a string
! line 7: script 1: a value without quotes
! line 8: script 1: single quotes, 2 times
! line 8: script 1: a backslash before what needs none
! line 9: script 1: a comma is missing
! line 9: script 1: a comma before }, 2 times
2 script 1 @type="Product" name="24\" monitor" description="two lines" sku="00123" mpn="it's" brand="B"`,
		},
		{
			"a script escaped for HTML",
			ld(`{&quot;@type&quot;:&quot;Product&quot;,&quot;name&quot;:&quot;A&quot;}`),
			"! line 1: script 1: quotes written as entities of HTML\n" + `1 script 1 @type="Product" name="A"`,
		},
		{
			"a script that stops",
			ld(`{"@graph":[{"@type":"Product","name":"A","brand":{"name":"B"`),
			"! line 1: script 1: the script stops in the middle, 4 times\n" + `1 script 1/@graph/0 @type="Product" name="A" brand="B"`,
		},
		{
			"too deep",
			ld(`[{"@type":"Product","name":"A"},` + strings.Repeat(`[`, 100_000) + strings.Repeat(`]`, 100_000) + `]`),
			"! line 1: script 1: limit met: JSON nests deeper than 64\n" + `1 script 1/0 @type="Product" name="A"`,
		},
		{"other scripts are not read", `<html><script>{"@type":"Product"}</script><script type="application/json">{"@type":"Product"}</script>`, ""},
		{"other things are no products", ld(`{"@type":"Organization","name":"A","brand":{"@type":"Brand","name":"B"}}`), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { checkPage(t, tt.in, tt.want) })
	}
}

func checkPage(t *testing.T, in, want string) {
	t.Helper()
	got := told(markup.Page(strings.NewReader(in), source.Limits{}))
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if slow := told(markup.Page(iotest.OneByteReader(strings.NewReader(in)), source.Limits{})); slow != got {
		t.Errorf("byte by byte:\n%s\nat once:\n%s", slow, got)
	}
}

func TestPageMicrodata(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{
			"a product with nested things",
			`<body><div itemscope itemtype="http://schema.org/Product">
<h1 itemprop="name">Dahua  IPC&nbsp;<b>HDW</b></h1><meta itemprop="gtin13" content="6923172537447" />
<img itemprop="image" src="/a.jpg"><span itemprop="brand" itemscope itemtype="https://schema.org/Brand"><span itemprop="name">Dahua</span></span>
<div itemprop="offers" itemscope itemtype="http://schema.org/Offer"><link itemprop="availability" href="http://schema.org/InStock">
<span itemprop="price" content="99.90">99,90 €</span><time itemprop="priceValidUntil" datetime="2027-01-01">1 Jan</time></div>
<p itemprop="description">one<br>two<script>no</script>
</div></body>`,
			`1 microdata 1 @type="Product" name="Dahua IPC HDW" gtin13="6923172537447" image="/a.jpg" brand="Dahua"` +
				` offers.availability="http://schema.org/InStock" offers.price="99.90" offers.priceValidUntil="2027-01-01" description="one two"`,
		},
		{
			"a brand that is a link or a picture",
			`<div itemscope itemtype="https://schema.org/Product"><a itemprop="brand" href="/b/acme">Acme</a><img itemprop="manufacturer" src="l.png" alt="Acme Inc."><a itemprop="url" href="/p">see</a></div>`,
			`1 microdata 1 @type="Product" brand="Acme" brand.url="/b/acme" manufacturer="Acme Inc." manufacturer.image="l.png" url="/p"`,
		},
		{
			"the whole page is the product, and open to its end",
			`<html itemscope itemtype="http://schema.org/Product"><body><p itemprop="name">A<p>more`,
			`1 microdata 1 @type="Product" name="A"`,
		},
		{
			"a list whose entries are not closed",
			`<ul><li itemscope itemtype="http://schema.org/Product"><b itemprop="name">A</b><li itemscope itemtype="http://schema.org/Product"><b itemprop="name">B</b></ul>`,
			`1 microdata 1 @type="Product" name="A"
1 microdata 2 @type="Product" name="B"`,
		},
		{
			"a product in a list of items, and one that it is like",
			`<div itemscope itemtype="http://schema.org/ItemList"><div itemprop="itemListElement" itemscope itemtype="http://schema.org/ListItem"><div itemprop="item" itemscope itemtype="http://schema.org/Product">
<i itemprop="name">A</i><div itemprop="isSimilarTo" itemscope itemtype="http://schema.org/Product"><i itemprop="name">B</i><i itemprop="sku">1</i></div></div></div></div>`,
			`1 microdata 1 @type="Product" name="A" isSimilarTo="B" isSimilarTo.sku="1"`,
		},
		{
			"variants",
			`<div itemscope itemtype="http://schema.org/ProductGroup"><div itemprop="hasVariant" itemscope itemtype="http://schema.org/Product"><i itemprop="name">V</i></div><i itemprop="brand">B</i></div>`,
			`1 microdata 1 @type="ProductGroup" brand="B"
1 microdata 2 @type="Product" name="V" brand="B"`,
		},
		{
			"references to what stands before and behind",
			`<div id="a"><i itemprop="brand">B</i></div><div itemscope itemtype="http://schema.org/Product" itemref="a o x"><i itemprop="name">A</i></div>
<div id="o" itemprop="offers" itemscope itemtype="http://schema.org/Offer"><i itemprop="sku">S</i></div><i itemprop="sku">nobody's</i>`,
			`1 microdata 1 @type="Product" name="A" brand="B" offers.sku="S"`,
		},
		{
			"two ways in one page",
			ld(`{"@type":"Product","name":"A"}`) + `<div itemscope itemtype="http://schema.org/Product"><i itemprop="name">A</i></div>`,
			`1 script 1 @type="Product" name="A"` + "\n" + `1 microdata 1 @type="Product" name="A"`,
		},
		{
			"RDFa Lite, and Open Graph beside it",
			`<meta property="og:title" content="no"><div vocab="https://schema.org/" typeof="Product"><span property="name">A</span><div property="brand" typeof="Brand"><span property="name">B</span></div><meta property="schema:mpn" content="M"></div>`,
			`1 rdfa 1 @type="Product" name="A" brand="B" mpn="M"`,
		},
		{
			"a page that stops",
			"<div itemscope itemtype=\"http://schema.org/Product\">\n<i itemprop=name>A</i><i itempro",
			"! line 2: the page ends inside a tag\n! line 1: microdata 1: the page ends before the product does\n" + `1 microdata 1 @type="Product" name="A"`,
		},
		{
			"in noscript, and stray end tags",
			`<noscript><div itemscope itemtype="http://schema.org/Product"></p></section></span></i><i itemprop="name">A</div></noscript>`,
			`1 microdata 1 @type="Product" name="A"`,
		},
		{"a person is no product", `<div itemscope itemtype="http://schema.org/Person"><i itemprop="name">A</i></div>`, ""},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { checkPage(t, tt.in, tt.want) })
	}
}

func TestPageLimits(t *testing.T) {
	const good = `<div itemscope itemtype="http://schema.org/Product"><i itemprop="name">last</i></div>`
	product := func(inside string) string {
		return `<div itemscope itemtype="http://schema.org/Product">` + inside + `</div>`
	}
	tests := []struct {
		name, in string
		limit    bool
	}{
		{"a script of JavaScript", "<script>" + strings.Repeat("x<!y ", 10_000) + "</script>", false},
		{"a script of JSON", ld(`{"@type":"Product","name":"` + strings.Repeat("x", 50_000) + `"}`), true},
		{"a style sheet", "<style>" + strings.Repeat("x ", 10_000) + "</style>", false},
		{"text", strings.Repeat("x ", 10_000), false},
		{"text of a property", product("<i itemprop=name>" + strings.Repeat("x ", 10_000) + "</i>"), true},
		{"many properties", product(strings.Repeat("<i itemprop=name>x</i>", 10_000)), true},
		{"an attribute", "<div class='" + strings.Repeat("x ", 10_000) + "'></div>", true},
		{"elements", strings.Repeat("<div>", 100_000) + strings.Repeat("</div>", 100_000), false},
		{"elements of products", strings.Repeat("<div itemscope itemtype='http://schema.org/Product'>", 1000) + strings.Repeat("</div>", 1000), true},
		{"properties of properties", product(strings.Repeat("<div itemprop=a itemscope>", 100) + strings.Repeat("</div>", 100)), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			limit, last := false, false
			for r, err := range markup.Page(strings.NewReader("<html>"+tt.in+good), source.Limits{Record: 4000}) {
				limit = limit || errors.Is(err, source.ErrLimit)
				last = err == nil && len(r.Fields) == 2 && r.Fields[1].Value == "last"
			}
			if limit != tt.limit || !last {
				t.Errorf("limit reported: %v, want %v; last product read: %v", limit, tt.limit, last)
			}
		})
	}
}

func TestPageEncodings(t *testing.T) {
	page := `<html><head><meta charset="windows-1251"></head>` + strings.Repeat("<!-- x -->", 200) +
		`<div itemscope itemtype="http://schema.org/Product"><i itemprop="brand">Рубин</i></div>`
	cyrillic, err := charmap.Windows1251.NewEncoder().String(page)
	if err != nil {
		t.Fatal(err)
	}
	want := `1 microdata 1 @type="Product" brand="Рубин"`
	for name, in := range map[string]string{
		"as declared": cyrillic, "UTF-8 that declares nothing": strings.Replace(page, `<meta charset="windows-1251">`, "", 1),
	} {
		if got := told(markup.Page(strings.NewReader(in), source.Limits{})); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

func TestPageReadFault(t *testing.T) {
	broken := errors.New("the line is dead")
	var last error
	for _, err := range markup.Page(&failing{strings.NewReader("<html><div"), broken}, source.Limits{}) {
		last = err
	}
	if !errors.Is(last, broken) {
		t.Errorf("got %v, want the fault", last)
	}
}

func TestPageStops(t *testing.T) {
	in := ld(`[{"@type":"Product"},{"@type":"Product",}]`) + strings.Repeat(`<div itemscope itemref=a itemtype="Product"></div>`, 3)
	for most := 1; most < 7; most++ {
		count := 0
		for range markup.Page(strings.NewReader(in), source.Limits{}) {
			if count++; count == most {
				break
			}
		}
	}
}

func TestSniffPage(t *testing.T) {
	tests := []struct {
		name, in string
		want     bool
	}{
		{"JSON-LD", ld(`{"@type":"Product"}`), true},
		{"microdata behind a comment", "\uFEFF<!-- saved -->\n<HTML itemscope itemtype='http://schema.org/Product'>", true},
		{"XHTML", `<?xml version="1.0"?><!DOCTYPE html><html><div itemtype="http://schema.org/Product">`, true},
		{"a page that says nothing", "<!DOCTYPE html><html><body>hello", false},
		{"JSON-LD by itself", `{"@context":"https://schema.org"}`, false},
		{"other XML", `<?xml version="1.0"?><feed xmlns="http://schema.org/">`, false},
		{"nothing", "", false},
	}
	for _, tt := range tests {
		if got := markup.SniffPage([]byte(tt.in)); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

func ExamplePage() {
	const page = `<html><div itemscope itemtype="https://schema.org/Product"><b itemprop="name">Archer AX55</b></div></html>`
	for r, err := range markup.Page(strings.NewReader(page), source.Limits{}) {
		fmt.Println(r.Line, r.Object, r.Fields, err)
	}
	// Output: 1 microdata 1 [{@type Product} {name Archer AX55}] <nil>
}
