package document_test

import (
	"slices"
	"strings"
	"testing"
)

const article = `<!DOCTYPE html><html lang="en-gb"><head><meta charset="utf-8">
<title>Lamp lit again amid concerns | The Norhaven Post</title>
<meta property="og:site_name" content="The Norhaven Post">
<meta property="og:title" content="Lamp lit again amid concerns">
<link rel="canonical" href="https://www.post.example/lamp">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"}, {"@type": "NewsArticle",
"headline": "Lamp lit again", "datePublished": "2017-09-09T10:00:00+02:00", "author": [{"@type": "Person", "name": "Jane Doe"}, {"name": "AFP"}],
"publisher": {"@type": "Organization", "name": "Post Group"}}]}</script></head><body>
<header><a href="/">The Norhaven Post</a></header>
<nav><ul><li><a href="/1">Sea</a><li><a href="/2">Land</a><li><a href="/3">Weather and tides of the week</a></ul></nav>
<div class="cookie-banner"><p>We use cookies on this site to make it better for you and for our partners, who are many. Accept them all, please.</p></div>
<main><article><h1>Lamp lit again amid concerns</h1><p class="byline">By Jane Doe</p><time datetime="2017-09-09">9 Sept 2017</time>
<figure><img src="x.jpg"><figcaption>The lamp in a storm. Photo: Ann Roe</figcaption></figure>
<p>NORHAVEN (AFP) — ` + story + `</p>
<p>The board said that <a href="/c">its charts</a> would be <b>drawn</b> again.<br>It gave no day.</p>
<div class="ad">Buy lamp oil now, it is cheap and it burns for a very long time, said nobody ever. Click here to buy.</div>
<ul><li>First, the oil.<li>Second, the wick.</ul>
<blockquote>It is a good lamp.</blockquote>
<p>&copy; 2017 AFP</p></article></main>
<aside class="related"><h2>More</h2><p><a href="/4">A whale of a time: the festival of the sea opened its doors on Friday in the rain</a></p></aside>
<div id="comments"><p>This is what a reader thinks about lamps, at some length, and with many words, none of which belong to the story at all.</p></div>
<footer><p>All about us, and about what we do with your data, in more words than you will ever want to read in your life.</p></footer></body></html>`

func TestPage(t *testing.T) {
	d := one(t, article)
	if d.Title != "Lamp lit again amid concerns" || d.Publisher != "The Norhaven Post" || d.Author != "Jane Doe" || d.Agency != "AFP" || d.Place != "Norhaven" ||
		d.URL != "https://www.post.example/lamp" || d.Language != "en-GB" || d.Printed.String() != "2017-09-09" || d.MediaType != "text/html" {
		t.Errorf("got %+v", d)
	}
	want := []string{
		"Lamp lit again amid concerns", "By Jane Doe", "9 Sept 2017", "The lamp in a storm. Photo: Ann Roe", "NORHAVEN (AFP) — " + story,
		"The board said that its charts would be drawn again.", "It gave no day.", "First, the oil.", "Second, the wick.", "It is a good lamp.", "© 2017 AFP",
	}
	if got := paragraphsOf(d); !slices.Equal(got, want) {
		t.Errorf("paragraphs %q", got)
	}
	for field, spans := range map[string][]string{
		"title": {"Lamp lit again amid concerns"}, "author": {"Jane Doe"}, "printed": {"9 Sept 2017"}, "caption": {"The lamp in a storm. Photo: Ann Roe"},
		"place": {"NORHAVEN"}, "agency": {"AFP", "AFP"}, "copyright": {"© 2017 AFP"},
	} {
		if got := marked(d, field); !slices.Equal(got, spans) {
			t.Errorf("%s is marked over %q; want %q", field, got, spans)
		}
	}
}

func TestPagesOfOtherKinds(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"never closes", "<html><body><div><p>" + story + "<p>Second.", story + "\n\nSecond."},
		{"a piece of a page", "<p>" + story + "</p>", story},
		{"windows-1251, declared", "<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1251'></head><p>\xCB\xE0\xEC\xEF\xE0 \xE3\xEE\xF0\xE8\xF2.</p>", "Лампа горит."},
		{"declared otherwise than it is", "<html><head><meta charset=iso-8859-1></head><p>Grüße aus Kiel.</p>", "Grüße aus Kiel."},
		{"a table for its frame", "<html><body><table><tr><td><a href=/>Home</a></td><td><p>" + story + "</p></td></tr></table></body></html>", story},
		{"entities", "<html><p>Tom &amp; Jerry &#8212; caf&eacute;.</p></html>", "Tom & Jerry — café."},
		{"hidden text", "<html><p>" + story + "</p><p hidden>" + story + "</p><p style='display: none'>" + story + "</p></html>", story},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := one(t, tt.in); d.Text != tt.want {
				t.Errorf("got  %q\nwant %q", d.Text, tt.want)
			}
		})
	}
}

func TestPageHeads(t *testing.T) {
	tests := []struct{ head, title, publisher, printed string }{
		{`<title>Lamp lit - The Post</title><meta property="og:site_name" content="The Post">`, "Lamp lit", "The Post", ""},
		{`<meta property="og:title" content="Lamp lit | The Post"><meta property="og:site_name" content="The Post">`, "Lamp lit", "The Post", ""},
		{`<title>Lamp - lit</title><link rel=canonical href="https://www.post.example/2017/09/09/lamp.html">`, "Lamp - lit", "post.example", "2017-09-09"},
		{`<title>Lamp</title><link rel=canonical href="https://www.post.example/2017/sep/09/lamp"><meta name="date" content="2017-09-10">`, "Lamp", "post.example", "2017-09-10"},
		{`<title>Lamp</title><script type="application/ld+json">{"@type": "NewsArticle", "headline": "x", "datePublished": "2017-09"</script>`, "Lamp", "", ""},
	}
	for _, tt := range tests {
		d := one(t, "<html><head>"+tt.head+"</head><p>"+story+"</p></html>")
		if d.Title != tt.title || d.Publisher != tt.publisher || d.Printed.String() != tt.printed {
			t.Errorf("%s: title %q, publisher %q, printed %q", tt.head, d.Title, d.Publisher, d.Printed)
		}
	}
}

// A million open elements are no deeper for the reader than a few.
func TestPageTooDeep(t *testing.T) {
	for _, tag := range []string{"<div>", "<b>", "<table><tr><td>", "<ul><li>", "<a href=x>", "<p><div>", "<svg>"} {
		docs, _ := read(t, "<html><body><p>"+story+"</p>"+strings.Repeat(tag, 1_000_000/len(tag)*5)+"<p>End of it.</p>")
		if len(docs) != 1 || !strings.Contains(docs[0].Text, story) {
			t.Errorf("%s: %d documents", tag, len(docs))
		}
	}
}
