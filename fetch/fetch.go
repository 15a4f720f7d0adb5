// Package fetch gets files over HTTPS, and again only if they have changed.
//
// It is the only package of the project that opens connections, and it opens
// none but those that a [Request] names and their redirects. Everything that a
// server sends is bounded: headers, redirects, waiting, and size both before
// and after decompression. What was received is described by a [Result] with
// its digest. The package keeps nothing and reads nothing into the bytes: that
// is for the caller, who must not use them when [Client.Get] returned an error.
//
// Proxies are those of the environment (HTTPS_PROXY, NO_PROXY). No cookies are
// kept and no credentials sent, other than those that a URL itself contains.
package fetch

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// DefaultMaxBytes is the size limit of a [Request] that has none: 1 GiB.
const DefaultMaxBytes = 1 << 30

// A Client gets files. The zero Client is ready for use; its fields are not to
// be changed after the first [Client.Get]. Several goroutines may share one.
type Client struct {
	// Version of delist, for the User-Agent header; "dev" if empty.
	Version string

	// Connect bounds the making of a connection (zero: 15 s for TCP, and again
	// for TLS), Header the wait for an answer to begin (zero: 60 s), and Stall
	// the time without a byte of its body (zero: 60 s). No limit is set on the
	// whole: that is for the context.
	Connect, Header, Stall time.Duration

	// Pause comes before the one retry, where the server does not say how long
	// to wait; zero: 2 s.
	Pause time.Duration

	// Roots are the authorities to trust in place of the system's, if not nil.
	Roots *x509.CertPool

	// Loopback also allows http, but only to this computer. It is for tests.
	Loopback bool

	// Progress, if not nil, is called as a body comes in, with the bytes that
	// have been received for one Request (before decompression) and how many
	// there will be, or -1 where the server does not say. It is called from
	// the goroutine of Get.
	Progress func(received, total int64)

	once sync.Once
	http *http.Client
}

// A Request says what to get.
type Request struct {
	URL string

	// ETag and LastModified are those of the [Result] that is held already,
	// word for word. If either is given, an unchanged file is not sent again.
	ETag, LastModified string

	// MaxBytes bounds the file, after decompression; zero is [DefaultMaxBytes].
	MaxBytes int64
}

func (r Request) conditional() bool { return r.ETag != "" || r.LastModified != "" }

func (r Request) limit() int64 {
	if r.MaxBytes > 0 {
		return r.MaxBytes
	}
	return DefaultMaxBytes
}

// A Result describes what was received.
type Result struct {
	// URL is the one that answered, after redirects.
	URL string
	// ETag and LastModified are for the next [Request], word for word. If
	// NotModified, those of the request stay where the answer has none.
	ETag, LastModified string
	// Type is the Content-Type that the server claims.
	Type string
	// Bytes and SHA256 (in lower-case hexadecimal) are of what was written,
	// after decompression. They are zero if NotModified.
	Bytes  int64
	SHA256 string
	// NotModified says that the file is still the one of the request: nothing
	// was written.
	NotModified bool
	// Retrieved is when the answer began, in UTC, by the clock of this computer.
	Retrieved time.Time
}

// Get writes the file of a request to w.
//
// On 429, 503, or a connection that breaks before anything was written, it
// tries once more, after the time that the server asks for if that is at most
// [MaxRetryAfter]. Any other status than 200 and 304 is a [*StatusError], a
// file over the limit a [*TooLargeError]. After an error, w may have received
// a part of the file.
func (c *Client) Get(ctx context.Context, req Request, w io.Writer) (Result, error) {
	c.once.Do(c.setUp)
	target, err := url.Parse(req.URL)
	if err != nil {
		return Result{}, fmt.Errorf("%q: %w", req.URL, plain(err))
	}
	if err := c.allow(target); err != nil {
		return Result{}, fmt.Errorf("%s: %w", target.Redacted(), err)
	}
	out := &counter{w: w}
	res, err := c.try(ctx, req, out)
	pause, again := c.retry(err)
	if !again || out.n > 0 {
		return res, err
	}
	if waitErr := wait(ctx, pause); waitErr != nil {
		return Result{}, errors.Join(err, waitErr)
	}
	return c.try(ctx, req, out)
}

// try asks once.
func (c *Client) try(ctx context.Context, req Request, w io.Writer) (Result, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	ask, err := c.ask(ctx, req)
	if err != nil {
		return Result{}, err
	}
	resp, err := c.http.Do(ask)
	if err != nil {
		return Result{}, unreached(ask, err)
	}
	defer resp.Body.Close()
	final := resp.Request.URL.Redacted()
	res := Result{
		URL: final, Type: resp.Header.Get("Content-Type"), Retrieved: time.Now().UTC(),
		ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified"),
	}
	switch {
	case resp.StatusCode == http.StatusNotModified && req.conditional():
		return res.unchangedSince(req), nil
	case resp.StatusCode != http.StatusOK:
		return Result{}, &StatusError{final, resp.StatusCode, retryAfter(resp.Header.Get("Retry-After"), time.Now())}
	}
	body := &watched{body: resp.Body, stall: orElse(c.Stall, 60*time.Second), ctx: ctx, cancel: cancel, total: resp.ContentLength, progress: c.Progress}
	res.Bytes, res.SHA256, err = receive(w, body, resp.Header, req.limit())
	if err != nil {
		return Result{}, at(final, err)
	}
	return res, nil
}

// ask writes the question.
func (c *Client) ask(ctx context.Context, req Request) (*http.Request, error) {
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, req.URL, nil)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", req.URL, plain(err))
	}
	version := c.Version
	if version == "" {
		version = "dev"
	}
	ask.Header.Set("User-Agent", "delist/"+version+" (+https://github.com/delistdev/delist)")
	ask.Header.Set("Accept-Encoding", "gzip")
	if req.ETag != "" {
		ask.Header.Set("If-None-Match", req.ETag)
	}
	if req.LastModified != "" {
		ask.Header.Set("If-Modified-Since", req.LastModified)
	}
	return ask, nil
}

func (r Result) unchangedSince(req Request) Result {
	r.NotModified = true
	if r.ETag == "" {
		r.ETag = req.ETag
	}
	if r.LastModified == "" {
		r.LastModified = req.LastModified
	}
	return r
}

func orElse(d, otherwise time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return otherwise
}
