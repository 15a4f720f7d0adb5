package grounds_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/grounds"
)

const body = `The ministry of a small country has stopped buying telephones from one maker after inspectors found that some of them called a server abroad every night.

Nobody in the ministry would say how many devices are concerned, and the maker did not answer questions that were put to it in writing on Tuesday evening.

Two shops in the capital took the telephones out of their windows the next morning, while a third went on selling them at half the price.`

func doc(id, publisher, text string, day int) *evidence.Document {
	return &evidence.Document{ID: id, File: id + ".txt", Publisher: publisher, Text: text, Printed: delist.NewDate(2020, 5, day), Precision: "day"}
}

func TestOf(t *testing.T) {
	docs := []*evidence.Document{
		doc("late", "Evening Example", body, 7),
		doc("first", "Example Gazette", body, 5),
		doc("cites", "Other Paper", "A ministry will buy no more telephones of one maker, as was first reported by the Example Gazette. Officials spoke of calls at night.", 8),
		doc("alone", "Third Paper", "Rain is expected in the hills until Thursday, and the river may rise above the lower meadows again.", 6),
	}
	list := grounds.Of(docs)
	if len(list) != 3 || grounds.Independent(list) != 2 {
		t.Fatalf("%d origins, %d independent; want 3 and 2: %+v", len(list), grounds.Independent(list), list)
	}
	o := list[0]
	if len(o.Documents) != 2 || o.Documents[0].ID != "first" || o.Name != "Example Gazette, 2020-05-05" || o.Why != "2 documents print one text" {
		t.Errorf("%+v", o)
	}
	if c := list[1]; c.Independent || len(c.Cites) != 1 || c.Cites[0].Origin != o.ID || !strings.Contains(c.Why, "first reported by the Example Gazette") {
		t.Errorf("%+v", c)
	}
}

// A source that was published later is no source.
func TestLaterIsNoSource(t *testing.T) {
	docs := []*evidence.Document{
		doc("cites", "Other Paper", "A ministry will buy no more telephones of one maker, as was first reported by the Example Gazette. Officials spoke of calls at night.", 1),
		doc("later", "Example Gazette", body, 5),
	}
	if list := grounds.Of(docs); grounds.Independent(list) != 2 {
		t.Errorf("%+v", list)
	}
}

func TestDrawings(t *testing.T) {
	docs := []*evidence.Document{doc(`a"<>`, "Paper <one> & two", body, 1), doc("b", `Paper "two"`, body, 2), doc("c", "", "Something else stands here, and nothing more than that.", 3)}
	list := grounds.Of(docs)
	var svg, dot bytes.Buffer
	if err := grounds.SVG(&svg, list); err != nil {
		t.Fatal(err)
	}
	for dec := xml.NewDecoder(&svg); ; {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if err := grounds.DOT(&dot, list); err != nil || strings.Count(dot.String(), "prints") != 3 {
		t.Errorf("%v\n%s", err, dot.String())
	}
}
