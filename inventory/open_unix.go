//go:build unix

package inventory

import "syscall"

// openFlags make opening fail on a symbolic link and return at once on a FIFO.
const openFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK
