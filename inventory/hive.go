package inventory

import (
	"bytes"
	"io"
	"path"
	"strings"

	"github.com/delistdev/delist/inventory/hive"
	"github.com/delistdev/delist/inventory/source"
)

// registryHive reads the hives of a Windows disk, in whatever letter case its
// file system shows their names; [hiveReader] finds them.
var registryHive = &reader{name: hive.Kinds[0], sniff: sniffHive, read: readHive}

// likelyHive reads a file that has the name of a hive and lies where anything
// else may, too.
var likelyHive = &reader{name: hive.Kinds[0], read: readLikelyHive}

func sniffHive(head []byte) bool { return hive.Sniff(head) != "" }

// hiveReader returns the reader of a hive, nil for any other file. Copies in
// RegBack and logs are none.
//
// Source: Microsoft, "Registry Hives", https://learn.microsoft.com/windows/win32/sysinfo/registry-hives
func hiveReader(dir, name string) *reader {
	switch len(name) {
	case len("SYSTEM"), len("SOFTWARE"):
		if !strings.EqualFold(name, "SYSTEM") && !strings.EqualFold(name, "SOFTWARE") {
			return nil
		}
		const config = "system32/config"
		if at := len(dir) - len(config); at >= 0 && strings.EqualFold(dir[at:], config) && (at == 0 || dir[at-1] == '/') {
			return registryHive
		}
		if dir == "" || strings.EqualFold(base(dir), "config") { // the directory itself was given, or a copy
			return likelyHive
		}
	case len("NTUSER.DAT"):
		if strings.EqualFold(name, "NTUSER.DAT") {
			return registryHive
		}
	}
	return nil
}

// readHive reads a registry hive with the transaction logs beside it.
func readHive(f *file, out *sink) error {
	logs, closing := f.hiveLogs()
	defer closing()
	in := &source.Input{Reader: io.NewSectionReader(f, 0, f.size), Name: f.path, At: f, Size: f.size}
	for it, err := range hive.ReadWithLogs(out.reader, in, logs...) {
		if err == nil {
			err = out.itemAt(it, it.Locations[0])
		} else {
			err = out.send(result{err: err})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readLikelyHive reads a hive if the file begins like one.
func readLikelyHive(f *file, out *sink) error {
	magic := make([]byte, 4)
	if n, err := f.ReadAt(magic, 0); n < len(magic) && err != io.EOF {
		return err
	}
	if !bytes.Equal(magic, []byte("regf")) {
		return nil
	}
	return readHive(f, out)
}

// hiveLogs opens the transaction logs of a hive. One that cannot be opened is as
// good as missing: if the hive needs it, its reader says so.
func (f *file) hiveLogs() (logs []io.ReaderAt, closing func()) {
	var opened []io.Closer
	closing = func() {
		for _, c := range opened {
			c.Close()
		}
	}
	system, err := f.tree.system()
	if err != nil {
		return nil, closing
	}
	dir := path.Dir(f.path)
	entries, _ := system.ReadDir(dir) // of a single stream there is none
	for _, e := range entries {
		if !e.Type().IsRegular() || !isHiveLog(e.Name(), path.Base(f.path)) {
			continue
		}
		log, err := system.Open(path.Join(dir, e.Name()))
		if err != nil {
			continue
		}
		opened = append(opened, log)
		if at, ok := log.(io.ReaderAt); ok {
			logs = append(logs, at)
		}
	}
	return logs, closing
}

// isHiveLog reports whether a file is called like a log of a hive: "NTUSER.DAT"
// has "ntuser.dat.LOG1".
func isHiveLog(name, hive string) bool {
	if len(name) < len(hive) || !strings.EqualFold(name[:len(hive)], hive) {
		return false
	}
	switch strings.ToUpper(name[len(hive):]) {
	case ".LOG", ".LOG1", ".LOG2":
		return true
	}
	return false
}
