package msi

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

// runSize is how much is read at once where sectors lie one behind the other.
const runSize = 256 << 10

// copyChain writes size bytes from the chain of sectors that begins at first.
// The size is bounded by that of the file before anything is read, and with it
// the number of steps: a chain in a circle ends.
func (c *compound) copyChain(w io.Writer, first uint32, size int64) error {
	if size > c.size {
		return fmt.Errorf("%d bytes in a file of %d", size, c.size)
	}
	buffer := make([]byte, min(size, runSize))
	for number := first; size > 0; {
		length, next, err := c.run(number, min(size, runSize))
		if err != nil {
			return err
		}
		if err := c.readAt(buffer[:length], number); err != nil {
			return err
		}
		if _, err := w.Write(buffer[:length]); err != nil {
			return err
		}
		number, size = next, size-length
	}
	return nil
}

// run returns how many bytes, up to limit, lie one behind the other from a
// sector on, and which sector follows them.
func (c *compound) run(number uint32, limit int64) (length int64, next uint32, err error) {
	for {
		length += c.sectorSize()
		if length >= limit && limit < runSize {
			return limit, 0, nil // the end of the stream: what follows is not asked
		}
		if next, err = c.next(number); err != nil {
			return 0, 0, err
		}
		if next != number+1 || length >= limit {
			return length, next, nil
		}
		number = next
	}
}

// readSmall reads the small sectors, which are the content of the root, and
// their table.
func (c *compound) readSmall(table uint32) error {
	root := c.entries[0]
	if root.size == 0 {
		return nil
	}
	if root.size > maxSmallSize {
		return fmt.Errorf("%d bytes, the limit is %d", root.size, maxSmallSize)
	}
	var err error
	if c.small, err = c.readChain(root.first, root.size); err != nil {
		return err
	}
	c.smallTable, err = c.readChain(table, (root.size+1<<smallShift-1)>>smallShift*4)
	return err
}

func (c *compound) readChain(first uint32, size int64) ([]byte, error) {
	var b bytes.Buffer
	err := c.copyChain(&b, first, size)
	return b.Bytes(), err
}

// copySmall writes size bytes from the chain of small sectors that begins at
// first.
func (c *compound) copySmall(w io.Writer, first uint32, size int64) error {
	for number := int64(first); size > 0; {
		at, entry := number<<smallShift, 4*number
		length := min(size, 1<<smallShift)
		if at+length > int64(len(c.small)) || entry+4 > int64(len(c.smallTable)) {
			return fmt.Errorf("small sector %d is past the end", number)
		}
		if _, err := w.Write(c.small[at : at+length]); err != nil {
			return err
		}
		number, size = int64(binary.LittleEndian.Uint32(c.smallTable[entry:])), size-length
	}
	return nil
}

// copyStream writes the content of a stream.
func (c *compound) copyStream(w io.Writer, e entry) error {
	var err error
	if e.size < smallStream {
		err = c.copySmall(w, e.first, e.size)
	} else {
		err = c.copyChain(w, e.first, e.size)
	}
	if err != nil {
		return fmt.Errorf("stream %q: %w", e.text(), err)
	}
	return nil
}

// readStream returns the content of a stream, up to a limit.
func (c *compound) readStream(e entry, limit int64) ([]byte, error) {
	if e.size > limit {
		return nil, fmt.Errorf("stream %q: %d bytes, the limit is %d", e.text(), e.size, limit)
	}
	var b bytes.Buffer
	err := c.copyStream(&b, e)
	return b.Bytes(), err
}
