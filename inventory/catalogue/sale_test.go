package catalogue_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/delistdev/delist/inventory/catalogue"
	"github.com/delistdev/delist/inventory/source"
)

// What a line says about selling is told to whoever asks, in its own words.
// Catalogues are invented.
func TestSale(t *testing.T) {
	const all = "Shopping ads, Display_ads,Local_inventory_ads,Free_listings,Free_local_listings,Cloud_retail,Local_cloud_retail,youtube_affiliate,youtube_merchandise"
	excluded := "<g:excluded_destination>" + strings.Join(strings.Split(all, ","), "</g:excluded_destination><g:excluded_destination>") + "</g:excluded_destination>"
	feed := func(inside string) string {
		return `<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><title>x</title>` + inside + `</item></channel></rss>`
	}
	page := func(offers string) string {
		return `<script type="application/ld+json">{"@type":"Product","name":"x","offers":` + offers + `}</script>`
	}
	for _, test := range []struct {
		name, kind, in string
		asked          map[string]string
		want           string // withdrawn|shelf|quantity of each offer
	}{
		{"shelf and quantity", catalogue.Table, "title;price;Regal;Bestand\nx;1;A7;3\ny;1;;0\n", nil, "|A7|3 ||0"},
		{"a state that nobody asked about", catalogue.Table, "title,price,status\nx,1,archived\n", nil, "-"},
		{"a state that was asked about", catalogue.Table, "title,price,status\nx,1,Archived\ny,1,on\n", map[string]string{"STATUS": "archived"}, "STATUS Archived|| -"},
		{"two that were asked about", catalogue.Table, "title,price,a,b\nx,1,1,2\ny,1,1,3\n", map[string]string{"a": "1", "b": "2"}, "a 1, b 2|| -"},
		{"out of stock is still offered", catalogue.Google, "id\ttitle\tlink\tavailability\n1\tx\thttps://s.example\tout of stock\n", nil, "-"},
		{"out of stock and excluded", catalogue.Google, "id\ttitle\tlink\tavailability\texcluded_destination\n1\tx\thttps://s.example\tout of stock\t" + all + "\n2\ty\thttps://s.example\tout of stock\tFree_listings\n", nil, "availability out of stock, excluded_destination all|| -"},
		{"a feed", catalogue.Google, feed("<g:availability>out_of_stock</g:availability>" + excluded), nil, "availability out_of_stock, excluded_destination all||"},
		{"a feed that still offers it", catalogue.Google, feed("<g:availability>in_stock</g:availability>" + excluded), nil, "-"},
		{"archived, with its variants", catalogue.Shopify, "Handle,Title,Vendor,Variant SKU,Status\na,x,v,1,archived\na,,,2,\nb,y,v,3,active\n", nil, "Status archived|| Status archived|| -"},
		{"a draft", catalogue.Shopify, "Handle,Title,Vendor,Variant SKU,Status,Published,Variant Inventory Qty\na,x,v,1,draft,TRUE,4\n", nil, "Status draft||4"},
		{"published, and not", catalogue.WooCommerce, "Name,Tax status,In stock?,Published\nx,,,1\ny,,,0\nz,,,-1\n", nil, "- Published 0|| Published -1||"},
		{"a variation whose draft would be published", catalogue.WooCommerce, "Type,Name,Tax status,In stock?,Published\nvariable,x,,,-1\nvariation,y,,,-1\nvariation,z,,,0\n", nil, "Published -1|| - Published 0||"},
		{"discontinued", catalogue.Page, page(`{"availability":"http://schema.org/Discontinued"}`), nil, "offers.availability http://schema.org/Discontinued||"},
		{"one offer of two", catalogue.Page, page(`[{"availability":"Discontinued"},{"availability":"InStock"}]`), nil, "-"},
		{"sold out", catalogue.Page, page(`{"availability":"https://schema.org/SoldOut"}`), nil, "-"},
		{"JSON with variants", catalogue.Table, `{"title":"x","price":1,"shelf":"B","active":true,"variants":[{"sku":"1","active":false},{"sku":"2"}]}`, map[string]string{"active": "false"}, "active false|B| |B|"},
	} {
		if got := sales(t, test.kind, test.in, &source.Sale{Withdrawn: test.asked}); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
		if got := sales(t, test.kind, test.in, nil); strings.Trim(got, "- ") != "" {
			t.Errorf("%s: nobody asked, and %q is told", test.name, got)
		}
	}
}

func sales(t *testing.T, kind, content string, asked *source.Sale) string {
	t.Helper()
	var told []string
	for item, err := range catalogue.Read(kind, &source.Input{Reader: strings.NewReader(content), Name: "f", Sale: asked}) {
		if err != nil {
			t.Fatalf("%q: %v", content, err)
		}
		text := "-"
		if s := item.Locations[0].Sale; s != nil {
			text = fmt.Sprintf("%s|%s|%s", s.Withdrawn, s.Shelf, s.Quantity)
		}
		told = append(told, text)
	}
	return strings.Join(told, " ")
}
