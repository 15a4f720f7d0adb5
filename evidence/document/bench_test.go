package document_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/delistdev/delist/evidence/document"
)

// benchRead reports how many documents a second are read on one core.
func benchRead(b *testing.B, data string) {
	b.SetBytes(int64(len(data)))
	n := 0
	for b.Loop() {
		for _, err := range document.Read(strings.NewReader(data), "a.file", document.Limits{}) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "docs/s")
}

// longStory is an article of 3 KB.
func longStory(n int) string {
	return fmt.Sprintf("Lamp lit again in Norhaven, number %d\n\nBy Jane Doe\n\nSeptember 9 2017\n\nNORHAVEN (AFP) — ", n) + strings.Repeat(story+"\n\n", 13) + "© 2017 AFP"
}

func BenchmarkText(b *testing.B) { benchRead(b, longStory(1)) }

// BenchmarkTextMended reads a text whose lines and words were broken.
func BenchmarkTextMended(b *testing.B) {
	var out strings.Builder
	for i, word := range strings.Fields(longStory(1)) {
		switch {
		case i%11 == 10:
			out.WriteString("hy-\nphen\n")
		case i%70 == 69:
			out.WriteString("the\n\n")
		}
		out.WriteString(word + " ")
	}
	benchRead(b, out.String())
}

func BenchmarkJSONLines(b *testing.B) {
	var out strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&out, `{"title": "Lamp lit, %d", "text": %q, "url": "https://a.example/%d", "date": "2017-09-09T10:00:00Z", "source": "The Post"}`+"\n", i, longStory(i), i)
	}
	benchRead(b, out.String())
}

// BenchmarkPage reads a page of 90 KB, most of it script, style and links.
func BenchmarkPage(b *testing.B) {
	links := strings.Repeat(`<li class="item"><a class="link link--small" href="https://www.post.example/section/page-1234.html">A headline of another day</a></li>`+"\n", 250)
	script := "<script>" + strings.Repeat("var a = {b: function() { return 1 < 2 && 3 > 2 }};\n", 800) + "</script>"
	page := strings.Replace(article, "<nav>", script+"<nav><ul>"+links+"</ul>", 1)
	page = strings.Replace(page, "<blockquote>", strings.Repeat("<p>"+story+"</p>\n", 20)+"<blockquote>", 1)
	benchRead(b, page)
}

func BenchmarkWARC(b *testing.B) {
	var out strings.Builder
	for i := range 200 {
		out.WriteString(zipped(answer(fmt.Sprintf("https://a.example/%d", i), "Content-Type: text/html\r\n", article)))
	}
	benchRead(b, out.String())
}

func BenchmarkPDF(b *testing.B) {
	page := written("Lamp lit again", strings.Split(strings.Repeat(strings.ReplaceAll(story, ". ", ".\n")+"\n", 20), "\n")...)
	benchRead(b, sheets(page, page, page, page))
}
