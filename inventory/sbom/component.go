package sbom

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/delistdev/delist"
)

// Component returns the item that one component of a CycloneDX document, or one
// package of an SPDX document, describes: the object as JSON, without those
// inside it. An item comes with an error where a field of it was left out.
func Component(raw json.RawMessage) (delist.Item, error) {
	var kind struct {
		SPDXID *json.RawMessage `json:"SPDXID"`
	}
	_ = json.Unmarshal(raw, &kind) // what is wrong with it comes out below
	doc := &document{}
	if kind.SPDXID != nil {
		var p spdxPackage
		err := json.Unmarshal(raw, &p)
		return doc.component(p.item(), err)
	}
	var c cdxComponent
	err := json.Unmarshal(raw, &c)
	return doc.component(c.item(), err)
}

func (d *document) component(item delist.Item, err error) (delist.Item, error) {
	var mistyped *json.UnmarshalTypeError
	if err != nil && !errors.As(err, &mistyped) {
		return delist.Item{}, err
	}
	checked, unnamed := d.checked(item, 0)
	if unnamed != nil {
		return delist.Item{}, errors.New("a component without a name")
	}
	if err != nil {
		return checked, fmt.Errorf("%q: a field is left out: %w", item.Name, err)
	}
	return checked, nil
}
