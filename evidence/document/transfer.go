package document

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime/quotedprintable"
	"strings"
)

// untransfer undoes the encoding of a part (RFC 2045, section 6). What stands
// before a fault is returned with it.
func untransfer(encoding string, body []byte) ([]byte, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return unbase64(body)
	case "quoted-printable":
		out, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(body)))
		if err != nil {
			return loosely(body), fmt.Errorf("a part in quoted-printable has faults: %w", err)
		}
		return out, nil
	case "", "7bit", "8bit", "binary":
		return body, nil
	}
	return body, fmt.Errorf("a part in the encoding %.20q is read as it is", encoding)
}

// unbase64 decodes base64, without the characters that do not belong to it.
func unbase64(body []byte) ([]byte, error) {
	tidy := make([]byte, 0, len(body))
	for _, c := range body {
		switch {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '+', c == '/':
			tidy = append(tidy, c)
		}
	}
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(tidy)))
	n, err := base64.RawStdEncoding.Decode(out, tidy)
	if err != nil {
		return out[:n], fmt.Errorf("a part in base64 stops in the middle: %w", err)
	}
	return out[:n], nil
}

// loosely decodes quoted-printable and leaves what is none as it is.
func loosely(body []byte) []byte {
	out := make([]byte, 0, len(body))
	for i := 0; i < len(body); i++ {
		if body[i] != '=' {
			out = append(out, body[i])
			continue
		}
		rest := body[i+1:]
		switch {
		case bytes.HasPrefix(rest, []byte("\r\n")):
			i += 2
		case bytes.HasPrefix(rest, []byte("\n")):
			i++
		case len(rest) >= 2 && nibble(rest[0]) >= 0 && nibble(rest[1]) >= 0:
			out = append(out, byte(nibble(rest[0])<<4|nibble(rest[1])))
			i += 2
		default:
			out = append(out, '=')
		}
	}
	return out
}

// nibble returns the value of a hexadecimal digit; -1 for others.
func nibble(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
