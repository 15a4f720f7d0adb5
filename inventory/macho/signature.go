package macho

import (
	"bytes"
	"crypto"
	_ "crypto/sha1" // the digests of code directories
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"

	"github.com/delistdev/delist/inventory/signature"
)

const (
	maxSuperBlob = 16 << 20
	maxBlobs     = 64

	magicSuperBlob     = 0xfade0cc0
	magicCodeDirectory = 0xfade0c02
	magicMessage       = 0xfade0b01
	flagAdHoc          = 0x2
)

// appleExtensions are critical in certificates of Apple; they say what a
// certificate is for, which its use for code says as well.
//
// Source: Apple, "Certification Practice Statement, Worldwide Developer
// Relations", extensions below 1.2.840.113635.100.6.
var appleExtensions = []asn1.ObjectIdentifier{
	{1, 2, 840, 113635, 100, 6, 1, 2}, {1, 2, 840, 113635, 100, 6, 1, 4}, {1, 2, 840, 113635, 100, 6, 1, 7}, {1, 2, 840, 113635, 100, 6, 1, 8},
	{1, 2, 840, 113635, 100, 6, 1, 12}, {1, 2, 840, 113635, 100, 6, 1, 13}, {1, 2, 840, 113635, 100, 6, 1, 14}, {1, 2, 840, 113635, 100, 6, 1, 33},
	{1, 2, 840, 113635, 100, 6, 2, 6}, {1, 2, 840, 113635, 100, 6, 22},
}

// signature reads the code signature that a load command points at.
func (s slice) signature(command []byte, order binary.ByteOrder, program *Program, p signature.Policy) error {
	if len(command) < 16 {
		return errors.New("code signature: a load command that is too short")
	}
	at, n := int64(order.Uint32(command[8:])), int64(order.Uint32(command[12:]))
	if n > maxSuperBlob {
		return fmt.Errorf("code signature of %d bytes, at most %d are read", n, maxSuperBlob)
	}
	blob, err := s.bytes(at, n)
	if err != nil {
		return fmt.Errorf("code signature: %w", err)
	}
	directory, message, err := parts(blob)
	if err != nil {
		return fmt.Errorf("code signature: %w", err)
	}
	d, err := parseDirectory(directory)
	if err != nil {
		return fmt.Errorf("code signature: %w", err)
	}
	program.Identifier, program.TeamID = d.identifier, d.team
	if len(message) == 0 {
		program.AdHoc = true
		return nil
	}
	found, err := s.grade(d, message, at, p)
	if err != nil {
		return fmt.Errorf("code signature: %w", err)
	}
	program.Signatures = append(program.Signatures, found)
	return nil
}

// parts returns the first code directory and the message that signs it.
func parts(blob []byte) (directory, message []byte, err error) {
	if len(blob) < 12 || binary.BigEndian.Uint32(blob) != magicSuperBlob {
		return nil, nil, errors.New("no signature where one should be")
	}
	count := binary.BigEndian.Uint32(blob[8:])
	if count > maxBlobs || uint64(len(blob)) < 12+8*uint64(count) {
		return nil, nil, fmt.Errorf("%d parts", count)
	}
	for i := range count {
		at := binary.BigEndian.Uint32(blob[12+8*i+4:])
		if uint64(at)+8 > uint64(len(blob)) {
			return nil, nil, errors.New("a part that lies outside")
		}
		part := blob[at:]
		length := binary.BigEndian.Uint32(part[4:])
		if length < 8 || uint64(length) > uint64(len(part)) {
			return nil, nil, errors.New("a part that ends outside")
		}
		switch magic := binary.BigEndian.Uint32(part); {
		case magic == magicCodeDirectory && directory == nil:
			directory = part[:length]
		case magic == magicMessage:
			message = part[8:length]
		}
	}
	if directory == nil {
		return nil, nil, errors.New("no code directory")
	}
	return directory, message, nil
}

// A codeDirectory says what is signed: the identifier, the team, and a hash for
// each page.
type codeDirectory struct {
	raw              []byte
	identifier, team string
	hash             crypto.Hash
	page             int64 // bytes; 0 is all in one
	limit            int64 // bytes of the file that are covered
	slots            []byte
	size             int // of a slot
}

