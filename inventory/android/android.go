package android

import (
	"errors"
	"fmt"
	"io"

	"github.com/delistdev/delist/inventory/signature"
)

// ManifestName is the member that makes an archive an application.
const ManifestName = "AndroidManifest.xml"

// ErrNoManifest reports an archive that is not an application.
var ErrNoManifest = errors.New("no " + ManifestName)

// An App is what is read of one.
type App struct {
	// Package is its name among all applications, such as "com.example.chart".
	Package string
	// VersionName is shown to people, VersionCode decides which one is newer.
	VersionName string
	VersionCode int64
	// Label is what its icon is called; empty where that is a reference to its
	// resources, of which there is one for each language.
	Label string
	// Signatures is empty for an application that nobody signed.
	Signatures []signature.Signature
}

// Read reads an application. What can be read is returned, even together with an
// error that says what could not.
//
// A signature is [delist.GradeIntact] when what it signs is what is there, and
// [delist.GradeClaimed] when not; it is verified only if the roots of the policy
// hold its certificate or one above it.
func Read(r io.ReaderAt, size int64, p signature.Policy) (*App, error) {
	a, err := openArchive(r, size)
	if err != nil {
		return nil, err
	}
	m, ok := a.members[ManifestName]
	if !ok {
		return nil, ErrNoManifest
	}
	app := &App{}
	errManifest := app.readManifest(a, m)
	var errSignature error
	app.Signatures, errSignature = a.signatures(p)
	return app, errors.Join(errManifest, errSignature)
}

func (app *App) readManifest(a *archive, m member) error {
	b, err := a.content(m, maxManifest)
	if err != nil {
		return err
	}
	if err := app.parseManifest(b); err != nil {
		return fmt.Errorf("%s: %w", ManifestName, err)
	}
	return nil
}
