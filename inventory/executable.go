package inventory

import (
	"bytes"
	"errors"
	"path"
	"strings"
)

// notPrograms are the ends of names of files that no processor runs by itself,
// whatever their mode says; looking at their mode would cost more than all else
// in a tree of many small files.
var notPrograms = set(`
	.a .aux .awk .bash .bat .bc .bmp .c .cc .cfg .cjs .class .cmake .cmd .coffee .conf .cpp .crt .css .csv .cts
	.debian .def .desktop .diff .el .elc .eot .eps .fish .gif .go .golden .gz .h .hh .hpp .hs .htm .html .hxx .ico .inc
	.in .ini .j2 .java .jpeg .jpg .js .json .jsx .key .lang .less .lock .log .lua .m4 .map .md .mjs .mk .mo .msg .mts
	.mod .otf .patch .pc .pdf .pem .ph .php .pl .pm .png .po .pod .pot .ps1 .proto .pub .py .pyc .pyi .pyo .pyx
	.rb .rs .rst .s .sample .sass .scss .sed .service .sh .sql .sum .svg .tcc .tcl .tex .tmpl .toml .ts .tsv .tsx .ttf
	.txt .typed .vim .vue .wasm .woff .woff2 .xml .xsd .xsl .xz .yaml .yml .zip .zst
`)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(words) {
		all[word] = true
	}
	return all
}

// mayRun reports whether a file of that name can be a program.
func mayRun(name string) bool { return !notPrograms[strings.ToLower(path.Ext(name))] }

// isWindowsProgram reports whether a file is a program by its name: there is no
// mode to go by.
func isWindowsProgram(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".exe", ".dll", ".sys", ".ocx", ".cpl", ".scr", ".drv", ".efi":
		return true
	}
	return false
}

// magics are the beginnings of the formats of programs: ELF, PE, Mach-O of 32
// and 64 bits in either byte order, and fat Mach-O.
var magics = [][]byte{
	[]byte("\x7fELF"), []byte("MZ"),
	{0xfe, 0xed, 0xfa, 0xce}, {0xfe, 0xed, 0xfa, 0xcf}, {0xce, 0xfa, 0xed, 0xfe}, {0xcf, 0xfa, 0xed, 0xfe},
	{0xca, 0xfe, 0xba, 0xbe}, {0xca, 0xfe, 0xba, 0xbf},
}

func sniffExecutable(head []byte) bool {
	for _, magic := range magics {
		if bytes.HasPrefix(head, magic) {
			return true
		}
	}
	return false
}

// readExecutable reads what a program says that it was built from.
func readExecutable(f *file, out *sink) error {
	head := make([]byte, 64)
	n, _ := f.ReadAt(head, 0) // too short for a program, if not 64
	head = head[:n]
	if !sniffExecutable(head) {
		return nil
	}
	switch {
	case bytes.HasPrefix(head, magics[0]):
		return readELF(f, head, out)
	case bytes.HasPrefix(head, magics[1]):
		return errors.Join(readWindows(f, out), readGoBinary(f, out))
	}
	return readMachO(f, out)
}

// readELF reads a program for Linux and the like, if one of its sections says
// what it was built from. Without a table of sections Go's own way is tried.
func readELF(f *file, head []byte, out *sink) error {
	names, ok := elfSections(f, head)
	if ok && bytes.Contains(names, []byte("\x00"+auditSection+"\x00")) {
		if err := readRustBinary(f, out); err != nil {
			return err
		}
	}
	if ok && bytes.Contains(names, []byte("\x00"+noteSection+"\x00")) {
		if err := readNote(f, out); err != nil {
			return err
		}
	}
	if !ok || bytes.Contains(names, []byte("\x00.go.buildinfo\x00")) {
		return readGoBinary(f, out)
	}
	return nil
}
