package msi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/delistdev/delist/inventory/signature"
)

// ErrNoDatabase reports a compound file that is not an installer: documents and
// many other things are compound files too.
var ErrNoDatabase = errors.New("no installer database")

// A Package is what is read of one. All fields may be empty.
type Package struct {
	// From the table of properties.
	Manufacturer, ProductName, ProductVersion string
	ProductCode, UpgradeCode                  string
	AboutURL                                  string // ARPURLINFOABOUT
	Contact                                   string // ARPCONTACT
	// From the summary information, which is shown by the properties of the
	// file; by habit the author is the manufacturer, the subject the product.
	Author, Subject string
	// Signatures is empty for a package without a digital signature.
	Signatures []signature.Signature
}

// IsCompound reports whether head is the beginning of a compound file, which a
// package is.
func IsCompound(head []byte) bool { return bytes.HasPrefix(head, compoundMagic) }

// Read reads a package. What can be read is returned, even together with an
// error that says what could not.
func Read(r io.ReaderAt, size int64, p signature.Policy) (*Package, error) {
	c, err := openCompound(r, size)
	if err != nil {
		return nil, err
	}
	root, err := c.tree()
	if err != nil {
		return nil, err
	}
	if _, ok := root.stream("!_StringPool"); !ok {
		return nil, ErrNoDatabase
	}
	result := &Package{}
	errProperties := result.readProperties(c, root)
	errSummary := result.readSummary(c, root)
	var errSignature error
	result.Signatures, errSignature = c.readSignature(root, p)
	return result, errors.Join(errProperties, errSummary, errSignature)
}

// stream returns a stream of a storage.
func (s *storage) stream(name string) (entry, bool) {
	i := slices.IndexFunc(s.streams, func(e entry) bool { return e.is(name) })
	if i < 0 {
		return entry{}, false
	}
	return s.streams[i], true
}

// content returns the content of a stream of the root.
func (c *compound) content(root *storage, name string, limit int64) ([]byte, error) {
	e, ok := root.stream(name)
	if !ok {
		return nil, fmt.Errorf("no stream %q", name)
	}
	return c.readStream(e, limit)
}

func (m *Package) readProperties(c *compound, root *storage) error {
	lengths, errLengths := c.content(root, "!_StringPool", maxPool)
	data, errData := c.content(root, "!_StringData", maxData)
	table, errTable := c.content(root, "!Property", maxTable)
	if err := errors.Join(errLengths, errData, errTable); err != nil {
		return err
	}
	texts, err := newPool(lengths, data)
	if err != nil {
		return err
	}
	return setProperties(table, texts, map[string]*string{
		"Manufacturer": &m.Manufacturer, "ProductName": &m.ProductName, "ProductVersion": &m.ProductVersion,
		"ProductCode": &m.ProductCode, "UpgradeCode": &m.UpgradeCode,
		"ARPURLINFOABOUT": &m.AboutURL, "ARPCONTACT": &m.Contact,
	})
}

func (m *Package) readSummary(c *compound, root *storage) error {
	b, err := c.content(root, "\x05SummaryInformation", maxSummary)
	if err != nil {
		return err
	}
	s, err := parseSummary(b)
	if err != nil {
		return err
	}
	m.Author, m.Subject = s.text(summaryAuthor), s.text(summarySubject)
	return nil
}
