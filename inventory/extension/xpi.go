package extension

import (
	"archive/zip"
	"errors"
	"fmt"

	"github.com/delistdev/delist/inventory/signature"
)

// ReadXPI reads a packed extension of the Firefox family of programs, old ones
// included, and grades its signatures. What is known is returned together with an
// error about the rest.
//
// The error wraps [ErrNot] if there is no manifest in it.
//
// Source: Mozilla, "Extension Workshop", section "Package your extension",
// https://extensionworkshop.com/documentation/publish/package-your-extension/
func ReadXPI(z *zip.Reader, p signature.Policy) (*Extension, error) {
	m, err := membersOf(z)
	if err != nil {
		return nil, err
	}
	e, err := m.described()
	if err != nil {
		return nil, err
	}
	e.Signatures, err = m.signatures(p)
	return e, err
}

// described reads the manifest, of which the newer form decides.
func (m members) described() (*Extension, error) {
	e, err := m.manifest()
	if !errors.Is(err, errMissing) {
		return e, err
	}
	content, err := m.metadata(rdfName)
	if errors.Is(err, errMissing) {
		return nil, fmt.Errorf("%w: neither %s nor %s", ErrNot, manifestName, rdfName)
	}
	if err != nil {
		return nil, err
	}
	return readRDF(content)
}
