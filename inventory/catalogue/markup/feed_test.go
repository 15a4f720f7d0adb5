package markup_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/delistdev/delist/inventory/catalogue/markup"
	"github.com/delistdev/delist/inventory/source"
)

// told writes down what a reader gives: "line object name=value …", and "! …" for
// an error.
func told(seq func(func(markup.Record, error) bool)) string {
	var b strings.Builder
	for r, err := range seq {
		if err != nil {
			fmt.Fprintf(&b, "! %v\n", err)
			continue
		}
		fmt.Fprintf(&b, "%d %s", r.Line, r.Object)
		for _, f := range r.Fields {
			fmt.Fprintf(&b, " %s=%q", f.Name, f.Value)
		}
		b.WriteByte('\n')
	}
	return strings.TrimSuffix(b.String(), "\n")
}

const head = `<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel>`

func TestFeed(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{
			"RSS 2.0 as the specification shows it",
			`<?xml version="1.0"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0">
<channel>
<title>Example - Store</title>
<link>https://store.example.com</link>
<item>
<g:id>TV_123456</g:id>
<title>Google Chromecast with Google TV</title>
<g:brand>Google</g:brand>
<g:gtin>71919219405200</g:gtin>
<g:shipping>
  <g:country>US</g:country>
  <g:price>6.49 USD</g:price>
</g:shipping>
<g:mpn/>
</item>
</channel>
</rss>
`,
			`6 item 1 id="TV_123456" title="Google Chromecast with Google TV" brand="Google" gtin="71919219405200" shipping.country="US" shipping.price="6.49 USD"`,
		},
		{
			"Atom, whose link is an attribute",
			`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
<title>t</title><link rel="self" href="http://a"/>
<entry><title>TP-Link Archer</title><link href="http://a/1?x=1&amp;y=2"/><link rel="enclosure" href="http://a/p.jpg"/><g:brand>TP-Link</g:brand></entry>
</feed>`,
			`3 entry 1 title="TP-Link Archer" link="http://a/1?x=1&y=2" link.enclosure="http://a/p.jpg" brand="TP-Link"`,
		},
		{
			"RSS 1.0",
			`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:g="http://base.google.com/ns/1.0"><channel/>` +
				`<item rdf:about="u"><g:brand>A</g:brand></item></rdf:RDF>`,
			`1 item 1 brand="A"`,
		},
		{
			"custom, plain and foreign names",
			head + `<item><c:brand type="string">A</c:brand><brand>B</brand><dc:creator>C</dc:creator><g:item_group_id>G</g:item_group_id></item></channel></rss>`,
			`1 item 1 brand="A" brand="B" dc:creator="C" item_group_id="G"`,
		},
		{
			"another prefix for Google's name space, declared where it is used",
			`<rss><channel><item><d3:id xmlns:d3="http://base.google.com/ns/1.0">1</d3:id><id xmlns="http://base.google.com/ns/1.0">2</id></item></channel></rss>`,
			`1 item 1 id="1" id="2"`,
		},
		{
			"a prefix that is declared to be something else",
			`<rss xmlns:c="urn:mine"><channel><item><c:brand>A</c:brand></item></channel></rss>`,
			`1 item 1 c:brand="A"`,
		},
		{
			"CDATA, comments, entities, white space",
			head + "<item><title><![CDATA[ Tom & <b>Jerry</b>\n]]> <!-- the name --> &lt;3\n &#x41;&#66;</title></item></channel></rss>",
			`1 item 1 title="Tom & <b>Jerry</b> <3 AB"`,
		},
		{
			"a bare ampersand is reported, and the product is read",
			head + "<item>\n<link>http://a/?x=1&y=2</link><g:brand>AT&T &nbsp;&eacute; &me;</g:brand></item></channel></rss>",
			`1 item 1 link="http://a/?x=1&y=2" brand="AT&T é &me;"` + "\n" +
				`! line 1: item 1: & is not written &amp;: "&y=2"; and 1 more faults`,
		},
		{
			"a product that is not well-formed hides nobody",
			head + "<item><g:id>1</g:brand></item>\n<item><g:id>2</g:id></item><item><g:id a=b>3</g:id></item><item <g:id>4</g:id></item><item><g:id>5</g:id></item></channel></rss>",
			`! line 1: item 1: </g:brand> closes <g:id> of line 1
2 item 2 id="2"
! line 2: item 3: the value of attribute a has no quotes
! line 2: a tag is not closed before the next begins: "<item "
2 item 4 id="5"`,
		},
		{
			"a CDATA section that swallows products says how many",
			head + "<item><title><![CDATA[A]]</title></item><item><title><![CDATA[B]]></title></item><item><title>C</title></item></channel></rss>",
			`1 item 1 title="A]]</title></item><item><title><![CDATA[B"` + "\n" +
				"! line 1: item 1: a CDATA section holds 1 times </item>: products that were not read\n" + `1 item 2 title="C"`,
		},
		{
			"an item that is not closed",
			head + "<item><g:id>1</g:id>\n<item><g:id>2</g:id></item></channel></rss>",
			"! line 1: item 1: <item> is not closed before the next begins\n2 item 2 id=\"2\"",
		},
		{
			"a feed that stops in a product",
			head + "<item><g:id>1</g:id></item>\n<item><g:id>2</g:i",
			"1 item 1 id=\"1\"\n! line 2: item 2: the file ends inside a tag or section before </item>",
		},
		{
			"a feed that stops between products",
			head + "<item><g:id>1</g:id></item>\n",
			"1 item 1 id=\"1\"\n! line 2: the file ends before </rss>",
		},
		{
			"two feeds in one file",
			"<?xml version=\"1.0\"?>" + head + "<item><g:id>1</g:id></item></channel></rss>\n<?xml version=\"1.0\"?>\n" + head + "<item><g:id>2</g:id></item></channel></rss>",
			"1 item 1 id=\"1\"\n3 item 2 id=\"2\"",
		},
		{
			"entities are refused, a document type is not",
			`<!DOCTYPE rss [<!-- ' > --><!ENTITY a "<b>"><!ENTITY c "&a;&a;">]>` + "\n<rss><item><title>&c;</title></item></rss>",
			`! line 1: the document type declares entities, which are not expanded
2 item 1 title="&c;"
! line 2: item 1: entity &c; is not declared`,
		},
		{
			"bytes of another encoding",
			head + "<item><g:brand>Lanc\xf4me</g:brand></item></channel></rss>",
			"1 item 1 brand=\"Lanc\uFFFDme\"\n! line 1: item 1: brand holds bytes or characters that XML does not allow",
		},
		{
			"an encoding that nobody knows",
			`<?xml version="1.0" encoding="klingon-8"?>` + head + "<item><g:id>1</g:id></item></channel></rss>",
			"! line 1: encoding klingon-8 is not known; the text is read as UTF-8\n1 item 1 id=\"1\"",
		},
		{
			"too deep",
			head + "<item>" + strings.Repeat("<a>", 1000) + "</item><item><g:id>2</g:id></item></channel></rss>",
			"! line 1: item 1: limit met: elements nest deeper than 64\n1 item 2 id=\"2\"",
		},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(strings.Split(tt.want, "\n"), strings.Split(told(markup.Feed(strings.NewReader(tt.in), source.Limits{})), "\n")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			whole := told(markup.Feed(strings.NewReader(tt.in), source.Limits{}))
			if slow := told(markup.Feed(iotest.OneByteReader(strings.NewReader(tt.in)), source.Limits{})); slow != whole {
				t.Errorf("byte by byte:\n%s\nat once:\n%s", slow, whole)
			}
		})
	}
}

