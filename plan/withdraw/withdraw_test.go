package withdraw_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/catalogue"
	"github.com/delistdev/delist/inventory/source"
	"github.com/delistdev/delist/plan/withdraw"
)

// An offer is one that was read, by what tells it from others.
type offer struct {
	name, gtin, withdrawn string
	at                    delist.Location
}

// read reads the offers of a catalogue.
func read(t testing.TB, kind, content string, set map[string]string) (offers []offer, whole bool) {
	t.Helper()
	in := &source.Input{Reader: strings.NewReader(content), Name: "f", Sale: &source.Sale{Withdrawn: set}}
	whole = true
	for item, err := range catalogue.Read(kind, in) {
		if err != nil {
			whole = false
			continue
		}
		o := offer{name: item.Name, at: item.Locations[0]}
		if o.at.Sale != nil {
			o.withdrawn = o.at.Sale.Withdrawn
		}
		for _, id := range item.Identifiers {
			if id.Kind == delist.GTIN {
				o.gtin = id.Value
			}
		}
		offers = append(offers, o)
	}
	return offers, whole
}

// write withdraws the offers whose name has a word in it.
func write(t testing.TB, kind, content, word string, set map[string]string) (string, withdraw.Result, error) {
	t.Helper()
	offers, _ := read(t, kind, content, set)
	req := withdraw.Request{Kind: kind, Set: set}
	for _, o := range offers {
		if strings.Contains(o.name, word) {
			req.Places = append(req.Places, o.at)
		}
	}
	var out bytes.Buffer
	result, err := withdraw.Write(&out, strings.NewReader(content), int64(len(content)), req)
	return out.String(), result, err
}

// The shop of docs/examples, in each of its formats.
func TestExamples(t *testing.T) {
	for _, test := range []struct{ file, kind, old, new string }{
		{"prices.csv", catalogue.Table, "1001;Kaspersky Internet Security, 2 devices, 1 year;Kaspersky;KL1939RBBFS;2000000010014;Software;39,99\n", ""},
		{"shopify.csv", catalogue.Shopify, "Kaspersky,,Software,,true,Title,Default Title,1001,39.99,2000000010014,https://shop.example/1001.jpg,active", "Kaspersky,,Software,,false,Title,Default Title,1001,39.99,2000000010014,https://shop.example/1001.jpg,archived"},
		{"woocommerce.csv", catalogue.WooCommerce, `"Kaspersky Internet Security, 2 devices, 1 year",1,`, `"Kaspersky Internet Security, 2 devices, 1 year",0,`},
		{"page.html", catalogue.Page, "\"offers\": {\n    \"@type\": \"Offer\",\n    \"price\": \"39.99\"", "\"offers\": {\"availability\": \"https://schema.org/Discontinued\", \n    \"@type\": \"Offer\",\n    \"price\": \"39.99\""},
		{"google.xml", catalogue.Google, "<g:availability>in_stock</g:availability>\n  <g:price>39.99 USD</g:price>", "<g:availability>out_of_stock</g:availability>\n  <g:price>39.99 USD</g:price>" +
			"\n  <g:excluded_destination>Shopping_ads</g:excluded_destination>\n  <g:excluded_destination>Display_ads</g:excluded_destination>\n  <g:excluded_destination>Local_inventory_ads</g:excluded_destination>" +
			"\n  <g:excluded_destination>Free_listings</g:excluded_destination>\n  <g:excluded_destination>Free_local_listings</g:excluded_destination>\n  <g:excluded_destination>Cloud_retail</g:excluded_destination>" +
			"\n  <g:excluded_destination>Local_cloud_retail</g:excluded_destination>\n  <g:excluded_destination>youtube_affiliate</g:excluded_destination>\n  <g:excluded_destination>youtube_merchandise</g:excluded_destination>"},
	} {
		content, err := os.ReadFile(filepath.Join("../../docs/examples/shop", test.file))
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Replace(string(content), test.old, test.new, 1)
		if want == string(content) {
			t.Fatalf("%s: the example does not have %q", test.file, test.old)
		}
		got, result, err := write(t, test.kind, string(content), "Kaspersky Internet", nil)
		if err != nil || got != want || result.Records != 1 {
			t.Errorf("%s: got %s, %+v, %v; want %s", test.file, got, result, err, want)
		}
		if offers, _ := read(t, test.kind, got, nil); test.file != "prices.csv" && offers[0].withdrawn == "" {
			t.Errorf("%s: the offer is not withdrawn for whoever reads it: %+v", test.file, offers[0])
		}
	}
}

