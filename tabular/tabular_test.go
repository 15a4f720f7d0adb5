package tabular_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/delistdev/delist/tabular"
)

// written is what a text was recognised as, and its rows, with "/" between
// fields and "!" before what could not be read.
func written(t *testing.T, text []byte) (string, string) {
	t.Helper()
	d, ok := tabular.Sniff(text[:min(len(text), 64<<10)])
	if !ok {
		return "", ""
	}
	var out []string
	for row, err := range d.Rows(bytes.NewReader(text)) {
		var fault *tabular.RowError
		switch {
		case errors.As(err, &fault):
			out = append(out, fmt.Sprintf("!%d", fault.Line))
		case err != nil:
			t.Fatal(err)
		default:
			out = append(out, fmt.Sprintf("%d:%s", row.Line, strings.Join(row.Fields, "/")))
		}
	}
	return d.String(), strings.Join(out, " ")
}

func in(e encoding.Encoding, text string) []byte {
	out, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		panic(err)
	}
	return out
}

func TestDialects(t *testing.T) {
	tests := []struct {
		name       string
		text       []byte
		form, rows string
	}{
		{"commas", []byte("a,b\n1,2\n"), "comma separated, utf-8", "1:a/b 2:1/2"},
		{"tabs before commas", []byte("a, x\tb\tc\n1\t2\t3\n"), "tab separated, utf-8", "1:a, x/b/c 2:1/2/3"},
		{"semicolons with decimal commas", []byte("Titel;Preis;Marke\nA;1,99;B\nC;2,99;D\n"), "semicolon separated, utf-8", "1:Titel/Preis/Marke 2:A/1,99/B 3:C/2,99/D"},
		{"bars", []byte("a|b\n1|2\n"), "bar separated, utf-8", "1:a/b 2:1/2"},
		{"quotes with everything in them", []byte("a,b\n\"x,\"\"y\"\"\nz\",2\n"), "comma separated, utf-8", "1:a/b 2:x,\"y\"\nz/2"},
		{"a quote that never ends loses its own line", []byte("a,b\n\"x,2\n3,4\n5,6\n"), "comma separated, utf-8", "1:a/b !2 3:3/4 4:5/6"},
		{"a byte-order mark", []byte("\ufeffa,b\n1,2\n"), "comma separated, utf-8", "1:a/b 2:1/2"},
		{"a spreadsheet's own word", []byte("sep=;\r\na,x;b\r\n1;2\r\n"), "semicolon separated, utf-8", "2:a,x/b 3:1/2"},
		{"UTF-16 with a mark", in(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "Назва\tb\nя\t2\n"), "tab separated, utf-16le", "1:Назва/b 2:я/2"},
		{"UTF-16 without one", in(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "title,b\none,2\n"), "comma separated, utf-16be", "1:title/b 2:one/2"},
		{"Windows-1252", in(charmap.Windows1252, "Größe,b\nfür Müller,2\n"), "comma separated, windows-1252", "1:Größe/b 2:für Müller/2"},
		{"Windows-1251", in(charmap.Windows1251, "Название,Бренд\nАнтивирус,Касперский\n"), "comma separated, windows-1251", "1:Название/Бренд 2:Антивирус/Касперский"},
		{"Shift_JIS", in(japanese.ShiftJIS, "タイトル,ブランド\nセキュリティ,カスペルスキー\n"), "comma separated, shift_jis", "1:タイトル/ブランド 2:セキュリティ/カスペルスキー"},
		{"GB18030", in(simplifiedchinese.GB18030, "标题,品牌\n网络摄像机,海康威视\n"), "comma separated, gb18030", "1:标题/品牌 2:网络摄像机/海康威视"},
		{"one record in another encoding", append([]byte("Größe,b\nfür,2\n"), in(charmap.Windows1252, "für,3\n")...), "comma separated, utf-8", "1:Größe/b 2:für/2 3:für/3"},
		{"prose", []byte("This is a text, which has commas.\nAnd another line\nand one\nmore\nof it\n"), "", ""},
		{"a list of names", []byte("one\ntwo\nthree\n"), "", ""},
		{"nothing", nil, "", ""},
		{"binary", []byte("\x7fELF,\x00,\x00\n"), "", ""},
	}
	for _, test := range tests {
		if form, rows := written(t, test.text); form != test.form || rows != test.rows {
			t.Errorf("%s: %q %q; want %q %q", test.name, form, rows, test.form, test.rows)
		}
	}
}

func TestFold(t *testing.T) {
	for heading, want := range map[string]string{"Display Name": "displayname", "g:brand": "gbrand", " Marke*": "marke", "Название": "название", "": ""} {
		if got := tabular.Fold(heading); got != want {
			t.Errorf("Fold(%q) = %q; want %q", heading, got, want)
		}
	}
}

// FuzzRows checks that no text makes the reader panic, and that a record at the
// end is read, or the last line is reported.
func FuzzRows(f *testing.F) {
	for _, text := range []string{"a,b\n1,2", "a;b\n\"1;2", "sep=;\na;b", "\xff\xfea\x00,\x00b\x00", "a\tb\n\x80\xff"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d, ok := tabular.Sniff(text)
		if !ok || d.Encoding != "utf-8" {
			return
		}
		text = append(text, "\nlast,last;last\tlast|last\n"...)
		line, lines := 0, bytes.Count(text, []byte("\n"))
		for row, err := range d.Rows(bytes.NewReader(text)) {
			if row.Line < line {
				t.Fatalf("line %d after line %d", row.Line, line)
			}
			line = row.Line
			if err == nil && len(row.Fields) > 0 {
				line += strings.Count(strings.Join(row.Fields, ""), "\n")
			}
		}
		if line < lines-1 {
			t.Fatalf("read to line %d of %d", line, lines)
		}
	})
}

func BenchmarkRows(b *testing.B) {
	line := "1234567,\"Example Security Suite, 3 devices\",Example,Example Inc.,04006381333931,EX-100,49.99 USD,in stock,https://shop.example/1234567\n"
	text := []byte("id,title,brand,manufacturer,gtin,mpn,price,availability,link\n" + strings.Repeat(line, 100_000))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d, _ := tabular.Sniff(text[:64<<10])
		for _, err := range d.Rows(bytes.NewReader(text)) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
