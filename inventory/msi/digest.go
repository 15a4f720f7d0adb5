package msi

import (
	"bytes"
	"crypto"
	"fmt"
	"io"
	"slices"
)

// The streams of the root that hold the signature, and are not signed.
const (
	signatureStream = "\x05DigitalSignature"
	metadataStream  = "\x05MsiDigitalSignatureEx"
)

// digest returns what a signature signs: the content of all streams in the order
// of their names. Where the package has a stream for it, a digest of names,
// sizes, and times comes first, and is returned as well.
//
// What lies in the file outside of its streams is signed by nobody.
//
// Source: osslsigncode, "msi.c", msi_hash_dir and msi_prehash_dir,
// https://github.com/mtrojnar/osslsigncode
func (c *compound) digest(root *storage, hash crypto.Hash, withMetadata bool) (sum, metadata []byte, err error) {
	h := hash.New()
	if withMetadata {
		m := hash.New()
		writeMetadata(m, root)
		metadata = m.Sum(nil)
		h.Write(metadata)
	}
	if err := c.writeContent(h, root); err != nil {
		return nil, nil, fmt.Errorf("digest: %w", err)
	}
	return h.Sum(nil), metadata, nil
}

// writeContent writes the streams of a storage, what is below it, and its class.
func (c *compound) writeContent(w io.Writer, s *storage) error {
	for _, m := range s.signed() {
		if m.below == nil {
			if err := c.copyStream(w, m.entry); err != nil {
				return err
			}
		} else if err := c.writeContent(w, m.below); err != nil {
			return err
		}
	}
	_, err := w.Write(s.class())
	return err
}

// writeMetadata writes what the directory says of a storage and all in it.
func writeMetadata(w io.Writer, s *storage) {
	s.writeEntry(w)
	for _, m := range s.signed() {
		if m.below == nil {
			m.writeEntry(w)
		} else {
			writeMetadata(w, m.below)
		}
	}
}

// writeEntry writes a name, the class or the size, the state bits, and the times
// of making and change. The root has neither a name nor times.
func (e entry) writeEntry(w io.Writer) {
	var b []byte
	if e.kind != kindRoot {
		b = append(b, e.name...)
	}
	if e.kind == kindStream {
		b = append(b, e.raw[120:124]...)
	} else {
		b = append(b, e.class()...)
	}
	b = append(b, e.raw[96:100]...)
	if e.kind != kindRoot {
		b = append(b, e.raw[100:116]...)
	}
	w.Write(b)
}

func (e entry) class() []byte { return e.raw[80:96] }

// A member is a stream, or a storage with what is below it.
type member struct {
	entry
	below *storage
}

// signed returns what is in a storage in the order in which it is signed: that
// of the bytes of the names.
func (s *storage) signed() []member {
	var members []member
	for _, e := range s.streams {
		if s.kind != kindRoot || !e.isSignature() {
			members = append(members, member{entry: e})
		}
	}
	for _, below := range s.storages {
		members = append(members, member{below.entry, below})
	}
	slices.SortFunc(members, func(a, b member) int { return bytes.Compare(a.name, b.name) })
	return members
}

func (e entry) isSignature() bool { return e.is(signatureStream) || e.is(metadataStream) }
