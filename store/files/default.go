package files

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Default returns the data directory of the platform: $DELIST_DATA if set to one
// (and not to the URL of a database, beside which files are kept as well), else the
// folder "delist" in $XDG_DATA_HOME or ~/.local/share, on macOS in
// ~/Library/Application Support, and on Windows in %LocalAppData%. It makes
// nothing. An error says which variable is missing.
func Default() (string, error) { return defaultFor(runtime.GOOS, os.Getenv) }

func defaultFor(system string, env func(string) string) (string, error) {
	if dir := env("DELIST_DATA"); dir != "" && !strings.Contains(dir, "://") {
		return dir, nil
	}
	switch system {
	case "windows":
		return below(env, "LocalAppData")
	case "darwin":
		return below(env, "HOME", "Library", "Application Support")
	}
	// A relative path there is to be ignored (XDG Base Directory 0.8).
	if dir := env("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "delist"), nil
	}
	return below(env, "HOME", ".local", "share")
}

func below(env func(string) string, variable string, folders ...string) (string, error) {
	dir := env(variable)
	if dir == "" {
		return "", fmt.Errorf("data directory: neither DELIST_DATA nor %s is set", variable)
	}
	return filepath.Join(append(append([]string{dir}, folders...), "delist")...), nil
}
