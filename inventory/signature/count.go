package signature

import (
	"encoding/asn1"
	"fmt"
)

// maxValues is how many values a message may have beside its content. A
// certificate has about 150; those of a chain and of its timestamp are some
// thousands.
const maxValues = 50_000

// countable bounds how many values there are in a message before it is parsed:
// an empty value takes two bytes there, and fifty times as much when parsed. The
// content is not counted, since it is not taken apart here.
func countable(message []byte) error {
	var outer, explicit, signed asn1.RawValue
	var kind asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(message, &outer); err != nil {
		return err
	}
	rest, err := asn1.Unmarshal(outer.Bytes, &kind)
	if err != nil {
		return err
	}
	if _, err := asn1.Unmarshal(rest, &explicit); err != nil {
		return err
	}
	if _, err := asn1.Unmarshal(explicit.Bytes, &signed); err != nil {
		return err
	}
	const content = 2 // after the version and the algorithms
	left := maxValues
	rest = signed.Bytes
	for n := 0; len(rest) > 0; n++ {
		var part asn1.RawValue
		if rest, err = asn1.Unmarshal(rest, &part); err != nil {
			return err
		}
		if n != content && !count(part, &left, maxBERDepth) {
			return fmt.Errorf("a message of more than %d values, or deeper than %d", maxValues, maxBERDepth)
		}
	}
	return nil
}

// count takes the values in a value from what is left, and reports whether that
// was enough.
func count(v asn1.RawValue, left *int, depth int) bool {
	if *left--; *left < 0 || depth == 0 {
		return false
	}
	for rest := v.Bytes; v.IsCompound && len(rest) > 0; {
		var inner asn1.RawValue
		var err error
		if rest, err = asn1.Unmarshal(rest, &inner); err != nil {
			return true // not parsed here either
		}
		if !count(inner, left, depth-1) {
			return false
		}
	}
	return true
}
