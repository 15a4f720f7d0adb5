package withdraw

import (
	"errors"
	"fmt"
	"strings"

	"github.com/tidwall/gjson"
)

var (
	errJSON      = errors.New("its JSON is no valid JSON: mend the script first")
	errReference = errors.New("its offers stand elsewhere, and are only referred to")
)

// linked finds the patches of a product in JSON-LD: every offer in it says that it
// is discontinued.
func linked(raw []byte, discontinued string) (out []patch, _ error) {
	if !gjson.ValidBytes(raw) {
		return nil, errJSON
	}
	product := gjson.ParseBytes(raw)
	if !product.IsObject() {
		return nil, errJSON
	}
	n := 0
	var err error
	product.ForEach(func(key, value gjson.Result) bool {
		if isTerm(key.String(), "offers") {
			n++
			out, err = offers(value, 0, discontinued, out)
		}
		return err == nil
	})
	if err != nil || n > 0 {
		return out, err
	}
	return []patch{inserted(raw, 0, `"offers": {"@type": "Offer", "availability": `+string(quoted(discontinued))+`}`)}, nil
}

// offers finds the patches of a value of "offers".
func offers(value gjson.Result, base int, discontinued string, out []patch) ([]patch, error) {
	at := base + value.Index
	switch {
	case value.IsArray():
		var err error
		value.ForEach(func(_, one gjson.Result) bool {
			out, err = offers(one, base, discontinued, out)
			return err == nil
		})
		return out, err
	case !value.IsObject():
		return out, fmt.Errorf("its offers are %.40q and no objects", value.Raw)
	}
	said, keys := false, 0
	var err error
	var found []patch
	value.ForEach(func(key, inner gjson.Result) bool {
		keys++
		switch name := key.String(); {
		case isTerm(name, "availability"):
			said = true
			begin := int64(base + inner.Index)
			found = append(found, patch{begin, begin + int64(len(inner.Raw)), quoted(discontinued)})
		case isTerm(name, "offers"):
			found, err = offers(inner, base, discontinued, found)
		case name == "@id":
			keys--
		}
		return err == nil
	})
	switch {
	case err != nil:
		return nil, err
	case keys == 0:
		return nil, errReference
	case !said:
		out = append(out, inserted([]byte(value.Raw), at, `"availability": `+string(quoted(discontinued))))
	}
	return append(out, found...), nil
}

// isTerm reports whether a key is a word of schema.org, written in any way.
func isTerm(key, term string) bool {
	key = strings.TrimPrefix(strings.TrimPrefix(key, "https://"), "http://")
	return key == term || key == "schema:"+term || key == "schema.org/"+term
}

// inserted puts a field before the others of an object.
func inserted(object []byte, at int, field string) patch {
	if !isEmptyObject(object) {
		field += ", "
	}
	return patch{int64(at + 1), int64(at + 1), []byte(field)}
}
