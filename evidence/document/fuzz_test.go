package document_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/delistdev/delist/evidence/document"
)

// small are limits under which a fuzz test runs fast.
var small = document.Limits{Document: 1 << 20, Unpacked: 4 << 20}

// law reads a file twice and checks what holds for any: it ends without a panic, it
// gives documents or says why not, marks stand in the text, and the second reading
// gives the same.
func law(t *testing.T, data string) {
	docs, faults := readWith(t, data, small)
	if len(docs) == 0 && len(faults) == 0 && !strings.HasPrefix(strings.TrimLeft(data, "\ufeff \t\r\n\f\v\u00A0"), "WARC/") {
		t.Errorf("neither a document nor an error")
	}
	again, faultsAgain := readWith(t, data, small)
	if len(again) != len(docs) || len(faultsAgain) != len(faults) {
		t.Fatalf("%d documents and %d faults, then %d and %d", len(docs), len(faults), len(again), len(faultsAgain))
	}
	for i := range docs {
		if docs[i].Text != again[i].Text || docs[i].ID != again[i].ID || len(docs[i].Marks) != len(again[i].Marks) {
			t.Errorf("document %d is another the second time", i)
		}
	}
}

// FuzzText checks the law for plain text, and that a text of printable ASCII loses
// no word.
func FuzzText(f *testing.F) {
	f.Add(print1)
	f.Add("WASHINGTON (AP) — " + story)
	f.Add("Gr\xFC\xDFe\n\nGrüße\r\x0c1/2\n\nlinks [a](#) [b](http://x) ![c](/d) co-\nop")
	f.Add(utf16le("Title here\n\nBy Jane Doe, Reuters\n\n9.9.2017\n\n" + story))
	f.Fuzz(func(t *testing.T, data string) {
		law(t, data)
		text := "The story begins here. " + strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r == ' ' || r == '\n' || r == '.' {
				return r
			}
			return 'x'
		}, data)
		if d := one(t, text); strings.Join(strings.Fields(d.Text), "") != strings.Join(strings.Fields(text), "") {
			t.Errorf("words of %q are not those of %q", d.Text, text)
		}
	})
}

// FuzzPage checks the law for HTML.
func FuzzPage(f *testing.F) {
	f.Add(article)
	f.Add("<html><table><tr><td>a<td>b<p>c<ul><li>d<li>e</table><br><br>x<script>y</script><title>z")
	f.Add(`<!doctype html><script type="application/ld+json">[{"@type":["Article"],"author":[["x"]],"datePublished":"2017"}]</script><p>a`)
	f.Fuzz(func(t *testing.T, data string) { law(t, "<html>"+data) })
}

// FuzzPDF checks the law for PDF.
func FuzzPDF(f *testing.F) {
	f.Add(sheets(written("Lamp lit again", "The keeper", "has lit it."), "BT /F2 10 Tf <00010002> Tj ET"))
	f.Add("%PDF-1.4\n1 0 obj<</Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]>>endobj 3 0 obj<</Type/Page/Contents 4 0 R>>endobj 4 0 obj<</Filter/LZWDecode>>stream\n\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01\nendstream endobj trailer<</Root 1 0 R>>")
	f.Add("%PDF-1.4\n1 0 obj<</Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]>>endobj 3 0 obj<</Type/Page/Contents 4 0 R>>endobj 4 0 obj<<>>stream\nBT 1 0 0 1 5 5 Tm 3 Tc 2 Tw 50 Tz [(a)-900(b)]TJ (c)' 1 2 (d)\" BI ID x EI q Q cm ET\nendstream endobj trailer<</Root 1 0 R/Encrypt<</Filter/Standard/V 4/R 4/O(x)/U(y)>>>>")
	f.Fuzz(func(t *testing.T, data string) { law(t, "%PDF-1.4\n"+data) })
}

