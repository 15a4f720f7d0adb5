package extension_test

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/extension"
)

func TestReadVSIX(t *testing.T) {
	got, err := extension.ReadVSIX(unzip(t, read(t, "code.vsix")))
	if err != nil {
		t.Fatal(err)
	}
	want := &extension.Extension{
		ID: "example.made-for-tests", Name: "Made for tests", Version: "0.3.1", Publisher: "example", Author: "A. Author <author@example.org>",
		Homepage: "https://github.com/example/made-for-tests#readme", Repository: "https://github.com/example/made-for-tests.git",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Those of a development environment have no package inside; what they are signed
// with is told, but proves nothing here.
func TestDevelopmentEnvironment(t *testing.T) {
	s := newSigner(t, "A Company")
	const manifest = `<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011"><Metadata>
		<Identity Id="Tool.0d3f" Version="1.9" Language="en-US" Publisher="A Company"/><DisplayName>Tool</DisplayName><MoreInfo>https://company.example/tool</MoreInfo>
		</Metadata></PackageManifest>`
	certificate := base64.StdEncoding.EncodeToString(s.certificate.Raw)
	got, err := extension.ReadVSIX(unzip(t, pack(t, map[string]string{
		"extension.vsixmanifest": manifest,
		"package/services/digital-signature/xml-signature/1.psdsxs": `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><KeyInfo><X509Data><X509Certificate>` +
			certificate[:64] + "\n" + certificate[64:] + `</X509Certificate></X509Data></KeyInfo></Signature>`,
	})))
	if err != nil || len(got.Signatures) != 1 {
		t.Fatalf("%v, %+v", err, got)
	}
	if s := got.Signatures[0]; s.Grade != delist.GradeClaimed || s.Signer.CommonName != "A Company" {
		t.Errorf("signature %+v", s)
	}
	got.Signatures = nil
	want := &extension.Extension{ID: "Tool.0d3f", Name: "Tool", Version: "1.9", Publisher: "A Company", Homepage: "https://company.example/tool"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestFirstFormOfVSIX(t *testing.T) {
	got, err := extension.ReadVSIX(unzip(t, pack(t, map[string]string{"extension.vsixmanifest": `<?xml version="1.0" encoding="utf-8"?>
		<Vsix Version="1.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2010"><Identifier Id="old.id"><Name>Old</Name><Author>An Author</Author>
		<Version>0.1</Version><MoreInfoUrl>https://example.org/old</MoreInfoUrl></Identifier></Vsix>`})))
	if err != nil {
		t.Fatal(err)
	}
	want := &extension.Extension{ID: "old.id", Name: "Old", Version: "0.1", Author: "An Author", Homepage: "https://example.org/old"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestBrokenVSIX(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		is    error
		want  string
	}{
		{"no manifest", map[string]string{"a": "b"}, extension.ErrNot, "no extension.vsixmanifest"},
		{"another document", map[string]string{"extension.vsixmanifest": "<html/>"}, extension.ErrNot, "no identifier"},
		{"half a document", map[string]string{"extension.vsixmanifest": "<PackageManifest>"}, nil, "extension.vsixmanifest: XML"},
		{"too large", map[string]string{"extension.vsixmanifest": strings.Repeat(" ", 5<<20)}, nil, "5242880 bytes, at most 4194304 are read"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := extension.ReadVSIX(unzip(t, pack(t, test.files)))
			if err == nil || !strings.Contains(err.Error(), test.want) || test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}
