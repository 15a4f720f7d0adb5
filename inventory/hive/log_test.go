package hive_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/hive"
)

// Source: the values are those that other programs give for the seed of logs, in
// the form of 32 bits.
func TestMarvin(t *testing.T) {
	for text, want := range map[string]uint32{"": 0xb00892ac, "hell": 0x7f91e021} {
		if got := hive.Marvin([]byte(text)); uint32(got)^uint32(got>>32) != want {
			t.Errorf("%q: got %#x, want %#x", text, got, want)
		}
	}
}

// logOf writes a log in the new form: an entry for each change from one hive to
// the next, numbered from first on.
func logOf(first uint32, hives ...[]byte) []byte {
	log := bytes.Clone(hives[0][:512])
	le.PutUint32(log[28:], 6)
	log = numbered(log, first, first)
	for i, next := range hives[1:] {
		before := hives[i][4096:]
		var refs, pages []byte
		count := 0
		for at := 4096; at < len(next); at += 4096 {
			page := next[at : at+4096]
			if at-4096 < len(before) && bytes.Equal(page, before[at-4096:][:4096]) {
				continue
			}
			refs = le.AppendUint32(le.AppendUint32(refs, uint32(at-4096)), 4096)
			pages = append(pages, page...)
			count++
		}
		entry := append(make([]byte, 40), append(refs, pages...)...)
		entry = append(entry, make([]byte, 512-len(entry)%512)...)
		copy(entry, "HvLE")
		le.PutUint32(entry[4:], uint32(len(entry)))
		le.PutUint32(entry[12:], first+uint32(i))
		le.PutUint32(entry[16:], uint32(len(next)-4096))
		le.PutUint32(entry[20:], uint32(count))
		le.PutUint64(entry[24:], hive.Marvin(entry[40:]))
		le.PutUint64(entry[32:], hive.Marvin(entry[:32]))
		log = append(log, entry...)
	}
	return log
}

// oldLogOf writes a log in the old form, with all of the new hive in it.
func oldLogOf(next []byte) []byte {
	log := bytes.Clone(next[:512])
	le.PutUint32(log[28:], 1)
	log = append(numbered(log, 8, 8), "DIRT"...)
	log = append(log, bytes.Repeat([]byte{0xff}, (len(next)-4096)/4096)...)
	log = append(log, make([]byte, 512-len(log)%512)...)
	return append(log, next[4096:]...)
}

// edition is a hive with so many programs.
func edition(programs int) []byte {
	all := key("Uninstall")
	for i := range programs {
		all.subs = append(all.subs, key(strings.Repeat("p", 1+i), val{"DisplayName", strings.Repeat("P", 1+i) + strings.Repeat(" long", 400)}))
	}
	return build(key("R", path(`Microsoft\Windows\CurrentVersion`, all)))
}

// A hive that was not closed cleanly may be cut as well.
func TestCutWithLog(t *testing.T) {
	one, two := edition(1), edition(9)
	dirty := numbered(two, 8, 7)[:8192]
	for _, logs := range [][]io.ReaderAt{nil, {bytes.NewReader(logOf(7, one, edition(9)))}} {
		_, faults := collect(t, hive.ReadWithLogs("registry-hive", input(dirty), logs...))
		cut := slices.ContainsFunc(faults, func(f *delist.ReadError) bool { return f.Offset == 8192 })
		if want := logs == nil; cut != want {
			t.Errorf("with %d logs: %v", len(logs), faults)
		}
	}
}

func TestLogs(t *testing.T) {
	one, two, three, four := edition(1), edition(2), edition(3), edition(4)
	dirty := numbered(one, 8, 7)
	spoilt := bytes.Clone(dirty)
	spoilt[508]++
	torn := logOf(7, one, two, three)
	torn[len(torn)-600]++
	older := numbered(one, 12, 11)
	const notClosed, hash, gap = "not closed cleanly", "the hash of its pages does not hold", "what lies between is missing"
	tests := []struct {
		name  string
		hive  []byte
		logs  [][]byte
		want  int
		fault string
	}{
		{"a clean hive needs no log", one, [][]byte{logOf(7, one, two)}, 1, ""},
		{"no log is given", dirty, nil, 1, notClosed},
		{"an empty file is no log", dirty, [][]byte{{}, make([]byte, 512)}, 1, notClosed},
		{"entries from the number it was closed with", dirty, [][]byte{logOf(7, one, two, three)}, 3, ""},
		{"entries from the number it was opened with", dirty, [][]byte{logOf(8, one, two, three)}, 3, ""},
		{"two logs, one after the other", dirty, [][]byte{logOf(9, three, four), logOf(7, one, two, three)}, 4, ""},
		{"a second log of another round", dirty, [][]byte{logOf(7, one, two), logOf(11, three, four)}, 2, ""},
		{"what reached the hive is passed over", older, [][]byte{logOf(10, four, one, two)}, 2, ""},
		{"a log that was written out", older, [][]byte{logOf(7, one, two)}, 1, notClosed},
		{"changes are missing before the log", dirty, [][]byte{logOf(10, one, two)}, 2, gap},
		{"an entry that was torn", dirty, [][]byte{torn}, 2, hash},
		{"a base block that was torn", spoilt, [][]byte{logOf(7, one, two)}, 2, ""},
		{"numbers that run over", numbered(one, 0, 0xffffffff), [][]byte{logOf(0xffffffff, one, two, three)}, 3, ""},
		{"a cut hive whose end is in the log", dirty[:4096], [][]byte{logOf(7, build(key("R")), two)}, 2, ""},
		{"the old form", dirty, [][]byte{oldLogOf(three)}, 3, ""},
		{"the old form, cut", dirty, [][]byte{oldLogOf(three)[:2000]}, 0, "stops in the middle"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var logs []io.ReaderAt
			for _, l := range tt.logs {
				logs = append(logs, bytes.NewReader(l))
			}
			items, faults := collect(t, hive.ReadWithLogs("registry-hive", input(tt.hive), logs...))
			if tt.want > 0 && len(items) != tt.want {
				t.Errorf("%d programs, want %d", len(items), tt.want)
			}
			i := slices.IndexFunc(faults, func(f *delist.ReadError) bool { return f.Undecided && strings.Contains(f.Error(), tt.fault) })
			if tt.fault != "" && i < 0 || tt.fault == "" && len(faults) > 0 {
				t.Errorf("got %v, want %q", faults, tt.fault)
			}
		})
	}
}
