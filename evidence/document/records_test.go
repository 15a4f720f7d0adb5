package document_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/delistdev/delist/evidence/document"
)

const smallPage = `<!doctype html><html lang="en"><head><title>Lamp lit again - The Norhaven Post</title><meta property="og:site_name" content="The Norhaven Post"></head>
<body><nav><a href="/">Home</a> <a href="/sea">Sea</a></nav><h1>Lamp lit again</h1><p>` + story + `</p></body></html>`

func TestJSONLines(t *testing.T) {
	docs, faults := read(t, `{"headline": "Lamp lit", "body": "`+story+`", "url": "https://www.post.example/1", "date": "2017-09-09T10:00:00Z", "source": {"name": "The Post"}, "authors": ["Jane Doe", "Ann Roe"], "lang": "en_US"}
{"broken": tru
{"title": "no text here"}

{"Text": "<p>First.</p><p>Second of two.</p>", "timestamp": 1504915200, "author": "AFP"}
{"text": "cut in the mid`)
	if len(docs) != 2 || len(faults) != 3 {
		t.Fatalf("%d documents, faults %v", len(docs), faults)
	}
	d := docs[0]
	if d.Title != "Lamp lit" || d.Publisher != "The Post" || d.Author != "Jane Doe, Ann Roe" || d.Printed.String() != "2017-09-09" || d.Language != "en-US" || d.URL != "https://www.post.example/1" || d.Part != "line 1" {
		t.Errorf("got %+v", d)
	}
	if d := docs[1]; d.Text != "First.\n\nSecond of two." || d.Agency != "AFP" || d.Author != "" || d.Printed.String() != "2017-09-09" || d.Part != "line 5" {
		t.Errorf("got %+v", d)
	}
	for i, want := range []string{"a.file: line 2:", "a.file: line 3: no text: it has the fields \"title\"", "a.file: line 6:"} {
		if !strings.HasPrefix(faults[i].Error(), want) {
			t.Errorf("fault %v; want %s", faults[i], want)
		}
	}
	if !errors.Is(faults[2], document.ErrCut) {
		t.Errorf("%v is not ErrCut", faults[2])
	}
}

func TestJSONForms(t *testing.T) {
	object := `{"text": "A brace } in a text and a quote \" too."}`
	tests := []struct {
		name, in     string
		docs, faults int
	}{
		{"array", "[" + object + ",\n" + object + "]", 2, 0},
		{"array with one that is no JSON", `[{"a": tru}, ` + object + "]", 1, 1},
		{"array that stops", "[" + object + `, {"text": "abc`, 1, 1},
		{"array with a stray value", "[" + object + ", 17]", 1, 1},
		{"one object over several lines", "{\n \"title\": \"x\",\n \"text\": \"abc def\"\n}\n", 1, 0},
		{"objects one after the other", "{\n\"text\": \"one\"}{\"text\":\n\"two\"}", 2, 0},
		{"first line is broken", `{"text": "a}` + "\n" + object + "\n" + object, 2, 1},
		{"UTF-16", utf16le("{\"text\": \"Größe\"}\n{\"text\": \"zwei\"}\n"), 2, 0},
		{"empty array", "[]", 0, 1},
		{"packed", zipped(object + "\n" + object + "\n"), 2, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			docs, faults := read(t, tt.in)
			if len(docs) != tt.docs || len(faults) != tt.faults {
				t.Errorf("%d documents, faults %v; want %d and %d", len(docs), faults, tt.docs, tt.faults)
			}
		})
	}
}

func utf16le(s string) string {
	out := []byte{0xFF, 0xFE}
	for _, r := range s {
		out = append(out, byte(r), byte(r>>8))
	}
	return string(out)
}

