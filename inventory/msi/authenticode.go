package msi

import (
	"bytes"
	"crypto"
	"fmt"

	"github.com/delistdev/delist/inventory/signature"
)

const maxSignature = 128 << 10

// readSignature grades the digital signature of a package; without one it
// returns nothing.
func (c *compound) readSignature(root *storage, p signature.Policy) ([]signature.Signature, error) {
	e, ok := root.stream(signatureStream)
	if !ok {
		return nil, nil
	}
	message, err := c.readStream(e, maxSignature)
	if err != nil {
		return nil, err
	}
	found, err := signature.Authenticode(message, p, func(h crypto.Hash, digest []byte) error { return c.compare(root, h, digest) })
	if err != nil {
		return found, fmt.Errorf("signature: %w", err)
	}
	return found, nil
}

// compare computes the digest that is signed, and that of the metadata, which
// has a stream of its own.
func (c *compound) compare(root *storage, h crypto.Hash, digest []byte) (err error) {
	var kept []byte
	e, withMetadata := root.stream(metadataStream)
	if withMetadata {
		if kept, err = c.readStream(e, maxSignature); err != nil {
			return err
		}
	}
	sum, metadata, err := c.digest(root, h, withMetadata)
	if err != nil {
		return err
	}
	if !bytes.Equal(sum, digest) || !bytes.Equal(metadata, kept) {
		return signature.ErrOther
	}
	return nil
}
