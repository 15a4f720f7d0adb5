package registry_test

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	fetched "github.com/delistdev/delist/fetch/registry"
)

// TestPull fetches an image from a registry of its own on this machine.
func TestPull(t *testing.T) {
	server := httptest.NewServer(registry.New())
	defer server.Close()
	reference := strings.TrimPrefix(server.URL, "http://") + "/example/app:1"
	ref, err := name.ParseReference(reference)
	if err != nil {
		t.Fatal(err)
	}
	im, err := random.Image(1000, 3)
	if err != nil {
		t.Fatal(err)
	}
	if err := remote.Write(ref, im); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := fetched.Pull(context.Background(), reference, dir); err != nil {
		t.Fatal(err)
	}
	index, err := os.ReadFile(filepath.Join(dir, "index.json"))
	if err != nil || !strings.Contains(string(index), "/example/app:1") {
		t.Errorf("%s %v", index, err)
	}
	blobs, err := os.ReadDir(filepath.Join(dir, "blobs", "sha256"))
	if err != nil || len(blobs) != 5 { // three layers, configuration, manifest
		t.Errorf("%d parts, %v", len(blobs), err)
	}
	for _, bad := range []string{"not a reference", strings.Replace(reference, "app:1", "other:1", 1)} {
		if err := fetched.Pull(context.Background(), bad, t.TempDir()); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}
