package ledger

import (
	"encoding/binary"
	"fmt"
	"strconv"
)

// Tiles and bundles are of 256 entries (c2sp.org/tlog-tiles).
const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
)

// entries is the level of bundles, which hold leaves where tiles hold hashes.
const entries = -1

// tilePath returns the address of a tile or bundle below that of the log, such
// as tile/0/x001/234 or, where it is partial, tile/entries/005.p/17.
func tilePath(level int, n int64, width int) string {
	name := "entries"
	if level != entries {
		name = strconv.Itoa(level)
	}
	number := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		number = fmt.Sprintf("x%03d/", n%1000) + number
	}
	path := "tile/" + name + "/" + number
	if width < tileWidth {
		path += ".p/" + strconv.Itoa(width)
	}
	return path
}

// appendEntry adds a leaf to a bundle: its length in 16 bits, and itself.
func appendEntry(bundle, leaf []byte) []byte {
	return append(binary.BigEndian.AppendUint16(bundle, uint16(len(leaf))), leaf...)
}
