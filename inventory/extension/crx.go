package extension

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

const (
	crxMagic   = "Cr24"
	introSize3 = 12 // magic number, version, size of the header
	introSize2 = 16 // magic number, version, sizes of the key and the signature
	idSize     = 16

	maxHeader = 1 << 20
	maxProofs = 32
)

// IsCRX reports whether head is the beginning of a packed extension of the
// Chromium family of browsers.
func IsCRX(head []byte) bool { return bytes.HasPrefix(head, []byte(crxMagic)) }

// An Opener opens an archive, and bounds what that may cost.
type Opener func(r io.ReaderAt, size int64) (*zip.Reader, error)

// ReadCRX reads a packed extension of the Chromium family of browsers, and
// checks the proofs that come with it. What is known is returned together with an
// error about the rest.
//
// Source: Chromium, "components/crx_file/crx3.proto" and "crx_verifier.cc",
// https://chromium.googlesource.com/chromium/src/+/main/components/crx_file/;
// for version 2, Chrome for Developers, "CRX Package Format" (2012).
func ReadCRX(r io.ReaderAt, size int64, open Opener) (*Extension, error) {
	c, err := readContainer(r, size)
	if err != nil {
		return nil, err
	}
	proofs, err := c.prove()
	e, fault := readPacked(c.archive(), open)
	if e == nil {
		e = &Extension{}
	}
	e.ID, e.Proofs = c.id, proofs
	return e, errors.Join(err, fault)
}

// A container is what an archive is wrapped in.
type container struct {
	r          io.ReaderAt
	size       int64
	at         int64 // where the archive begins
	id         string
	signedData []byte // what is signed before the archive
	claims     []claim
}

func (c *container) archive() *io.SectionReader {
	return io.NewSectionReader(c.r, c.at, c.size-c.at)
}

func readContainer(r io.ReaderAt, size int64) (*container, error) {
	c := &container{r: r, size: size}
	intro, err := c.read(0, introSize3)
	if err != nil || !IsCRX(intro) {
		return nil, fmt.Errorf("%w: no magic number", ErrNot)
	}
	switch version := binary.LittleEndian.Uint32(intro[4:]); version {
	case 2:
		err = c.readVersion2()
	case 3:
		err = c.readVersion3(binary.LittleEndian.Uint32(intro[8:]))
	default:
		err = fmt.Errorf("version %d is not known", version)
	}
	if err != nil {
		return nil, fmt.Errorf("packed extension: %w", err)
	}
	return c, nil
}

// read returns bytes that must be there.
func (c *container) read(at, size int64) ([]byte, error) {
	if size > maxHeader || at > c.size || size > c.size-at {
		return nil, fmt.Errorf("%d bytes at %d of %d", size, at, c.size)
	}
	b := make([]byte, size)
	if n, err := c.r.ReadAt(b, at); n < len(b) {
		return nil, err
	}
	return b, nil
}

// The numbers of fields.
const (
	fieldRSA        = 2
	fieldECDSA      = 3
	fieldSignedData = 10000
	fieldKey        = 1 // of a proof
	fieldSignature  = 2
	fieldID         = 1 // of what is signed
)

func (c *container) readVersion3(size uint32) error {
	header, err := c.read(introSize3, int64(size))
	if err != nil {
		return fmt.Errorf("header: %w", err)
	}
	c.at = introSize3 + int64(size)
	var signed []byte
	for number, value := range fields(header) {
		switch {
		case value.err != nil:
			return fmt.Errorf("header: %w", value.err)
		case number == fieldRSA || number == fieldECDSA:
			err = c.addClaim(number, value.bytes)
		case number == fieldSignedData:
			signed = value.bytes
		}
		if err != nil {
			return fmt.Errorf("header: %w", err)
		}
	}
	return c.setSigned(signed)
}

func (c *container) addClaim(number uint64, b []byte) error {
	if len(c.claims) >= maxProofs {
		return fmt.Errorf("more than %d proofs", maxProofs)
	}
	p := claim{algorithm: sha256WithRSA}
	if number == fieldECDSA {
		p.algorithm = sha256WithECDSA
	}
	for number, value := range fields(b) {
		switch {
		case value.err != nil:
			return value.err
		case number == fieldKey:
			p.key = value.bytes
		case number == fieldSignature:
			p.signature = value.bytes
		}
	}
	c.claims = append(c.claims, p)
	return nil
}

// setSigned takes what is signed with the archive: the identifier.
func (c *container) setSigned(signed []byte) error {
	var id []byte
	for number, value := range fields(signed) {
		if value.err != nil {
			return fmt.Errorf("signed data: %w", value.err)
		}
		if number == fieldID {
			id = value.bytes
		}
	}
	if len(id) != idSize {
		return errors.New("signed data: no identifier")
	}
	c.id = letters(id)
	c.signedData = binary.LittleEndian.AppendUint32([]byte("CRX3 SignedData\x00"), uint32(len(signed)))
	c.signedData = append(c.signedData, signed...)
	return nil
}

func (c *container) readVersion2() error {
	intro, err := c.read(0, introSize2)
	if err != nil {
		return err
	}
	keySize, size := int64(binary.LittleEndian.Uint32(intro[8:])), int64(binary.LittleEndian.Uint32(intro[12:]))
	both, err := c.read(introSize2, keySize+size)
	if err != nil {
		return fmt.Errorf("key and signature: %w", err)
	}
	c.at = introSize2 + keySize + size
	c.claims = []claim{{algorithm: sha1WithRSA, key: both[:keySize], signature: both[keySize:]}}
	c.id = c.claims[0].id()
	return nil
}

// readPacked reads the manifest in an archive.
func readPacked(section *io.SectionReader, open Opener) (*Extension, error) {
	z, err := open(section, section.Size())
	if err != nil {
		return nil, err
	}
	m, err := membersOf(z)
	if err != nil {
		return nil, err
	}
	return m.manifest()
}

// manifest reads the manifest of a browser's extension.
func (m members) manifest() (*Extension, error) {
	content, err := m.metadata(manifestName)
	if err != nil {
		return nil, err
	}
	return Manifest(content, m.metadata)
}
