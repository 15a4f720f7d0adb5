package rpm_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist/inventory/rpm"
)

var (
	bash = rpm.Header{
		Name: "bash", Version: "5.1.8", Release: "2.fc35", Arch: "x86_64", SourceRPM: "bash-5.1.8-2.fc35.src.rpm",
		Vendor: "Fedora Project", Packager: "Fedora Project", URL: "https://www.gnu.org/software/bash",
	}
	shadow = rpm.Header{
		Name: "shadow-utils", Version: "4.9", Release: "9.fc35", Epoch: "2", Arch: "x86_64", Vendor: "Fedora Project", Packager: "Fedora Project",
	}
)

// header writes a header as it lies in a database, with pad bytes more.
func header(h rpm.Header, pad int) []byte {
	var entries, data []byte
	be := binary.BigEndian
	count := uint32(0)
	add := func(tag, kind uint32, value []byte) {
		entries = be.AppendUint32(be.AppendUint32(be.AppendUint32(be.AppendUint32(entries, tag), kind), uint32(len(data))), 1)
		data = append(data, value...)
		count++
	}
	if h.Epoch != "" {
		add(1003, 4, []byte{0, 0, 0, h.Epoch[0] - '0'})
	}
	for tag, value := range map[uint32]string{
		1000: h.Name, 1001: h.Version, 1002: h.Release, 1011: h.Vendor, 1015: h.Packager, 1020: h.URL, 1022: h.Arch, 1044: h.SourceRPM,
	} {
		if value != "" {
			add(tag, 6, append([]byte(value), 0))
		}
	}
	add(1118, 6, append(bytes.Repeat([]byte{'x'}, pad), 0))
	b := be.AppendUint32(be.AppendUint32(nil, count), uint32(len(data)))
	return append(append(b, entries...), data...)
}

// ndb writes an NDB database.
func ndb(headers ...[]byte) []byte {
	le := binary.LittleEndian
	b := make([]byte, 4096)
	copy(b, "RpmP")
	le.PutUint32(b[12:], 1)
	for at := 32; at < len(b); at += 16 {
		copy(b[at:], "Slot")
	}
	for i, h := range headers {
		slot := b[32+16*i:]
		le.PutUint32(slot[4:], uint32(i+1))
		le.PutUint32(slot[8:], uint32(len(b)/16))
		b = append(b, "BlbS"...)
		b = le.AppendUint32(le.AppendUint32(le.AppendUint32(b, uint32(i+1)), 0), uint32(len(h)))
		b = append(b, h...)
		b = append(b, make([]byte, 16-len(b)%16)...)
	}
	return b
}

// hash writes a Berkeley DB hash table of either byte order.
func hash(order binary.ByteOrder, headers ...[]byte) []byte {
	const size = 512
	b := make([]byte, 2*size)
	order.PutUint32(b[12:], 0x061561)
	order.PutUint32(b[20:], size)
	index := b[size : 2*size]
	index[25] = 13
	order.PutUint16(index[20:], uint16(2*len(headers)))
	for i, h := range headers {
		at := size - 12*(i+1)
		order.PutUint16(index[26+4*i+2:], uint16(at))
		index[at] = 3
		order.PutUint32(index[at+4:], uint32(len(b)/size))
		order.PutUint32(index[at+8:], uint32(len(h)))
		for len(h) > 0 {
			page := make([]byte, size)
			n := copy(page[26:], h)
			h = h[n:]
			page[25] = 7
			order.PutUint16(page[22:], uint16(n))
			if len(h) > 0 {
				order.PutUint32(page[16:], uint32(len(b)/size)+1)
			}
			b = append(b, page...)
		}
		index = b[size : 2*size]
	}
	order.PutUint32(b[32:], uint32(len(b)/size)-1)
	return b
}

func readAll(t testing.TB, content []byte) (headers []rpm.Header, faults []error) {
	t.Helper()
	for h, err := range rpm.ReadDatabase(bytes.NewReader(content), int64(len(content))) {
		if err != nil {
			faults = append(faults, err)
		} else {
			headers = append(headers, *h)
		}
	}
	return headers, faults
}

