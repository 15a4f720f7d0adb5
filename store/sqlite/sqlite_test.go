package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/delistdev/delist/store/sqlite"
	"github.com/delistdev/delist/store/storetest"
	"github.com/delistdev/delist/store/tables"
)

func TestStore(t *testing.T) { storetest.Run(t, inFolders()) }

func TestCopy(t *testing.T) { storetest.Copied(t, inFolders(), inFolders()) }

// inFolders gives stores in folders of their own.
func inFolders() func(t *testing.T, name string) *tables.Store {
	folders := map[string]string{}
	return func(t *testing.T, name string) *tables.Store {
		if folders[name] == "" {
			folders[name] = t.TempDir()
		}
		s, err := sqlite.Open(t.Context(), filepath.Join(folders[name], sqlite.Name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
}
