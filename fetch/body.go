package fetch

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// receive copies a body to w, decompressed, and returns its size and digest.
func receive(w io.Writer, body *watched, header http.Header, limit int64) (int64, string, error) {
	if body.total > limit {
		return 0, "", &TooLargeError{Limit: limit}
	}
	r, err := decoded(body, header.Get("Content-Encoding"))
	if err != nil {
		return 0, "", err
	}
	digest := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, digest), io.LimitReader(r, limit))
	if err == nil {
		err = atEnd(r, limit, n)
	}
	if err != nil {
		return n, "", reason(err, body)
	}
	return n, hex.EncodeToString(digest.Sum(nil)), nil
}

// atEnd checks that nothing follows the bytes that the limit let through.
func atEnd(r io.Reader, limit, n int64) error {
	if n < limit {
		return nil
	}
	more, err := io.ReadFull(r, make([]byte, 1))
	if more > 0 {
		return &TooLargeError{Limit: limit}
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// decoded undoes the one encoding that was asked for.
func decoded(body *watched, encoding string) (io.Reader, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return body, nil
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(bufio.NewReader(body))
		if err != nil {
			return nil, reason(err, body)
		}
		return z, nil
	}
	return nil, fmt.Errorf("content encoding %q, which was not asked for", encoding)
}

// reason puts the cause in the place of its symptom.
func reason(err error, body *watched) error {
	if cause := context.Cause(body.ctx); cause != nil {
		return cause
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	if body.total >= 0 && body.received < body.total {
		return fmt.Errorf("the answer ends after %d of %d bytes: %w", body.received, body.total, io.ErrUnexpectedEOF)
	}
	return fmt.Errorf("the answer ends too early, after %d bytes: %w", body.received, io.ErrUnexpectedEOF)
}

// A watched body is given up when nothing comes for a while. Only waiting for
// the server counts, not the time that the receiver takes.
type watched struct {
	body     io.Reader
	stall    time.Duration
	ctx      context.Context
	cancel   context.CancelCauseFunc
	received int64
	total    int64 // -1: not said
	progress func(received, total int64)
}

func (b *watched) Read(p []byte) (int, error) {
	timer := time.AfterFunc(b.stall, func() { b.cancel(&StalledError{After: b.stall}) })
	n, err := b.body.Read(p)
	timer.Stop()
	b.received += int64(n)
	if n > 0 && b.progress != nil {
		b.progress(b.received, b.total)
	}
	if cause := context.Cause(b.ctx); cause != nil {
		// A server may end its answer because it sees that we give up, and that
		// end can still reach us: it is not the end of the file.
		return n, cause
	}
	return n, err
}

// A counter knows whether anything was written.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
