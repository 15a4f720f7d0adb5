package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/delistdev/delist"
)

// MaxScan is how many bytes of a scan's JSON are read at most.
const MaxScan = 256 << 20

// ReadScan reads the document that "delist scan --format json" writes. It is one
// of [delist.ScanSchema], whole, with nothing after it; fields that a later
// version added are passed over, as the schema promises. Errors name the line. A
// document that says nothing of being complete is not.
func ReadScan(r io.Reader) (*Scan, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxScan+1))
	if err != nil {
		return nil, err
	}
	if len(data) > MaxScan {
		return nil, fmt.Errorf("larger than %d MB", MaxScan>>20)
	}
	var scan Scan
	dec := json.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&scan); err != nil {
		return nil, placedIn(data, dec.InputOffset(), err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("line %d: something follows the document", lineOf(data, dec.InputOffset()))
	}
	return &scan, checkScan(&scan)
}

func checkScan(s *Scan) error {
	if s.Schema != delist.ScanSchema {
		return fmt.Errorf("its schema is %q: want %q", s.Schema, delist.ScanSchema)
	}
	if s.Asked.Act == "" || len(s.Asked.As) == 0 {
		return errors.New("it does not say what was asked")
	}
	seen := map[string]bool{}
	for i := range s.Findings {
		f := &s.Findings[i]
		switch {
		case f.ID == "" || f.Item.Name == "" && f.Item.PURL == "":
			return fmt.Errorf("finding %d has no id or no item", i+1)
		case seen[f.ID]:
			return fmt.Errorf("finding %d: id %q is there twice", i+1, f.ID)
		}
		seen[f.ID] = true
	}
	return nil
}

// placedIn names the line of an error of encoding/json.
func placedIn(data []byte, offset int64, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF):
		return errors.New("the file is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("line %d: the document ends in the middle", lineOf(data, int64(len(data))))
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		offset = kind.Offset
	}
	return fmt.Errorf("line %d: %w", lineOf(data, offset), err)
}

// lineOf returns the 1-based line of an offset.
func lineOf(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:min(max(offset, 0), int64(len(data)))], []byte("\n"))
}
