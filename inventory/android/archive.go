package android

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

const (
	endSize   = 22
	entrySize = 46
	localSize = 30

	maxComment = 1<<16 - 1
	maxTable   = 32 << 20 // bytes of the table of contents, which has at most 65535 entries
)

var errArchive = errors.New("archive")

// An archive is a ZIP archive of at most four gigabytes, which is all that
// Android takes.
//
// Source: PKWARE, "APPNOTE.TXT - .ZIP File Format Specification", sections 4.3.7
// to 4.3.16; for what Android takes of it, AOSP, "system/libziparchive".
type archive struct {
	r       io.ReaderAt
	size    int64
	end     []byte // the end record, with the comment
	endAt   int64
	table   int64 // where the table of contents begins; it ends where end begins
	members map[string]member
}

// A member is one file of an archive.
type member struct {
	name         string
	deflated     bool
	packed, size int64
	header       int64 // where it begins
}

func openArchive(r io.ReaderAt, size int64) (*archive, error) {
	a := &archive{r: r, size: size}
	if err := a.readEnd(); err != nil {
		return nil, fmt.Errorf("%w: end record: %w", errArchive, err)
	}
	if err := a.readTable(); err != nil {
		return nil, fmt.Errorf("%w: table of contents: %w", errArchive, err)
	}
	return a, nil
}

// readEnd finds the end record: the last one whose comment ends with the file.
func (a *archive) readEnd() error {
	tail := make([]byte, max(0, min(a.size, endSize+maxComment)))
	if n, err := a.r.ReadAt(tail, a.size-int64(len(tail))); n < len(tail) {
		return err
	}
	for at := len(tail) - endSize; at >= 0; at-- {
		comment := len(tail) - endSize - at
		if bytes.HasPrefix(tail[at:], []byte("PK\x05\x06")) && int(binary.LittleEndian.Uint16(tail[at+20:])) == comment {
			a.end, a.endAt = tail[at:], a.size-int64(len(tail)-at)
			return nil
		}
	}
	return errors.New("not there")
}

// readTable reads the table of contents, and refuses what the name of a member
// or its bytes would be in doubt in.
func (a *archive) readTable() error {
	le := binary.LittleEndian
	count, length := int(le.Uint16(a.end[10:])), int64(le.Uint32(a.end[12:]))
	a.table = int64(le.Uint32(a.end[16:]))
	switch {
	case a.table+length != a.endAt:
		return fmt.Errorf("%d bytes at %d do not end at the end record at %d", length, a.table, a.endAt)
	case length > maxTable:
		return fmt.Errorf("%d bytes, the limit is %d", length, maxTable)
	case int64(count)*entrySize > length:
		return fmt.Errorf("%d entries in %d bytes", count, length)
	}
	a.members = make(map[string]member, count)
	r := bufio.NewReader(io.NewSectionReader(a.r, a.table, length))
	total := int64(0)
	for range count {
		m, err := readEntry(r)
		if err != nil {
			return err
		}
		if _, ok := a.members[m.name]; ok {
			return fmt.Errorf("two members %q", m.name)
		}
		if total += m.packed; m.header >= a.table || total > a.table {
			return fmt.Errorf("member %q: more bytes than the archive has", m.name)
		}
		a.members[m.name] = m
	}
	return nil
}

func readEntry(r *bufio.Reader) (member, error) {
	le := binary.LittleEndian
	b := make([]byte, entrySize)
	if _, err := io.ReadFull(r, b); err != nil || !bytes.HasPrefix(b, []byte("PK\x01\x02")) {
		return member{}, errors.New("an entry is missing")
	}
	name := make([]byte, le.Uint16(b[28:]))
	if _, err := io.ReadFull(r, name); err != nil {
		return member{}, errors.New("a name is missing")
	}
	if _, err := r.Discard(int(le.Uint16(b[30:])) + int(le.Uint16(b[32:]))); err != nil {
		return member{}, fmt.Errorf("member %q: %w", name, err)
	}
	return member{
		name: string(name), deflated: le.Uint16(b[10:]) != 0,
		packed: int64(le.Uint32(b[20:])), size: int64(le.Uint32(b[24:])), header: int64(le.Uint32(b[42:])),
	}, nil
}

// open returns a reader of what a member contains: no more bytes than the table
// says, and an error if there are fewer.
func (a *archive) open(m member) (io.Reader, error) {
	local := make([]byte, localSize)
	if _, err := a.r.ReadAt(local, m.header); err != nil || !bytes.HasPrefix(local, []byte("PK\x03\x04")) {
		return nil, fmt.Errorf("member %q: nothing at %d", m.name, m.header)
	}
	at := m.header + localSize + int64(binary.LittleEndian.Uint16(local[26:])) + int64(binary.LittleEndian.Uint16(local[28:]))
	if at+m.packed > a.table {
		return nil, fmt.Errorf("member %q: %d bytes at %d reach into the table of contents", m.name, m.packed, at)
	}
	packed := io.NewSectionReader(a.r, at, m.packed)
	if !m.deflated {
		return exactly(packed, m), nil
	}
	return exactly(flate.NewReader(bufio.NewReaderSize(packed, 64<<10)), m), nil
}

// exactly reads no more than a member should contain, and reports it if that is
// not what there is.
func exactly(r io.Reader, m member) io.Reader {
	return &sized{io.LimitReader(r, m.size+1), m, m.size}
}

type sized struct {
	r    io.Reader
	m    member
	left int64
}

func (s *sized) Read(b []byte) (int, error) {
	n, err := s.r.Read(b)
	s.left -= int64(n)
	if s.left < 0 || err == io.EOF && s.left > 0 {
		return n, fmt.Errorf("member %q: not the %d bytes that it should have", s.m.name, s.m.size)
	}
	return n, err
}

// content returns what a member contains, up to a limit.
func (a *archive) content(m member, limit int64) ([]byte, error) {
	if m.size > limit {
		return nil, fmt.Errorf("member %q: %d bytes, the limit is %d", m.name, m.size, limit)
	}
	r, err := a.open(m)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("member %q: %w", m.name, err)
	}
	return b, nil
}
