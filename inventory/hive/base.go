package hive

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

const (
	// baseSize is the length of the base block, and where the data begins.
	baseSize = 4096
	// checkedSize is how much of it the checksum covers.
	checkedSize = 508
	// binAlign is what the size of the data is a multiple of.
	binAlign = 4096
)

// The types of file that begin with a base block.
const (
	typePrimary = 0
	typeOldLog  = 1
	typeOldest  = 2 // the old log again, with another number
	typeNewLog  = 6
)

var magic = []byte("regf")

// A base is a base block: the header of a hive or of one of its logs.
//
// Source: Suhanov, "Base block".
type base struct {
	primary, secondary uint32 // sequence numbers, equal once all is written
	written            uint64 // FILETIME
	major, minor, kind uint32
	format             uint32
	root               uint32 // offset of the root key in the data
	dataSize           uint32
	checked            bool // the checksum holds
}

// parseBase reads a base block of at least 512 bytes.
func parseBase(b []byte) (base, error) {
	if len(b) < checkedSize+4 || !bytes.HasPrefix(b, magic) {
		return base{}, fmt.Errorf("no registry hive: it does not begin with %q and a base block", magic)
	}
	le := binary.LittleEndian
	var sum uint32
	for i := 0; i < checkedSize; i += 4 {
		sum ^= le.Uint32(b[i:])
	}
	switch sum {
	case 0:
		sum = 1
	case 0xffffffff:
		sum = 0xfffffffe
	}
	return base{
		primary: le.Uint32(b[4:]), secondary: le.Uint32(b[8:]), written: le.Uint64(b[12:]),
		major: le.Uint32(b[20:]), minor: le.Uint32(b[24:]), kind: le.Uint32(b[28:]), format: le.Uint32(b[32:]),
		root: le.Uint32(b[36:]), dataSize: le.Uint32(b[40:]),
		checked: sum == le.Uint32(b[checkedSize:]),
	}, nil
}

// readBase reads the base block at the beginning of a hive or a log.
func readBase(r io.ReaderAt) (base, error) {
	var b [checkedSize + 4]byte
	if n, err := r.ReadAt(b[:], 0); n < len(b) && err != io.EOF {
		return base{}, fmt.Errorf("base block: %w", err)
	} else if n < len(b) {
		return base{}, fmt.Errorf("no registry hive: %d bytes are no base block", n)
	}
	return parseBase(b[:])
}

// supported reports why a hive of this version cannot be read. Minor versions
// below 2 have cells of another form, and come from before Windows NT 4.
func (b base) supported() error {
	switch {
	case b.kind != typePrimary:
		return fmt.Errorf("a file of type %d, a transaction log; the hive is the file beside it", b.kind)
	case b.major != 1 || b.minor < 2 || b.minor > 6:
		return fmt.Errorf("a hive of version %d.%d, which is not known", b.major, b.minor)
	case b.format != 1:
		return fmt.Errorf("a hive of form %d, which is not known", b.format)
	}
	return nil
}

// dirty reports whether the hive was not closed cleanly.
//
// Source: Suhanov, "Dirty state of a hive".
func (b base) dirty() bool { return !b.checked || b.primary != b.secondary }
