package inventory

import (
	"bytes"
	"debug/elf"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/delistdev/delist"
)

// noteSection is where a program says which package of a distribution it
// belongs to, wherever it was copied since.
const noteSection = ".note.package"

// maxNote is the largest such note that is read; real ones have some hundred
// bytes.
const maxNote = 64 << 10

var errNote = fmt.Errorf("%s: not a note of the type that holds a package", noteSection)

// readNote reads the package that a program belongs to.
//
// Source: UAPI Group, "Package Metadata for Executable Files",
// https://uapi-group.org/specifications/specs/package_metadata_for_executable_files/:
// an ELF note of owner "FDO" and type 0xcafe1a7e that holds JSON.
func readNote(f *file, out *sink) error {
	program, err := elf.NewFile(f)
	if err != nil {
		return err
	}
	section := program.Section(noteSection)
	if section == nil {
		return nil
	}
	if section.Size > maxNote {
		return fmt.Errorf("%w: %s of %d bytes, at most %d are read", errLimit, noteSection, section.Size, maxNote)
	}
	content, err := section.Data()
	if err != nil {
		return fmt.Errorf("%s: %w", noteSection, err)
	}
	const head, owner, kind = 12, "FDO\x00", 0xcafe1a7e
	order := program.ByteOrder
	if len(content) < head+len(owner) || order.Uint32(content) != uint32(len(owner)) || order.Uint32(content[8:]) != kind ||
		string(content[head:head+len(owner)]) != owner {
		return errNote
	}
	size, rest := order.Uint32(content[4:]), content[head+len(owner):]
	if uint64(size) > uint64(len(rest)) {
		return fmt.Errorf("%s: %w", noteSection, errors.New("says that it is longer than it is"))
	}
	var note struct{ Type, OS, OSVersion, Name, Version, Architecture text }
	if err := json.Unmarshal(bytes.TrimRight(rest[:size], "\x00"), &note); err != nil {
		return fmt.Errorf("%s: %w", noteSection, err)
	}
	out.reader = "package-note"
	system := release{id: string(note.OS), version: string(note.OSVersion)}
	name, version := string(note.Name), string(note.Version)
	it := delist.Item{Name: name, Version: version}
	switch kind := string(note.Type); kind {
	case "deb", "rpm", "apk", "alpm":
		it.PURL = purl(kind, system.id, name, version, "arch", string(note.Architecture), "distro", system.distro())
	}
	return out.item(it, 0)
}
