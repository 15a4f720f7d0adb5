package exchange_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence/exchange"
)

// fuzz checks that no input makes a reader panic; that a good record after it is read,
// or something is reported; and that what was read can be written in the same format
// and is read again the same, without a fault.
func fuzz(f *testing.F, form format, stix bool) {
	f.Add(write(f, form, made()))
	f.Add([]byte(foreign))
	f.Add([]byte(reviewed))
	f.Add([]byte(`{"type":"note","id":"note--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061","content":"T"}`))
	f.Add([]byte("{\"a\":\"\n,[[]],{},1,nul"))
	f.Fuzz(func(t *testing.T, data []byte) {
		collect(t, form.read(bytes.NewReader(data), "f"))

		text := append(append([]byte("["), data...), ","+good[stix]+"]"...)
		set, faults, notes := collect(t, form.read(bytes.NewReader(text), "f"))
		if n := len(set.Claims); (n == 0 || set.Claims[n-1].Text != "good") && len(faults)+len(notes) == 0 {
			t.Error("the good record is gone without a word")
		}
		again, faults, _ := collect(t, form.read(bytes.NewReader(write(t, form, set)), "f"))
		if len(faults) > 0 {
			t.Errorf("written again: %q", faults)
		}
		if diff := cmp.Diff(set.Claims, again.Claims, cmpopts.EquateEmpty(), cmp.Comparer(func(a, b delist.Date) bool { return a == b })); diff != "" {
			t.Errorf("written again (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(set.Sharing, again.Sharing, cmpopts.IgnoreMapEntries(stranger(set))); stix && diff != "" {
			t.Errorf("markings (-want +got):\n%s", diff)
		}
	})
}

// stranger tells the parties of which a file has only the id: written, they have the
// marking of the claims that tell it.
func stranger(set exchange.Set) func(exchange.Key, exchange.TLP) bool {
	there := map[string]bool{}
	for _, p := range set.Parties {
		there[string(p.ID)] = true
	}
	return func(k exchange.Key, _ exchange.TLP) bool { return k.Kind == exchange.Party && !there[k.ID] }
}

// FuzzReadSTIX: see fuzz.
func FuzzReadSTIX(f *testing.F) { fuzz(f, formats[0], true) }

// FuzzReadClaimReview: see fuzz.
func FuzzReadClaimReview(f *testing.F) { fuzz(f, formats[1], false) }
