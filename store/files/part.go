package files

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"

	"github.com/klauspost/compress/zstd"
)

// MaxPart is the most bytes that a part may have, before compression: 8 GiB.
const MaxPart = 8 << 30

// ErrAltered says that kept bytes are not those that came.
var ErrAltered = errors.New("altered or damaged")

// A Staged part is on the disk and counts for nothing yet. Its Part has the
// digest and size; the caller may set Source, ETag and LastModified.
type Staged struct {
	Part
	digest string
	size   int64
	file   string // empty once it is placed or discarded
}

// Stage writes a part to a temporary file, to be looked at before it counts. An
// error of r, or more than [MaxPart] bytes, is an error and leaves nothing. The
// caller ends it with [Dir.Add] or [Staged.Discard].
func (d *Dir) Stage(name string, r io.Reader) (*Staged, error) {
	if name == "" {
		return nil, errors.New("a part without a name")
	}
	if err := d.makeFolder("tmp"); err != nil {
		return nil, err
	}
	d.sweep()
	f, err := os.CreateTemp(d.in("tmp"), "part-*.zst")
	if err != nil {
		return nil, err
	}
	s := &Staged{Part: Part{Name: name}, file: f.Name()}
	if err := finish(f, s.write(f, r)); err != nil {
		s.Discard()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	s.SHA256, s.Size = s.digest, s.size
	return s, nil
}

func (s *Staged) write(f *os.File, r io.Reader) error {
	enc, err := zstd.NewWriter(f, zstd.WithEncoderConcurrency(1), zstd.WithZeroFrames(true))
	if err != nil {
		return err
	}
	digest := sha256.New()
	s.size, err = io.Copy(io.MultiWriter(enc, digest), io.LimitReader(r, MaxPart+1))
	s.digest = hex.EncodeToString(digest.Sum(nil))
	if err == nil && s.size > MaxPart {
		err = fmt.Errorf("larger than %d bytes", int64(MaxPart))
	}
	return errors.Join(err, enc.Close())
}

// Open reads the part back, checked as by [Dir.OpenPart]. It is an error once
// the part was added or discarded.
func (s *Staged) Open() (io.ReadCloser, error) {
	if s.file == "" {
		return nil, fmt.Errorf("%s: no longer staged", s.Name)
	}
	return openPart(s.file, s.digest, s.size)
}

// Discard removes the part. After [Dir.Add] it does nothing, so that it can be
// deferred.
func (s *Staged) Discard() {
	if s.file != "" {
		os.Remove(s.file)
		s.file = ""
	}
}

// place moves a staged part to where it stays. The same bytes, if they are
// there, stay as they are; if they were damaged, this restores them.
func (d *Dir) place(publication string, s *Staged) error {
	if s.file == "" {
		return fmt.Errorf("%s: no longer staged", s.Name)
	}
	target := d.partFile(publication, s.digest)
	if verify(target, s.digest, s.size) == nil {
		s.Discard()
		return nil
	}
	if err := replace(s.file, target); err != nil {
		return err
	}
	s.file = ""
	return nil
}

func (d *Dir) partFile(publication, digest string) string {
	return d.in("lists", publication, digest+".zst")
}

// OpenPart reads a kept part as it came. Where the bytes are not those that
// came, reading ends with an error that wraps [ErrAltered] and names the file,
// in place of [io.EOF]: what was read until then must not be used.
func (d *Dir) OpenPart(publication string, p Part) (io.ReadCloser, error) {
	if err := checkName(publication); err != nil {
		return nil, err
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("publication %s: %w", publication, err)
	}
	return openPart(d.partFile(publication, p.SHA256), p.SHA256, p.Size)
}

func verify(file, digest string, size int64) error {
	r, err := openPart(file, digest, size)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}

func openPart(file, digest string, size int64) (io.ReadCloser, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(f, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w: %v", file, ErrAltered, err)
	}
	return &checkedReader{file: f, dec: dec, digest: sha256.New(), left: size, want: digest}, nil
}

// A checkedReader compares what it gives with what it should be.
type checkedReader struct {
	file   *os.File
	dec    *zstd.Decoder
	digest hash.Hash
	left   int64 // bytes that should still come
	want   string
	err    error // how it ended
}

func (c *checkedReader) Read(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.dec.Read(p)
	c.digest.Write(p[:n])
	c.left -= int64(n)
	if c.left >= 0 && err == nil {
		return n, nil
	}
	c.err = c.verdict(err)
	return n, c.err
}

// verdict says how the reading ends.
func (c *checkedReader) verdict(err error) error {
	var system *os.PathError
	switch {
	case errors.As(err, &system):
		return err
	case err != nil && !errors.Is(err, io.EOF):
		return fmt.Errorf("%s: %w: %v", c.file.Name(), ErrAltered, err)
	case c.left > 0:
		return fmt.Errorf("%s: %w: %d bytes are missing", c.file.Name(), ErrAltered, c.left)
	case c.left < 0:
		return fmt.Errorf("%s: %w: it is longer than it was", c.file.Name(), ErrAltered)
	case hex.EncodeToString(c.digest.Sum(nil)) != c.want:
		return fmt.Errorf("%s: %w: its SHA-256 is another", c.file.Name(), ErrAltered)
	}
	return io.EOF
}

// Close gives the file back. It does not check what was not read.
func (c *checkedReader) Close() error {
	c.dec.Close()
	return c.file.Close()
}
