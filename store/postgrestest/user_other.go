//go:build !unix

package postgrestest

import (
	"os"
	"os/exec"
)

// Elsewhere no server is looked for, and these are never called.

var quit = os.Kill

func own(string) error { return nil }

func unprivileged(*exec.Cmd) {}