func TestWARC(t *testing.T) {
	chunked := fmt.Sprintf("%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", 20, smallPage[:20], len(smallPage)-20, smallPage[20:])
	packed := zipped(smallPage)
	file := record("warcinfo", "", "application/warc-fields", "software: test\r\n") +
		record("request", "https://post.example/1", "application/http", "GET / HTTP/1.1\r\n\r\n") +
		answer("https://post.example/1", "Content-Type: text/html; charset=utf-8\r\n", smallPage) +
		answer("https://post.example/2", "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", chunked) +
		answer("https://post.example/3", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", packed) +
		answer("https://post.example/p", "Content-Type: image/png\r\n", "\x89PNG\x00\x00\x00") +
		record("resource", "https://post.example/4", "text/plain", story) +
		strings.Replace(answer("https://post.example/5", "Content-Type: text/html\r\n", "gone"), "200 OK", "404 No", 1) +
		answer("https://post.example/6", "Content-Type: text/html\r\nContent-Encoding: br\r\n", "\x0b\x02\x80\x00\x00\x03")
	for name, in := range map[string]string{"plain": file, "packed": zipped(file), "packed by record": byRecord(file)} {
		t.Run(name, func(t *testing.T) {
			docs, faults := read(t, in)
			if len(docs) != 4 || len(faults) != 2 {
				t.Fatalf("%d documents, faults %v", len(docs), faults)
			}
			for i, d := range docs {
				if want := fmt.Sprintf("https://post.example/%d", i+1); d.URL != want || d.Retrieved.String() != "2024-05-15" || !strings.Contains(d.Text, story) {
					t.Errorf("got %s, retrieved %v, %q; want %s", d.URL, d.Retrieved, d.Text, want)
				}
			}
			if docs[0].ID != docs[1].ID || docs[0].ID != docs[2].ID {
				t.Error("the same page has another ID when it was sent in another encoding")
			}
			if docs[0].Title != "Lamp lit again" || docs[0].Publisher != "The Norhaven Post" || docs[3].Publisher != "post.example" {
				t.Errorf("got %+v and %+v", docs[0], docs[3])
			}
			if !strings.Contains(faults[0].Error(), `content-encoding "br"`) || !errors.Is(faults[1], document.ErrPassed) || !strings.Contains(faults[1].Error(), "1 × answer 404, 1 × image/png") {
				t.Errorf("faults %v", faults)
			}
		})
	}
}

// byRecord packs each record into a member of its own.
func byRecord(file string) string {
	var out strings.Builder
	for _, r := range strings.SplitAfter(file, "\r\n\r\nWARC/") {
		rest, next := strings.CutSuffix(r, "WARC/")
		if out.Len() > 0 {
			rest = "WARC/" + rest
		}
		out.WriteString(zipped(rest))
		_ = next
	}
	return out.String()
}

func TestWARCDamaged(t *testing.T) {
	page := func(n int) string {
		return answer(fmt.Sprintf("https://post.example/%d", n), "Content-Type: text/plain\r\n", fmt.Sprintf("Page %d. %s", n, story))
	}
	broken := []byte(zipped(page(2)))
	for i := 40; i < 60; i++ {
		broken[i] ^= 0x55
	}
	tests := []struct {
		name, in     string
		docs, faults int
		cut          bool
	}{
		{"stops in a block", (page(1) + page(2))[:len(page(1)+page(2))-60], 2, 1, true},
		{"stops in a header", page(1) + page(2)[:50], 1, 1, true},
		{"no length", page(1) + "WARC/1.0\r\nWARC-Type: response\r\n\r\nabc\r\n\r\n" + page(2), 2, 2, false},
		{"length too small", strings.Replace(page(1), "Content-Length: ", "Content-Length: 1", 1)[:0] + shorter(page(1)) + page(2), 2, 1, false},
		{"a damaged member", zipped(page(1)) + string(broken) + zipped(page(3)), 2, 1, true},
		{"a length beyond the limit", page(1) + "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 99999999999\r\n\r\nabc", 1, 2, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			docs, faults := read(t, tt.in)
			if len(docs) != tt.docs || len(faults) != tt.faults {
				t.Fatalf("%d documents, faults %v; want %d and %d", len(docs), faults, tt.docs, tt.faults)
			}
			if last := faults[len(faults)-1]; errors.Is(last, document.ErrCut) != tt.cut {
				t.Errorf("%v: cut %v", last, tt.cut)
			}
		})
	}
}

