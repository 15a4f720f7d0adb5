package rpm

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
)

// Hash tables of Berkeley DB are what rpm used up to Fedora 32 and RHEL 8.
// Source: Berkeley DB, "src/dbinc/db_page.h".

const (
	hashMagic       = 0x061561
	hashPageHeader  = 26
	pageUnsorted    = 2 // P_HASH_UNSORTED, RHEL 5
	pageOverflow    = 7 // P_OVERFLOW
	pageHash        = 13
	entryOffPage    = 3 // H_OFFPAGE: the value lies on pages of its own
	offPageSize     = 12
	maxHashPageSize = 64 << 10
)

func isHash(head []byte, order binary.ByteOrder) bool {
	return order.Uint32(head[12:]) == hashMagic
}

// A hashFile is a Berkeley DB hash table.
type hashFile struct {
	source
	order    binary.ByteOrder
	pageSize int64
}

func hashBlobs(s source, head []byte, order binary.ByteOrder) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		f := hashFile{s, order, int64(order.Uint32(head[20:]))}
		if f.pageSize < 512 || f.pageSize > maxHashPageSize || f.pageSize&(f.pageSize-1) != 0 {
			yield(nil, fmt.Errorf("%w: pages of %d bytes", ErrUnknown, f.pageSize))
			return
		}
		last := int64(order.Uint32(head[32:]))
		for number := range min(last+1, s.size/f.pageSize) {
			page, err := f.read(number*f.pageSize, f.pageSize)
			if err != nil {
				yield(nil, err)
				return
			}
			if kind := page[25]; (kind == pageHash || kind == pageUnsorted) && !f.values(page, yield) {
				return
			}
		}
	}
}

// values yields the values of a page that lie on pages of their own: the
// headers. It reports whether more are wanted.
func (f hashFile) values(page []byte, yield func([]byte, error) bool) bool {
	count := int(f.order.Uint16(page[20:]))
	if hashPageHeader+2*count > len(page) {
		return yield(nil, errors.New("page with more entries than fit"))
	}
	for i := 1; i < count; i += 2 { // keys at even places, values at odd ones
		at := int(f.order.Uint16(page[hashPageHeader+2*i:]))
		if at+offPageSize > len(page) || page[at] != entryOffPage {
			continue
		}
		blob, err := f.value(f.order.Uint32(page[at+4:]), int64(f.order.Uint32(page[at+8:])))
		if !yield(blob, err) {
			return false
		}
	}
	return true
}

// value joins the pages of one value of a known size.
func (f hashFile) value(number uint32, size int64) ([]byte, error) {
	if size > maxBlob || size > f.size {
		return nil, fmt.Errorf("%w: %d bytes", ErrTooLarge, size)
	}
	value := make([]byte, 0, size)
	for number != 0 && int64(len(value)) < size {
		page, err := f.read(int64(number)*f.pageSize, f.pageSize)
		if err != nil {
			return nil, err
		}
		if page[25] != pageOverflow {
			return nil, fmt.Errorf("page %d of a value is of kind %d", number, page[25])
		}
		used := min(int64(f.order.Uint16(page[22:])), f.pageSize-hashPageHeader)
		if number = f.order.Uint32(page[16:]); number != 0 {
			used = f.pageSize - hashPageHeader
		}
		if used == 0 {
			break // an empty page leads nowhere, or in a circle
		}
		value = append(value, page[hashPageHeader:hashPageHeader+min(used, size-int64(len(value)))]...)
	}
	if int64(len(value)) < size {
		return nil, fmt.Errorf("value of %d bytes ends after %d", size, len(value))
	}
	return value, nil
}
