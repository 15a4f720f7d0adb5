package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// MaxRetryAfter is how long [Client.Get] waits at most before its one retry. A
// server that asks for more gets its will: the [*StatusError] is returned.
const MaxRetryAfter = 30 * time.Second

// retry says whether an error may pass, and how long to wait for that.
func (c *Client) retry(err error) (pause time.Duration, again bool) {
	pause = orElse(c.Pause, 2*time.Second)
	var status *StatusError
	if !errors.As(err, &status) {
		return pause, isReset(err)
	}
	if status.Code != http.StatusTooManyRequests && status.Code != http.StatusServiceUnavailable {
		return 0, false
	}
	if status.RetryAfter > 0 {
		pause = status.RetryAfter
	}
	return pause, pause <= MaxRetryAfter
}

// windowsReset is WSAECONNRESET, which package syscall has on Windows only; no
// other system has an error of that number.
const windowsReset = syscall.Errno(10054)

// isReset reports whether the other side dropped the connection.
func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, windowsReset) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// retryAfter reads a Retry-After header, which is in seconds or a date (RFC
// 9110, section 10.2.3). What cannot be read, or is past, is zero.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0
	}
	if strings.Trim(value, "0123456789") == "" {
		const longest = 365 * 24 * 3600
		seconds, err := strconv.ParseInt(value, 10, 64)
		if err != nil { // too many digits
			seconds = longest
		}
		return time.Duration(min(seconds, longest)) * time.Second
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return max(0, date.Sub(now).Round(time.Second))
}

// wait returns early, with its cause, when ctx ends.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
