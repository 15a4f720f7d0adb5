package register

import (
	"compress/gzip"
	"io"
	"strconv"
	"strings"
	"sync"
)

// registrants holds to whom each block of MAC addresses is assigned, by its
// [blockKey]. The table is packed, and opened when the first address is asked for:
// it is large, and most inventories have no addresses. scripts/mac.py makes it
// from the registry of the IEEE; its head says as of when.
var registrants = sync.OnceValue(func() map[uint64]string {
	all := make(map[uint64]string, 48<<10)
	f, err := embedded.Open("data/mac/registrants.tsv.gz")
	if err != nil {
		return all // part of the binary, and tested
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		return all
	}
	text, _ := io.ReadAll(unpacked)
	for line := range strings.Lines(string(text)) {
		prefix, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if bits := 4 * len(prefix); bits <= blocks[0] {
			if n, err := strconv.ParseUint(prefix, 16, 64); err == nil {
				all[blockKey(n<<(macBits-bits), bits)] = name
			}
		}
	}
	return all
})

const macBits = 48

// blocks are the lengths in bits of the prefixes that the IEEE assigns, the
// longest first: MA-S and IAB, MA-M, MA-L. A smaller block lies in a larger one
// that is the authority's own.
//
// Source: https://standards.ieee.org/products-programs/regauth/
var blocks = [...]int{36, 28, 24}

// blockKey returns the first bits of an address, with their number behind them:
// the last twelve bits are part of no prefix.
func blockKey(address uint64, bits int) uint64 {
	return address>>(macBits-bits)<<(macBits-bits) | uint64(bits)
}

// MACRegistrant returns to whom the IEEE has assigned the block that a MAC
// address of 48 bits lies in, as the registry has the name, or "". The address is
// written in hexadecimal digits with ":", "-", "." or spaces between groups, or
// nothing; an octet may lack its leading zero, as systems of the BSD family write
// it. Addresses of groups, and those that a device or its administrator chose,
// are nobody's (IEEE Std 802, "Universally and locally administered addresses").
func MACRegistrant(mac string) string {
	address, ok := parseMAC(mac)
	if !ok || address>>40&0b11 != 0 {
		return ""
	}
	all := registrants()
	for _, bits := range blocks {
		if name := all[blockKey(address, bits)]; name != "" {
			return name
		}
	}
	return ""
}

// parseMAC reads an address, and reports whether it is one of 48 bits.
func parseMAC(s string) (address uint64, ok bool) {
	bits, group := 0, 0 // read so far; of them digits since the last separator
	for i := 0; i <= len(s); i++ {
		if i == len(s) || s[i] == ':' || s[i] == '-' || s[i] == '.' || s[i] == ' ' {
			if group == 0 {
				return 0, false
			}
			if group == 1 { // a digit alone is an octet
				bits += 4
				address = address>>4<<8 | address&0xf
			}
			group = 0
			continue
		}
		digit, ok := hexadecimal(s[i])
		if !ok || bits >= macBits {
			return 0, false
		}
		address = address<<4 | uint64(digit)
		bits += 4
		group++
	}
	return address, bits == macBits
}

func hexadecimal(c byte) (value byte, ok bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}