// FuzzPDFContent checks the law for the content of a page: everything else of the
// file is sound.
func FuzzPDFContent(f *testing.F) {
	f.Add(written("Lamp lit again", "The keeper", "has lit it."))
	f.Add("BT /F2 10 Tf 0 1 -1 0 3 4 Tm [<0001> -500 <00300030>] TJ T* 5 TL 2 Ts (x) ' ET q 1 0 0 1 0 0 cm Q /X Do")
	f.Fuzz(func(t *testing.T, data string) { law(t, sheets(data, data)) })
}

// FuzzMail checks the law for mails.
func FuzzMail(f *testing.F) {
	head := "From: a@b\nSubject: =?utf-8?q?x?=\nDate: Sat, 9 Sep 2017 12:00:00 +0200\n"
	f.Add(head + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>a=3D=\nb</p>\n--b\nContent-Type: message/rfc822\n\n" + head + "\nbody\n--b--\n")
	f.Add(head + "Content-Transfer-Encoding: base64\n\nR3JlZXRpbmdz\n\nFrom x\n")
	f.Fuzz(func(t *testing.T, data string) { law(t, "From: a@b\nDate: x\n"+data) })
}

// FuzzWARC checks the law for web archives, and that a sound record before and after
// whatever is between them is read, unless a length says that the last belongs to
// what is between.
func FuzzWARC(f *testing.F) {
	f.Add(answer("https://a.example/", "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", "5\r\n<p>ab\r\n0\r\n\r\n"))
	f.Add(record("resource", "x", "text/plain", story) + "WARC/1.0\r\nContent-Length: 5\r\n\r\nab")
	f.Add("garbage\r\nWARC/1.1\r\nWARC-Type: revisit\r\nContent-Length: 0\r\n\r\n\r\n\r\n")
	first, last := record("resource", "https://a.example/1", "text/plain", story+" One."), record("resource", "https://a.example/2", "text/plain", story+" Two.")
	f.Fuzz(func(t *testing.T, data string) {
		law(t, first+data+last)
		docs, faults := readWith(t, first+data+"\r\n\r\n"+last, small)
		if len(docs) == 0 || docs[0].Text != story+" One." {
			t.Error("the record before is lost")
		}
		if n := len(docs); (n < 2 || docs[n-1].Text != story+" Two.") && len(faults) == 0 && !strings.Contains(strings.ToLower(data), "content-length") {
			t.Error("the record after is lost in silence")
		}
	})
}

// FuzzJSON checks the law for JSON lines, and that a sound line before and after
// whatever is between them is read.
func FuzzJSON(f *testing.F) {
	f.Add(`{"text": "a", "title": ["x"], "date": 1504915200, "author": {"name": "b"}, "source": null}`)
	f.Add(`[{"text": "a"}, {"body": "<p>b</p>"}, 5, "c"]`)
	f.Add("{\"content\": \"\\ud800\\u0000\", \n \"lang\": \"en_us\"}")
	good := `{"text": "` + story + `"}`
	f.Fuzz(func(t *testing.T, data string) {
		law(t, "{"+data)
		law(t, "[{"+data)
		docs, _ := readWith(t, good+"\n"+data+"\n"+good+"\n", small)
		if n := len(docs); n < 2 || docs[0].Text != story || docs[n-1].Text != story {
			t.Errorf("%d documents", n)
		}
	})
}

// FuzzGzip checks the law for packed files: a sound member before whatever follows
// is read, or its damage is said.
func FuzzGzip(f *testing.F) {
	f.Add(zipped("abc"))
	f.Add(zipped("abc")[:20] + zipped("d"))
	good := zipped(`{"text": "` + story + `"}` + "\n")
	f.Fuzz(func(t *testing.T, data string) {
		law(t, "\x1F\x8B"+data)
		docs, faults := readWith(t, good+data, small)
		if len(docs) == 0 && (len(faults) == 0 || !errors.Is(faults[0], document.ErrCut)) {
			t.Errorf("no document, faults %v", faults)
		}
	})
}
