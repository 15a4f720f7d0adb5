package fleet

import (
	"cmp"
	"io"

	"github.com/delistdev/delist"
)

func isGraph(head []byte) bool {
	return (startsWith(head, "{") || startsWith(head, "[")) &&
		(hasAll(head, `"detectedApps"`) || hasAll(head, `"displayName"`, `"sizeInByte"`) || hasAll(head, "deviceManagement/detectedApps"))
}

type graphApp struct {
	DisplayName, Version, Publisher, Platform string
	DeviceCount                               int
	ManagedDevices                            []graphDevice
}

type graphDevice struct{ ID, DeviceName, Manufacturer, Model string }

// graphRecord is an app, or a device with its apps.
type graphRecord struct {
	graphApp
	graphDevice
	DetectedApps []graphApp
}

// readGraph reads what Microsoft Graph answers, {"value": […]}, of detectedApps
// (with managedDevices expanded or not) and of managedDevices with detectedApps
// expanded, or of managedDevices alone, which are devices; also a single object, an array, and several answers in one file.
//
// Source: https://learn.microsoft.com/en-us/graph/api/resources/intune-devices-detectedapp
func readGraph(r *reader, in io.Reader, head []byte) {
	r.tell("JSON, Microsoft Graph", "displayName", "name", "version", "version", "publisher", "publisher",
		"deviceCount", "device-count", "deviceName", "device", "platform", "")
	names := []string{"value", "detectedApps"}
	if !hasAll(head, `"value"`) {
		names = nil
	}
	r.eachRecord(in, names, func(rec record) {
		var g graphRecord
		if r.decode(rec, &g) {
			g.tell(r, rec.at())
		}
	})
}

func (g *graphRecord) tell(r *reader, at place) {
	if g.DetectedApps == nil && g.DisplayName == "" && g.DeviceName != "" { // its apps were not asked for
		it := delist.Item{Kind: delist.Device, Name: cmp.Or(g.Model, g.DeviceName)}
		declare(&it, "manufacturer", g.Manufacturer)
		at.asset = g.DeviceName
		r.item(it, at)
		return
	}
	if g.DetectedApps == nil {
		g.graphApp.tell(r, at)
		return
	}
	device := cmp.Or(g.DeviceName, g.ID)
	for i := range g.DetectedApps {
		place := at.below("detectedApps", i)
		place.asset = device
		g.DetectedApps[i].tell(r, place)
	}
}

func (a *graphApp) tell(r *reader, at place) {
	if a.DisplayName == "" {
		r.faultf(at.line, at.object, "an app without a name")
		return
	}
	it := delist.Item{Kind: delist.Application, Name: a.DisplayName, Version: a.Version}
	declare(&it, "publisher", a.Publisher)
	if len(a.ManagedDevices) == 0 {
		if a.DeviceCount > 1 {
			it.Places = a.DeviceCount
		}
		r.item(it, at)
		return
	}
	for i, device := range a.ManagedDevices {
		place := at.below("managedDevices", i)
		place.asset = cmp.Or(device.DeviceName, device.ID)
		r.item(it, place)
	}
}
