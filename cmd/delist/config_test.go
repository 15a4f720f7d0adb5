package main

import "testing"

// FuzzParseConfig checks that no file makes the parser panic, and that every
// exemption that it accepts has a reason, a name behind it and an end.
func FuzzParseConfig(f *testing.F) {
	f.Add([]byte("as: [us/contractor]\nfail-on: prohibited\nexemptions:\n  - {party: p, reason: r, by: b, until: 2027-01-31}\n"))
	f.Add([]byte("given: {k: \"no\"}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := parseConfig("x", data)
		if err != nil {
			return
		}
		for _, e := range s.Exemptions {
			if e.Reason == "" || e.By == "" || e.Until.IsZero() {
				t.Errorf("accepted %+v", e)
			}
		}
	})
}
