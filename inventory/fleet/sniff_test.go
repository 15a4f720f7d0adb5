package fleet_test

import (
	"testing"

	"github.com/delistdev/delist/inventory/fleet"
)

func TestSniff(t *testing.T) {
	tests := []struct{ name, head, want string }{
		{"the raw data of devices", rawData + "k,Guard,Example,1,1,d,PC,Windows,10,Windows,u,e,n\n", fleet.Intune},
		{"the same as Excel keeps it", utf16(t, rawData+"k,Guard,Example,1,1,d,PC,Windows,10,Windows,u,e,n\r\n"), fleet.Intune},
		{"some of its columns", "DeviceName,DeviceId,ApplicationName,ApplicationVersion,Platform,UserName\nPC,d,Guard,1,Windows,n\n", fleet.Intune},
		{"PowerShell's CSV of Graph", "\"DeviceCount\",\"DisplayName\",\"Id\",\"ManagedDevices\",\"Platform\",\"Publisher\",\"SizeInByte\",\"Version\"\n\"1\",\"Guard\",\"i\",\"\",\"windows\",\"Example\",\"0\",\"1\"\n", fleet.Intune},
		{"Graph", `{"value":[{"displayName":"A","sizeInByte":1}]}`, fleet.Intune},
		{"views of Configuration Manager", "ResourceID,DisplayName0,Publisher0,Version0\n1,Guard,Example,1\n", fleet.ConfigurationManager},
		{"Jamf Pro", `{"totalCount":1,"results":[{"id":"1","applications":[]}]}`, fleet.Jamf},
		{"Jamf Pro, classic", `<computer><general><id>1</id>`, fleet.Jamf},
		{"a search of Jamf Pro", "Computer Name,Application Title,Application Version\nm,Guard.app,1\n", fleet.Jamf},
		{"winget export", `{"Sources":[{"Packages":[{"PackageIdentifier":"A.B"}]}]}`, fleet.Winget},
		{"winget list", wingetList, fleet.Winget},
		{"winget list as PowerShell keeps it", utf16(t, wingetList), fleet.Winget},
		{"winget list, German", "Name   Kennung   Version Verfügbar Quelle\n-----------------------------------------\n", fleet.Winget},
		{"dpkg -l", file(t, "dpkg-l.txt"), fleet.DpkgList},
		{"dpkg -l | grep ^ii", "ii  bash  5.2 amd64 Shell\n", fleet.DpkgList},
		{"dpkg-query -W", file(t, "dpkg-query.txt"), fleet.DpkgList},
		{"dpkg-query -W with a format", file(t, "dpkg-query-format.txt"), fleet.DpkgList},
		{"apt list", file(t, "apt-list.txt"), fleet.DpkgList},
		{"rpm -qa", file(t, "rpm-qa.txt"), fleet.RPMList},
		{"rpm -qai", file(t, "rpm-qai.txt"), fleet.RPMList},
		{"rpm --queryformat", file(t, "rpm-table.txt"), fleet.RPMList},
		{"system_profiler", `{"SPApplicationsDataType":[` + profilerApp, fleet.SystemProfiler},

		{"nothing", "", ""},
		{"CycloneDX", `{"bomFormat":"CycloneDX","components":[{"name":"a","version":"1","publisher":"b"}]}`, ""},
		{"package.json", `{"name":"a","version":"1","publisher":"b"}`, ""},
		{"a catalogue", "sku,title,brand,manufacturer,gtin\n1,Camera,B,M,4006381333931\n", ""},
		{"a list of software", "Name,Version,Publisher\nGuard,1,Example\n", ""},
		{"devices of a directory", "deviceId,displayName,operatingSystem,operatingSystemVersion\nd,PC,Windows,10\n", ""},
		{"hosts of a network", "Name,DeviceName,IP\na,b,10.0.0.5\n", ""},
		{"names and versions of who knows what", "left-pad\t1.3.0\nlodash\t4.17.21\n", ""},
		{"prose", "This text is about some-thing-else.\nIt has lines.\n", ""},
		{"Markdown", "Name | Id | Version\n--- | --- | ---\na | b | c\n", ""},
		{"JSON of results", `{"totalCount":2,"results":[{"id":1}]}`, ""},
		{"another property list", `<?xml version="1.0"?><plist version="1.0"><dict><key>CFBundleName</key></dict></plist>`, ""},
		{"a POM", `<project><modelVersion>4.0.0</modelVersion></project>`, ""},
		{"zeros", string(make([]byte, 4096)), ""},
	}
	for _, test := range tests {
		if got := fleet.Sniff([]byte(test.head)); got != test.want {
			t.Errorf("%s: Sniff = %q, want %q", test.name, got, test.want)
		}
	}
}

// TestEmpty checks that every kind says that there is nothing, or nothing that it
// knows.
func TestEmpty(t *testing.T) {
	for _, kind := range fleet.Kinds {
		for _, content := range []string{"", " \n", "\xff\xfe", "no such\n", "{", "<a>", "[1]", "a,b\n1,2\n", "\x00\x01\x02"} {
			if got := read(t, kind, content); len(got.faults) == 0 || len(got.items) > 0 {
				t.Errorf("%s of %q: items %q, faults %q", kind, content, got.items, got.faults)
			}
		}
	}
	if got := read(t, "no-such-kind", "a"); len(got.faults) != 1 {
		t.Errorf("an unknown kind: %q", got.faults)
	}
}
