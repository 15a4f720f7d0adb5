package exchange

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
)

// namespace is that of the identifiers which this package makes for STIX: the UUID
// 28d8a546-11b7-5f1a-8cd0-c9f5adc6b9f4, of version 5 over the namespace of URLs and
// "https://github.com/delistdev/delist". STIX 2.1, section 2.9, reserves the
// namespace 00abedb4-aa42-466c-9c01-fed23315a9b7 for cyber-observable objects, and
// none is written here.
var namespace = [16]byte{0x28, 0xd8, 0xa5, 0x46, 0x11, 0xb7, 0x5f, 0x1a, 0x8c, 0xd0, 0xc9, 0xf5, 0xad, 0xc6, 0xb9, 0xf4}

// stixID returns the identifier of the object of type typ for what name names, such
// as "claim:some-id": the same in every file, by UUID version 5 (RFC 9562, section 5.5).
func stixID(typ, name string) string {
	h := sha1.New()
	h.Write(namespace[:])
	h.Write([]byte(name))
	u := h.Sum(nil)[:16]
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	return fmt.Sprintf("%s--%x-%x-%x-%x-%x", typ, u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// stixForm is the form of an identifier: STIX 2.1, section 2.9. The type is left to
// the reader.
var stixForm = regexp.MustCompile(`^[a-z][a-z0-9-]{1,248}[a-z0-9]--[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// foreignID returns the id of a record that a STIX object of others becomes:
// "stix-" and its UUID.
func foreignID(id string) string {
	_, uuid, _ := strings.Cut(id, "--")
	return "stix-" + strings.ToLower(uuid)
}

// hashID returns an id that the texts decide, for what has none of its own.
func hashID(prefix string, texts ...string) string {
	h := sha256.New()
	for _, s := range texts {
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
	return prefix + hex.EncodeToString(h.Sum(nil)[:8])
}