func TestDatabases(t *testing.T) {
	blobs := [][]byte{header(bash, 2000), header(shadow, 0)}
	for name, content := range map[string][]byte{
		"ndb": ndb(blobs...), "hash": hash(binary.LittleEndian, blobs...), "hash, big-endian": hash(binary.BigEndian, blobs...),
	} {
		t.Run(name, func(t *testing.T) {
			headers, faults := readAll(t, content)
			if diff := cmp.Diff([]rpm.Header{bash, shadow}, headers); diff != "" || len(faults) > 0 {
				t.Errorf("errors %v, headers (-want +got):\n%s", faults, diff)
			}
		})
	}
}

// TestSQLite reads a database that SQLite wrote: 63 headers on pages of 1 KiB,
// so that there is a tree, and headers that lie on pages of their own.
func TestSQLite(t *testing.T) {
	content, err := os.ReadFile("testdata/rpmdb.sqlite")
	if err != nil {
		t.Fatal(err)
	}
	headers, faults := readAll(t, content)
	if len(headers) != 63 || len(faults) > 0 {
		t.Fatalf("%d headers, errors %v; want 63 headers", len(headers), faults)
	}
	want := []rpm.Header{bash, shadow, {Name: "klnagent64", Version: "15.1.0", Release: "20748", Arch: "x86_64", Vendor: "Kaspersky Lab", URL: "https://www.kaspersky.com/"}}
	if diff := cmp.Diff(want, headers[:3]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if headers[62].Name != "many-059" {
		t.Errorf("last is %q, want many-059", headers[62].Name)
	}
}

// TestBroken checks that what is broken is reported, and that what is not is
// read.
func TestBroken(t *testing.T) {
	good := ndb(header(bash, 0), header(shadow, 0))
	badBlob := bytes.Clone(good)
	badBlob[4096] = 'x'
	tests := []struct {
		name            string
		content         []byte
		headers, faults int
	}{
		{"empty", nil, 0, 1},
		{"unknown", []byte("no database"), 0, 1},
		{"one bad record of two", badBlob, 1, 1},
		{"truncated", good[:len(good)-100], 1, 1},
		{"a value in a circle", circle(), 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			headers, faults := readAll(t, tt.content)
			if len(headers) != tt.headers || len(faults) != tt.faults {
				t.Errorf("%d headers, errors %v; want %d and %d", len(headers), faults, tt.headers, tt.faults)
			}
		})
	}
}

// circle is a hash table whose value leads back to its own page.
func circle() []byte {
	b := hash(binary.LittleEndian, header(bash, 100))
	page := b[1024:]
	binary.LittleEndian.PutUint32(page[16:], 2)
	binary.LittleEndian.PutUint32(b[1024-12+8:], 1<<20) // its length
	return b
}

func TestFile(t *testing.T) {
	intro := func(h []byte) []byte { return append([]byte{0x8e, 0xad, 0xe8, 1, 0, 0, 0, 0}, h...) }
	signatures := intro([]byte{0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 3, 0xe8, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 1, 'a', 'b', 'c', 'd', 0})
	content := append([]byte{0xed, 0xab, 0xee, 0xdb}, make([]byte, 92)...)
	content = append(content, signatures...)
	content = append(content, make([]byte, (8-len(content)%8)%8)...)
	content = append(content, intro(header(shadow, 10))...)
	got, err := rpm.ReadFile(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(shadow, *got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, n := range []int{0, 50, 120, len(content) - 1} {
		if _, err := rpm.ReadFile(bytes.NewReader(content[:n]), int64(n)); err == nil {
			t.Errorf("of %d bytes of %d: no error", n, len(content))
		}
	}
}

// FuzzReadDatabase checks that any file is read to an end, without a panic, and
// gives at least a header or an error; and that headers have names.
func FuzzReadDatabase(f *testing.F) {
	f.Add(ndb(header(bash, 0)))
	f.Add(hash(binary.LittleEndian, header(bash, 1000), header(shadow, 0)))
	f.Add(circle())
	if content, err := os.ReadFile("testdata/rpmdb.sqlite"); err == nil {
		f.Add(content[:40<<10])
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		for h, err := range rpm.ReadDatabase(bytes.NewReader(content), int64(len(content))) {
			if err == nil && h.Name == "" {
				t.Error("a header without a name")
			}
		}
	})
}

// FuzzReadFile checks that any file gives a header with a name or an error.
func FuzzReadFile(f *testing.F) {
	f.Add([]byte{0xed, 0xab, 0xee, 0xdb})
	f.Fuzz(func(t *testing.T, content []byte) {
		if h, err := rpm.ReadFile(bytes.NewReader(content), int64(len(content))); err == nil && h.Name == "" {
			t.Error("a header without a name")
		}
	})
}
