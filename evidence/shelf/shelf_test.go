package shelf_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/shelf"
	"github.com/delistdev/delist/store/files"
)

func open(t *testing.T, dir string) *shelf.Shelf {
	t.Helper()
	d, err := files.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	s, err := shelf.Open(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestDocumentsAreKept(t *testing.T) {
	dir := t.TempDir()
	s, on := open(t, dir), delist.NewDate(2026, 11, 21)
	docs := []evidence.Document{{ID: "aaaa1", File: "a/x.txt", Text: "One\n\nTwo"}, {ID: "bbbb2", File: "b/x.txt", Text: "Three"}}
	for range 2 { // the second time nothing is new
		if _, err := s.Add([]byte("original"), docs, on); err != nil {
			t.Fatal(err)
		}
	}
	s = open(t, dir)
	if len(s.Documents()) != 2 || s.Documents()[0].Text != "One\n\nTwo" {
		t.Fatalf("%+v", s.Documents())
	}
	for _, name := range []string{"aaaa", "a/x.txt", "1"} {
		if e, err := s.Find(name); err != nil || e.ID != "aaaa1" {
			t.Errorf("%s: %v, %v", name, e, err)
		}
	}
	for _, name := range []string{"x.txt", "cccc", "aa"} {
		if e, err := s.Find(name); err == nil {
			t.Errorf("%s: %v", name, e.ID)
		}
	}
	e, _ := s.Find("bbbb")
	if data, err := s.Original(e); err != nil || string(data) != "original" {
		t.Errorf("%q, %v", data, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "evidence", "originals", e.Original[:2], e.Original), []byte("tampered"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Original(e); err == nil {
		t.Error("tampered bytes are returned")
	}
}

// A later decision stands; what is taken back is no longer on record.
func TestDecisions(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	claim := delist.Claim{ID: "c", Text: "first"}
	better := claim
	better.Text = "second"
	if err := s.Decide(shelf.Decision{Claim: claim, Accepted: true, By: "a"}, shelf.Decision{Claim: better, Accepted: true, By: "b"}); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	if list := s.Accepted(); len(list) != 1 || list[0].Claim.Text != "second" || list[0].By != "b" {
		t.Errorf("%+v", list)
	}
	if err := s.Decide(shelf.Decision{Claim: better, By: "c"}); err != nil {
		t.Fatal(err)
	}
	if list := open(t, dir).Accepted(); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}
