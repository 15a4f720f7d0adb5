package main

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/delistdev/delist/fetch"
	"github.com/delistdev/delist/listed"
	"github.com/delistdev/delist/lists"
	"github.com/delistdev/delist/register"
	"github.com/delistdev/delist/store/files"
)

// A list is fetched, found unchanged, fetched changed, and refused when it is a
// page or has shrunk; the good copy stays.
func TestUpdate(t *testing.T) {
	body := ofacNames(20)
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text := "-0- \n"
		switch r.URL.Path {
		case "/SDN.CSV":
			text = body
		case "/ALT.CSV":
			text = "1,1,\"aka\",\"EXAMPLE OTHER\",-0- \n"
		case "/ADD.CSV":
			text = "1,1,-0- ,\"Minsk\",\"Belarus\",-0- \n"
		case "/COMMENTS.CSV":
			text = "1,\"more.\"\n"
		}
		tag := fmt.Sprintf(`"%x"`, len(text))
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, text)
	}))
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())

	catalogue := &lists.Catalogue{Publications: []lists.Publication{{ID: "us-ofac-sdn", Formats: []lists.Address{{ID: "ofac-csv", URLs: map[string]string{
		"prim": server.URL + "/SDN.CSV", "alt": server.URL + "/ALT.CSV", "add": server.URL + "/ADD.CSV", "comments": server.URL + "/COMMENTS.CSV",
	}}}}}}
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := files.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	u := &updater{store: listed.NewStore(dir, reg), dir: dir, client: &fetch.Client{Roots: roots}, accept: true}
	update := func() (listed.Taken, error) {
		taken, err := u.update(t.Context(), catalogue, "us-ofac-sdn")
		if len(taken) == 0 {
			return listed.Taken{}, err
		}
		return taken[0], err
	}

	if got, err := update(); err != nil || got.Version != 1 || got.Entries != 20 || got.Unchanged {
		t.Fatalf("first: %+v %v", got, err)
	}
	if got, err := update(); err != nil || got.Version != 1 || !got.Unchanged {
		t.Errorf("nothing new: %+v %v", got, err)
	}
	body = ofacNames(21)
	if got, err := update(); err != nil || got.Version != 2 || got.Changes[lists.Added] != 1 {
		t.Errorf("one more: %+v %v", got, err)
	}
	u.accept = false
	body = ofacNames(10)
	var shrunk *listed.ShrunkError
	if got, err := update(); !errors.As(err, &shrunk) {
		t.Errorf("half: %+v %v, want that it has shrunk", got, err)
	}
	body = "<!DOCTYPE html><html>Under maintenance</html>"
	if got, err := update(); err == nil || !strings.Contains(err.Error(), "web page") {
		t.Errorf("a page: %+v %v", got, err)
	}
	versions, err := dir.Versions("us-ofac-sdn")
	if err != nil || len(versions) != 2 || versions[1].Entries != 21 {
		t.Errorf("kept: %+v %v", versions, err)
	}
}

func ofacNames(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d,\"EXAMPLE COMPANY %d\",-0- ,\"TEST\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n", i+1, i+1)
	}
	return b.String()
}
