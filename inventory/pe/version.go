package pe

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf16"
)

// A Version is what the version resource says, in the words of its own keys.
type Version struct {
	CompanyName, ProductName, FileDescription   string
	ProductVersion, FileVersion                 string
	OriginalFilename, InternalName, Copyright   string
	Comments, LegalTrademarks, PrivateBuildInfo string
}

const (
	typeVersion   = 16 // RT_VERSION
	maxEntries    = 4096
	maxVersion    = 1 << 20 // bytes of the resource
	maxBlocks     = 4096    // of the resource, in all
	directoryFlag = 1 << 31
)

// version reads the version resource; a program without one gives nothing.
func (l *layout) version() (Version, error) {
	root := l.directories[directoryResource]
	if root.size == 0 {
		return Version{}, nil
	}
	at, n, err := l.resource(root.at)
	if err != nil || n == 0 {
		return Version{}, wrap("resources", err)
	}
	if n > maxVersion {
		return Version{}, fmt.Errorf("version resource of %d bytes, at most %d are read", n, maxVersion)
	}
	content, err := l.at(at, int(n))
	if err != nil {
		return Version{}, wrap("version resource", err)
	}
	return parseVersion(content)
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// resource returns the address and size of one version resource: the tree
// has a level each for type, name and language. Nothing is n == 0.
//
// Source: "PE Format", section "The .rsrc Section".
func (l *layout) resource(root uint32) (at, n uint32, err error) {
	entry := uint32(directoryFlag)
	for _, rank := range []func(id uint32) int{isVersion, anyName, englishFirst} {
		if entry&directoryFlag == 0 {
			break
		}
		if entry, err = l.entry(root, entry&^directoryFlag, rank); err != nil || entry == 0 {
			return 0, 0, err
		}
	}
	if entry&directoryFlag != 0 {
		return 0, 0, errors.New("more levels than type, name and language")
	}
	data, err := l.whole(root+entry, 8)
	if err != nil {
		return 0, 0, err
	}
	return binary.LittleEndian.Uint32(data), binary.LittleEndian.Uint32(data[4:]), nil
}

func isVersion(id uint32) int {
	if id == typeVersion {
		return 1
	}
	return 0
}

func anyName(uint32) int { return 1 }

func englishFirst(id uint32) int {
	const primary, english = 0x3ff, 9
	if id&primary == english {
		return 2
	}
	return 1
}

// entry returns what the entry of a directory of resources leads to that ranks
// highest, the first of equals; 0 if none ranks above 0.
func (l *layout) entry(root, at uint32, rank func(id uint32) int) (best uint32, err error) {
	if uint64(root)+uint64(at) > 1<<32-17 {
		return 0, errShort
	}
	head, err := l.whole(root+at, 16)
	if err != nil {
		return 0, err
	}
	count := int(binary.LittleEndian.Uint16(head[12:])) + int(binary.LittleEndian.Uint16(head[14:]))
	if count > maxEntries {
		return 0, fmt.Errorf("a directory of %d resources, at most %d are read", count, maxEntries)
	}
	table, err := l.at(root+at+16, count*8)
	if err != nil && count > 0 {
		return 0, err
	}
	for highest := 0; len(table) >= 8; table = table[8:] {
		if r := rank(binary.LittleEndian.Uint32(table)); r > highest {
			best, highest = binary.LittleEndian.Uint32(table[4:]), r
		}
	}
	return best, nil
}

// A block is one node of a version resource.
type block struct {
	key      string
	value    []byte
	children []byte
	text     bool
}

// parseVersion reads a version resource: blocks inside blocks, each with its
// length, a key, a value and blocks of its own, at multiples of four bytes.
//
// Source: Microsoft, "VS_VERSIONINFO structure" and "StringFileInfo structure".
func parseVersion(content []byte) (Version, error) {
	left := maxBlocks
	root, _, err := cutBlock(content, &left)
	if err != nil {
		return Version{}, wrap("version resource", err)
	}
	var v Version
	best := -1
	for table, err := range tables(root.children, &left) {
		if err != nil {
			return v, wrap("version resource", err)
		}
		if rank := language(table.key); rank > best {
			if found, err := stringsOf(table, &left); err != nil {
				return v, wrap("version resource", err)
			} else if found != (Version{}) {
				v, best = found, rank
			}
		}
	}
	if v.FileVersion == "" {
		v.FileVersion = fixedVersion(root.value)
	}
	return v, nil
}

// tables yields the tables of strings, one for each language.
func tables(content []byte, left *int) func(func(block, error) bool) {
	return func(yield func(block, error) bool) {
		for len(content) > 0 {
			info, rest, err := cutBlock(content, left)
			if err != nil {
				yield(block{}, err)
				return
			}
			content = rest
			if info.key != "StringFileInfo" {
				continue
			}
			for inner := info.children; len(inner) > 0; {
				var table block
				if table, inner, err = cutBlock(inner, left); !yield(table, err) || err != nil {
					return
				}
			}
		}
	}
}

// language prefers English, then no language, then any other: the first of
// equals stays. The key is the language and the code page in hexadecimal.
func language(key string) int {
	switch {
	case len(key) >= 4 && key[2:4] == "09":
		return 2
	case len(key) >= 4 && key[:4] == "0000":
		return 1
	}
	return 0
}

func stringsOf(table block, left *int) (Version, error) {
	var v Version
	fields := map[string]*string{
		"CompanyName": &v.CompanyName, "ProductName": &v.ProductName, "FileDescription": &v.FileDescription,
		"ProductVersion": &v.ProductVersion, "FileVersion": &v.FileVersion, "OriginalFilename": &v.OriginalFilename,
		"InternalName": &v.InternalName, "LegalCopyright": &v.Copyright, "Comments": &v.Comments,
		"LegalTrademarks": &v.LegalTrademarks, "PrivateBuild": &v.PrivateBuildInfo,
	}
	for content := table.children; len(content) > 0; {
		var b block
		var err error
		if b, content, err = cutBlock(content, left); err != nil {
			return v, err
		}
		if field := fields[b.key]; field != nil {
			*field = trimmed(decode(b.value))
		}
	}
	return v, nil
}

var errBlock = errors.New("a block that ends outside of what holds it")

// cutBlock returns the first block and what follows it.
func cutBlock(content []byte, left *int) (b block, rest []byte, err error) {
	if *left--; *left < 0 {
		return b, nil, fmt.Errorf("more than %d blocks", maxBlocks)
	}
	const head = 6
	if len(content) < head {
		return b, nil, nil // what pads the end
	}
	length, n := int(binary.LittleEndian.Uint16(content)), int(binary.LittleEndian.Uint16(content[2:]))
	if length == 0 {
		return b, nil, nil
	}
	if length < head || length > len(content) {
		return b, nil, errBlock
	}
	b.text = binary.LittleEndian.Uint16(content[4:]) == 1
	if b.text {
		n *= 2 // counted in characters
	}
	rest = content[min(aligned(length), len(content)):]
	content = content[:length]
	key, at := untilZero(content[head:])
	b.key = key
	at = min(aligned(head+at), length)
	// Some tools count the value of a text in bytes: the block ends it, too.
	end := min(at+n, length)
	b.value = content[at:end]
	b.children = content[min(aligned(end), length):]
	return b, rest, nil
}

func aligned(n int) int { return (n + 3) &^ 3 }

// untilZero decodes a text up to its end and returns how many bytes it takes.
func untilZero(content []byte) (string, int) {
	for i := 0; i+1 < len(content); i += 2 {
		if content[i] == 0 && content[i+1] == 0 {
			return decode(content[:i]), i + 2
		}
	}
	return decode(content), len(content)
}

func decode(content []byte) string {
	units := make([]uint16, len(content)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(content[2*i:])
	}
	return string(utf16.Decode(units))
}

// fixedVersion returns the version of the part that is not text, or nothing.
//
// Source: Microsoft, "VS_FIXEDFILEINFO structure".
func fixedVersion(value []byte) string {
	if len(value) < 16 || binary.LittleEndian.Uint32(value) != 0xfeef04bd {
		return ""
	}
	high, low := binary.LittleEndian.Uint32(value[8:]), binary.LittleEndian.Uint32(value[12:])
	return fmt.Sprintf("%d.%d.%d.%d", high>>16, high&0xffff, low>>16, low&0xffff)
}
