package fleet

import (
	"strconv"
	"strings"

	"github.com/delistdev/delist"
)

// items hands on an item at its device.
func (r *tableReader) items(it delist.Item, fields []string, line int) {
	device := r.columns.Get(fields, "device")
	if device == "" {
		device = r.columns.Get(fields, "device-id")
	}
	r.item(it, place{line: line, asset: device})
}

// rowItem returns what a row says; false if it names nothing.
func rowItem(c Columns, fields []string) (delist.Item, bool) {
	get := func(as string) string { return c.Get(fields, as) }
	it := delist.Item{Kind: delist.Application, Name: get("name"), Version: get("version")}
	declare(&it, "publisher", get("publisher"))
	declare(&it, "company-name", get("company-name"))
	observe(&it, delist.FileName, get("file-name"))
	bundle := get("bundle-id")
	if bundle == "" && isApple(get("platform")) {
		bundle = get("application-id")
	}
	if isReversed(bundle) {
		observe(&it, delist.BundleID, bundle)
	}
	if n, err := strconv.Atoi(get("device-count")); err == nil && n > 1 {
		it.Places = n
	}
	for _, name := range []string{bundle, get("file-name")} {
		if it.Name == "" {
			it.Name = name
		}
	}
	return it, it.Name != ""
}

// isApple reports whether the application of a platform is known by its bundle
// identifier, or by its package name, which is written alike.
func isApple(platform string) bool {
	platform = strings.ToLower(platform)
	for _, word := range []string{"mac", "ios", "ipad", "android"} {
		if strings.Contains(platform, word) {
			return true
		}
	}
	return false
}
