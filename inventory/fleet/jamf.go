package fleet

import (
	"cmp"
	"io"
	"strings"

	"github.com/delistdev/delist"
)

func isJamfJSON(head []byte) bool {
	if !startsWith(head, "{") {
		return false
	}
	return hasAll(head, `"results"`, `"totalCount"`) && (hasAll(head, `"applications"`) || hasAll(head, `"packageReceipts"`)) ||
		hasAll(head, `"general"`, `"jamfBinaryVersion"`) ||
		(hasAll(head, `"computer"`) || hasAll(head, `"mobile_device"`)) && hasAll(head, `"general"`, `"udid"`)
}

// A jamfApp has the names of its fields in all interfaces.
type jamfApp struct {
	Name            string `json:"name"`
	Version         string `json:"version"`
	ShortVersion    string `json:"shortVersion"`
	BundleID        string `json:"bundleId"`
	Identifier      string `json:"identifier"`
	ClassicBundleID string `json:"bundle_id"`
	ClassicName     string `json:"application_name"`
	ClassicVersion  string `json:"application_version"`
	ClassicShort    string `json:"application_short_version"`
}

type jamfDevice struct {
	ID, MobileDeviceID, UDID, Name string
	General                        struct {
		Name, DisplayName string
		Classic           string `json:"display_name"`
	}
	Applications    []jamfApp
	Software        struct{ Applications []jamfApp }
	IOS             struct{ Applications []jamfApp }
	PackageReceipts struct{ InstalledByJamfPro, InstalledByInstallerSwu []string }
}

// readJamfJSON reads what Jamf Pro answers: a page of computers or mobile devices
// ({"totalCount": …, "results": […]}), one of them in detail, and the classic
// interface's {"computer": …} and {"mobile_device": …}. Of package receipts those
// count that were installed, not those that only lie in the cache.
//
// Source: https://developer.jamf.com/jamf-pro/reference, computers-inventory,
// computers-inventory-detail, mobile-devices; and the classic API, computers.
func readJamfJSON(r *reader, in io.Reader, head []byte) {
	r.tell("JSON, Jamf Pro", "general/name", "device", "applications/name", "name", "applications/version", "version",
		"applications/bundleId", "bundle-id", "packageReceipts", "name")
	names := []string{"results", "computers", "mobile_devices", "computer", "mobile_device"}
	if !hasAll(head, `"results"`) && !hasAll(head, `"computer"`) && !hasAll(head, `"mobile_device"`) {
		names = nil
	}
	r.eachRecord(in, names, func(rec record) {
		var d jamfDevice
		if r.decode(rec, &d) {
			d.tell(r, rec.at())
		}
	})
}

func (d *jamfDevice) tell(r *reader, at place) {
	at.asset = cmp.Or(d.General.Name, d.General.DisplayName, d.General.Classic, d.Name, d.UDID, d.ID, d.MobileDeviceID)
	tellApps(r, at, "applications", d.Applications)
	tellApps(r, at, "software/applications", d.Software.Applications)
	tellApps(r, at, "ios/applications", d.IOS.Applications)
	tellReceipts(r, at, "packageReceipts/installedByJamfPro", d.PackageReceipts.InstalledByJamfPro)
	tellReceipts(r, at, "packageReceipts/installedByInstallerSwu", d.PackageReceipts.InstalledByInstallerSwu)
}

func tellApps(r *reader, at place, part string, apps []jamfApp) {
	for i := range apps {
		apps[i].tell(r, at.below(part, i))
	}
}

func (a *jamfApp) tell(r *reader, at place) {
	bundle := cmp.Or(a.BundleID, a.Identifier, a.ClassicBundleID)
	it := delist.Item{
		Kind: delist.Application, Name: cmp.Or(a.Name, a.ClassicName, bundle),
		Version: cmp.Or(a.Version, a.ShortVersion, a.ClassicVersion, a.ClassicShort),
	}
	if it.Name == "" {
		r.faultf(at.line, at.object, "an application without a name")
		return
	}
	if isReversed(bundle) {
		observe(&it, delist.BundleID, bundle)
	}
	r.item(it, at)
}

// tellReceipts tells packages that an installer left a receipt of. Those of the
// system's installer are identifiers; Jamf's may be names of files.
func tellReceipts(r *reader, at place, part string, receipts []string) {
	for i, id := range receipts {
		it := delist.Item{Kind: delist.Package, Name: id}
		if isReversed(id) && strings.Count(id, ".") > 1 {
			observe(&it, delist.BundleID, id)
		}
		if id != "" {
			r.item(it, at.below(part, i))
		}
	}
}
