package rpm

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
)

// SQLite is what Fedora since 33 and RHEL since 9 use: a table "Packages" of a
// number and the header. Source: SQLite, "Database File Format".

var sqliteMagic = []byte("SQLite format 3\x00")

const (
	pageInterior = 5 // of a table
	pageLeaf     = 13
	maxTreeDepth = 30
)

// A sqliteFile is a database that is only read.
type sqliteFile struct {
	source
	pageSize, usable int64
	visited          map[uint32]bool // pages of trees: each belongs to one place
}

func sqliteBlobs(s source, head []byte) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		f, err := openSQLite(s, head)
		if err != nil {
			yield(nil, err)
			return
		}
		root, err := f.packages()
		if err != nil {
			yield(nil, err)
			return
		}
		f.rows(root, 0, func(columns [][]byte, err error) bool {
			if err == nil && len(columns) < 2 {
				err = errors.New("row without a header")
			}
			if err != nil {
				return yield(nil, err)
			}
			return yield(columns[1], nil)
		})
	}
}

func openSQLite(s source, head []byte) (*sqliteFile, error) {
	if len(head) < 100 {
		return nil, ErrUnknown
	}
	f := &sqliteFile{source: s, pageSize: int64(binary.BigEndian.Uint16(head[16:])), visited: map[uint32]bool{}}
	if f.pageSize == 1 {
		f.pageSize = 64 << 10
	}
	f.usable = f.pageSize - int64(head[20])
	if f.pageSize < 512 || f.pageSize&(f.pageSize-1) != 0 || f.usable < 480 {
		return nil, fmt.Errorf("%w: pages of %d bytes", ErrUnknown, f.pageSize)
	}
	return f, nil
}

// packages returns the first page of the table "Packages", which the schema on
// page 1 names.
func (f *sqliteFile) packages() (uint32, error) {
	var root uint32
	var failure error
	f.rows(1, 0, func(columns [][]byte, err error) bool {
		if err != nil {
			failure = err
		} else if len(columns) >= 4 && string(columns[0]) == "table" && string(columns[1]) == "Packages" {
			root = uint32(number(columns[3]))
		}
		return root == 0
	})
	if root == 0 {
		return 0, errors.Join(fmt.Errorf("%w: no table of packages", ErrUnknown), failure)
	}
	return root, nil
}

// rows yields the rows of the table whose tree begins at a page, as columns. It
// reports whether more are wanted.
func (f *sqliteFile) rows(number uint32, depth int, yield func([][]byte, error) bool) bool {
	if depth > maxTreeDepth || f.visited[number] {
		return yield(nil, fmt.Errorf("page %d: tree with a circle", number))
	}
	f.visited[number] = true
	page, err := f.page(number)
	if err != nil {
		return yield(nil, err)
	}
	start := 0
	if number == 1 {
		start = 100 // the header of the file
	}
	head := 8
	if page[start] == pageInterior {
		head = 12
	} else if page[start] != pageLeaf {
		return yield(nil, fmt.Errorf("page %d is of kind %d", number, page[start]))
	}
	cells := int(binary.BigEndian.Uint16(page[start+3:]))
	if start+head+2*cells > int(f.usable) {
		return yield(nil, fmt.Errorf("page %d: more cells than fit", number))
	}
	for i := range cells {
		at := int(binary.BigEndian.Uint16(page[start+head+2*i:]))
		if at+4 > int(f.usable) {
			if !yield(nil, fmt.Errorf("page %d: cell beyond its end", number)) {
				return false
			}
		} else if head == 12 {
			if !f.rows(binary.BigEndian.Uint32(page[at:]), depth+1, yield) {
				return false
			}
		} else if !yield(f.row(page[at:f.usable])) {
			return false
		}
	}
	if head == 12 {
		return f.rows(binary.BigEndian.Uint32(page[start+8:]), depth+1, yield)
	}
	return true
}

func (f *sqliteFile) page(number uint32) ([]byte, error) {
	return f.read((int64(number)-1)*f.pageSize, f.pageSize)
}

// row reads the cell of one row: its size, its number, its record.
func (f *sqliteFile) row(cell []byte) ([][]byte, error) {
	size, n := varint(cell)
	_, m := varint(cell[n:])
	if n == 0 || m == 0 || size > maxBlob || int64(size) > f.size {
		return nil, fmt.Errorf("%w: %d bytes", ErrTooLarge, size)
	}
	record, err := f.payload(cell[n+m:], int64(size))
	if err != nil {
		return nil, err
	}
	return columns(record)
}

// payload returns a record, joined with what of it lies on pages of its own.
func (f *sqliteFile) payload(cell []byte, size int64) ([]byte, error) {
	local := size
	if most := f.usable - 35; size > most {
		least := (f.usable-12)*32/255 - 23
		local = least + (size-least)%(f.usable-4)
		if local > most {
			local = least
		}
	}
	if local > int64(len(cell)) || size > local && local+4 > int64(len(cell)) {
		return nil, errors.New("record beyond the end of its page")
	}
	if size == local {
		return cell[:size], nil
	}
	record := append(make([]byte, 0, size), cell[:local]...)
	next := binary.BigEndian.Uint32(cell[local:])
	for int64(len(record)) < size {
		if next == 0 {
			return nil, fmt.Errorf("record of %d bytes ends after %d", size, len(record))
		}
		page, err := f.page(next)
		if err != nil {
			return nil, err
		}
		next = binary.BigEndian.Uint32(page)
		record = append(record, page[4:4+min(f.usable-4, size-int64(len(record)))]...)
	}
	return record, nil
}

// columns splits a record: the size of its head, a type for each column, then
// the columns.
func columns(record []byte) ([][]byte, error) {
	size, n := varint(record)
	if n == 0 || size < uint64(n) || size > uint64(len(record)) {
		return nil, errRecord
	}
	types, rest := record[n:size], record[size:]
	var all [][]byte
	for len(types) > 0 {
		kind, n := varint(types)
		width := columnWidth(kind)
		if n == 0 || width > uint64(len(rest)) {
			return nil, errRecord
		}
		all = append(all, rest[:width])
		types, rest = types[n:], rest[width:]
	}
	return all, nil
}

var errRecord = errors.New("record of no known form")

func columnWidth(kind uint64) uint64 {
	switch {
	case kind >= 12:
		return (kind - 12) / 2
	case kind >= 8:
		return 0 // the numbers 0 and 1
	case kind == 6 || kind == 7:
		return 8
	case kind == 5:
		return 6
	}
	return kind
}

// number reads an integer column.
func number(column []byte) (n uint64) {
	for _, b := range column {
		n = n<<8 | uint64(b)
	}
	return n
}

// varint reads an integer of up to nine bytes and returns how many it took; 0
// if b ends before it.
func varint(b []byte) (value uint64, n int) {
	for n < len(b) && n < 8 {
		c := b[n]
		n++
		value = value<<7 | uint64(c&0x7f)
		if c < 0x80 {
			return value, n
		}
	}
	if n == 8 && len(b) > 8 {
		return value<<8 | uint64(b[8]), 9
	}
	return 0, 0
}
