//go:build unix

package inventory_test

import (
	"net"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSpecialFiles has a FIFO and a socket with names that readers want:
// opening the FIFO would wait for ever.
func TestSpecialFiles(t *testing.T) {
	dir := write(t, map[string]string{"z/package.json": goodPackage, "a/x": "", "b/x": ""})
	if err := syscall.Mkfifo(filepath.Join(dir, "a", "package.json"), 0o644); err != nil {
		t.Fatal(err)
	}
	socket, err := net.Listen("unix", filepath.Join(dir, "b", "go.mod"))
	if err != nil {
		t.Skip("no socket here:", err)
	}
	defer socket.Close()
	if diff := cmp.Diff([]string{"left-pad@1.3.0"}, names(clean(t, dir))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
