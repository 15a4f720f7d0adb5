package network

import (
	"errors"
	"fmt"
	"strings"
)

// A mac is a hardware address of 48 bits (IEEE 802).
type mac [6]byte

var errMAC = errors.New("not a hardware address of six octets")

// parseMAC reads a hardware address as it is written somewhere: "44:19:b6:a:b:c"
// (BSD leaves out zeros), "44-19-B6-0A-0B-0C" (Windows), "4419.b60a.0b0c"
// (Cisco), "4419b6-0a0b0c" (HP), "4419b60a0b0c".
func parseMAC(text string) (mac, bool) {
	if len(text) < 11 || len(text) > 17 {
		return mac{}, false
	}
	var m mac
	separator, width := "\x00", 12
	if i := strings.IndexAny(text, ":-."); i >= 0 {
		separator, width = text[i:i+1], max(i, 2)
	}
	n := 0 // digits so far
	for group := range strings.SplitSeq(text, separator) {
		if width == 2 && len(group) == 1 {
			n++
		} else if len(group) != width || 12%width != 0 {
			return mac{}, false
		}
		for _, c := range []byte(group) {
			v := hexValue(c)
			if v < 0 || n >= 12 {
				return mac{}, false
			}
			m[n/2] = m[n/2]<<4 | byte(v)
			n++
		}
	}
	if n != 12 {
		return mac{}, false
	}
	return m, true
}

func hexValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// registered reports whether a maker's prefix is in the address. It is in none
// that goes to a group, nor in one that was made up locally: those bits of the
// first octet say so (IEEE 802c). The zeros are a place-holder, although their
// prefix is somebody's.
func (m mac) registered() bool { return m[0]&3 == 0 && m != mac{} }

func (m mac) String() string {
	const hex = "0123456789ABCDEF"
	var text [17]byte
	for i, octet := range m {
		text[i*3], text[i*3+1] = hex[octet>>4], hex[octet&15]
		if i < 5 {
			text[i*3+2] = ':'
		}
	}
	return string(text[:])
}

// badMAC is the error about what stands where a hardware address should.
func badMAC(text string) error { return fmt.Errorf("%q: %w", short(text, 64), errMAC) }
