//go:build unix

package sqlite_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/delistdev/delist/store/sqlite"
	"github.com/delistdev/delist/store/tables"
)

// In a directory in which one may only read, the store can be read, and writing
// says why it cannot be done.
func TestReadOnlyDirectory(t *testing.T) {
	if dir := os.Getenv("DELIST_READ_ONLY_IN"); dir != "" {
		readOnly(t, dir)
		return
	}
	b := newBroken(t)
	b.wholeFile()
	dir := filepath.Dir(b.path)
	for name, mode := range map[string]fs.FileMode{b.path: 0o444, dir: 0o555, filepath.Dir(dir): 0o755} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	defer os.Chmod(dir, 0o755)
	cmd := exec.Command(os.Args[0], "-test.run=^TestReadOnlyDirectory$")
	cmd.Env = append(os.Environ(), "DELIST_READ_ONLY_IN="+dir)
	if os.Getuid() == 0 { // who may write everywhere
		nobody := filepath.Join(t.TempDir(), "test")
		program, err := os.ReadFile(os.Args[0])
		if err == nil {
			err = errors.Join(os.WriteFile(nobody, program, 0o755), os.Chmod(filepath.Dir(nobody), 0o755), os.Chmod(filepath.Dir(filepath.Dir(nobody)), 0o755))
		}
		if err != nil {
			t.Fatal(err)
		}
		cmd.Path, cmd.Args[0] = nobody, nobody
		cmd.Dir = "/"
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func readOnly(t *testing.T, dir string) {
	path := filepath.Join(dir, sqlite.Name)
	s, err := sqlite.OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatalf("reading: %v", err)
	}
	defer s.Close()
	if assets, err := s.Assets(t.Context()); err != nil || len(assets) != 1 {
		t.Errorf("assets: got %v, %v", assets, err)
	}
	var problem *tables.Problem
	if _, err := sqlite.Open(t.Context(), path); !errors.As(err, &problem) || !strings.Contains(problem.Hint, "--data") {
		t.Errorf("writing: got %v", err)
	}
}
