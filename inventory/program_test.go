package inventory_test

import (
	"bytes"
	"compress/zlib"
	"debug/elf"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory"
)

// buildInfo is a section as the Go linker writes it. Source: debug/buildinfo.
func buildInfo(version, modules string) []byte {
	b := append([]byte("\xff Go buildinf:\x08\x02"), make([]byte, 16)...)
	const sentinel = "0123456789abcdef" // of 16 bytes, around the modules
	for _, s := range []string{version, sentinel + modules + sentinel} {
		b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
	}
	return b
}

func TestGoProgram(t *testing.T) {
	modules := "path\texample.org/app/cmd/app\nmod\texample.org/app\t(devel)\t\n" +
		"dep\tgithub.com/mailru/easyjson\tv0.7.7\th1:x=\n" +
		"dep\tgithub.com/old/name\tv1.0.0\n=>\tgithub.com/new/name\tv1.1.0\th1:y=\n" +
		"dep\tk8s.io/api\tv0.0.0\n=>\t./staging/api\t(devel)\t\n" +
		"build\tvcs.revision=0123456789abcdef0123456789abcdef01234567\nbuild\tvcs.time=2024-02-03T04:05:06Z\n"
	dir := write(t, nil)
	if err := os.WriteFile(filepath.Join(dir, "app"), []byte(elfOf(".go.buildinfo", buildInfo("go1.24.1", modules))), 0o755); err != nil {
		t.Fatal(err)
	}
	add(t, dir, "readable", elfOf(".go.buildinfo", buildInfo("go1.24.1", modules))) // may not be run
	pkg := func(name, version, purl string) delist.Item {
		return delist.Item{Kind: delist.Package, Name: name, Version: version, PURL: purl, Locations: at("app", 0), Reader: "go-binary"}
	}
	want := []delist.Item{
		pkg("example.org/app", "v0.0.0-20240203040506-0123456789ab", "pkg:golang/example.org/app@v0.0.0-20240203040506-0123456789ab"),
		pkg("github.com/mailru/easyjson", "v0.7.7", "pkg:golang/github.com/mailru/easyjson@v0.7.7"),
		pkg("github.com/new/name", "v1.1.0", "pkg:golang/github.com/new/name@v1.1.0"),
		pkg("k8s.io/api", "", "pkg:golang/k8s.io/api"),
		pkg("stdlib", "1.24.1", "pkg:golang/stdlib@1.24.1"),
	}
	want[0].Kind = delist.Binary
	if diff := cmp.Diff(want, clean(t, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestOwnProgram reads the program that runs this test, as Go built it.
func TestOwnProgram(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	items := clean(t, self)
	if len(items) < 2 || items[0].Name != "github.com/delistdev/delist" || items[len(items)-1].Name != "stdlib" {
		t.Errorf("%v, want delist first and stdlib last", names(items))
	}
}

// elfOf makes the least 64-bit ELF file that has a section, loaded at address
// 0x10000.
func elfOf(name string, content []byte) string {
	names := "\x00" + name + "\x00.shstrtab\x00"
	const headSize, programSize, sectionSize, address = 64, 56, 64, 0x10000
	const at = headSize + programSize
	end := uint64(at + len(content))
	var b bytes.Buffer
	le := binary.LittleEndian
	_ = binary.Write(&b, le, elf.Header64{
		Ident: [16]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)},
		Type:  uint16(elf.ET_EXEC), Machine: uint16(elf.EM_X86_64), Version: uint32(elf.EV_CURRENT),
		Phoff: headSize, Phentsize: programSize, Phnum: 1,
		Shoff: end + uint64(len(names)), Ehsize: headSize, Shentsize: sectionSize, Shnum: 3, Shstrndx: 2,
	})
	_ = binary.Write(&b, le, elf.Prog64{
		Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_W), Off: at, Vaddr: address,
		Filesz: uint64(len(content)), Memsz: uint64(len(content)),
	})
	b.Write(content)
	b.WriteString(names)
	for _, s := range []elf.Section64{
		{},
		{Name: 1, Type: uint32(elf.SHT_PROGBITS), Addr: address, Off: at, Size: uint64(len(content))},
		{Name: uint32(len(name)) + 2, Type: uint32(elf.SHT_STRTAB), Off: end, Size: uint64(len(names))},
	} {
		_ = binary.Write(&b, le, s)
	}
	return b.String()
}

func zlibOf(content string) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(content))
	_ = w.Close()
	return b.Bytes()
}

func TestRustProgram(t *testing.T) {
	dir := write(t, nil)
	list := `{"packages":[{"name":"app","version":"0.1.0","source":"local","root":true},{"name":"serde","version":"1.0.200","source":"crates.io"}]}`
	for name, content := range map[string]string{
		"app":   elfOf(".dep-v0", zlibOf(list)),
		"empty": elfOf(".text", []byte("x")),
		"bomb":  elfOf(".dep-v0", zlibOf(string(make([]byte, 64<<20)))),
		"text":  "#!/bin/sh\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	items, faults := read(t, dir, nil, inventory.Options{})
	want := []delist.Item{
		{Kind: delist.Binary, Name: "app", Version: "0.1.0", PURL: "pkg:cargo/app@0.1.0", Locations: at("app", 0), Reader: "rust-binary"},
		{Kind: delist.Package, Name: "serde", Version: "1.0.200", PURL: "pkg:cargo/serde@1.0.200", Locations: at("app", 0), Reader: "rust-binary"},
	}
	if diff := cmp.Diff(want, items); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(faults) != 1 || faults[0].Path != "bomb" || !faults[0].Undecided {
		t.Errorf("errors %v, want bomb undecided", faults)
	}
}

// TestPackageNote reads a program that GNU ld 2.40 linked with
// --package-metadata.
func TestPackageNote(t *testing.T) {
	program, err := os.ReadFile("testdata/elf-package-note")
	if err != nil {
		t.Fatal(err)
	}
	dir := write(t, nil)
	if err := os.WriteFile(filepath.Join(dir, "hello"), program, 0o755); err != nil {
		t.Fatal(err)
	}
	want := []delist.Item{{
		Kind: delist.Package, Name: "hello", Version: "2.10-3", PURL: "pkg:deb/debian/hello@2.10-3?arch=amd64&distro=debian",
		Locations: at("hello", 0), Reader: "package-note",
	}}
	if diff := cmp.Diff(want, clean(t, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
