package pe

import (
	"encoding/binary"
	"strings"
)

const (
	// MaxExports is how many exported names are told.
	MaxExports = 512

	maxExportBytes = 256 << 10
	maxName        = 256
)

// exports reads the name of the program and the names that it exports.
//
// Source: "PE Format", section "The .edata Section".
func (l *layout) exports(i *Image) error {
	d := l.directories[directoryExport]
	if d.size < 40 {
		return nil
	}
	// The names nearly always lie in the directory's own range: one read.
	area, err := l.at(d.at, int(min(d.size, maxExportBytes)))
	if err != nil || len(area) < 40 {
		return wrap("exports", err)
	}
	text := func(address uint32) string {
		if address < d.at || uint64(address-d.at) >= uint64(len(area)) {
			return ""
		}
		return upToZero(area[address-d.at:])
	}
	i.Name = text(binary.LittleEndian.Uint32(area[12:]))
	count := min(binary.LittleEndian.Uint32(area[24:]), MaxExports)
	table := binary.LittleEndian.Uint32(area[32:])
	for n := range count {
		at := uint64(table) - uint64(d.at) + 4*uint64(n)
		if table < d.at || at+4 > uint64(len(area)) {
			break
		}
		if name := text(binary.LittleEndian.Uint32(area[at:])); name != "" {
			i.Exports = append(i.Exports, name)
		}
	}
	return nil
}

// trimmed returns a text without what only pads it; what is no text is nothing.
func trimmed(s string) string {
	if i := strings.IndexByte(s, 0); i >= 0 {
		s = s[:i]
	}
	return strings.TrimSpace(strings.ToValidUTF8(s, "\ufffd"))
}
