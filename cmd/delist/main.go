// Command delist says who made the technology that you have, where its makers
// stand, and on what grounds.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Exit statuses; the design's contract with scripts.
const (
	exitDone    = 0
	exitFailOn  = 1 // --fail-on is met
	exitUsage   = 2 // wrong usage, or input that cannot be read at all
	exitPartial = 3 // done in part
)

// clock says what time it is; a test that tells a story of months sets it.
var clock = time.Now

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// An exit carries a status that is not a fault.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// A hinted error says what to do next.
type hinted struct {
	error
	hint string
}

func (h hinted) Unwrap() error { return h.error }

// status prints an error and returns the exit status for it.
func status(err error, stderr *os.File) int {
	var code exit
	if err == nil {
		return exitDone
	}
	if errors.As(err, &code) {
		return int(code)
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "delist: interrupted: what was recorded is whole, and the rest was not recorded")
		return exitUsage
	}
	fmt.Fprintf(stderr, "delist: %v\n", err)
	var h hinted
	if errors.As(err, &h) {
		fmt.Fprintf(stderr, "hint: %s\n", h.hint)
	}
	return exitUsage
}