// shorter makes the length of a record 50 bytes less than it is.
func shorter(record string) string {
	at := strings.Index(record, "Content-Length: ") + len("Content-Length: ")
	end := at + strings.IndexByte(record[at:], '\r')
	var n int
	_, _ = fmt.Sscan(record[at:end], &n)
	return record[:at] + fmt.Sprint(n-50) + record[end:]
}

func TestMail(t *testing.T) {
	attached := base64.StdEncoding.EncodeToString([]byte(story + " In the attachment."))
	mail := strings.ReplaceAll(`Received: from a by b; Sat, 9 Sep 2017 10:00:00 +0000
From: =?utf-8?q?J=C3=B6rg_Doe?= <joerg@post.example>
To: desk@post.example
Subject: =?utf-8?b?TGFtcCBsaXQ=?=
 again
Date: Sat, 9 Sep 2017 12:00:00 +0200 (CEST)
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

preamble
--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

The gr=FCne lamp is lit again and the keeper of it is pleased, he said to =
everybody who asked him on the day after.
--inner
Content-Type: text/html; charset=utf-8

<p>The page</p>
--inner--
--outer
Content-Type: text/plain; charset=utf-8
Content-Disposition: attachment; filename="report.txt"
Content-Transfer-Encoding: base64

`+attached+`
--outer
Content-Type: image/png; name=lamp.png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--outer
Content-Type: message/rfc822

From: Ann Roe <ann@post.example>
Subject: Forwarded
Date: Fri, 8 Sep 2017 12:00:00 +0200

`+story+`
--outer--
`, "\n", "\r\n")
	docs, faults := read(t, mail)
	if len(docs) != 3 || len(faults) != 1 || !errors.Is(faults[0], document.ErrPassed) {
		t.Fatalf("%d documents, faults %v", len(docs), faults)
	}
	if d := docs[0]; d.Title != "Lamp lit again" || d.Author != "Jörg Doe" || d.Printed.String() != "2017-09-09" || d.MediaType != "message/rfc822" ||
		d.Text != "The grüne lamp is lit again and the keeper of it is pleased, he said to everybody who asked him on the day after." {
		t.Errorf("got %+v", d)
	}
	if d := docs[1]; d.Part != "report.txt" || d.Text != story+" In the attachment." {
		t.Errorf("got %+v", d)
	}
	if d := docs[2]; d.Title != "Forwarded" || d.Author != "Ann Roe" || d.Text != story {
		t.Errorf("got %+v", d)
	}
	// Cut inside the attachment: the text is there, and it is said.
	docs, faults = read(t, mail[:strings.Index(mail, attached)+40])
	if len(docs) != 2 || len(faults) == 0 || !errors.Is(faults[0], document.ErrCut) || docs[0].Title != "Lamp lit again" || len(docs[0].Notes) == 0 {
		t.Errorf("cut: %d documents, faults %v", len(docs), faults)
	}
}

func TestMbox(t *testing.T) {
	docs, faults := read(t, "From a@b Sat Sep  9\nFrom: A <a@b>\nSubject: One\nDate: Sat, 9 Sep 2017 12:00:00 +0000\n\n"+story+"\n\nFrom c@d Sat Sep  9\nFrom: C <c@d>\nSubject: Two\n\n"+story+"\n")
	if len(docs) != 2 || len(faults) != 0 || docs[1].Title != "Two" || docs[1].Part != "message 2" {
		t.Errorf("%d documents, faults %v: %+v", len(docs), faults, docs)
	}
}

func TestMailWithoutText(t *testing.T) {
	docs, faults := read(t, "From: a@b\nSubject: Report\nDate: Sat, 9 Sep 2017 12:00:00 +0000\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\n"+story+"\n--b--\n")
	if len(docs) != 2 || len(faults) != 0 || docs[0].Title != "Report" || len(docs[0].Notes) != 1 || docs[1].Text != story {
		t.Errorf("%+v, faults %v", docs, faults)
	}
}
