package document

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/ascii85"
	"io"
)

// data returns the decoded bytes of a stream, as far as they can be decoded and may
// be unpacked (ISO 32000-1:2008, section 7.4). Pictures give nothing.
func (f *pdfFile) data(s *pdfStream) []byte {
	data := s.raw
	if f.crypt != nil && s.dict["Type"] != pdfName("XRef") {
		data = f.crypt.decrypt(data, s.num)
	}
	filters, params := f.list(s.dict["Filter"], s.dict["F"]), f.list(s.dict["DecodeParms"], s.dict["DP"])
	for i, filter := range filters[:min(len(filters), 8)] {
		name, _ := filter.(pdfName)
		var parms pdfDict
		if i < len(params) {
			parms = f.dict(params[i])
		}
		switch name {
		case "FlateDecode", "Fl":
			data = f.predicted(f.inflate(data), parms)
		case "LZWDecode", "LZW":
			data = f.predicted(f.lzw(data, f.number(parms["EarlyChange"], 1) != 0), parms)
		case "ASCII85Decode", "A85":
			data = unascii85(data)
		case "ASCIIHexDecode", "AHx":
			l := pdfLexer{in: append([]byte{'<'}, data...)}
			data = []byte(l.hexString())
		case "RunLengthDecode", "RL":
			data = f.runs(data)
		case "Crypt":
		default:
			return nil
		}
	}
	return data
}

// list returns the objects of an array, or one object as a list.
func (f *pdfFile) list(values ...any) pdfArray {
	for _, v := range values {
		switch v := f.get(v).(type) {
		case nil:
		case pdfArray:
			out := make(pdfArray, len(v))
			for i := range v {
				out[i] = f.get(v[i])
			}
			return out
		default:
			return pdfArray{v}
		}
	}
	return nil
}

// unpacked reads from a decoder as much as may still be unpacked.
func (f *pdfFile) unpacked(r io.Reader) []byte {
	out, _ := io.ReadAll(io.LimitReader(r, f.left+1))
	if int64(len(out)) > f.left {
		out, f.over = out[:f.left], true
	}
	f.left -= int64(len(out))
	return out
}

// inflate keeps what comes before a fault: checksums are often wrong.
func (f *pdfFile) inflate(data []byte) []byte {
	if z, err := zlib.NewReader(bytes.NewReader(data)); err == nil {
		return f.unpacked(z)
	}
	if len(data) < 2 {
		return nil
	}
	return f.unpacked(flate.NewReader(bytes.NewReader(data[2:])))
}

func unascii85(data []byte) []byte {
	if i := bytes.IndexByte(data, '~'); i >= 0 {
		data = data[:i]
	}
	out, _ := io.ReadAll(ascii85.NewDecoder(bytes.NewReader(data)))
	return out
}

// runs decodes section 7.4.5.
func (f *pdfFile) runs(data []byte) []byte {
	var out []byte
	for i := 0; i < len(data) && int64(len(out)) < f.left; {
		n := int(data[i])
		i++
		switch {
		case n == 128:
			i = len(data)
		case n < 128:
			end := min(len(data), i+n+1)
			out = append(out, data[i:end]...)
			i = end
		case i < len(data):
			out = append(out, bytes.Repeat(data[i:i+1], 257-n)...)
			i++
		}
	}
	f.left -= int64(len(out))
	return out
}

// lzw decodes section 7.4.4: codes of 9 to 12 bits, the highest first. With early,
// codes grow one entry before they must.
func (f *pdfFile) lzw(data []byte, early bool) []byte {
	type entry struct {
		prefix int
		last   byte
		length int
	}
	var table [4096]entry
	for i := range 256 {
		table[i] = entry{-1, byte(i), 1}
	}
	shift := 0
	if early {
		shift = 1
	}
	var out []byte
	next, width, prev := 258, 9, -1
	bits, have := 0, 0
	for _, c := range data {
		bits, have = bits<<8|int(c), have+8
		if have < width {
			continue
		}
		code := bits >> (have - width) & (1<<width - 1)
		have -= width
		bits &= 1<<have - 1
		switch {
		case code == 256:
			next, width, prev = 258, 9, -1
			continue
		case code == 257 || code > next || code >= next && prev < 0:
			f.left -= int64(len(out))
			return out
		}
		from := code
		if code == next {
			from = prev
		}
		length := table[from].length
		start := len(out)
		if int64(start+length+1) > f.left {
			f.over = true
			f.left = 0
			return out
		}
		out = append(out, make([]byte, length)...)
		for i, at := start+length-1, from; i >= start && at >= 0; i-- {
			out[i] = table[at].last
			at = table[at].prefix
		}
		if code == next {
			out = append(out, out[start])
		}
		if prev >= 0 && next < len(table) {
			table[next] = entry{prev, out[start], table[prev].length + 1}
			next++
		}
		if width < 12 && next+shift >= 1<<width {
			width++
		}
		prev = code
	}
	f.left -= int64(len(out))
	return out
}

// predicted undoes the predictors of PNG (section 7.4.4.4); that of TIFF occurs in
// pictures only.
func (f *pdfFile) predicted(data []byte, parms pdfDict) []byte {
	if f.number(parms["Predictor"], 1) < 10 {
		return data
	}
	bits := f.number(parms["Colors"], 1) * f.number(parms["BitsPerComponent"], 8)
	row := int((bits*f.number(parms["Columns"], 1) + 7) / 8)
	pixel := max(1, int(bits/8))
	if row <= 0 || row > 1<<20 || bits <= 0 {
		return data
	}
	out := make([]byte, 0, len(data))
	above := make([]byte, row)
	for ; len(data) > 1; data = data[min(len(data), row+1):] {
		line := append([]byte(nil), data[1:min(len(data), row+1)]...)
		for i := range line {
			var left, corner byte
			if i >= pixel {
				left, corner = line[i-pixel], above[i-pixel]
			}
			switch data[0] {
			case 1:
				line[i] += left
			case 2:
				line[i] += above[i]
			case 3:
				line[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				line[i] += paeth(left, above[i], corner)
			}
		}
		out = append(out, line...)
		copy(above, line)
	}
	return out
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	da, db, dc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case da <= db && da <= dc:
		return a
	case db <= dc:
		return b
	}
	return c
}

func abs(n int) int { return max(n, -n) }
