package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/delistdev/delist/fetch"
)

const text = "vendor\nHikvision\nDahua\n"

// serve starts a TLS server and returns a client that trusts it.
func serve(t *testing.T, h http.HandlerFunc) (*fetch.Client, string) {
	t.Helper()
	s := httptest.NewTLSServer(h)
	t.Cleanup(s.Close)
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return &fetch.Client{Version: "1.2.3", Roots: roots, Pause: time.Millisecond}, s.URL
}

func get(c *fetch.Client, req fetch.Request) (fetch.Result, string, error) {
	var b bytes.Buffer
	res, err := c.Get(context.Background(), req, &b)
	return res, b.String(), err
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func zipped(t *testing.T, r io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.Copy(z, r); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// wantError checks that an error says all of the words, and where.
func wantError(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("got no error")
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q does not say %q", err, w)
		}
	}
}

func TestGet(t *testing.T) {
	c, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if got, want := r.UserAgent(), "delist/1.2.3 (+https://github.com/delistdev/delist)"; got != want {
			t.Errorf("user agent %q, want %q", got, want)
		}
		if r.Header.Get("If-None-Match") != "" || r.Header.Get("If-Modified-Since") != "" {
			t.Error("asks on a condition that was not given")
		}
		w.Header().Set("ETag", `W/"a"`)
		w.Header().Set("Last-Modified", "Fri, 08 Sep 2017 10:00:00 GMT")
		w.Header().Set("Content-Type", "text/csv")
		io.WriteString(w, text)
	})
	var received, total int64
	c.Progress = func(r, n int64) { received, total = r, n }
	res, got, err := get(c, fetch.Request{URL: url + "/list.csv"})
	if err != nil {
		t.Fatal(err)
	}
	if age := time.Since(res.Retrieved); age < 0 || age > time.Minute || res.Retrieved.Location() != time.UTC {
		t.Errorf("retrieved %v", res.Retrieved)
	}
	res.Retrieved = time.Time{}
	want := fetch.Result{
		URL: url + "/list.csv", ETag: `W/"a"`, LastModified: "Fri, 08 Sep 2017 10:00:00 GMT", Type: "text/csv",
		Bytes: int64(len(text)), SHA256: digest(text),
	}
	if res != want || got != text {
		t.Errorf("got %+v %q\nwant %+v", res, got, want)
	}
	if received != want.Bytes || total != want.Bytes {
		t.Errorf("progress ended at %d of %d, want %d", received, total, want.Bytes)
	}
}

