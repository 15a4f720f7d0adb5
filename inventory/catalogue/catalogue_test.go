package catalogue_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/catalogue"
	"github.com/delistdev/delist/inventory/source"
)

// read reads a catalogue and writes each offer as a line of what was found, and
// what was said after a "!", a "~" where it was mended.
func read(t testing.TB, kind, content string) (lines, told []string) {
	t.Helper()
	if kind == "" {
		if kind = catalogue.Sniff([]byte(content)[:min(len(content), source.HeadSize)]); kind == "" {
			return []string{"not recognised"}, nil
		}
	}
	in := &source.Input{
		Reader: strings.NewReader(content), At: strings.NewReader(content), Size: int64(len(content)), Name: "f",
		Told: func(in delist.Input) {
			text := in.Reader
			for _, c := range in.Columns {
				text += fmt.Sprintf(" %s=%s", c.Name, c.As)
			}
			told = append(told, text)
		},
	}
	for item, err := range catalogue.Read(kind, in) {
		var fault *delist.ReadError
		switch {
		case errors.As(err, &fault) && fault.Mended:
			lines = append(lines, "~ "+err.Error())
		case err != nil:
			lines = append(lines, "! "+err.Error())
		default:
			lines = append(lines, text(&item))
		}
	}
	return lines, told
}

func text(item *delist.Item) string {
	out := item.Locations[0].String() + " " + item.Name
	for _, o := range item.Identifiers {
		out += fmt.Sprintf(" %s=%s", o.Kind, o.Value)
	}
	for _, d := range item.Declared {
		out += fmt.Sprintf(" %s=%s", d.Field, d.Value)
	}
	return out
}

