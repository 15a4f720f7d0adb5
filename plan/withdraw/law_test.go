package withdraw_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/catalogue"
	"github.com/delistdev/delist/inventory/catalogue/markup"
	"github.com/delistdev/delist/inventory/source"
	"github.com/delistdev/delist/plan/withdraw"
	"github.com/delistdev/delist/tabular"
)

// FuzzWrite checks the law of writing again, for one offer of whatever can be
// read: bytes outside of its record are as they were; who reads what was written
// finds the offer withdrawn or not at all, and every other offer as it was. What
// cannot be done so is refused.
func FuzzWrite(f *testing.F) {
	files, err := filepath.Glob("../../docs/examples/shop/*.*")
	if err != nil || len(files) < 5 {
		f.Fatal("no examples: ", err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content, uint(0), false)
		f.Add(content, uint(1), true)
	}
	f.Add([]byte(`[{"title":"a","price":1,"variants":[{"sku":"1"},{"sku":"2"}]},{"title":"b","price":2}]`), uint(1), false)
	f.Add([]byte("\ufefftitle,price,state\r\n\"a\nb\",1,on\r\n\r\nc,2,on"), uint(0), true)
	f.Add([]byte(`<div itemscope itemtype="https://schema.org/Product"><b itemprop=name>a</b><p itemprop="offers" itemscope><span itemprop=availability>b</span></div>`), uint(0), false)
	f.Fuzz(func(t *testing.T, content []byte, pick uint, marked bool) {
		kind := catalogue.Sniff(content[:min(len(content), source.HeadSize)])
		if kind == "" {
			return
		}
		var set map[string]string
		if marked {
			set = map[string]string{"state": "off"}
		}
		offers, whole := read(t, kind, string(content), set)
		if len(offers) == 0 {
			return
		}
		chosen := offers[pick%uint(len(offers))]
		var out bytes.Buffer
		result, err := withdraw.Write(&out, bytes.NewReader(content), int64(len(content)), withdraw.Request{Kind: kind, Places: []delist.Location{chosen.at}, Set: set})
		if err != nil {
			return // refused: nothing is said of the output
		}
		if result.Records == 0 {
			t.Fatalf("nothing was withdrawn: %+v", result)
		}
		if len(result.Added) == 0 && kind != catalogue.Shopify {
			sameOutside(t, kind, content, out.Bytes(), chosen.at)
		}
		if whole && bytes.Equal(headings(content), headings(out.Bytes())) {
			sameOffers(t, kind, offers, chosen, out.String(), set)
		}
	})
}

// headings are the first line, and how the text is written as far as that is guessed:
// without them nothing tells what the columns are.
func headings(content []byte) []byte {
	line, _, _ := bytes.Cut(content, []byte("\n"))
	d, _ := tabular.Sniff(content)
	return append([]byte(d.String()+d.Fallback), line...)
}

// sameOutside checks that nothing changed outside of a record.
func sameOutside(t *testing.T, kind string, before, after []byte, at delist.Location) {
	t.Helper()
	begin, end, ok := recordOf(kind, before, at)
	if !ok {
		return
	}
	if int64(len(after)) < begin+int64(len(before))-end || !bytes.HasPrefix(after, before[:begin]) || !bytes.HasSuffix(after, before[end:]) {
		t.Errorf("bytes outside of %d to %d changed:\n%q\n%q", begin, end, before, after)
	}
}

// recordOf returns where a record stands, with what separates it from the next.
func recordOf(kind string, content []byte, at delist.Location) (begin, end int64, ok bool) {
	switch catalogue.FormOf(kind, content[:min(len(content), source.HeadSize)]) {
	case catalogue.FormDelimited:
		d, _ := tabular.Sniff(content)
		for row, err := range d.RawRows(bytes.NewReader(content)) {
			if err == nil && row.Line == at.Line {
				return row.Offset, row.Offset + int64(len(row.Raw)), true
			}
		}
	case catalogue.FormJSON:
		base, _, _ := strings.Cut(at.Object, "/variants/")
		for o, err := range catalogue.Objects(bytes.NewReader(content), 1<<20) {
			if err == nil && o.Line == at.Line && (o.Pointer == "" || o.Pointer == base) {
				if ok { // two in one line
					return 0, 0, false
				}
				begin, end = o.Begin, o.Begin+int64(len(o.Raw))
				begin -= int64(len(content[:begin]) - len(bytes.TrimRight(content[:begin], ", \t\r\n")))
				end += int64(len(content[end:]) - len(bytes.TrimLeft(content[end:], ", \t\r\n")))
				ok = true
			}
		}
		return begin, end, ok
	case catalogue.FormFeed:
		coding, mark := markup.FeedEncoding(content)
		for rec, err := range markup.Feed(bytes.NewReader(content), source.Limits{}) {
			if err == nil && rec.Object == at.Object && coding == nil {
				return rec.Begin + int64(mark), rec.End + int64(mark), true
			}
		}
	case catalogue.FormPage:
		for rec, err := range markup.Page(bytes.NewReader(content), source.Limits{}) {
			if err == nil && rec.Object == at.Object && markup.PageEncoding(content) == nil {
				return rec.Begin, rec.End, true
			}
		}
	}
	return 0, 0, false
}

// sameOffers checks that a reader finds one offer withdrawn or gone, and the
// others as they were.
func sameOffers(t *testing.T, kind string, before []offer, chosen offer, after string, set map[string]string) {
	t.Helper()
	offers, whole := read(t, kind, after, set)
	if !whole {
		t.Errorf("what was written cannot be read in whole:\n%q", after)
	}
	i := 0
	for _, o := range before {
		if o.at.Line == chosen.at.Line && o.at.Object == chosen.at.Object {
			if i < len(offers) && offers[i].name == o.name && offers[i].withdrawn != "" {
				i++
			}
			continue
		}
		switch {
		case i >= len(offers):
			t.Errorf("%q is missing:\n%q", o.name, after)
		case offers[i].name != o.name || offers[i].gtin != o.gtin:
			t.Errorf("got %+v, want %+v:\n%q", offers[i], o, after)
		case kind != catalogue.Shopify && offers[i].withdrawn != o.withdrawn:
			t.Errorf("%q is withdrawn by %q, and was by %q:\n%q", o.name, offers[i].withdrawn, o.withdrawn, after)
		}
		i++
	}
	if i < len(offers) {
		t.Errorf("%+v came from nowhere:\n%q", offers[i], after)
	}
}
