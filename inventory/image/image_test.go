package image_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"github.com/delistdev/delist/inventory/image"
)

// A record is one of a layer: "path=content", "path/" a directory, "path->to" a
// symbolic link, "path=>to" a hard link.
func layer(t testing.TB, records ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, r := range records {
		h := &tar.Header{Typeflag: tar.TypeReg, Mode: 0o755}
		var content string
		if name, to, ok := strings.Cut(r, "->"); ok {
			h.Typeflag, h.Name, h.Linkname = tar.TypeSymlink, name, to
		} else if name, to, ok := strings.Cut(r, "=>"); ok {
			h.Typeflag, h.Name, h.Linkname = tar.TypeLink, name, to
		} else if strings.HasSuffix(r, "/") {
			h.Typeflag, h.Name = tar.TypeDir, r
		} else {
			h.Name, content, _ = strings.Cut(r, "=")
			h.Size = int64(len(content))
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func archive(t testing.TB, members ...[2]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, m := range members {
		if err := w.WriteHeader(&tar.Header{Name: m[0], Size: int64(len(m[1])), Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, m[1])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const labels = `"config":{"Labels":{"org.opencontainers.image.vendor":"Example"}}`

// docker makes an archive as docker save does.
func docker(t testing.TB, layers ...[]byte) []byte {
	members := [][2]string{{"config.json", `{"os":"linux","architecture":"amd64","author":"Jo",` + labels + `,"history":[{"created_by":"one"},{"empty_layer":true},{"created_by":"two"}]}`}}
	var names []string
	for i, l := range layers {
		name := fmt.Sprintf("%d/layer.tar", i)
		names = append(names, name)
		members = append(members, [2]string{name, string(l)})
	}
	manifest, _ := json.Marshal([]map[string]any{{"Config": "config.json", "RepoTags": []string{"example/app:1"}, "Layers": names}})
	return archive(t, append(members, [2]string{"manifest.json", string(manifest)})...)
}

func digest(content []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(content)) }

// oci makes the parts of an OCI layout.
func oci(layers ...[]byte) map[string]string {
	parts := map[string]string{"oci-layout": `{"imageLayoutVersion":"1.0.0"}`}
	put := func(content []byte) map[string]any {
		parts["blobs/"+strings.Replace(digest(content), ":", "/", 1)] = string(content)
		return map[string]any{"digest": digest(content), "size": len(content)}
	}
	var list []any
	for _, l := range layers {
		list = append(list, put(l))
	}
	manifest, _ := json.Marshal(map[string]any{"schemaVersion": 2, "config": put([]byte(`{"os":"linux",` + labels + `}`)), "layers": list})
	d := put(manifest)
	d["annotations"] = map[string]string{"org.opencontainers.image.ref.name": "example/app:1"}
	index, _ := json.Marshal(map[string]any{"schemaVersion": 2, "manifests": []any{d}})
	parts["index.json"] = string(index)
	return parts
}

func gzipped(t testing.TB, content []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(content)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zstandard(t testing.TB, content []byte) []byte {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.EncodeAll(content, nil)
}

// files reads everything of an image: "path=content in LAYER", with "old " for
// what is superseded, and what was bad.
func files(t testing.TB, im *image.Image, want func(string) image.Want, limits image.Limits) (got, bad []string, beside map[string][]byte, err error) {
	number := map[*image.Layer]int{}
	for i, l := range im.Layers {
		number[l] = i
	}
	err = im.Read(context.Background(), image.Reading{
		Limits: limits,
		Want:   func(path string, _ fs.FileMode) image.Want { return want(path) },
		Bad: func(path string, l *image.Layer, err error) {
			bad = append(bad, fmt.Sprintf("%s in %d: %v", path, number[l], err))
		},
		Start: func(b map[string][]byte) { beside = b },
		File: func(f image.File) error {
			content, err := io.ReadAll(io.NewSectionReader(f, 0, f.Size))
			if err != nil {
				return err
			}
			old := ""
			if f.Superseded {
				old = "old "
			}
			got = append(got, fmt.Sprintf("%s%s=%s in %d", old, f.Path, content, number[f.Layer]))
			return nil
		},
	})
	return got, bad, beside, err
}

func final(string) image.Want { return image.Final }

// TestFinalFileSystem: what upper layers replace, take away or empty is not in
// the end.
func TestFinalFileSystem(t *testing.T) {
	tests := []struct {
		name   string
		layers [][]string
		want   []string
	}{
		{"one layer", [][]string{{"a/", "a/b=1"}}, []string{"a/b=1 in 0"}},
		{"replaced", [][]string{{"a=1", "b=1"}, {"a=2"}}, []string{"b=1 in 0", "a=2 in 1"}},
		{"taken away", [][]string{{"a/b=1", "a/c=1"}, {"a/.wh.b="}}, []string{"a/c=1 in 0"}},
		{"a directory taken away", [][]string{{"a/b/c=1"}, {".wh.a="}}, nil},
		{"taken away and back", [][]string{{"a=1"}, {".wh.a="}, {"a=3"}}, []string{"a=3 in 2"}},
		{"emptied", [][]string{{"a/b=1", "c=1"}, {"a/.wh..wh..opq=", "a/d=2"}}, []string{"c=1 in 0", "a/d=2 in 1"}},
		{"all emptied", [][]string{{"a/b=1"}, {".wh..wh..opq=", "c=2"}}, []string{"c=2 in 1"}},
		{"a file where a directory was", [][]string{{"a/b=1"}, {"a=2"}}, []string{"a=2 in 1"}},
		{"a directory where a file was", [][]string{{"a=1"}, {"a/", "a/b=2"}}, []string{"a/b=2 in 1"}},
		{"a link where a file was", [][]string{{"a=1"}, {"a->b"}}, nil},
		{"a name that begins alike", [][]string{{"ab=1", "a/b=1"}, {".wh.a="}}, []string{"ab=1 in 0"}},
		{"paths are cleaned", [][]string{{"./a=1", "/b=1", "c//d=1"}, {"a=2"}}, []string{"b=1 in 0", "c/d=1 in 0", "a=2 in 1"}},
		{"of the storage driver", [][]string{{".wh..wh.plnk/x=1", "a=1"}}, []string{"a=1 in 0"}},
	}
	packings := map[string]func(testing.TB, []byte) []byte{
		"plain": func(_ testing.TB, b []byte) []byte { return b }, "gzip": gzipped, "zstd": zstandard,
	}
	for _, tt := range tests {
		for name, pack := range packings {
			t.Run(tt.name+", "+name, func(t *testing.T) {
				var layers [][]byte
				for _, records := range tt.layers {
					layers = append(layers, pack(t, layer(t, records...)))
				}
				content := docker(t, layers...)
				images, err := image.Open(bytes.NewReader(content), int64(len(content)))
				if err != nil || len(images) != 1 {
					t.Fatal(images, err)
				}
				got, bad, _, err := files(t, images[0], final, image.Limits{})
				if err != nil || bad != nil {
					t.Fatal(err, bad)
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}

func TestVersionsAndBeside(t *testing.T) {
	content := docker(t, layer(t, "db=1", "etc/os-release=one", "x=1"), layer(t, "db=2", "etc/os-release=two"), layer(t, ".wh.db="))
	images, err := image.Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	got, bad, beside, err := files(t, images[0], func(path string) image.Want {
		return map[string]image.Want{"db": image.EveryVersion, "etc/os-release": image.Beside}[path]
	}, image.Limits{})
	if err != nil || bad != nil {
		t.Fatal(err, bad)
	}
	if diff := cmp.Diff([]string{"old db=1 in 0", "old db=2 in 1"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if string(beside["etc/os-release"]) != "two" {
		t.Errorf("beside: %q", beside)
	}
}

func TestForms(t *testing.T) {
	a, b := layer(t, "a=1"), gzipped(t, layer(t, "b=2"))
	parts := oci(a, b)
	dir := t.TempDir()
	var members [][2]string
	for name, content := range parts {
		members = append(members, [2]string{name, content})
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	check := func(t *testing.T, images []*image.Image, err error) {
		t.Helper()
		if err != nil || len(images) != 1 {
			t.Fatal(images, err)
		}
		im := images[0]
		if im.Names[0] != "example/app:1" || im.Config.Labels["org.opencontainers.image.vendor"] != "Example" {
			t.Errorf("got %+v", im)
		}
		got, bad, _, err := files(t, im, final, image.Limits{Held: 1})
		if diff := cmp.Diff([]string{"a=1 in 0", "b=2 in 1"}, got); diff != "" || err != nil || bad != nil {
			t.Errorf("%v %v (-want +got):\n%s", err, bad, diff)
		}
	}
	t.Run("docker archive", func(t *testing.T) {
		content := docker(t, a, b)
		if !image.Sniff(content) {
			t.Error("not recognised")
		}
		images, err := image.Open(bytes.NewReader(content), int64(len(content)))
		check(t, images, err)
		if images[0].Layers[1].CreatedBy != "two" {
			t.Errorf("layer by %q", images[0].Layers[1].CreatedBy)
		}
	})
	t.Run("OCI archive", func(t *testing.T) {
		content := archive(t, members...)
		images, err := image.Open(bytes.NewReader(content), int64(len(content)))
		check(t, images, err)
		if images[0].Layers[0].Digest != digest(a) {
			t.Errorf("layer %s, want %s", images[0].Layers[0].Digest, digest(a))
		}
	})
	t.Run("OCI layout", func(t *testing.T) {
		if !image.IsLayout(dir) {
			t.Error("not recognised")
		}
		images, closing, err := image.OpenLayout(dir)
		check(t, images, err)
		if err := closing(); err != nil {
			t.Error(err)
		}
	})
}

func TestBadInput(t *testing.T) {
	whole := layer(t, "a=1", "b="+strings.Repeat("x", 2000))
	cut := docker(t, whole)
	tests := []struct {
		name    string
		content []byte
		limits  image.Limits
		files   []string
		want    string // in what is bad, or in the error
	}{
		{"not an image", archive(t, [2]string{"a", "b"}), image.Limits{}, nil, image.ErrNoImage.Error()},
		{"not tar", []byte(strings.Repeat("x", 2000)), image.Limits{}, nil, "invalid tar header"},
		{"a layer that is not there", archive(t, [2]string{"manifest.json", `[{"Config":"c","Layers":["../../../etc/passwd"]}]`}), image.Limits{}, nil, "configuration: c: file does not exist"},
		{"paths that climb out", docker(t, layer(t, "../../etc/passwd=x", "a/../../b=x", "ok=1")), image.Limits{}, []string{"ok=1 in 0"}, "leads out of the image"},
		{"a path that is too long", docker(t, layer(t, strings.Repeat("x/", 3000)+"y=1", "ok=1")), image.Limits{}, []string{"ok=1 in 0"}, "4096 bytes"},
		{"a layer that is cut", docker(t, whole[:2000]), image.Limits{}, []string{"a=1 in 0"}, "in the middle"},
		{"an archive that is cut", cut[:2500], image.Limits{}, nil, "no image"},
		{"a compressed layer that is cut", docker(t, gzipped(t, whole)[:60]), image.Limits{}, nil, "damaged or cut"},
		{"a bomb", docker(t, gzipped(t, layer(t, "a="+strings.Repeat("\x00", 3<<20)))), image.Limits{Ratio: 1}, nil, "unpacks to more"},
		{"too many files", docker(t, layer(t, "a=1", "b=2", "c=3")), image.Limits{Entries: 2}, []string{"a=1 in 0", "b=2 in 0"}, "more than 2 files"},
		{"a layer that is no archive", docker(t, []byte(strings.Repeat("x", 5000))), image.Limits{}, nil, "damaged"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			images, err := image.Open(bytes.NewReader(tt.content), int64(len(tt.content)))
			faults := fmt.Sprint(err)
			for _, im := range images {
				got, bad, _, err := files(t, im, final, tt.limits)
				if diff := cmp.Diff(tt.files, got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				faults += fmt.Sprint(bad, err)
			}
			if !strings.Contains(faults, tt.want) {
				t.Errorf("faults %q, want one with %q", faults, tt.want)
			}
		})
	}
}

// TestLinksLeadNowhere: the documents of an archive may be links to files of the
// host; they are not followed.
func TestLinksLeadNowhere(t *testing.T) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	_ = w.WriteHeader(&tar.Header{Name: "manifest.json", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"})
	_ = w.WriteHeader(&tar.Header{Name: "index.json", Typeflag: tar.TypeSymlink, Linkname: "../../etc/passwd"})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	content := b.Bytes()
	if _, err := image.Open(bytes.NewReader(content), int64(len(content))); !errors.Is(err, image.ErrNoImage) {
		t.Errorf("links were followed: %v", err)
	}
}

// TestLayoutLeadsNowhere: an index of a layout may be a link to a file of the
// host; it is not read.
func TestLayoutLeadsNowhere(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(t.TempDir(), "secret.json")
	if err := os.WriteFile(secret, []byte(`{"manifests":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(dir, "index.json")); err != nil {
		t.Skip("no links here:", err)
	}
	if _, _, err := image.OpenLayout(dir); !errors.Is(err, image.ErrNoImage) {
		t.Errorf("error %v, want %v", err, image.ErrNoImage)
	}
}

// FuzzOpen checks that no archive makes the reader panic, and that no file is
// given whose path leads out of the image.
func FuzzOpen(f *testing.F) {
	f.Add(docker(f, layer(f, "a=1", "../b=2"), gzipped(f, layer(f, ".wh.a=", "c=>a"))))
	f.Add(archive(f, [2]string{"index.json", oci(layer(f, "a=1"))["index.json"]}))
	f.Fuzz(func(t *testing.T, content []byte) {
		images, err := image.Open(bytes.NewReader(content), int64(len(content)))
		if len(images) == 0 && err == nil {
			t.Fatal("neither an image nor an error")
		}
		for _, im := range images {
			_ = im.Read(context.Background(), image.Reading{
				Limits: image.Limits{Entries: 1000, LayerBytes: 1 << 20, Held: 1 << 16},
				Want:   func(string, fs.FileMode) image.Want { return image.EveryVersion },
				File: func(f image.File) error {
					if !fs.ValidPath(f.Path) {
						t.Errorf("path %q", f.Path)
					}
					return nil
				},
			})
		}
	})
}
