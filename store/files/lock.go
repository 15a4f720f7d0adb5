package files

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Lock makes the caller the one writer of the directory until it calls unlock.
// A second one, in this process or another, waits for ten seconds, and then
// gets an error that says who holds the lock. A lock whose process is gone, on
// the same computer, is taken over.
//
// The lock is the folder DIR/lists/lock with one file in it, whose name is the
// token of the holder: its process, its computer, and a number that is never
// used again. Two processes cannot both get it, for there are two ways only:
//
//   - A free lock is taken by renaming a folder, with the token already in it, to
//     that name. A folder that is not empty cannot be renamed over, so one
//     rename succeeds.
//   - The lock of a process that is gone is taken by renaming its token to one's
//     own. That name exists once and never again, so one rename succeeds, and
//     it cannot hit a lock that somebody else took meanwhile. The folder is
//     never empty in between, so the first way stays shut.
//
// Whether a holder is gone is read from its token alone, which a takeover changes
// in the same step, and a process that is gone does not come back. Age is no
// sign: a process that sleeps wakes up and goes on writing.
func (d *Dir) Lock() (unlock func(), err error) {
	for _, name := range []string{"lists", "tmp"} {
		if err := d.makeFolder(name); err != nil {
			return nil, err
		}
	}
	own := newToken()
	heldHere.Store(own, true)
	for deadline := time.Now().Add(d.lockWait); ; time.Sleep(20 * time.Millisecond) {
		err := d.take(own)
		if err == nil {
			return sync.OnceFunc(func() { d.release(own) }), nil
		}
		if time.Now().After(deadline) {
			heldHere.Delete(own)
			return nil, err
		}
	}
}

// heldHere has the tokens of this process.
var heldHere sync.Map

// take tries once; an error says why it did not get the lock.
func (d *Dir) take(own string) error {
	holder, err := d.holder()
	switch {
	case err != nil:
		return err
	case holder == "":
		return d.takeFree(own)
	case isGone(holder):
		if err := os.Rename(d.in("lists", "lock", holder), d.in("lists", "lock", own)); err != nil {
			return err
		}
		d.sign(d.in("lists", "lock", own))
		return nil
	}
	text, _ := os.ReadFile(d.in("lists", "lock", holder))
	who := strings.TrimSpace(string(text))
	if who == "" {
		who = "somebody"
	}
	return fmt.Errorf("%s: held by %s; if that is not delist any more, remove the folder", d.in("lists", "lock"), who)
}

// takeFree takes a lock that nobody holds.
func (d *Dir) takeFree(own string) error {
	ready := d.in("tmp", "lock-"+own)
	if err := os.Mkdir(ready, 0o755); err != nil {
		return err
	}
	defer os.RemoveAll(ready) // in vain once it is renamed
	if err := d.sign(d.in("tmp", "lock-"+own, own)); err != nil {
		return err
	}
	// A holder that crashed while it gave the lock back left an empty folder,
	// over which os.Rename does not go. Only an empty one is removed here.
	os.Remove(d.in("lists", "lock"))
	return os.Rename(ready, d.in("lists", "lock"))
}

// holder returns the token in the lock, or "" if there is none.
func (d *Dir) holder() (string, error) {
	entries, err := os.ReadDir(d.in("lists", "lock"))
	if errors.Is(err, os.ErrNotExist) || (err == nil && len(entries) == 0) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return entries[0].Name(), nil
}

// release gives the lock back. Where another has taken it in between the two
// steps, the folder is not empty and stays.
func (d *Dir) release(own string) {
	os.Remove(d.in("lists", "lock", own))
	os.Remove(d.in("lists", "lock"))
	heldHere.Delete(own)
}

// sign writes, for people, who holds the lock. Nothing depends on it.
func (d *Dir) sign(file string) error {
	host, _ := os.Hostname()
	text := fmt.Sprintf("process %d on %s since %s\n", os.Getpid(), host, time.Now().UTC().Format(time.RFC3339))
	return os.WriteFile(file, []byte(text), 0o644)
}

// newToken returns PROCESS.COMPUTER.NUMBER.
func newToken() string {
	var number [16]byte
	rand.Read(number[:]) // never fails
	return fmt.Sprintf("%d.%s.%x", os.Getpid(), computer(), number)
}

// computer stands for where process numbers mean the same: the host, and on
// Linux since its start, in one container.
var computer = sync.OnceValue(func() string {
	host, _ := os.Hostname()
	boot, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
	namespace, _ := os.Readlink("/proc/self/ns/pid")
	sum := sha256.Sum256([]byte(host + "\n" + string(boot) + "\n" + namespace))
	return hex.EncodeToString(sum[:8])
})

// isGone reports whether the process of a token has ended for sure.
func isGone(token string) bool {
	fields := strings.Split(token, ".")
	if len(fields) != 3 || fields[1] != computer() {
		return false
	}
	pid, err := strconv.Atoi(fields[0])
	if err != nil || pid <= 0 {
		return false
	}
	if pid == os.Getpid() { // of an earlier process with this number, if not ours
		_, ours := heldHere.Load(token)
		return !ours
	}
	return processGone(pid)
}

// processGone is false in doubt.
func processGone(pid int) bool {
	p, err := os.FindProcess(pid)
	if runtime.GOOS == "windows" {
		const invalidParameter = syscall.Errno(87) // no process has this number
		return errors.Is(err, invalidParameter)
	}
	if err != nil {
		return false
	}
	defer p.Release()
	return errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone)
}
