package inventory

import (
	"compress/zlib"
	"debug/elf"
	"encoding/json"
	"fmt"
	"io"

	"github.com/delistdev/delist"
)

// auditSection is where a Rust program lists the crates that it was built from.
const auditSection = ".dep-v0"

// readRustBinary reads that list.
//
// Source: cargo-auditable, "PARSING.md": JSON, packed by zlib.
func readRustBinary(f *file, out *sink) error {
	out.reader = "rust-binary"
	program, err := elf.NewFile(f)
	if err != nil {
		return err
	}
	section := program.Section(auditSection)
	if section == nil {
		return nil
	}
	unpacked, err := zlib.NewReader(section.Open())
	if err != nil {
		return fmt.Errorf("%s: %w", auditSection, err)
	}
	content, err := io.ReadAll(io.LimitReader(unpacked, metadataBytes+1))
	if err != nil {
		return fmt.Errorf("%s: %w", auditSection, err)
	}
	if len(content) > metadataBytes {
		return fmt.Errorf("%w: %s unpacks to more than %d bytes", errLimit, auditSection, metadataBytes)
	}
	var list struct {
		Packages []struct {
			Name, Version text
			Root          bool
		}
	}
	if err := json.Unmarshal(content, &list); err != nil {
		return fmt.Errorf("%s: %w", auditSection, err)
	}
	for _, p := range list.Packages {
		it := delist.Item{Name: string(p.Name), Version: string(p.Version), PURL: purl("cargo", "", string(p.Name), string(p.Version))}
		if p.Root {
			it.Kind = delist.Binary
		}
		if err := out.item(it, 0); err != nil {
			return err
		}
	}
	return nil
}
