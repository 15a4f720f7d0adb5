package fetch

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

const (
	maxRedirects   = 5
	maxHeaderBytes = 256 << 10
)

// setUp makes the HTTP client. The transport must not decompress by itself: it
// would do so without a limit.
func (c *Client) setUp() {
	connect := orElse(c.Connect, 15*time.Second)
	c.http = &http.Client{
		CheckRedirect: c.checkRedirect,
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			DialContext:            (&net.Dialer{Timeout: connect}).DialContext,
			TLSClientConfig:        &tls.Config{RootCAs: c.Roots, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout:    connect,
			ResponseHeaderTimeout:  orElse(c.Header, 60*time.Second),
			MaxResponseHeaderBytes: maxHeaderBytes,
			DisableCompression:     true,
			ForceAttemptHTTP2:      true, // not by default, once a dialer is set
			IdleConnTimeout:        30 * time.Second,
			MaxIdleConns:           8,
		},
	}
}

// checkRedirect refuses to follow for ever, and to leave https.
func (c *Client) checkRedirect(next *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("more than %d redirects", maxRedirects)
	}
	if last := via[len(via)-1].URL; last.Scheme == "https" && next.URL.Scheme != "https" {
		return fmt.Errorf("redirect from https to %s, to %s", next.URL.Scheme, next.URL.Redacted())
	}
	if err := c.allow(next.URL); err != nil {
		return fmt.Errorf("redirect to %s: %w", next.URL.Redacted(), err)
	}
	return nil
}

// allow refuses whatever is not https.
func (c *Client) allow(u *url.URL) error {
	switch {
	case u.Hostname() == "":
		return errors.New("the address names no host")
	case u.Scheme == "https":
		return nil
	case u.Scheme == "http" && c.Loopback && isLoopback(u.Hostname()):
		return nil
	}
	return errors.New("only https is allowed")
}

func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
