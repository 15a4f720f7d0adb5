package main

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// TestRegistryTarget scans an image in a registry of its own on this machine, as
// a user types it, and expects that nothing of it stays behind.
func TestRegistryTarget(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	server := httptest.NewServer(registry.New())
	defer server.Close()
	reference := strings.TrimPrefix(server.URL, "http://") + "/example/app:1"
	ref, err := name.ParseReference(reference)
	if err != nil {
		t.Fatal(err)
	}
	im, err := random.Image(1000, 2)
	if err != nil {
		t.Fatal(err)
	}
	im, err = mutate.Config(im, v1.Config{Labels: map[string]string{"org.opencontainers.image.vendor": "Example Images Ltd"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := remote.Write(ref, im); err != nil {
		t.Fatal(err)
	}
	out := output(t, "", "scan", "registry:"+reference, "--format", "jsonl")
	for _, want := range []string{`"target":"registry:` + reference, `"kind":"container"`, `"name":"` + reference, `"value":"Example Images Ltd"`} {
		if !strings.Contains(out, want) {
			t.Errorf("not there: %s\nin %s", want, out)
		}
	}
	if left, err := filepath.Glob(filepath.Join(temporary, "delist-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	code := run(t.Context(), []string{"scan", "registry:" + reference, "--offline"}, strings.NewReader(""), os.Stdout, os.Stderr)
	if code != exitUsage {
		t.Errorf("with --offline: exit status %d, want %d", code, exitUsage)
	}
}