// What changes, and nothing else; invented catalogues.
func TestWrite(t *testing.T) {
	const google = "id\ttitle\tlink\timage link\tavailability\tgtin\r\n1\tBad thing\thttps://s.example/1\thttps://s.example/1.jpg\tin stock\t\r\n2\tLamp\thttps://s.example/2\thttps://s.example/2.jpg\tin stock\t\r\n"
	all := "Shopping_ads,Display_ads,Local_inventory_ads,Free_listings,Free_local_listings,Cloud_retail,Local_cloud_retail,youtube_affiliate,youtube_merchandise"
	const rows = "Handle,Title,Vendor,Variant SKU,Status\n"
	feed := func(inside string) string {
		return `<?xml version="1.0"?><rss xmlns:g="http://base.google.com/ns/1.0"><channel><item>` + inside + `</item></channel></rss>`
	}
	excluded := func(prefix, between string) (text string) {
		for _, d := range strings.Split(all, ",") {
			text += between + "<" + prefix + "excluded_destination>" + d + "</" + prefix + "excluded_destination>"
		}
		return text
	}
	page := func(inside string) string { return "<body>" + inside + "</body>" }
	script := func(inside string) string {
		return page(`<script type="application/ld+json">` + inside + `</script>`)
	}
	const gone = `"availability": "https://schema.org/Discontinued"`
	for _, test := range []struct {
		name, kind, in, want string
		set                  map[string]string
	}{
		{"a column that is missing is added to every row", catalogue.Google, google,
			"id\ttitle\tlink\timage link\tavailability\tgtin\texcluded_destination\r\n1\tBad thing\thttps://s.example/1\thttps://s.example/1.jpg\tout_of_stock\t\t" + all + "\r\n2\tLamp\thttps://s.example/2\thttps://s.example/2.jpg\tin stock\t\t\r\n", nil},
		{"a short row gets what it lacks", catalogue.WooCommerce, "Name,Tax status,In stock?,Published\nBad thing,taxable\nLamp,taxable\n", "Name,Tax status,In stock?,Published\nBad thing,taxable,,0\nLamp,taxable\n", nil},
		{"the last row without an end of line", catalogue.Table, "title,gtin\nLamp,1\nBad thing,2", "title,gtin\nLamp,1\n", nil},
		{"quotes and a byte-order mark stay", catalogue.WooCommerce, "\ufeff\"Name\",\"Published\",\"Tax status\",\"In stock?\"\r\n\"Bad \"\"thing\"\"\",\"1\",\"\",\"\"\r\n", "\ufeff\"Name\",\"Published\",\"Tax status\",\"In stock?\"\r\n\"Bad \"\"thing\"\"\",\"0\",\"\",\"\"\r\n", nil},
		{"a line that says what separates", catalogue.Table, "sep=;\ntitle;gtin\nBad thing;1\nLamp;2\n", "sep=;\ntitle;gtin\nLamp;2\n", nil},
		{"a row of several lines", catalogue.Table, "title,price,brand\n\"Bad\nthing\",1,X\nLamp,2,Y\n", "title,price,brand\nLamp,2,Y\n", nil},
		{"marked instead of left out", catalogue.Table, "title;price;state\nBad thing;1;on\nLamp;2;on\n", "title;price;state\nBad thing;1;off\nLamp;2;on\n", map[string]string{"State": "off"}},
		{"a product with its variants and pictures", catalogue.Shopify, rows + "a,Bad thing,X,1,active\na,,,2,\na,,,,\nb,Lamp,Y,3,active\n", rows + "a,Bad thing,X,1,archived\na,,,2,\na,,,,\nb,Lamp,Y,3,active\n", nil},
		{"neither column of an export", catalogue.Shopify, "Handle,Title,Vendor,Variant SKU\na,Bad thing,X,1\na,,,2\nb,Lamp,Y,3\n", "Handle,Title,Vendor,Variant SKU,Status\na,Bad thing,X,1,archived\na,,,2,\nb,Lamp,Y,3,\n", nil},
		{"JSON lines", catalogue.Table, "{\"title\":\"Lamp\",\"price\":1}\n{\"title\":\"Bad thing\",\"price\":1}\n{\"title\":\"Chair\",\"price\":1}\n", "{\"title\":\"Lamp\",\"price\":1}\n{\"title\":\"Chair\",\"price\":1}\n", nil},
		{"the last of JSON lines", catalogue.Table, "{\"title\":\"Lamp\",\"price\":1}\n{\"title\":\"Bad thing\",\"price\":1}\n", "{\"title\":\"Lamp\",\"price\":1}\n", nil},
		{"a list of JSON", catalogue.Table, `[{"title":"Bad thing","price":1}, {"title":"Lamp","price":1}, {"title":"Bad thing 2","price":1}]`, `[{"title":"Lamp","price":1}]`, nil},
		{"all of a list", catalogue.Table, `{"products": [ {"title":"Bad thing","price":1} ]}`, `{"products": [  ]}`, nil},
		{"a variant of several", catalogue.Table, `[{"title":"Lamp","variants":[{"sku":"1"},{"sku":"2"}]},{"title":"Bad thing","variants":[{"sku":"3"}]}]`, `[{"title":"Lamp","variants":[{"sku":"1"},{"sku":"2"}]}]`, nil},
		{"fields of JSON", catalogue.Table, `{"active":true,"title":"Bad thing","price":1}`, `{"state":"off","active":false,"title":"Bad thing","price":1}`, map[string]string{"active": "false", "state": "off"}},
		{"a feed with some destinations", catalogue.Google, feed(`<g:id>1</g:id><title>Bad thing</title><g:excluded_destination>Shopping ads</g:excluded_destination>`),
			feed(`<g:id>1</g:id><title>Bad thing</title><g:excluded_destination>Shopping ads</g:excluded_destination><g:availability>out_of_stock</g:availability>` + strings.TrimPrefix(excluded("g:", ""), "<g:excluded_destination>Shopping_ads</g:excluded_destination>")), nil},
		{"comments, sections and other prefixes", catalogue.Google,
			`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="http://base.google.com/ns/1.0"><entry><!-- </entry> --><x:id>1</x:id><title><![CDATA[Bad </entry> thing]]></title><x:availability/></entry></feed>`,
			`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="http://base.google.com/ns/1.0"><entry><!-- </entry> --><x:id>1</x:id><title><![CDATA[Bad </entry> thing]]></title><x:availability>out_of_stock</x:availability>` + excluded("x:", "") + `</entry></feed>`, nil},
		{"JSON-LD that says it is there", catalogue.Page, script(`{"@type":"Product","name":"Bad thing","offers":[{"@type":"Offer","availability":"http://schema.org/InStock"},{"price":1}]}`),
			script(`{"@type":"Product","name":"Bad thing","offers":[{"@type":"Offer","availability":"https://schema.org/Discontinued"},{` + gone + `, "price":1}]}`), nil},
		{"JSON-LD without an offer", catalogue.Page, script(`{"@type":"Product","name":"Bad thing"}`), script(`{"offers": {"@type": "Offer", ` + gone + `}, "@type":"Product","name":"Bad thing"}`), nil},
		{"an aggregate of offers", catalogue.Page, script(`{"@type":"Product","name":"Bad thing","offers":{"@type":"AggregateOffer","offers":[{"availability":"InStock"}]}}`),
			script(`{"@type":"Product","name":"Bad thing","offers":{` + gone + `, "@type":"AggregateOffer","offers":[{"availability":"https://schema.org/Discontinued"}]}}`), nil},
		{"microdata with a link", catalogue.Page, page(`<div itemscope itemtype="https://schema.org/Product"><b itemprop=name>Bad thing</b><p itemprop="offers" itemscope itemtype="https://schema.org/Offer"><link itemprop="availability" href='https://schema.org/InStock'/></p></div><i itemprop="availability">x</i>`),
			page(`<div itemscope itemtype="https://schema.org/Product"><b itemprop=name>Bad thing</b><p itemprop="offers" itemscope itemtype="https://schema.org/Offer"><link itemprop="availability" href="https://schema.org/Discontinued"/></p></div><i itemprop="availability">x</i>`), nil},
		{"microdata with a text", catalogue.Page, page(`<div itemscope itemtype="https://schema.org/Product"><b itemprop=name>Bad thing</b><p itemprop="offers" itemscope><span itemprop=availability>in stock</span></p></div>`),
			page(`<div itemscope itemtype="https://schema.org/Product"><b itemprop=name>Bad thing</b><p itemprop="offers" itemscope><span content="https://schema.org/Discontinued" itemprop=availability>in stock</span></p></div>`), nil},
		{"microdata without an offer, beside one that is like it", catalogue.Page, page(`<div itemscope itemtype="https://schema.org/Product"><b itemprop=name>Bad thing</b><i itemprop="isSimilarTo" itemscope itemtype="https://schema.org/Product"><b itemprop=offers itemscope><meta itemprop=availability content=InStock></b></i></div>`),
			page(`<div itemscope itemtype="https://schema.org/Product"><span itemprop="offers" itemscope itemtype="https://schema.org/Offer"><link itemprop="availability" href="https://schema.org/Discontinued"></span><b itemprop=name>Bad thing</b><i itemprop="isSimilarTo" itemscope itemtype="https://schema.org/Product"><b itemprop=offers itemscope><meta itemprop=availability content=InStock></b></i></div>`), nil},
		{"RDFa", catalogue.Page, page(`<div vocab="https://schema.org/" typeof="Product"><b property=name>Bad thing</b><p property="offers" typeof="Offer">1</p></div>`),
			page(`<div vocab="https://schema.org/" typeof="Product"><b property=name>Bad thing</b><p property="offers" typeof="Offer"><link property="availability" href="https://schema.org/Discontinued">1</p></div>`), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, _, err := write(t, test.kind, test.in, "Bad", test.set)
			if err != nil || got != test.want {
				t.Fatalf("got\n%s\nwant\n%s\nerror %v", got, test.want, err)
			}
			offers, _ := read(t, test.kind, got, test.set)
			for _, o := range offers {
				if strings.Contains(o.name, "Bad") && o.withdrawn == "" {
					t.Errorf("still for sale for whoever reads it: %+v", o)
				}
			}
		})
	}
}

