package inventory_test

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory"
)

// tarOf makes an archive of pairs of name and content; programs may be run.
func tarOf(t testing.TB, pairs ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		if err := w.WriteHeader(&tar.Header{Name: pairs[i], Size: int64(len(pairs[i+1])), Mode: 0o755}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(pairs[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// saved makes an archive as docker save does, whose layers are named 1, 2, ….
func saved(t testing.TB, layers ...string) string {
	pairs := []string{"config.json", `{"os":"linux","architecture":"amd64","config":{"Labels":{"org.opencontainers.image.vendor":"Example Images Ltd"}}}`}
	var names []string
	for i, l := range layers {
		name := fmt.Sprintf("%064d/layer.tar", i+1)
		names = append(names, name)
		pairs = append(pairs, name, l)
	}
	manifest, err := json.Marshal([]map[string]any{{"Config": "config.json", "RepoTags": []string{"example/app:1"}, "Layers": names}})
	if err != nil {
		t.Fatal(err)
	}
	return tarOf(t, append(pairs, "manifest.json", string(manifest))...)
}

func record(name string) string {
	return "Package: " + name + "\nStatus: install ok installed\nVersion: 1\nArchitecture: all\nMaintainer: Jo <jo@example.org>\n\n"
}

// TestImage: a package is told with the layer in which it first was, whichever
// layer rewrote the database, and what a layer took away is not told.
func TestImage(t *testing.T) {
	program := elfOf(".go.buildinfo", buildInfo("go1.24.1", "path\texample.org/app\nmod\texample.org/app\tv1.0.0\t\n"))
	content := saved(t,
		tarOf(t, "etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n", "var/lib/dpkg/status", record("base")+record("gone"), "opt/old/app", program),
		tarOf(t, "var/lib/dpkg/status", record("base")+record("added"), "usr/share/doc/added/copyright", "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nSource: https://github.com/upstream/added\n"),
		tarOf(t, "opt/.wh.old", "", "srv/app", program, "var/lib/dpkg/status", record("base")+record("added")),
	)
	layer := func(n int) string { return fmt.Sprintf("sha256:%064d", n) }
	in := func(place string, line, n int) []delist.Location {
		return []delist.Location{{Path: place, Line: line, Layer: layer(n)}}
	}
	deb := func(name string, line, n int, more ...delist.Declaration) delist.Item {
		return delist.Item{
			Kind: delist.Package, Name: name, Version: "1", PURL: "pkg:deb/debian/" + name + "@1?arch=all&distro=debian-12", Reader: "dpkg",
			Declared: append(declared("maintainer", "Jo <jo@example.org>"), more...), Locations: in("var/lib/dpkg/status", line, n),
		}
	}
	want := []delist.Item{
		{Kind: delist.Container, Name: "example/app:1", Reader: "image", Declared: declared("vendor", "Example Images Ltd"), Locations: at("example/app:1", 0)},
		{Kind: delist.Binary, Name: "example.org/app", Version: "v1.0.0", PURL: "pkg:golang/example.org/app@v1.0.0", Reader: "go-binary", Locations: in("srv/app", 0, 3)},
		{Kind: delist.Package, Name: "stdlib", Version: "1.24.1", PURL: "pkg:golang/stdlib@1.24.1", Reader: "go-binary", Locations: in("srv/app", 0, 3)},
		deb("base", 1, 1),
		deb("added", 7, 2, delist.Declaration{Field: "source", Value: "https://github.com/upstream/added"}),
	}
	file := filepath.Join(t.TempDir(), "app.tar")
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	for target, stdin := range map[string]string{file: "", "-": content} {
		items, err := inventory.Read(context.Background(), target, bytes.NewReader([]byte(stdin)), inventory.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []delist.Item
		for item, err := range items {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, item)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", target, diff)
		}
	}
}

// TestBrokenImage: what can be read of it is told, beside what cannot.
func TestBrokenImage(t *testing.T) {
	content := saved(t, tarOf(t, "../../etc/passwd", "x", "a/go.mod", "module example.org/a\n\ngo 1.24\n"), "no archive")
	items, err := inventory.Read(context.Background(), "-", bytes.NewReader([]byte(content)), inventory.Options{})
	if err != nil {
		t.Fatal(err)
	}
	found, faults := 0, 0
	for _, err := range items {
		var unread *delist.ReadError
		switch {
		case err == nil:
			found++
		case errors.As(err, &unread) && unread.Path != "" && unread.Reader == "image":
			faults++
		default:
			t.Error(err)
		}
	}
	if found != 2 || faults != 2 { // the image and the module; a path that climbs out, and a layer
		t.Errorf("%d items and %d faults, want 2 and 2", found, faults)
	}
	if _, err := inventory.Read(context.Background(), "-", bytes.NewReader([]byte(tarOf(t, "a", "b"))), inventory.Options{}); err == nil {
		t.Error("an archive of no image: no error")
	}
}
