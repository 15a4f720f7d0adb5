package inventory_test

import (
	"context"
	"crypto/x509"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory"
	"github.com/delistdev/delist/inventory/signature"
)

// trusting returns options that trust the root of package pe's test programs.
func trusting(t *testing.T) inventory.Options {
	t.Helper()
	pool := x509.NewCertPool()
	root, err := os.ReadFile("pe/testdata/root.pem")
	if err != nil || !pool.AppendCertsFromPEM(root) {
		t.Fatal("no root", err)
	}
	return inventory.Options{
		Signatures: func() signature.Policy {
			return signature.Policy{Roots: signature.Roots{Name: "test root", Pool: pool}}
		},
		Exports: func(name string) bool { return name == "ExampleGuardScan" },
	}
}

// TestWindowsProgram: what a program says, and who signed it, each with what it
// is worth.
func TestWindowsProgram(t *testing.T) {
	tests := []struct {
		file   string
		signer []delist.Observed
	}{
		{"signed.dll", []delist.Observed{{Kind: delist.Signer, Value: "Example Software GmbH", Verified: true, Signature: delist.GradeVerified, Decided: "Delist Test Root, in test root"}}},
		{"self-signed.dll", []delist.Observed{{Kind: delist.Signer, Value: "Example Famous Security AO", Signature: delist.GradeIntact, Decided: "self-signed"}}},
		{"tampered.dll", []delist.Observed{{Kind: delist.Signer, Value: "Example Famous Security AO", Signature: delist.GradeClaimed, Decided: "what is signed is not what is there"}}},
		{"unsigned.dll", nil},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			content, err := os.ReadFile("pe/testdata/" + tt.file)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "guard.dll"), content, 0o644); err != nil {
				t.Fatal(err)
			}
			want := []delist.Item{{
				Kind: delist.Binary, Name: "guard.dll", Version: "3.2", Reader: "windows-program", Locations: at("guard.dll", 0),
				Declared: []delist.Declaration{{Field: "company-name", Value: "Example Software GmbH"}, {Field: "product-name", Value: "Example Guard"}},
				Identifiers: append([]delist.Observed{
					{Kind: delist.FileName, Value: "guard.dll"}, {Kind: delist.FileName, Value: "exguard.dll"}, {Kind: delist.FileName, Value: "unsigned.dll"},
					{Kind: delist.ExportedName, Value: "ExampleGuardScan"},
				}, tt.signer...),
			}}
			items, err := inventory.Read(context.Background(), dir, nil, trusting(t))
			if err != nil {
				t.Fatal(err)
			}
			var got []delist.Item
			for item, err := range items {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, item)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
