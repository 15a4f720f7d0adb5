package document_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/delistdev/delist/evidence/document"
)

const print1 = `

Norhaven lamp lit again amid harbour concerns

September 9 2017



The lighthouse of Norhaven, shown here in a storm, has been dark since a dispute over its lamp

The island's lighthouse has been lit again by a keeper whom nobody had asked, the harbour board and the keeper confirmed Friday.

The board, with offices in four towns, did not announce the

change itself but its [charts](#) were withdrawn, and numerous sailors said that the light could be seen.

"The lamp belongs to the sea," he said, "and the decade-long quarrel does not con-
cern it." It was a quarrel about oil.

© 2017 AFP

Citation: Norhaven lamp lit again amid harbour concerns (2017, September 9)
retrieved 15 May 2024 from <https://www.post.example/news/2017-09-lamp.html>

This document is subject to copyright. Apart from any fair dealing, no part may be reproduced without the written permission.`

// A text as a printer for the web made it: page breaks inside sentences, dead
// links, the agency in the line on copyright.
func TestPrint(t *testing.T) {
	d := one(t, print1)
	if d.Title != "Norhaven lamp lit again amid harbour concerns" || d.Agency != "AFP" || d.Publisher != "post.example" || d.Language != "en" ||
		d.Printed.String() != "2017-09-09" || d.Precision != "day" || d.Retrieved.String() != "2024-05-15" || d.URL != "https://www.post.example/news/2017-09-lamp.html" {
		t.Errorf("got %+v", d)
	}
	want := map[string][]string{
		"title":     {"Norhaven lamp lit again amid harbour concerns"},
		"printed":   {"September 9 2017", "2017, September 9"},
		"caption":   {"The lighthouse of Norhaven, shown here in a storm, has been dark since a dispute over its lamp"},
		"copyright": {"© 2017 AFP"},
		"agency":    {"AFP"},
		"citation":  {"Citation: Norhaven lamp lit again amid harbour concerns (2017, September 9) retrieved 15 May 2024 from <https://www.post.example/news/2017-09-lamp.html>"},
		"retrieved": {"15 May 2024"},
		"notice":    {"This document is subject to copyright. Apart from any fair dealing, no part may be reproduced without the written permission."},
	}
	for field, spans := range want {
		if got := marked(d, field); !slices.Equal(got, spans) {
			t.Errorf("%s is marked over %q; want %q", field, got, spans)
		}
	}
	ps := paragraphsOf(d)
	if len(ps) != 9 || ps[4] != "The board, with offices in four towns, did not announce the change itself but its charts were withdrawn, and numerous sailors said that the light could be seen." ||
		ps[5] != `"The lamp belongs to the sea," he said, "and the decade-long quarrel does not concern it." It was a quarrel about oil.` {
		t.Errorf("paragraphs %q", ps)
	}
}

// A text without a headline, which begins with a month and a date line.
func TestPrintWithoutHeadline(t *testing.T) {
	d := one(t, " date 2017-09 Norhaven — The island's lighthouse has been lit again by a keeper.\n\n"+story+"\n\nAFP")
	if d.Title != "" || d.Place != "Norhaven" || d.Agency != "AFP" || d.Printed.String() != "2017-09-01" || d.Precision != "month" {
		t.Errorf("got %+v", d)
	}
	if got := marked(d, "printed"); !slices.Equal(got, []string{"2017-09"}) {
		t.Errorf("printed is marked over %q", got)
	}
}

func TestDateLines(t *testing.T) {
	tests := []struct{ line, place, agency, printed string }{
		{"WASHINGTON — The lamp was lit.", "Washington", "", ""},
		{"WASHINGTON (AP) — The lamp was lit.", "Washington", "AP", ""},
		{"Washington (AFP) - The lamp was lit.", "Washington", "AFP", ""},
		{"Washington — The lamp was lit.", "Washington", "", ""},
		{"Moscow, Sept 9 (Reuters) - The lamp was lit.", "Moscow", "Reuters", ""},
		{"PARIS, Sept 9, 2017 (AFP) – The lamp was lit.", "Paris", "AFP", "2017-09-09"},
		{"(Reuters) - The lamp was lit.", "", "Reuters", ""},
		{"Berlin (dpa) - Die Lampe brennt.", "Berlin", "dpa", ""},
		{"МОСКВА, 9 сен - РИА Новости. Лампа горит.", "Москва", "RIA Novosti", ""},
		{"The lamp — a gift of the sea — was lit.", "", "", ""},
		{"Lamp Company — the maker of lamps was pleased.", "", "", ""},
		{"He lit it - at last - on Friday.", "", "", ""},
		{"St. John's, Newfoundland (AP) — The lamp was lit.", "St. John's, Newfoundland", "AP", ""},
	}
	for _, tt := range tests {
		d := one(t, tt.line+" "+story+"\n\nA second paragraph stands here, and it ends as it should.")
		if d.Place != tt.place || d.Agency != tt.agency || d.Printed.String() != tt.printed {
			t.Errorf("%q: place %q, agency %q, printed %q; want %q, %q, %q", tt.line, d.Place, d.Agency, d.Printed, tt.place, tt.agency, tt.printed)
		}
	}
}

