package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"github.com/delistdev/delist/store/tables"
)

// A spool keeps different items until they are saved: in memory as long as they
// are few, and in a temporary file beyond that.
type spool struct {
	at     map[tables.Key]extent
	buffer bytes.Buffer
	file   *os.File
	out    *bufio.Writer
	size   int64
	record []byte // that was read last
}

// An extent is where an item lies.
type extent struct{ from, size int64 }

// maxSpool is how many bytes are kept in memory.
const maxSpool = 16 << 20

func (s *spool) add(it tables.Item) error {
	if s.at == nil {
		s.at = map[tables.Key]extent{}
	}
	if _, ok := s.at[it.Key]; ok {
		return nil
	}
	record, err := json.Marshal(it)
	if err != nil {
		return err
	}
	if s.file == nil && s.size+int64(len(record)) > maxSpool {
		if err := s.open(); err != nil {
			return err
		}
	}
	s.at[it.Key] = extent{s.size, int64(len(record))}
	s.size += int64(len(record))
	if s.file != nil {
		_, err := s.out.Write(record)
		return err
	}
	s.buffer.Write(record)
	return nil
}

// open moves what is in memory to a file.
func (s *spool) open() error {
	file, err := os.CreateTemp("", "delist-*")
	if err != nil {
		return err
	}
	os.Remove(file.Name()) // where it can be; close removes it otherwise
	s.file, s.out = file, bufio.NewWriterSize(file, 1<<20)
	_, err = s.out.Write(s.buffer.Bytes())
	s.buffer = bytes.Buffer{}
	return err
}

func (s *spool) flush() error {
	if s.out == nil {
		return nil
	}
	return s.out.Flush()
}

// Item returns an item that was added.
func (s *spool) Item(key tables.Key) (it tables.Item, err error) {
	at, ok := s.at[key]
	if !ok {
		return it, fmt.Errorf("no item %s", key)
	}
	record := s.record
	if s.file == nil {
		record = s.buffer.Bytes()[at.from : at.from+at.size]
	} else {
		record = slices.Grow(record[:0], int(at.size))[:at.size]
		if _, err := s.file.ReadAt(record, at.from); err != nil {
			return it, err
		}
		s.record = record
	}
	err = json.Unmarshal(record, &it)
	return it, err
}

func (s *spool) close() {
	if s.file != nil {
		s.file.Close()
		os.Remove(s.file.Name())
	}
}