func TestCatalogues(t *testing.T) {
	tests := []struct {
		name, kind, content string
		want                []string
	}{
		{"any headings", "", "SKU,Product Name,Brand,EAN,Retail price\nA1,Desk lamp,Example,4006381333931,9\n",
			[]string{"f:2 Desk lamp gtin=04006381333931 brand=Example offer-id=A1"}},
		{"German, with semicolons", "", "Artikelnummer;Bezeichnung;Marke;Hersteller;Preis (EUR)\n1;Lampe, rot;Beispiel;Beispiel GmbH;9,90\n",
			[]string{"f:2 Lampe, rot brand=Beispiel offer-id=1 manufacturer=Beispiel GmbH"}},
		{"Russian, Japanese, Chinese headings", "", "Артикул\tНаименование\tБренд\tЦена\n1\tЛампа\tПример\t9\n",
			[]string{"f:2 Лампа brand=Пример offer-id=1"}},
		{"Japanese headings", "", "商品コード,商品名,メーカー,JANコード,価格\n1,ランプ,見本,4901234567894,9\n",
			[]string{"f:2 ランプ gtin=04901234567894 offer-id=1 manufacturer=見本"}},
		{"lines above the headings", "", "Price list\n\nid,title,brand,price\n1,Lamp,Example,9\n",
			[]string{"~ f:1: 1 lines above the headings were passed over", "f:4 Lamp brand=Example offer-id=1"}},
		{"doubled headings", "", "id,title,brand,brand,price\n1,Lamp,,Example,9\n",
			[]string{"~ f:1: 2 columns say the brand: the first with a value counts", "f:2 Lamp brand=Example offer-id=1"}},
		{"two generations in one file", "", "id,title,brand,price\n1,Lamp,Example,9\ntitle,vendor,barcode,sku\nDesk,Other,4006381333931,2\n",
			[]string{"f:2 Lamp brand=Example offer-id=1", "~ f:3: new headings: from here on the columns are read by them", "f:4 Desk gtin=04006381333931 brand=Other offer-id=2"}},
		{"a line with another separator", "", "id;title;brand;price\n1;Lamp;Example;9\n2,Desk,Other,9\n3;Chair;Third;9\n",
			[]string{"f:2 Lamp brand=Example offer-id=1", "~ f:3: separated by ',', unlike the lines above", "f:3 Desk brand=Other offer-id=2", "f:4 Chair brand=Third offer-id=3"}},
		{"too many values", "", "id,title,brand,price\n1,Lamp, red,Example,9\n2,Desk,Other,9\n",
			[]string{"! f:2: 5 values under 4 columns", "f:3 Desk brand=Other offer-id=2"}},
		{"a quote that never ends", "", "id,title,brand,price\n1,\"Lamp,Example,9\n2,Desk,Other,9\n3,Chair,Third,9\n",
			[]string{"! f:2: a quoted field does not end", "f:3 Desk brand=Other offer-id=2", "f:4 Chair brand=Third offer-id=3"}},
		{"a line with nothing", "", "id,title,brand,price\n,,,9\n",
			[]string{"! f:2: a line without a title, brand, GTIN or number: nothing says what is offered"}},
		{"no headings", "catalogue", "4006381333931,A red desk lamp,x\n4901234567894,A blue desk lamp,y\n",
			[]string{"! f:1: no headings are known: only what is a GTIN by its check digit, and the longest text as the title, was read",
				"f:1 A red desk lamp gtin=04006381333931", "f:2 A blue desk lamp gtin=04901234567894"}},
		{"no headings, nothing certain", "catalogue", "a,b\nc,d\n",
			[]string{"! f:1: no headings are known, and no column is certain by what is in it: put headings such as title, brand and gtin above them"}},
		{"no table", "catalogue", "just a text\n", []string{"! f: no table: no separator cuts its first lines into columns"}},
		{"empty", "catalogue", "", []string{"! f: is empty"}},
		{"a list of programs is no catalogue", "", "name,version,publisher,price\nx,1,y,2\n", []string{"not recognised"}},

		{"GTINs as spreadsheets leave them", "", "id,title,brand,gtin\n1,a,,8.85909950805E+11\n2,b,,8.85E+11\n3,c,,885909950805.0\n4,d,,=\"0885909950805\"\n5,e,,75678164125\n6,f,,4006381333932\n7,g,,n/a\n8,h,,12\n",
			[]string{
				`~ f:2: gtin "8.85909950805E+11": a spreadsheet has written it with an exponent; its check digit is right`, "f:2 a gtin=00885909950805 offer-id=1",
				`~ f:3: gtin "8.85E+11" is not used: a spreadsheet has cut it: digits are lost`, "f:3 b offer-id=2",
				`~ f:4: gtin "885909950805.0": it was written as a number with decimals`, "f:4 c gtin=00885909950805 offer-id=3",
				"f:5 d gtin=00885909950805 offer-id=4",
				`~ f:6: gtin "75678164125": it has 11 digits, so leading zeros were lost; with them its check digit is right`, "f:6 e gtin=00075678164125 offer-id=5",
				`~ f:7: gtin "4006381333932" is not used: its check digit is wrong`, "f:7 f offer-id=6",
				"f:8 g offer-id=7",
				`~ f:9: gtin "12" is not used: not a GTIN: 8, 12, 13 or 14 digits are wanted`, "f:9 h offer-id=8",
			}},

		{"Google, tab separated", "", "id\ttitle\tdescription\tlink\timage link\tavailability\tprice\tbrand\tgtin\tmpn\n1\tLamp\td\thttps://x\thttps://y\tin stock\t9 EUR\tExample\t4006381333931\tL-1\n",
			[]string{"f:2 Lamp gtin=04006381333931 brand=Example part-number=L-1 offer-id=1"}},
		{"Shopify: variants and pictures", "", "Handle,Title,Body (HTML),Vendor,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Barcode,Image Src\nlamp,Lamp,x,Example,Light,Colour,Red,L-R,9,4006381333931,p\nlamp,,,,,,Blue,L-B,9,4901234567894,\nlamp,,,,,,,,,,q\n",
			[]string{"f:2 Lamp gtin=04006381333931 brand=Example offer-id=L-R", "f:3 Lamp gtin=04901234567894 brand=Example offer-id=L-B"}},
		{"Shopify, its new headings", "", "Title,URL handle,Description,Vendor,Type,SKU,Barcode,Option1 name,Price\nLamp,lamp,x,Example,Light,L-R,4006381333931,Colour,9\n",
			[]string{"f:2 Lamp gtin=04006381333931 brand=Example offer-id=L-R"}},
		{"WooCommerce: brands in attributes, variations", "", "ID,Type,SKU,\"GTIN, UPC, EAN, or ISBN\",Name,Published,Is featured?,Visibility in catalog,Parent,Brands,Attribute 1 name,Attribute 1 value(s)\n7,variable,L,,Lamp,1,0,visible,,,Brand,Example\n8,variation,L-R,4006381333931,Lamp - Red,1,0,visible,L,,,\n9,variation,L-B,,Lamp - Blue,1,0,visible,id:7,,,\n10,simple,D,,Desk,1,0,visible,,Other,,\n",
			[]string{"f:2 Lamp brand=Example offer-id=7", "f:3 Lamp - Red gtin=04006381333931 brand=Example offer-id=8", "f:4 Lamp - Blue brand=Example offer-id=9", "f:5 Desk brand=Other offer-id=10"}},

		{"JSON lines", "", `{"id":1,"name":"Lamp","brand":{"name":"Example"},"gtin13":"4006381333931"}` + "\n" + `{"id":2,"name":"Desk","brand":"Other","gtin13":4901234567894}` + "\n",
			[]string{"f:1 Lamp gtin=04006381333931 brand=Example offer-id=1", "f:2 Desk gtin=04901234567894 brand=Other offer-id=2"}},
		{"a JSON list", "", "[\n{\"sku\":\"a\",\"title\":\"Lamp\",\"price\":1},\n {\"sku\":\"b\",\"title\":\"Desk\",\"price\":2}]",
			[]string{"f:2 Lamp offer-id=a", "f:3 Desk offer-id=b"}},
		{"JSON of a shop's programming interface", "", `{"products":[{"id":1,"title":"Lamp","vendor":"Example","variants":[{"title":"Red","sku":"r","barcode":"4006381333931"},{"title":"Blue","sku":"b","barcode":null}]}]}`,
			[]string{"f:1 Lamp gtin=04006381333931 brand=Example offer-id=r", "f:1 Lamp brand=Example offer-id=b"}},
		{"a broken line of JSON", "", `{"sku":"a","title":"Lamp","price":1}` + "\n" + `{"sku":"b","title":"Desk,"price":2}` + "\n" + `{"sku":"c","title":"Chair","price":3}` + "\n",
			[]string{"f:1 Lamp offer-id=a", "! f:2: no JSON object", "f:3 Chair offer-id=c"}},
		{"JSON that stops in the middle", "", `[{"sku":"a","title":"Lamp","price":1},{"sku":"b","title":"De`,
			[]string{"f:1 Lamp offer-id=a", "! f:1: the file ends inside a record"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, _ := read(t, test.kind, test.content)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestColumnsAreTold(t *testing.T) {
	_, told := read(t, "", "SKU,Product Name,Brand,Colour\n1,Lamp,Example,red\n")
	want := []string{"catalogue SKU=offer id Product Name=title Brand=brand Colour="}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Faults that thousands of lines have are told for some, and counted for the rest.
func TestAlikeFaultsAreCounted(t *testing.T) {
	lines, _ := read(t, "", "id,title,brand,gtin\n"+strings.Repeat("1,Lamp,Example,4006381333932\n", 1000))
	said := 0
	for _, line := range lines {
		if strings.HasPrefix(line, "~") {
			said++
		}
	}
	if last := lines[len(lines)-1]; said != 21 || last != "~ f:1001: and 980 more lines up to this one: its check digit is wrong" {
		t.Errorf("%d remarks, the last %q", said, last)
	}
}

// workbook is an Excel file with these sheets, each as the XML of its rows; one
// whose name ends in "!" is hidden.
func workbook(t testing.TB, sheets ...string) string {
	t.Helper()
	var book, rels strings.Builder
	parts := map[string]string{}
	for i := 0; i < len(sheets); i += 2 {
		name, state := sheets[i], ""
		if strings.HasSuffix(name, "!") {
			state = ` state="hidden"`
		}
		fmt.Fprintf(&book, `<sheet name="%s" sheetId="%d" r:id="r%d"%s/>`, strings.TrimSuffix(name, "!"), i+1, i, state)
		fmt.Fprintf(&rels, `<Relationship Id="r%d" Target="worksheets/s%d.xml"/>`, i, i)
		parts[fmt.Sprintf("xl/worksheets/s%d.xml", i)] = `<worksheet><sheetData>` + sheets[i+1] + `</sheetData></worksheet>`
	}
	parts["xl/workbook.xml"] = `<workbook xmlns:r="r"><sheets>` + book.String() + `</sheets></workbook>`
	parts["xl/_rels/workbook.xml.rels"] = `<Relationships>` + rels.String() + `</Relationships>`
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range []string{"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(w, parts[name])
	}
	for name, text := range parts {
		if strings.Contains(name, "worksheets/") {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprint(w, text)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func cells(values ...string) string {
	var out strings.Builder
	out.WriteString("<row>")
	for _, v := range values {
		switch {
		case strings.HasPrefix(v, "<"):
			out.WriteString(v)
		case strings.HasPrefix(v, "#"):
			fmt.Fprintf(&out, "<c><v>%s</v></c>", v[1:])
		default:
			fmt.Fprintf(&out, `<c t="inlineStr"><is><t>%s</t></is></c>`, v)
		}
	}
	out.WriteString("</row>")
	return out.String()
}

func TestWorkbooks(t *testing.T) {
	head := cells("SKU", "Title", "Brand", "EAN")
	got, _ := read(t, "", workbook(t,
		"Shop", head+cells("#1", "Lamp", "Example", "#4006381333931")+cells("#2", "<c><f>A1</f></c>", "Other", "#4.006381333931E12")+cells("#3", `<c t="e"><v>#REF!</v></c>`, "Third", ""),
		"Old!", head+cells("#9", "Gone", "Nobody", ""), "Notes", cells("hello", "world"), "Nothing", ""))
	want := []string{
		"f!Shop:2 Lamp gtin=04006381333931 brand=Example offer-id=1",
		"! f!Shop:3: column B: a formula whose value the workbook does not keep",
		"f!Shop:3 2 gtin=04006381333931 brand=Other offer-id=2",
		"! f!Shop:4: column B: the cell holds the error #REF!",
		"f!Shop:4 3 brand=Third offer-id=3",
		"! f!Old: the sheet is hidden, and not read: show it, and save the workbook",
		"! f!Notes:1: no headings are known, and no column is certain by what is in it: put headings such as title, brand and gtin above them",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A sheet that unpacks to hundreds of times its size is not read to its end.
func TestWorkbookBomb(t *testing.T) {
	got, _ := read(t, "", workbook(t, "Shop", cells("SKU", "Title", "Brand")+strings.Repeat(" ", 64<<20)+cells("1", "Lamp", "Example")))
	if len(got) != 1 || !strings.Contains(got[0], "unpacks to more than is allowed") {
		t.Errorf("%q", got)
	}
}

// FuzzRead checks that nothing makes the reader panic, that each item has a name
// and a place, and that whatever was recognised gives items or errors.
func FuzzRead(f *testing.F) {
	f.Add("id,title,brand,gtin,price\n1,Lamp,Example,4006381333931,9\n")
	f.Add("Handle,Title,Vendor,Variant SKU\na,b,c,d\na,,,e\n")
	f.Add(`{"products":[{"title":"Lamp","vendor":"Example","variants":[{"sku":"r"}]}]}`)
	f.Add("[{\"sku\":\"a\",\"title\":\"Lamp\",\"price\":1},\n{\"sku\":\"b")
	f.Add(workbook(f, "Shop", cells("SKU", "Title", "Brand")+cells("1", "Lamp", "Example")))
	f.Fuzz(func(t *testing.T, content string) {
		kind := catalogue.Sniff([]byte(content))
		if kind == "" {
			kind = catalogue.Table
		}
		n := 0
		in := &source.Input{Reader: strings.NewReader(content), At: strings.NewReader(content), Size: int64(len(content)), Name: "f"}
		for item, err := range catalogue.Read(kind, in) {
			if n++; err == nil && (item.Name == "" || len(item.Locations) != 1 || item.Kind != delist.Offer) {
				t.Fatalf("%+v", item)
			}
		}
	})
}