func TestDates(t *testing.T) {
	tests := []struct{ line, want, precision string }{
		{"September 9 2017", "2017-09-09", "day"},
		{"Published: Saturday, 9th September 2017, 14:05", "2017-09-09", "day"},
		{"2017-09-09", "2017-09-09", "day"},
		{"2017/09/09", "2017-09-09", "day"},
		{"09.09.2017", "2017-09-09", "day"},
		{"09/30/2017", "2017-09-30", "day"},
		{"30/09/2017", "2017-09-30", "day"},
		{"09/08/2017", "2017-01-01", "year"},
		{"9 сентября 2017", "2017-09-09", "day"},
		{"9 septembre 2017", "2017-09-09", "day"},
		{"9. September 2017", "2017-09-09", "day"},
		{"9 de septiembre de 2017", "2017-09-09", "day"},
		{"Sept. 9, 2017", "2017-09-09", "day"},
		{"September 2017", "2017-09-01", "month"},
		{"date 2017-09", "2017-09-01", "month"},
		{"February 30 2017", "", ""},
		{"Updated: 10 September 2017", "2017-09-10", "day"},
	}
	for _, tt := range tests {
		d := one(t, "Lamp lit again in Norhaven\n\n"+tt.line+"\n\n"+story)
		if d.Printed.String() != tt.want || d.Precision != tt.precision {
			t.Errorf("%q: %q to the %s; want %q to the %s", tt.line, d.Printed, d.Precision, tt.want, tt.precision)
		}
	}
}

func TestBylines(t *testing.T) {
	tests := []struct{ line, author, agency string }{
		{"By Jane Doe", "Jane Doe", ""},
		{"By JANE DOE and ANN ROE, Associated Press", "JANE DOE and ANN ROE", "AP"},
		{"By Reuters", "", "Reuters"},
		{"Von Anna Roe", "Anna Roe", ""},
		{"By the time it was noon they had left", "", ""},
		{"AFP", "", "AFP"},
	}
	for _, tt := range tests {
		d := one(t, "Lamp lit again in Norhaven\n\n"+tt.line+"\n\n"+story)
		if d.Author != tt.author || d.Agency != tt.agency {
			t.Errorf("%q: author %q, agency %q; want %q, %q", tt.line, d.Author, d.Agency, tt.author, tt.agency)
		}
	}
}

func TestAgencyAtTheEnd(t *testing.T) {
	for _, tail := range []string{"\n\nAFP", "\n\n(Reuters)", "\n\n© Agence France-Presse", " (AFP)", "\n\nCopyright 2017 The Associated Press. All rights reserved.", " — Reuters"} {
		if d := one(t, story+"\n\n"+story+" And so it was."+tail); d.Agency == "" || len(marked(d, "agency")) != 1 {
			t.Errorf("%q: agency %q, marks %q", tail, d.Agency, marked(d, "agency"))
		}
	}
}

