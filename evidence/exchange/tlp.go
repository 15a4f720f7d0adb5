package exchange

import (
	"fmt"
	"strings"
)

// A TLP is a marking of the Traffic Light Protocol: how far its receiver may pass
// something on. The zero TLP is no marking. It is kept as it was read: edition 1 is
// what STIX 2.1 itself defines, edition 2 the protocol's present one.
//
// Sources: FIRST, "Traffic Light Protocol", version 2.0 (https://www.first.org/tlp/);
// STIX 2.1, section 7.2.1.4; the OASIS extension for TLP 2.0.
type TLP struct {
	// Level is "white" (edition 1) or "clear" (edition 2), "green", "amber",
	// "amber+strict" (edition 2), "red".
	Level   string
	Edition int
}

// String returns the marking as the protocol writes it: "TLP:AMBER+STRICT".
func (t TLP) String() string { return "TLP:" + strings.ToUpper(t.Level) }

// Public reports whether anybody may be told.
func (t TLP) Public() bool { return t == TLP{} || t.Level == "white" || t.Level == "clear" }

// tlpMarkings are the marking definitions whose ids are fixed: in every file they
// are the same objects. From free to strict.
var tlpMarkings = []struct {
	tlp TLP
	id  string
}{
	{TLP{"white", 1}, "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"},
	{TLP{"clear", 2}, "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"},
	{TLP{"green", 1}, "marking-definition--34098fce-860f-48ae-8e50-0ebd3cc5e41a"},
	{TLP{"green", 2}, "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"},
	{TLP{"amber", 1}, "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"},
	{TLP{"amber", 2}, "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"},
	{TLP{"amber+strict", 2}, "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"},
	{TLP{"red", 1}, "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"},
	{TLP{"red", 2}, "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"},
}

const (
	// tlpExtension is the OASIS extension that holds a marking of edition 2.
	tlpExtension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
	// When each edition's marking definitions were made; part of the fixed objects.
	tlpCreated1 = "2017-01-20T00:00:00.000Z"
	tlpCreated2 = "2022-10-01T00:00:00.000Z"
)

// rank orders markings from free to strict; 0 is none, -1 one that is not known.
func (t TLP) rank() int {
	if t == (TLP{}) {
		return 0
	}
	for i, m := range tlpMarkings {
		if m.tlp == t {
			return i + 1
		}
	}
	return -1
}

func (t TLP) known() error {
	if t.rank() < 0 {
		return fmt.Errorf("%q of edition %d is no level of the Traffic Light Protocol", t.Level, t.Edition)
	}
	return nil
}

// stricter returns the one of the two that allows less.
func stricter(a, b TLP) TLP {
	if b.rank() > a.rank() {
		return b
	}
	return a
}

// tlpByID returns the marking that an id stands for in every file.
func tlpByID(id string) (TLP, bool) {
	for _, m := range tlpMarkings {
		if m.id == id {
			return m.tlp, true
		}
	}
	return TLP{}, false
}

// id returns the fixed id of its marking definition.
func (t TLP) id() string { return tlpMarkings[t.rank()-1].id }

// refs returns what object_marking_refs holds for it.
func (t TLP) refs() []string {
	if t == (TLP{}) {
		return nil
	}
	return []string{t.id()}
}
