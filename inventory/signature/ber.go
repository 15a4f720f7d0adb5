package signature

import (
	"encoding/asn1"
	"errors"
)

// maxBERDepth is how deep values of a message may lie inside each other.
const maxBERDepth = 64

var errBER = errors.New("malformed message")

// der returns a message in the form that is parsed here. Some signers write
// lengths as "until the end" and octet strings in pieces, which BER allows and
// DER does not.
//
// Source: ITU-T X.690, sections 8.1.3.6 and 8.7.
func der(message []byte) ([]byte, error) {
	if len(message) < 2 || message[1] != 0x80 {
		return message, nil
	}
	out, _, err := definite(message, 0)
	return out, err
}

// definite encodes the first value of b with its length, and returns what
// follows it.
func definite(b []byte, depth int) (out, rest []byte, err error) {
	if depth > maxBERDepth || len(b) < 2 {
		return nil, nil, errBER
	}
	n := 1 // bytes of the tag
	if b[0]&0x1f == 0x1f {
		for n < len(b) && b[n]&0x80 != 0 {
			n++
		}
		n++
	}
	if n >= len(b) || n > 6 {
		return nil, nil, errBER
	}
	tag, constructed := b[:n], b[0]&0x20 != 0
	content, rest, until, err := lengthOf(b[n:])
	if err != nil || until && !constructed {
		return nil, nil, errBER
	}
	if !constructed {
		return encode(tag, content), rest, nil
	}
	var parts []byte
	pieces := b[0] == 0x24 // an octet string
	for len(content) > 0 {
		if until && len(content) >= 2 && content[0] == 0 && content[1] == 0 {
			rest, until = content[2:], false
			break
		}
		var part []byte
		if part, content, err = definite(content, depth+1); err != nil {
			return nil, nil, err
		}
		if pieces {
			var piece asn1.RawValue
			if _, err := asn1.Unmarshal(part, &piece); err != nil {
				return nil, nil, errBER
			}
			part = piece.Bytes
		}
		parts = append(parts, part...)
	}
	if until {
		return nil, nil, errBER
	}
	if pieces {
		return encode([]byte{0x04}, parts), rest, nil
	}
	return encode(tag, parts), rest, nil
}

// lengthOf returns the content that a length is of and what follows; with until,
// the content goes on to a mark that is still to be found.
func lengthOf(b []byte) (content, rest []byte, until bool, err error) {
	switch {
	case b[0] == 0x80:
		return b[1:], nil, true, nil
	case b[0] < 0x80:
		if int(b[0]) > len(b)-1 {
			return nil, nil, false, errBER
		}
		return b[1 : 1+int(b[0])], b[1+int(b[0]):], false, nil
	}
	bytes := int(b[0] & 0x7f)
	if bytes > 4 || bytes > len(b)-1 {
		return nil, nil, false, errBER
	}
	length := 0
	for _, c := range b[1 : 1+bytes] {
		length = length<<8 | int(c)
	}
	b = b[1+bytes:]
	if length < 0 || length > len(b) {
		return nil, nil, false, errBER
	}
	return b[:length], b[length:], false, nil
}

func encode(tag, content []byte) []byte {
	out := append(make([]byte, 0, len(tag)+6+len(content)), tag...)
	switch n := len(content); {
	case n < 0x80:
		out = append(out, byte(n))
	case n < 1<<8:
		out = append(out, 0x81, byte(n))
	case n < 1<<16:
		out = append(out, 0x82, byte(n>>8), byte(n))
	case n < 1<<24:
		out = append(out, 0x83, byte(n>>16), byte(n>>8), byte(n))
	default:
		out = append(out, 0x84, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	return append(out, content...)
}