// The encoding of a catalogue stays.
func TestEncodings(t *testing.T) {
	table := "title;price;state\nBad thing;1;gültig\nLämpchen;2;gültig\n"
	feed := `<?xml version="1.0" encoding="iso-8859-1"?><rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>1</g:id><title>Bad thing für alle</title></item></channel></rss>`
	for _, test := range []struct {
		name, kind, in string
		encode         func(string) (string, error)
		set            map[string]string
	}{
		{"Windows-1252", catalogue.Table, table, charmap.Windows1252.NewEncoder().String, map[string]string{"state": "ungültig"}},
		{"UTF-16 with a mark", catalogue.Table, "\ufeff" + table, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String, map[string]string{"state": "ungültig"}},
		{"a feed in Latin-1", catalogue.Google, feed, charmap.ISO8859_1.NewEncoder().String, nil},
	} {
		in, err := test.encode(test.in)
		if err != nil {
			t.Fatal(err)
		}
		plain, _, err := write(t, test.kind, strings.Replace(test.in, "iso-8859-1", "utf-8", 1), "Bad", test.set)
		if err != nil {
			t.Fatal(err)
		}
		want, err := test.encode(strings.Replace(plain, `encoding="utf-8"`, `encoding="iso-8859-1"`, 1))
		if err != nil {
			t.Fatal(err)
		}
		if got, _, err := write(t, test.kind, in, "Bad", test.set); err != nil || got != want {
			t.Errorf("%s: got %q, %v; want %q", test.name, got, err, want)
		}
	}
}