func TestLines(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{
			"lines that were broken to a width", "The keeper of the lamp said that it would burn for as long as\nthere was oil, and that there was enough oil for a year.\nNobody believed him.\n\nThe end.",
			"The keeper of the lamp said that it would burn for as long as there was oil, and that there was enough oil for a year. Nobody believed him.\n\nThe end.",
		},
		{"a paragraph a line", "One short line here.\nAnother short line.\nA third.", "One short line here.\n\nAnother short line.\n\nA third."},
		{"a page break inside a sentence", "The keeper of the lamp said that it would burn until the\f\nWinter came.", "The keeper of the lamp said that it would burn until the Winter came."},
		{
			"a page number inside a sentence", "The keeper of the lamp said that it would burn until the\n\n1/2\n\nwinter came.",
			"The keeper of the lamp said that it would burn until the winter came.",
		},
		{"a hyphen at the end of a line", "The light-\nhouse is well-\nknown. A well-known house.", "The lighthouse is well-known. A well-known house."},
		{"a soft hyphen", "The light\u00ADhouse.", "The lighthouse."},
		{"links", "The [house](#) and [the lamp](https://a.example/x) and ![a picture](p.png) [1](see) stay.", "The house and the lamp and ![a picture](p.png) [1](see) stay."},
		{"items of a list", "- one\n- two\n- three", "- one\n\n- two\n\n- three"},
		{"Windows and Mac line ends", "One line.\r\n\r\nTwo lines.\r\rThree.", "One line.\n\nTwo lines.\n\nThree."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := one(t, tt.in); d.Text != tt.want {
				t.Errorf("got  %q\nwant %q", d.Text, tt.want)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"UTF-8 with a mark", "\xEF\xBB\xBFGr\u00FC\u00DFe aus Kiel.", "Grüße aus Kiel."},
		{"UTF-16", utf16le("Grüße aus Kiel."), "Grüße aus Kiel."},
		{"UTF-16 without a mark", utf16le("Greetings from Kiel to all.")[2:], "Greetings from Kiel to all."},
		{"windows-1252", "Gr\xFC\xDFe aus Kiel \x96 wie immer.", "Grüße aus Kiel – wie immer."},
		{"windows-1251", "\xCB\xE0\xEC\xEF\xE0 \xE3\xEE\xF0\xE8\xF2.", "Лампа горит."},
		{"koi8-r", "\xEC\xC1\xCD\xD0\xC1 \xC7\xCF\xD2\xC9\xD4.", "Лампа горит."},
		{"two in one file", "Grüße aus Kiel, sagt er.\n\nGr\xFC\xDFe zur\xFCck.", "Grüße aus Kiel, sagt er.\n\nGrüße zurück."},
		{"UTF-8 read as windows-1252", "He said: â€œThe lamp is litâ€\u009d.", "He said: “The lamp is lit”."},
		{"one bad byte in UTF-8", "Grüße \xFF aus Köln über Kiel.", "Grüße \uFFFD aus Köln über Kiel."},
		{"controls", "The \x02lamp\u200B is lit.", "The lamp is lit."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := one(t, tt.in); d.Text != tt.want {
				t.Errorf("got %q; want %q", d.Text, tt.want)
			}
		})
	}
}

func TestLanguages(t *testing.T) {
	for want, text := range map[string]string{
		"en": story,
		"de": "Der Wärter hat die Lampe nach elf Jahren wieder angezündet, und niemand hatte ihn darum gebeten, sagte er auf der Insel.",
		"fr": "Le gardien a rallumé la lampe après onze ans, et personne ne lui avait demandé de le faire, dit-il dans une lettre.",
		"es": "El guardián encendió la lámpara después de once años, y nadie se lo había pedido, dijo en una carta a los vecinos.",
		"it": "Il guardiano ha riacceso la lampada dopo undici anni, e nessuno gli aveva chiesto di farlo, ha detto in una lettera ai vicini.",
		"ru": "Смотритель снова зажёг лампу, и никто его об этом не просил, сказал он в письме, которое было написано на острове.",
		"":   "Lamp. House. Sea.",
	} {
		if d := one(t, text); d.Language != want {
			t.Errorf("%q: language %q; want %q", text, d.Language, want)
		}
	}
}

func TestBadFiles(t *testing.T) {
	tests := []struct {
		name, in string
		want     error
	}{
		{"empty", "", nil},
		{"blank", " \n\n\t", nil},
		{"binary", "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00", document.ErrForm},
		{"packed twice", zipped(zipped(story)), document.ErrForm},
		{"empty and packed", zipped(""), nil},
		{"too large", strings.Repeat(story+"\n\n", 600), document.ErrLimit},
		{"packed and cut", zipped(strings.Repeat(story, 10))[:60], document.ErrCut},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, faults := readWith(t, tt.in, document.Limits{Document: 100_000})
			if len(faults) != 1 || tt.want != nil && !errors.Is(faults[0], tt.want) {
				t.Errorf("faults %v; want one that is %v", faults, tt.want)
			}
		})
	}
}