// parseDirectory reads a code directory.
//
// Source: xnu, osfmk/kern/cs_blobs.h, struct __CodeDirectory.
func parseDirectory(raw []byte) (*codeDirectory, error) {
	if len(raw) < 44 {
		return nil, errors.New("a code directory that is too short")
	}
	u := func(at int) uint32 { return binary.BigEndian.Uint32(raw[at:]) }
	d := &codeDirectory{raw: raw, limit: int64(u(32)), size: int(raw[36])}
	version, slots, count := u(8), u(16), u(28)
	text := func(at uint32) string {
		if at == 0 || uint64(at) >= uint64(len(raw)) {
			return ""
		}
		end := bytes.IndexByte(raw[at:], 0)
		if end < 0 || end > 512 {
			return ""
		}
		return string(raw[at : int(at)+end])
	}
	d.identifier = text(u(20))
	if version >= 0x20200 && len(raw) >= 52 {
		d.team = text(u(48))
	}
	if version >= 0x20300 && len(raw) >= 64 {
		if wide := binary.BigEndian.Uint64(raw[56:]); wide > 0 && wide < 1<<62 {
			d.limit = int64(wide)
		}
	}
	switch raw[37] {
	case 1:
		d.hash = crypto.SHA1
	case 2, 3:
		d.hash = crypto.SHA256
	case 4:
		d.hash = crypto.SHA384
	default:
		return d, fmt.Errorf("unknown hash %d", raw[37])
	}
	if raw[39] > 30 {
		return d, fmt.Errorf("pages of 2^%d bytes", raw[39])
	}
	if raw[39] > 0 {
		d.page = 1 << raw[39]
	}
	if d.size == 0 || d.size > d.hash.Size() || uint64(slots)+uint64(count)*uint64(d.size) > uint64(len(raw)) {
		return d, errors.New("hashes that lie outside of the code directory")
	}
	d.slots = raw[slots : int(slots)+int(count)*d.size]
	return d, nil
}

// grade checks that the message signs the code directory, and that the code
// directory is that of the file, and grades the chain.
func (s slice) grade(d *codeDirectory, message []byte, end int64, p signature.Policy) (found signature.Signature, err error) {
	defer signature.RecoverAs(&err)
	signed, certs, err := signature.Parse(message)
	if err != nil {
		return found, err
	}
	checked, err := signed.Verify(d.raw, false)
	if err != nil {
		return signature.Claimed(certs, fmt.Sprintf("the signature does not hold: %v", err)), nil
	}
	if d.team != "" && len(certs) > 0 && !isOf(certs[0], d.team) {
		return signature.Claimed(certs, "the certificate is of another team than the code"), nil
	}
	if err := s.pages(d, end); err != nil {
		return signature.Claimed(certs, err.Error()), nil
	}
	return signature.OfAllowing(signature.Stamped(checked), p, appleExtensions...), nil
}

// isOf reports whether a certificate is of a team, which is its organisational
// unit; those of Apple itself have none.
func isOf(c *x509.Certificate, team string) bool {
	for _, unit := range c.Subject.OrganizationalUnit {
		if unit == team {
			return true
		}
	}
	return len(c.Subject.OrganizationalUnit) == 0
}

// pages compares the hash of every page with that of the file, up to the
// signature itself.
func (s slice) pages(d *codeDirectory, end int64) error {
	if d.limit > end || d.limit > s.size {
		return errors.New("what is signed ends outside of the file")
	}
	page := d.page
	if page == 0 {
		page = max(d.limit, 1)
	}
	if covered := (d.limit + page - 1) / page; covered != int64(len(d.slots)/d.size) || d.limit < end&^0xf-0x10000 {
		return errors.New("not all of the file is signed")
	}
	if d.page == 0 || d.page > 1<<24 {
		return errors.New("one hash for all of the file is not read")
	}
	return s.compare(d)
}

func (s slice) compare(d *codeDirectory) error {
	const readAhead = 1 << 20
	buffer := make([]byte, max(readAhead/d.page, 1)*d.page)
	w, slots := d.hash.New(), d.slots
	for at := int64(0); at < d.limit; {
		n := min(int64(len(buffer)), d.limit-at)
		if _, err := s.r.ReadAt(buffer[:n], at); err != nil && at+n < s.size {
			return err
		}
		for content := buffer[:n]; len(content) > 0; slots = slots[d.size:] {
			size := min(d.page, int64(len(content)))
			if !bytes.Equal(sum(w, content[:size])[:d.size], slots[:d.size]) {
				return signature.ErrOther
			}
			content = content[size:]
		}
		at += n
	}
	return nil
}

func sum(w hash.Hash, content []byte) []byte {
	w.Reset()
	w.Write(content)
	return w.Sum(nil)
}
