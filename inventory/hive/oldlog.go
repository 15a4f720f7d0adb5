package hive

import (
	"errors"
	"io"
)

// replayOld applies a log of the form that was written before Windows 8.1: a map
// with a bit for every sector of the data, and the sectors whose bits are set. It
// fits a hive that was not written after it.
//
// Source: Suhanov, "Format of transaction log files", "Old format".
func (b *bins) replayOld(j journal, done *replay) {
	hive := done.base
	if hive.checked && j.base.written < hive.written || j.base.dataSize%binAlign != 0 || j.base.dataSize == 0 {
		return
	}
	bitmap := make([]byte, 4096)
	length := int64(j.base.dataSize) / sector / 8
	if n, _ := j.ReadAt(bitmap[:4], logHead); n < 4 || string(bitmap[:4]) != "DIRT" {
		return
	}
	page := (logHead + 4 + length + sector - 1) / sector * sector
	for at := int64(0); at < length; at += int64(len(bitmap)) {
		part := bitmap[:min(length-at, int64(len(bitmap)))]
		if n, err := j.ReadAt(part, logHead+4+at); n < len(part) {
			done.err = cutLog(err)
			return
		}
		for i := range int64(len(part)) * 8 {
			if part[i/8]>>(i%8)&1 == 0 {
				continue
			}
			if !b.take(done, j, page, (at*8+i)*sector, sector) {
				return
			}
			page += sector
		}
	}
	done.base.root, done.size = j.base.root, int64(j.base.dataSize)
	done.applied++
	var last [1]byte
	if n, err := j.ReadAt(last[:], page-1); n == 0 {
		done.err = cutLog(err)
	}
}

func cutLog(err error) error {
	if err == io.EOF {
		return errCutLog
	}
	return err
}

var errCutLog = errors.New("its transaction log stops in the middle")
