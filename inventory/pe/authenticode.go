package pe

import (
	"bytes"
	"crypto"
	_ "crypto/sha1" // the digests that signatures are over
	_ "crypto/sha256"
	_ "crypto/sha512"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/delistdev/delist/inventory/signature"
)

const (
	maxSignatures = 16 // after which no further entry is read
	pkcsSigned    = 2  // WIN_CERT_TYPE_PKCS_SIGNED_DATA
	tableAlign    = 8
)

// signatures grades the signatures in the file.
//
// Source: "PE Format", section "The Attribute Certificate Table": its address is
// an offset of the file, and each entry begins at a multiple of eight.
func (l *layout) signatures(p signature.Policy) ([]signature.Signature, error) {
	d := l.directories[directorySecurity]
	if d.size == 0 {
		return nil, nil
	}
	table, err := l.table()
	if err != nil {
		return nil, wrap("signature", err)
	}
	check := l.checker()
	var all []signature.Signature
	var faults []error
	for n := 0; len(table) >= 8 && n < maxSignatures && len(all) < maxSignatures; n++ {
		length := int64(binary.LittleEndian.Uint32(table))
		if length < 8 || length > int64(len(table)) {
			faults = append(faults, errors.New("signature: an entry that ends outside of the table"))
			break
		}
		if binary.LittleEndian.Uint16(table[6:]) == pkcsSigned {
			found, err := signature.Authenticode(table[8:length], p, check)
			all = append(all, found...)
			if err != nil {
				faults = append(faults, wrap("signature", err))
			}
		}
		table = table[min(length+padding(length), int64(len(table))):]
	}
	return all, errors.Join(faults...)
}

// table returns the certificate table, which has to lie behind everything that
// is signed.
func (l *layout) table() ([]byte, error) {
	d := l.directories[directorySecurity]
	switch {
	case d.size > signature.MaxMessage:
		return nil, fmt.Errorf("a table of %d bytes, at most %d are read", d.size, signature.MaxMessage)
	case int64(d.at) < l.checksum+4:
		return nil, errors.New("the table lies in the headers")
	}
	return l.bytes(int64(d.at), int(d.size))
}

// checker compares digests with that of the file, computed once for each
// algorithm.
func (l *layout) checker() func(crypto.Hash, []byte) error {
	known := map[crypto.Hash][]byte{}
	return func(h crypto.Hash, digest []byte) error {
		d := l.directories[directorySecurity]
		if end := int64(d.at) + int64(d.size); l.size-end >= 8 {
			return fmt.Errorf("%d bytes follow the signature that it does not cover", l.size-end)
		}
		if known[h] == nil {
			sum, err := l.digest(h)
			if err != nil {
				return err
			}
			known[h] = sum
		}
		if !bytes.Equal(known[h], digest) {
			return signature.ErrOther
		}
		return nil
	}
}

// padding returns how many bytes bring n up to where a table may begin.
func padding(n int64) int64 { return (tableAlign - n%tableAlign) % tableAlign }

// Digest returns the digest of a program under which signatures and catalogues
// know it. Of a program without a signature it is that which it will have when
// it is signed, as with Windows: with what brings it up to a multiple of eight.
func Digest(r io.ReaderAt, size int64, h crypto.Hash) ([]byte, error) {
	l, err := readLayout(r, size)
	if err != nil {
		return nil, err
	}
	return l.digest(h)
}

// digest hashes the file without its checksum, the entry of the security
// directory, and the signatures.
//
// Source: Microsoft, "Windows Authenticode Portable Executable Signature Format"
// (2008), section "Calculating the PE Image Hash". The sections of a real
// program and what follows them are the file, so that it is hashed in one go; a
// program that is not so is not signed by what a tool would sign.
//
// That a program without a signature is filled up with zeros is in no
// specification, but in what Windows does:
// https://github.com/winsiderss/systeminformer/issues/3074.
func (l *layout) digest(h crypto.Hash) ([]byte, error) {
	if !h.Available() {
		return nil, fmt.Errorf("unknown digest algorithm %d", h)
	}
	end, pad := l.size, padding(l.size)
	if d := l.directories[directorySecurity]; d.size > 0 {
		end, pad = int64(d.at), 0
	}
	w := h.New()
	skip := []span{{l.checksum, l.checksum + 4}}
	if l.security > 0 {
		skip = append(skip, span{l.security, l.security + 8})
	}
	buffer := make([]byte, 1<<20)
	at := int64(0)
	for _, s := range append(skip, span{end, end}) {
		if s.from < at || s.from > l.size {
			return nil, errors.New("headers that overlap")
		}
		if _, err := io.CopyBuffer(onlyWriter{w}, io.NewSectionReader(l.r, at, s.from-at), buffer); err != nil {
			return nil, err
		}
		at = s.to
	}
	w.Write(make([]byte, pad))
	return w.Sum(nil), nil
}

type span struct{ from, to int64 }

// onlyWriter keeps io.CopyBuffer to the buffer that it is given.
type onlyWriter struct{ io.Writer }
