package files

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
)

// maxRecord is the most bytes of one record of a log.
const maxRecord = 256 << 20

// Append adds records to a log: a file below the directory, of one record a line,
// that only ever grows. They are on the disk when it returns, all of them or none;
// what a crash left of a record that nobody was told of is cut off. It takes
// [Dir.Lock]. A record has no line breaks in it.
func (d *Dir) Append(name string, records [][]byte) error {
	if err := checkLocal(name); err != nil {
		return err
	}
	var all bytes.Buffer
	for _, r := range records {
		if bytes.IndexByte(r, '\n') >= 0 || len(r) > maxRecord {
			return fmt.Errorf("%s: a record with line breaks, or of more than %d bytes", name, maxRecord)
		}
		all.Write(r)
		all.WriteByte('\n')
	}
	unlock, err := d.Lock()
	if err != nil {
		return err
	}
	defer unlock()
	if err := d.makeFolder(filepath.Dir(filepath.FromSlash(name))); err != nil {
		return err
	}
	f, err := os.OpenFile(d.in(filepath.FromSlash(name)), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	end, err := soundEnd(f)
	if err == nil {
		if err = f.Truncate(end); err == nil {
			_, err = f.WriteAt(all.Bytes(), end)
		}
		if err != nil {
			_ = f.Truncate(end) // none of them
		}
	}
	if err := finish(f, err); err != nil {
		return fmt.Errorf("%s: %w", d.in(name), err)
	}
	return SyncFolder(filepath.Dir(f.Name()))
}

// soundEnd returns where the last whole record of a log ends.
func soundEnd(f *os.File) (int64, error) {
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, err
	}
	buf := make([]byte, 64<<10)
	for at := end; at > 0; {
		n := min(int64(len(buf)), at)
		if _, err := f.ReadAt(buf[:n], at-n); err != nil {
			return 0, err
		}
		if i := bytes.LastIndexByte(buf[:n], '\n'); i >= 0 {
			return at - n + int64(i) + 1, nil
		}
		at -= n
	}
	return 0, nil
}

// Records yields the records of a log, each good until the next. A log that is
// not there has none.
func (d *Dir) Records(name string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		if err := checkLocal(name); err != nil {
			yield(nil, err)
			return
		}
		f, err := os.Open(d.in(filepath.FromSlash(name)))
		if errors.Is(err, fs.ErrNotExist) {
			return
		}
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.Close()
		lines := bufio.NewReaderSize(f, 1<<20)
		for {
			line, err := lines.ReadBytes('\n')
			if errors.Is(err, io.EOF) {
				return // what has no end was never told of
			}
			if err != nil {
				yield(nil, fmt.Errorf("%s: %w", f.Name(), err))
				return
			}
			if !yield(line[:len(line)-1], nil) {
				return
			}
		}
	}
}