func TestGetUnchanged(t *testing.T) {
	c, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"a"` && r.Header.Get("If-Modified-Since") == "Fri, 08 Sep 2017 10:00:00 GMT" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		t.Errorf("headers %v lack the condition", r.Header)
	})
	res, got, err := get(c, fetch.Request{URL: url, ETag: `"a"`, LastModified: "Fri, 08 Sep 2017 10:00:00 GMT"})
	if err != nil {
		t.Fatal(err)
	}
	if !res.NotModified || got != "" || res.ETag != `"a"` || res.LastModified != "Fri, 08 Sep 2017 10:00:00 GMT" {
		t.Errorf("got %+v %q", res, got)
	}
}

// A server that says "not modified" to someone who holds nothing must not be
// taken to have sent an empty list.
func TestUnaskedNotModifiedIsAnError(t *testing.T) {
	c, url := serve(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNotModified) })
	_, _, err := get(c, fetch.Request{URL: url})
	wantError(t, err, url, "304")
}

func TestGzip(t *testing.T) {
	c, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("accepts %q", r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(zipped(t, strings.NewReader(text)))
	})
	res, got, err := get(c, fetch.Request{URL: url})
	if err != nil || got != text || res.SHA256 != digest(text) || res.Bytes != int64(len(text)) {
		t.Errorf("got %+v %q, %v", res, got, err)
	}
}

func TestRedirects(t *testing.T) {
	var calls atomic.Int32
	c, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/here", http.StatusFound)
		case "/here":
			io.WriteString(w, text)
		case "/loop":
			calls.Add(1)
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/down":
			http.Redirect(w, r, "http://127.0.0.1:1/list", http.StatusFound)
		}
	})
	res, got, err := get(c, fetch.Request{URL: url + "/moved"})
	if err != nil || got != text || res.URL != url+"/here" {
		t.Errorf("got %+v %q, %v", res, got, err)
	}
	_, _, err = get(c, fetch.Request{URL: url + "/loop"})
	wantError(t, err, url+"/loop", "more than 5 redirects")
	if calls.Load() != 6 {
		t.Errorf("followed %d times, want 6", calls.Load())
	}
	_, _, err = get(c, fetch.Request{URL: url + "/down"})
	wantError(t, err, "redirect from https to http")
	c2 := &fetch.Client{Roots: c.Roots, Loopback: true}
	_, _, err = get(c2, fetch.Request{URL: url + "/down"})
	wantError(t, err, "redirect from https to http")
}

func TestOnlyHTTPS(t *testing.T) {
	var c, loopback fetch.Client
	loopback.Loopback = true
	tests := []struct {
		client *fetch.Client
		url    string
		want   string
	}{
		{&c, "http://example.org/", "only https"},
		{&c, "http://127.0.0.1:1/", "only https"},
		{&loopback, "http://example.org/", "only https"},
		{&loopback, "http://127.0.0.1.example.org/", "only https"},
		{&c, "ftp://example.org/", "only https"},
		{&c, "file:///etc/passwd", "no host"},
		{&c, "list.csv", "no host"},
		{&c, "https://[", "missing ']'"},
		{&c, "http://me:secret@example.org/", "me:xxxxx@"},
	}
	for _, test := range tests {
		_, _, err := get(test.client, fetch.Request{URL: test.url})
		wantError(t, err, test.want)
	}
}

func TestLimits(t *testing.T) {
	const limit = 1 << 20
	bomb := zipped(t, io.LimitReader(zeros{}, 64<<20))
	exact := strings.Repeat("x", limit)
	c, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/declared":
			w.Header().Set("Content-Length", fmt.Sprint(limit+1))
		case "/streamed":
			w.(http.Flusher).Flush()
			io.Copy(w, io.LimitReader(zeros{}, limit+1))
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb)
		case "/exact":
			io.WriteString(w, exact)
		case "/exact-gzip":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(zipped(t, strings.NewReader(exact)))
		}
	})
	for _, path := range []string{"/declared", "/streamed", "/bomb"} {
		_, got, err := get(c, fetch.Request{URL: url + path, MaxBytes: limit})
		var large *fetch.TooLargeError
		if !errors.As(err, &large) || large.Limit != limit || large.URL != url+path {
			t.Errorf("%s: got %v, want a TooLargeError", path, err)
		}
		if len(got) > limit {
			t.Errorf("%s: %d bytes were let through", path, len(got))
		}
	}
	for _, path := range []string{"/exact", "/exact-gzip"} {
		if res, _, err := get(c, fetch.Request{URL: url + path, MaxBytes: limit}); err != nil || res.Bytes != limit {
			t.Errorf("%s: got %d bytes, %v", path, res.Bytes, err)
		}
	}
}

func TestBrokenBodies(t *testing.T) {
	whole := zipped(t, strings.NewReader(text))
	damaged := bytes.Clone(whole)
	damaged[len(damaged)-5] ^= 1 // the checksum
	c, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/short":
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, text)
		case "/chunked":
			io.WriteString(w, text)
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		case "/gzip":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(whole[:len(whole)-4])
		case "/checksum":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(damaged)
		case "/trailing":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(append(bytes.Clone(whole), "<html><body>Busy</body></html>"...))
		case "/plain":
			w.Header().Set("Content-Encoding", "gzip")
			io.WriteString(w, text)
		case "/brotli":
			w.Header().Set("Content-Encoding", "br")
			io.WriteString(w, text)
		}
	})
	tests := []struct{ path, want string }{
		{"/short", "ends after 23 of 100 bytes"},
		{"/chunked", "ends too early"},
		{"/gzip", "ends too early"},
		{"/checksum", "checksum"},
		{"/trailing", "gzip: invalid header"},
		{"/plain", "gzip: invalid header"},
		{"/brotli", `content encoding "br"`},
	}
	for _, test := range tests {
		res, _, err := get(c, fetch.Request{URL: url + test.path})
		wantError(t, err, url+test.path+": ", test.want)
		if res != (fetch.Result{}) {
			t.Errorf("%s: a result beside an error: %+v", test.path, res)
		}
	}
}

func TestTimeouts(t *testing.T) {
	release := make(chan struct{})
	c, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/stall" {
			io.WriteString(w, text)
			w.(http.Flusher).Flush()
		}
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	defer close(release)
	c.Stall, c.Header = 50*time.Millisecond, 100*time.Millisecond
	_, _, err := get(c, fetch.Request{URL: url + "/stall"})
	var stalled *fetch.StalledError
	if !errors.As(err, &stalled) || stalled.URL != url+"/stall" {
		t.Errorf("got %v (%+v), want a StalledError", err, stalled)
	}
	_, _, err = get(c, fetch.Request{URL: url + "/silent"})
	wantError(t, err, url+"/silent", "timeout awaiting response headers")
}

func TestContextEndsIt(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	enough := errors.New("enough")
	c, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	c.Pause = 20 * time.Second
	time.AfterFunc(50*time.Millisecond, func() { cancel(enough) })
	start := time.Now()
	_, err := c.Get(ctx, fetch.Request{URL: url}, io.Discard)
	if !errors.Is(err, enough) || time.Since(start) > 10*time.Second {
		t.Errorf("got %v after %v", err, time.Since(start))
	}
}

// failing is a full disk.
type failing struct{}

var errFull = errors.New("no space left")

func (failing) Write([]byte) (int, error) { return 0, errFull }

func TestWriterFails(t *testing.T) {
	c, url := serve(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, text) })
	if _, err := c.Get(context.Background(), fetch.Request{URL: url}, failing{}); !errors.Is(err, errFull) {
		t.Errorf("got %v, want the writer's error", err)
	}
}

func TestRetries(t *testing.T) {
	tests := []struct {
		name       string
		status     []int // of one answer after the other
		retryAfter string
		calls      int32
		want       int // status of the error, 0 for none
	}{
		{"not found is final", []int{404}, "", 1, 404},
		{"server error is final", []int{500}, "", 1, 500},
		{"too many, then fine", []int{429, 200}, "", 2, 0},
		{"unavailable, then fine", []int{503, 200}, "", 2, 0},
		{"waits as asked", []int{429, 200}, "1", 2, 0},
		{"once only", []int{503, 429, 200}, "", 2, 429},
		{"not longer than 30 s", []int{429, 200}, "31", 1, 429},
		{"nor for ever", []int{429, 200}, "99999999999999999999", 1, 429},
		{"nor until a far day", []int{503, 200}, "Fri, 08 Sep 2090 10:00:00 GMT", 1, 503},
		{"a past day is now", []int{503, 200}, "Fri, 08 Sep 2017 10:00:00 GMT", 2, 0},
		{"nonsense is not said", []int{503, 200}, "soon", 2, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var calls atomic.Int32
			c, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
				status := test.status[calls.Add(1)-1]
				if test.retryAfter != "" {
					w.Header().Set("Retry-After", test.retryAfter)
				}
				w.WriteHeader(status)
				fmt.Fprint(w, status)
			})
			start := time.Now()
			_, got, err := get(c, fetch.Request{URL: url})
			var status *fetch.StatusError
			if errors.As(err, &status) != (test.want != 0) || (status != nil && (status.Code != test.want || status.URL != url)) {
				t.Errorf("got %v, want status %d", err, test.want)
			}
			if calls.Load() != test.calls {
				t.Errorf("asked %d times, want %d", calls.Load(), test.calls)
			}
			if test.want == 0 && got != "200" {
				t.Errorf("wrote %q, want only the good answer", got)
			}
			if test.retryAfter == "1" && time.Since(start) < time.Second {
				t.Errorf("waited only %v", time.Since(start))
			}
		})
	}
}

// drop ends a connection with a reset.
func drop(t *testing.T, w http.ResponseWriter) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	conn.(*net.TCPConn).SetLinger(0)
	conn.Close()
}

func TestReset(t *testing.T) {
	var calls atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		first := calls.Add(1) == 1
		if r.URL.Path == "/within" {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, text)
			w.(http.Flusher).Flush()
			time.Sleep(50 * time.Millisecond) // or the reset overtakes the text
		}
		if first || r.URL.Path == "/within" {
			drop(t, w)
			return
		}
		io.WriteString(w, text)
	}))
	defer s.Close()
	c := &fetch.Client{Loopback: true, Pause: time.Millisecond}
	if _, got, err := get(c, fetch.Request{URL: s.URL}); err != nil || got != text || calls.Load() != 2 {
		t.Errorf("got %q, %v after %d calls", got, err, calls.Load())
	}
	calls.Store(0)
	if _, _, err := get(c, fetch.Request{URL: s.URL + "/within"}); err == nil || calls.Load() != 1 {
		t.Errorf("got %v after %d calls: what was written cannot be taken back", err, calls.Load())
	}
}

func TestUntrustedCertificate(t *testing.T) {
	_, url := serve(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, text) })
	var c fetch.Client
	_, got, err := get(&c, fetch.Request{URL: url})
	wantError(t, err, url, "certificate")
	if got != "" {
		t.Errorf("read %q", got)
	}
}
