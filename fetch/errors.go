package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A StatusError is an answer that is neither the file nor "not modified".
type StatusError struct {
	URL  string // the one that answered, after redirects
	Code int    // of HTTP, such as 404
	// RetryAfter is how long the server asks to wait; zero if it does not say.
	RetryAfter time.Duration
}

func (e *StatusError) Error() string {
	text := fmt.Sprintf("%s: status %d %s", e.URL, e.Code, strings.ToLower(http.StatusText(e.Code)))
	text = strings.TrimSpace(text)
	if e.RetryAfter > 0 {
		text += fmt.Sprintf(", to be tried again after %v", e.RetryAfter)
	}
	return text
}

// A TooLargeError is a file over the limit of its [Request].
type TooLargeError struct {
	URL   string
	Limit int64 // in bytes, after decompression
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("%s: larger than the limit of %d bytes", e.URL, e.Limit)
}

// A StalledError is a body that stopped coming.
type StalledError struct {
	URL   string
	After time.Duration
}

func (e *StalledError) Error() string {
	return fmt.Sprintf("%s: nothing came for %v", e.URL, e.After)
}

// Timeout reports true, as for the timeouts of package net.
func (e *StalledError) Timeout() bool { return true }

// at says where an error happened.
func at(address string, err error) error {
	var large *TooLargeError
	var stalled *StalledError
	switch {
	case errors.As(err, &large):
		return &TooLargeError{address, large.Limit}
	case errors.As(err, &stalled):
		return &StalledError{address, stalled.After}
	}
	return fmt.Errorf("%s: %w", address, err)
}

// unreached says why there was no answer.
func unreached(ask *http.Request, err error) error {
	where := ask.URL.Redacted()
	if cause := context.Cause(ask.Context()); cause != nil {
		return fmt.Errorf("%s: %w", where, cause)
	}
	return fmt.Errorf("%s: %w", where, plain(err))
}

// plain leaves out what package net/url puts before an error.
func plain(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