func TestFeedEncodings(t *testing.T) {
	document := func(name string) string {
		return `<?xml version="1.0" encoding="` + name + `"?>` + head + "<item><g:brand>Жигулёвское</g:brand></item></channel></rss>"
	}
	want := `1 item 1 brand="Жигулёвское"`
	cyrillic, err := charmap.Windows1251.NewEncoder().String(document("windows-1251"))
	if err != nil {
		t.Fatal(err)
	}
	little, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(document("utf-16"))
	if err != nil {
		t.Fatal(err)
	}
	big, err := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(document("UTF-16"))
	if err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string]string{
		"windows-1251": cyrillic, "utf-16 with a mark": little, "utf-16 without": big,
		"utf-8": document("UTF-8"), "utf-8 with a mark": "\uFEFF" + document("utf-8"),
	} {
		if got := told(markup.Feed(strings.NewReader(in), source.Limits{})); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
		if !markup.SniffFeed([]byte(in)) {
			t.Errorf("%s: not recognised", name)
		}
	}
}

// A product larger than the limit is passed over, whatever it is made of, and is
// undecided.
func TestFeedLimit(t *testing.T) {
	for name, big := range map[string]string{
		"text":     "<title>" + strings.Repeat("x", 100_000) + "</title>",
		"CDATA":    "<title><![CDATA[" + strings.Repeat("x", 100_000) + "]]></title>",
		"comment":  "<!--" + strings.Repeat("x", 100_000) + "-->",
		"tag":      "<title " + strings.Repeat("x", 100_000) + "=''/>",
		"elements": strings.Repeat("<a>b</a>", 10_000),
	} {
		in := head + "<item><g:id>1</g:id></item>\n<item>" + big + "</item>\n<item><g:id>3</g:id></item></channel></rss>"
		var got []string
		for r, err := range markup.Feed(strings.NewReader(in), source.Limits{Record: 1000}) {
			var fault *markup.RecordError
			switch {
			case err == nil:
				got = append(got, r.Object)
			case errors.As(err, &fault) && errors.Is(err, source.ErrLimit):
				got = append(got, "limit "+fault.Object)
			default:
				got = append(got, err.Error())
			}
		}
		if want := []string{"item 1", "limit item 2", "item 3"}; !cmp.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestFeedReadFault(t *testing.T) {
	broken := errors.New("the disk is gone")
	in := iotest.DataErrReader(strings.NewReader(head + "<item><g:id>1</g:id></item><item>"))
	var got []error
	for _, err := range markup.Feed(&failing{in, broken}, source.Limits{}) {
		got = append(got, err)
	}
	if len(got) != 2 || got[0] != nil || !errors.Is(got[1], broken) {
		t.Errorf("got %v, want a record and the fault", got)
	}
}

type failing struct {
	r interface{ Read([]byte) (int, error) }
	e error
}

func (f *failing) Read(b []byte) (int, error) {
	n, err := f.r.Read(b)
	if err != nil {
		err = f.e
	}
	return n, err
}

// Whoever stops is not called again.
func TestFeedStops(t *testing.T) {
	in := head + "<item/><item>&x;</item><item/><item></channel></rss>"
	for most := 1; most < 6; most++ {
		count := 0
		for range markup.Feed(strings.NewReader(in), source.Limits{}) {
			if count++; count == most {
				break
			}
		}
	}
}

func TestSniffFeed(t *testing.T) {
	tests := []struct {
		name, in string
		want     bool
	}{
		{"RSS", "<?xml version=\"1.0\"?>\n<!-- shop -->\n" + head, true},
		{"Atom", `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">`, true},
		{"name space on the item", `<rss><channel><item><id xmlns="http://base.google.com/ns/1.0">`, true},
		{"a feed of news", `<rss version="2.0"><channel><item><title>`, false},
		{"Atom of a repository", `<feed xmlns="http://www.w3.org/2005/Atom"><entry>`, false},
		{"a page that shows one", "<html><pre>&lt;rss xmlns:g=http://base.google.com/ns/1.0", false},
		{"prose", `the name space is "http://base.google.com/ns/1.0" <rss>`, false},
		{"JSON", `{"a":"http://base.google.com/ns/1.0"}`, false},
		{"nothing", "", false},
	}
	for _, tt := range tests {
		if got := markup.SniffFeed([]byte(tt.in)); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}
