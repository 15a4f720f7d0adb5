//go:build unix

package postgrestest

import (
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// quit ends a server at once (PostgreSQL's immediate shutdown).
var quit os.Signal = syscall.SIGQUIT

// somebody returns the user as whom a test that root runs has its server: that of
// Debian's package, or the one who owns nothing.
func somebody() (uid, gid uint32, ok bool) {
	if os.Getuid() != 0 {
		return 0, 0, false
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, bad := strconv.ParseUint(u.Uid, 10, 32)
			gid, worse := strconv.ParseUint(u.Gid, 10, 32)
			return uint32(uid), uint32(gid), bad == nil && worse == nil
		}
	}
	return 0, 0, false
}

func own(dir string) error {
	uid, gid, ok := somebody()
	if !ok {
		return nil
	}
	return os.Chown(dir, int(uid), int(gid))
}

func unprivileged(command *exec.Cmd) {
	if uid, gid, ok := somebody(); ok {
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: gid}}
	}
}
