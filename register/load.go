package register

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

//go:generate go run ./compile

// snapshot is the YAML of data/ compiled to JSON: it loads several times faster
// than the YAML does. A test fails where it is stale.
//
//go:embed snapshot.json
var snapshot []byte

// Load returns the register that is compiled into the binary. It is read once.
var Load = sync.OnceValues(func() (*Register, error) { return Decode(snapshot) })

// Decode reads a snapshot that [Register.Encode] wrote.
func Decode(data []byte) (*Register, error) {
	r := new(Register)
	if err := json.Unmarshal(data, r); err != nil {
		return nil, fmt.Errorf("register snapshot: %w", err)
	}
	r.index()
	return r, nil
}

// Encode writes the register as a snapshot: JSON, one fact a line, the same
// bytes for the same facts.
func (r *Register) Encode() ([]byte, error) {
	out := []byte("{\n")
	for i, list := range []struct {
		name  string
		facts any
	}{
		{"audiences", r.Audiences}, {"classes", r.Classes}, {"parties", r.Parties},
		{"products", r.Products}, {"identifiers", r.Identifiers}, {"measures", r.Measures},
		{"claims", r.Claims}, {"origins", r.Origins}, {"documents", r.Documents},
		{"forges", r.Forges},
	} {
		if i > 0 {
			out = append(out, ",\n"...)
		}
		encoded, err := encodeLines(list.facts)
		if err != nil {
			return nil, fmt.Errorf("register %s: %w", list.name, err)
		}
		out = append(out, fmt.Sprintf("%q: ", list.name)...)
		out = append(out, encoded...)
	}
	return append(out, "\n}\n"...), nil
}

// encodeLines writes a list with one element a line, so that a change of one
// fact is a change of one line.
func encodeLines(list any) ([]byte, error) {
	data, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	var elements []json.RawMessage
	if err := json.Unmarshal(data, &elements); err != nil {
		return nil, err
	}
	out := []byte("[")
	for i, element := range elements {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(out, '\n'), element...)
	}
	return append(out, "\n]"...), nil
}
