package android_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/android"
	"github.com/delistdev/delist/inventory/signature"
)

func load(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func read(b []byte) (*android.App, error) { return readWith(b, signature.Policy{}) }

func readWith(b []byte, p signature.Policy) (*android.App, error) {
	return android.Read(bytes.NewReader(b), int64(len(b)), p)
}

func TestRead(t *testing.T) {
	want := &android.App{Package: "com.example.chart", VersionName: "4.2.1", VersionCode: 421, Label: "Морская карта"}
	for _, name := range []string{"plain.apk", "utf16.apk"} {
		t.Run(name, func(t *testing.T) {
			got, err := read(load(t, name))
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
				t.Errorf("error %v, application (-want +got):\n%s", err, diff)
			}
		})
	}
}

// A signed is what is compared of a signature.
type signed struct {
	Grade        delist.Grade
	Name, Scheme string
}

// signatures returns the signatures of an application; of what decided about
// them, what stands before the first ":".
func signatures(app *android.App) (all []signed) {
	if app == nil {
		return nil
	}
	for _, s := range app.Signatures {
		scheme, _, _ := strings.Cut(s.Decided, ":")
		all = append(all, signed{s.Grade, s.Signer.CommonName, scheme})
	}
	return all
}

func TestSignatures(t *testing.T) {
	intact := delist.GradeIntact
	tests := []struct {
		name, file string
		want       []signed
	}{
		{"nobody signed", "plain.apk", nil},
		{"version 1", "v1.apk", []signed{{intact, "Example Charts", "scheme v1"}}},
		{"version 1, by an elliptic curve", "v1curve.apk", []signed{{intact, "Example Curve", "scheme v1"}}},
		{"version 2", "v2.apk", []signed{{intact, "Example Charts", "scheme v2"}}},
		{"of two versions the stronger counts", "v12.apk", []signed{{intact, "Example Charts", "scheme v2"}}},
		{"version 3", "v23.apk", []signed{{intact, "Example Charts", "scheme v3"}}},
		{"an elliptic curve", "curve.apk", []signed{{intact, "Example Curve", "scheme v3"}}},
		{"a long key has a long digest", "strong.apk", []signed{{intact, "Example Strong", "scheme v3"}}},
		{"a debug certificate", "debug.apk", []signed{{intact, "Android Debug", "scheme v2"}}},
		{"two signers", "two.apk", []signed{{intact, "Example Charts", "scheme v2"}, {intact, "Example Curve", "scheme v2"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := read(load(t, test.file))
			if diff := cmp.Diff(test.want, signatures(got)); diff != "" || err != nil {
				t.Errorf("error %v, signatures (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestDebugCertificateIsSaid(t *testing.T) {
	got, err := read(load(t, "debug.apk"))
	if err != nil || !strings.Contains(got.Signatures[0].Decided, "debug certificate") {
		t.Errorf("application %+v, error %v", got, err)
	}
}

// TestIdentity checks that the fingerprint is that of the certificate, and that
// a certificate that is among the roots is verified.
func TestIdentity(t *testing.T) {
	text := load(t, "charts.pem")
	certificate, _ := pem.Decode(text)
	sum := sha256.Sum256(certificate.Bytes)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	got, err := readWith(load(t, "v23.apk"), signature.Policy{Roots: signature.Roots{Name: "known developers", Pool: pool}})
	if err != nil || len(got.Signatures) != 1 {
		t.Fatalf("application %+v, error %v", got, err)
	}
	s := got.Signatures[0]
	if s.Signer.Fingerprint != hex.EncodeToString(sum[:]) || s.Grade != delist.GradeVerified || s.Decided != "Example Charts, in known developers" {
		t.Errorf("%s (%s) by %s", s.Grade, s.Decided, s.Signer.Fingerprint)
	}
}

// at returns where the last copy of a text begins.
func at(t *testing.T, b []byte, text string) int {
	t.Helper()
	i := bytes.LastIndex(b, []byte(text))
	if i < 0 {
		t.Fatalf("no %q", text)
	}
	return i
}

// withoutBlock takes the signing block out, as one would who wants a weaker
// signature to be asked.
func withoutBlock(t *testing.T, b []byte) []byte {
	t.Helper()
	end := at(t, b, "PK\x05\x06")
	table := int(binary.LittleEndian.Uint32(b[end+16:]))
	size := int(binary.LittleEndian.Uint64(b[table-24:])) + 8
	without := append(bytes.Clone(b[:table-size]), b[table:]...)
	binary.LittleEndian.PutUint32(without[end-size+16:], uint32(table-size))
	return without
}

func TestChangedAfterSigning(t *testing.T) {
	const (
		stripped = "a stronger signature was taken out"
		changed  = "what is signed is not what is there"
	)
	tests := []struct {
		name, file string
		change     func(t *testing.T, b []byte) []byte
		want       string
	}{
		{"a member, version 1", "v1.apk", func(t *testing.T, b []byte) []byte {
			b[at(t, b, "depth 12")]++
			return b
		}, `member "chart.txt" is not what was signed`},
		{"the manifest of members", "v1.apk", func(t *testing.T, b []byte) []byte {
			return rewrite(t, b, func(name string, content []byte) (string, []byte) {
				return name, bytes.Replace(content, []byte("Created-By"), []byte("created-By"), 1)
			})
		}, "the signature does not hold"},
		{"a member is missing", "v1.apk", func(t *testing.T, b []byte) []byte {
			return rewrite(t, b, func(name string, content []byte) (string, []byte) {
				if name == "chart.txt" {
					return "", nil
				}
				return name, content
			})
		}, `member "chart.txt" is missing`},
		{"a member has a new name", "v1.apk", func(t *testing.T, b []byte) []byte {
			return rewrite(t, b, func(name string, content []byte) (string, []byte) {
				return strings.Replace(name, "chart.txt", "chart.exe", 1), content
			})
		}, `member "chart.txt" is missing`},
		{"a member more", "v1.apk", func(t *testing.T, b []byte) []byte {
			return rewrite(t, b, func(name string, content []byte) (string, []byte) {
				return name, content
			}, "classes.dex")
		}, `member "classes.dex" is not signed`},
		{"a member, version 2", "v2.apk", func(t *testing.T, b []byte) []byte {
			b[at(t, b, "depth 12")]++
			return b
		}, changed},
		{"the table of contents", "v2.apk", func(t *testing.T, b []byte) []byte {
			b[at(t, b, "PK\x01\x02")+4]++
			return b
		}, changed},
		{"the comment of the archive", "v2.apk", func(t *testing.T, b []byte) []byte {
			b[at(t, b, "PK\x05\x06")+20]++
			return append(b, 'x')
		}, changed},
		{"version 2 is taken out", "v12.apk", withoutBlock, stripped},
		{"version 3 is taken out", "v23.apk", func(t *testing.T, b []byte) []byte {
			b[at(t, b, "\xc0\x68\x53\xf0")]++
			return b
		}, stripped},
		{"the signature itself", "v2.apk", func(t *testing.T, b []byte) []byte {
			key := at(t, b, "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01") // of the public key, behind it
			b[key-40]++
			return b
		}, "the signature does not hold"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := read(test.change(t, load(t, test.file)))
			if err != nil || len(got.Signatures) != 1 {
				t.Fatalf("application %+v, error %v", got, err)
			}
			s := got.Signatures[0]
			if s.Grade != delist.GradeClaimed || !strings.Contains(s.Decided, test.want) || s.Signer.CommonName != "Example Charts" {
				t.Errorf("%s by %q, %q; want a claim, %q", s.Grade, s.Signer.CommonName, s.Decided, test.want)
			}
		})
	}
}

// rewrite writes an archive again, with other members, and with more of them.
func rewrite(t *testing.T, b []byte, change func(name string, content []byte) (string, []byte), more ...string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range r.File {
		if name, content := change(f.Name, contentOf(t, f)); name != "" {
			member, _ := w.Create(name)
			member.Write(content)
		}
	}
	for _, name := range more {
		w.Create(name)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func contentOf(t testing.TB, f *zip.File) []byte {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := b.ReadFrom(r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func archive(t testing.TB, members ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(members); i += 2 {
		member, _ := w.Create(members[i])
		member.Write([]byte(members[i+1]))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestBroken(t *testing.T) {
	edit := func(text string, offset int, value uint32) func(t *testing.T) []byte {
		return func(t *testing.T) []byte {
			b := load(t, "v2.apk")
			binary.LittleEndian.PutUint32(b[at(t, b, text)+offset:], value)
			return b
		}
	}
	tests := []struct {
		name  string
		input func(t *testing.T) []byte
		want  string
	}{
		{"nothing", func(*testing.T) []byte { return nil }, "end record: not there"},
		{"two members of one name", func(t *testing.T) []byte {
			return archive(t, "AndroidManifest.xml", "one", "AndroidManifest.xml", "two")
		}, `two members "AndroidManifest.xml"`},
		{"plain XML", func(t *testing.T) []byte { return archive(t, "AndroidManifest.xml", "<manifest/>") }, "not compiled XML"},
		{"a document of more bytes than there are", func(t *testing.T) []byte {
			return archive(t, "AndroidManifest.xml", "\x03\x00\x08\x00\xff\xff\xff\xff")
		}, "document of 4294967295 bytes in 8"},
		{"a manifest of four gigabytes", func(t *testing.T) []byte {
			b := archive(t, "AndroidManifest.xml", "")
			binary.LittleEndian.PutUint32(b[at(t, b, "PK\x01\x02")+24:], 0xfffffff0)
			return b
		}, "4294967280 bytes, the limit is 8388608"},
		{"a manifest that goes on behind its end", func(t *testing.T) []byte {
			b := archive(t, "AndroidManifest.xml", "too much")
			binary.LittleEndian.PutUint32(b[at(t, b, "PK\x01\x02")+24:], 4)
			return b
		}, "not the 4 bytes that it should have"},
		{"a table of contents elsewhere", edit("PK\x05\x06", 16, 7), "do not end at the end record"},
		{"more entries than bytes", edit("PK\x05\x06", 8, 0xffffffff), "65535 entries"},
		{"a member in the table of contents", edit("PK\x01\x02", 42, 0xfffffff0), "more bytes than the archive has"},
		{"a block of all memory", edit("APK Sig Block 42", -8, 0xffffffff), "signing block: 4294967295 bytes"},
		{"a signer without an end", func(t *testing.T) []byte {
			b := load(t, "v2.apk")
			binary.LittleEndian.PutUint32(b[at(t, b, "\x1a\x87\x09\x71")+4:], 0xffffffff)
			return b
		}, "signature v2: a length reaches past the end"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := read(test.input(t)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

func TestNoApp(t *testing.T) {
	if _, err := read(archive(t, "a.txt", "a")); !errors.Is(err, android.ErrNoManifest) {
		t.Errorf("error %v, want %v", err, android.ErrNoManifest)
	}
}

// FuzzRead checks that no input makes the reader panic or run for ever, that
// what it reads is text, and that a changed application is not intact unless it
// is the one that was signed.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"plain.apk", "utf16.apk", "v1.apk", "v2.apk", "curve.apk", "two.apk"} {
		f.Add(load(f, name))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := read(b)
		if got == nil {
			if err == nil {
				t.Fatal("neither an application nor an error")
			}
			return
		}
		if !utf8.ValidString(got.Package + got.VersionName + got.Label) {
			t.Errorf("%+v is no text", got)
		}
		for _, s := range got.Signatures {
			if strings.HasPrefix(s.Signer.CommonName, "Example") && s.Grade != delist.GradeClaimed && got.Package != "com.example.chart" {
				t.Errorf("%q is %s", got.Package, s.Grade)
			}
		}
	})
}

// FuzzManifest checks that no compiled manifest makes the reader panic or run
// for ever, that one without a name is reported, and that no text is longer than
// the manifest can hold.
func FuzzManifest(f *testing.F) {
	for _, name := range []string{"plain.apk", "utf16.apk"} {
		b := load(f, name)
		r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(contentOf(f, r.File[0]))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := read(archive(t, android.ManifestName, string(b)))
		if got == nil || got.Package == "" && err == nil {
			t.Fatalf("application %+v, error %v", got, err)
		}
		if longest := 3 * (len(b) + 1); len(got.Package) > longest || len(got.Label) > longest {
			t.Errorf("%d and %d bytes out of %d", len(got.Package), len(got.Label), len(b))
		}
	})
}