// What cannot be done is refused, and says why.
func TestRefused(t *testing.T) {
	place := []delist.Location{{Path: "f", Line: 2}}
	for _, test := range []struct {
		name, in, want string
		req            withdraw.Request
	}{
		{"an offer that is not there", "title,price\nLamp,1\n", "1 offers are not where they were found, such as that of line 7", withdraw.Request{Kind: catalogue.Table, Places: []delist.Location{{Line: 7}}}},
		{"a column that is not there", "title,price,brand\nLamp,1,X\n", `no column is called "state": they are called title, price, brand`, withdraw.Request{Kind: catalogue.Table, Places: place, Set: map[string]string{"state": "off"}}},
		{"a workbook", "PK\x03\x04[Content_Types].xml", "a workbook cannot be written again: save its sheet as CSV", withdraw.Request{Kind: catalogue.Table, Places: place}},
		{"a packed file", "\x1f\x8b", "a file packed by gzip cannot be written again: unpack it first", withdraw.Request{Kind: catalogue.Table, Places: place}},
		{"nothing", "", "is empty", withdraw.Request{Kind: catalogue.Table, Places: place}},
		{"a broken row", "title,price,brand\n\"Lamp,1,X\n", "line 2 cannot be read", withdraw.Request{Kind: catalogue.Table, Places: place}},
		{"offers elsewhere", `<script type="application/ld+json">[{"@type":"Product","name":"x","offers":{"@id":"#o"}},{"@id":"#o","price":1}]</script>`, "script 1/0: its offers stand elsewhere, and are only referred to", withdraw.Request{Kind: catalogue.Page, Places: []delist.Location{{Object: "script 1/0"}}}},
		{"broken JSON-LD", `<script type="application/ld+json">{"@type":"Product","name":"x",}</script>`, "script 1: its JSON is no valid JSON: mend the script first", withdraw.Request{Kind: catalogue.Page, Places: []delist.Location{{Object: "script 1"}}}},
		{"properties elsewhere", `<p itemscope itemref="a" itemtype="https://schema.org/Product"><b itemprop=name>x</b></p><i id=a itemprop=sku>1</i>`, "microdata 1: it has properties that stand elsewhere in the page (itemref)", withdraw.Request{Kind: catalogue.Page, Places: []delist.Location{{Object: "microdata 1"}}}},
	} {
		var out bytes.Buffer
		_, err := withdraw.Write(&out, strings.NewReader(test.in), int64(len(test.in)), test.req)
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: got %v, want %s", test.name, err, test.want)
		}
	}
}
