package pe

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/delistdev/delist/inventory/signature"
)

// A Catalogue signs files that have no signature of their own, such as the
// drivers of one device, by their digests.
type Catalogue struct {
	Signature signature.Signature
	digests   map[string]struct{}
}

const (
	// MaxCatalogue is the largest catalogue that is read, in bytes.
	MaxCatalogue = 16 << 20

	maxMembers = 200_000
)

var (
	trustList    = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 10, 1}
	indirectData = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 2, 1, 4}
)

// The form of a catalogue.
//
// Source: Microsoft, [MS-CAESO], section 2 ("CTL"), and WinCrypt's CTL_INFO and
// CTL_ENTRY; what the members' attributes hold is that of Authenticode.
type (
	list struct {
		Usage     []asn1.ObjectIdentifier
		ID        []byte `asn1:"optional"`
		Effective time.Time
		Algorithm pkix.AlgorithmIdentifier
		Members   asn1.RawValue // taken apart one by one: there may be many
		More      asn1.RawValue `asn1:"optional"`
	}
	member struct {
		Tag    []byte
		Values []attribute `asn1:"set"`
	}
	attribute struct {
		ID     asn1.ObjectIdentifier
		Values asn1.RawValue
	}
	indirect struct {
		Data   asn1.RawValue
		Digest struct {
			Algorithm pkix.AlgorithmIdentifier
			Value     []byte
		}
	}
)

var errCatalogue = errors.New("not a catalogue of signed files")

// ReadCatalogue reads a catalogue (.cat).
func ReadCatalogue(content []byte, p signature.Policy) (c *Catalogue, err error) {
	defer signature.RecoverAs(&err)
	if len(content) > MaxCatalogue {
		return nil, fmt.Errorf("a catalogue of %d bytes, at most %d are read", len(content), MaxCatalogue)
	}
	s, body, err := signature.Message(content, trustList, p)
	if err != nil {
		return nil, err
	}
	var l list
	if _, err := asn1.Unmarshal(body, &l); err != nil {
		return nil, fmt.Errorf("%w: %w", errCatalogue, err)
	}
	c = &Catalogue{Signature: s, digests: map[string]struct{}{}}
	if err := c.add(l.Members.Bytes); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *Catalogue) add(members []byte) (err error) {
	for len(members) > 0 {
		var m member
		if members, err = asn1.Unmarshal(members, &m); err != nil {
			return fmt.Errorf("%w: %w", errCatalogue, err)
		}
		for _, digest := range m.digests() {
			c.digests[string(digest)] = struct{}{}
		}
		if len(c.digests) > maxMembers {
			return fmt.Errorf("a catalogue of more than %d files", maxMembers)
		}
	}
	return nil
}

// digests returns the digests of one file: its tag is one, plain or written out
// in hexadecimal, and an attribute may hold another.
func (m *member) digests() (all [][]byte) {
	switch len(m.Tag) {
	case 20, 32:
		all = append(all, m.Tag)
	default:
		if digest, err := hex.DecodeString(trimmed(decode(m.Tag))); err == nil && len(digest) >= 20 {
			all = append(all, digest)
		}
	}
	for _, a := range m.Values {
		var content indirect
		if !a.ID.Equal(indirectData) {
			continue
		}
		if _, err := asn1.Unmarshal(a.Values.Bytes, &content); err == nil && len(content.Digest.Value) >= 20 {
			all = append(all, content.Digest.Value)
		}
	}
	return all
}

// Has reports whether a file of that digest, as [Digest] gives it, is signed.
func (c *Catalogue) Has(digest []byte) bool {
	_, ok := c.digests[string(digest)]
	return ok
}
