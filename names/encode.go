package names

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"io"
	"strings"
)

// magic begins a stored index; its number changes with the layout. Behind it
// stand the fingerprint of the words, the parts, and a checksum of all that.
const magic = "delist names 2\n"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// ErrStale says that a stored index was made with other words or in another
// layout, and has to be built anew.
var ErrStale = errors.New("made by another version of delist")

// fingerprint tells the data that an index was built with.
func fingerprint() uint64 {
	h := fnv.New64a()
	for _, data := range []string{legalForms, organisationWords, placeWords, wordFrequency, latinData, hanData} {
		io.WriteString(h, data)
	}
	return h.Sum64()
}

// parts lists what is stored, in its order.
func (x *Index) parts() (strings []*string, numbers []*[]uint32) {
	for _, t := range []*texts{&x.words, &x.names, &x.parties, &x.labels} {
		strings = append(strings, &t.text)
		numbers = append(numbers, &t.end)
	}
	for _, t := range []*hashTable{&x.byWord, &x.byRest, &x.bySound, &x.byFolded, &x.byNumber} {
		numbers = append(numbers, &t.start, &t.ids)
	}
	return strings, append(numbers, &x.lists, &x.owner, &x.tokenEnd, &x.tokens, &x.holdEnd, &x.holding)
}

// WriteTo writes the index so that [Open] has it again without building it.
func (x *Index) WriteTo(w io.Writer) (int64, error) {
	c := &counted{w: w}
	c.write(binary.LittleEndian.AppendUint64([]byte(magic), fingerprint()))
	strings, numbers := x.parts()
	for _, s := range strings {
		c.length(len(*s))
		c.write([]byte(*s))
	}
	buffer := make([]byte, 0, 64<<10)
	for _, list := range numbers {
		c.length(len(*list))
		for _, n := range *list {
			if buffer = binary.LittleEndian.AppendUint32(buffer, n); len(buffer) == cap(buffer) {
				c.write(buffer)
				buffer = buffer[:0]
			}
		}
		c.write(buffer)
		buffer = buffer[:0]
	}
	c.write(binary.LittleEndian.AppendUint32(nil, c.sum))
	return c.n, c.err
}

type counted struct {
	w   io.Writer
	n   int64
	sum uint32
	err error
}

func (c *counted) write(p []byte) {
	c.sum = crc32.Update(c.sum, castagnoli, p)
	if c.err == nil {
		var n int
		n, c.err = c.w.Write(p)
		c.n += int64(n)
	}
}

func (c *counted) length(n int) { c.write(binary.LittleEndian.AppendUint64(nil, uint64(n))) }

// Open reads what [Index.WriteTo] wrote. An index that was made with other words
// is [ErrStale]; one that is cut or damaged is another error.
func Open(data []byte) (*Index, error) {
	if len(data) < len(magic)+8 || string(data[:len(magic)]) != magic ||
		binary.LittleEndian.Uint64(data[len(magic):]) != fingerprint() {
		return nil, ErrStale
	}
	x := new(Index)
	end := len(data) - crc32.Size
	d := &decoder{data: data[len(magic)+8 : max(end, len(magic)+8)]}
	if end < len(magic)+8 || crc32.Checksum(data[:end], castagnoli) != binary.LittleEndian.Uint32(data[end:]) {
		d.err = errors.New("its checksum differs")
	}
	strings, numbers := x.parts()
	for _, s := range strings {
		*s = string(d.take(1))
	}
	for _, list := range numbers {
		raw := d.take(4)
		*list = make([]uint32, len(raw)/4)
		for i := range *list {
			(*list)[i] = binary.LittleEndian.Uint32(raw[4*i:])
		}
	}
	if d.err == nil && len(d.data) > 0 {
		d.err = fmt.Errorf("%d bytes too many", len(d.data))
	}
	if d.err == nil {
		d.err = x.check()
	}
	if d.err != nil {
		return nil, fmt.Errorf("index of names: damaged: %w", d.err)
	}
	x.prepare()
	return x, nil
}

type decoder struct {
	data []byte
	err  error
}

// take returns the next section, whose elements have size bytes.
func (d *decoder) take(size uint64) []byte {
	if d.err != nil || len(d.data) < 8 {
		d.err = io.ErrUnexpectedEOF
		return nil
	}
	n := binary.LittleEndian.Uint64(d.data)
	d.data = d.data[8:]
	if n > uint64(len(d.data))/size {
		d.err = io.ErrUnexpectedEOF
		return nil
	}
	part := d.data[:n*size]
	d.data = d.data[n*size:]
	return part
}

// check reports whether every number of the index points into it.
func (x *Index) check() error {
	names, words := uint32(len(x.owner)), uint32(len(x.words.end))
	if len(x.lists) != int(names) || len(x.names.end) != int(names) || len(x.tokenEnd) != int(names) || len(x.holdEnd) != int(words) {
		return errors.New("lengths do not agree")
	}
	for _, t := range []*texts{&x.words, &x.names, &x.parties, &x.labels} {
		if !rising(t.end, len(t.text)) {
			return errors.New("a text lies outside")
		}
	}
	for _, check := range []struct {
		ids  []uint32
		most uint32
	}{
		{x.lists, uint32(len(x.labels.end))}, {x.owner, uint32(len(x.parties.end))}, {x.tokens, words}, {x.holding, names},
		{x.byWord.ids, words}, {x.byRest.ids, words}, {x.bySound.ids, words}, {x.byFolded.ids, names}, {x.byNumber.ids, uint32(len(x.parties.end))},
	} {
		for _, id := range check.ids {
			if id >= check.most {
				return errors.New("a number lies outside")
			}
		}
	}
	for i := range x.parties.end {
		if strings.Count(x.parties.at(uint32(i)), unit) < 3 {
			return errors.New("a party is cut")
		}
	}
	if !rising(x.tokenEnd, len(x.tokens)) || !rising(x.holdEnd, len(x.holding)) {
		return errors.New("a list lies outside")
	}
	for _, t := range []*hashTable{&x.byWord, &x.byRest, &x.bySound, &x.byFolded, &x.byNumber} {
		if n := len(t.start); n < 2 || (n-1)&(n-2) != 0 || !rising(t.start, len(t.ids)) {
			return errors.New("a table is broken")
		}
	}
	return nil
}

// rising reports whether ends only grow, to most.
func rising(ends []uint32, most int) bool {
	last := uint32(0)
	for _, end := range ends {
		if end < last {
			return false
		}
		last = end
	}
	return int(last) == most
}
