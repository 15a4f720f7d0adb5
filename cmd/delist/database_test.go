package main

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/delistdev/delist/store/postgrestest"
)

// TestDatabase runs the scripts in testdata/database against PostgreSQL.
func TestDatabase(t *testing.T) {
	server := postgrestest.New(t)
	url := server.Database(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/database",
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
			env.Setenv("XDG_DATA_HOME", filepath.Join(env.WorkDir, "home"))
			env.Setenv("DELIST_DATA", "")
			env.Setenv("URL", url)
			env.Setenv("NO_COLOR", "1")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status_},
	})
}
