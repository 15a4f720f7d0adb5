package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
)

// fill gives every field of a value something of its own.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("s", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32:
		if v.CanSet() {
			v.SetInt(int64(*n))
		}
	case reflect.Uint8:
		v.SetUint(uint64(1 + *n%3))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), n)
		}
	case reflect.Struct:
		if date, ok := v.Addr().Interface().(*delist.Date); ok {
			*date = delist.NewDate(2017, 9, 8)
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	}
}

// A finding is written field by field, so that what thousands have in common is
// encoded once. That must be what encoding/json writes, whichever fields a
// finding has.
func TestFindingsAreWrittenWhole(t *testing.T) {
	var full delist.Finding
	n := 0
	fill(reflect.ValueOf(&full).Elem(), &n)
	empty := delist.Finding{Grounds: []delist.GroundRecord{}, Remedies: []delist.Remedy{}}
	for name, f := range map[string]*delist.Finding{"full": &full, "empty": &empty, "zero": {}} {
		for range 2 { // the second time from what is kept
			var out bytes.Buffer
			w := newWriter(&out)
			w.finding(0, f)
			w.flush()
			var got, want any
			plain, err := json.Marshal(f)
			if err != nil || w.err != nil {
				t.Fatal(err, w.err)
			}
			if err := json.Unmarshal(out.Bytes(), &got); err != nil {
				t.Fatalf("%s: %v\n%s", name, err, out.Bytes())
			}
			if err := json.Unmarshal(plain, &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: (-want +got)\n%s", name, diff)
			}
		}
	}
}
