package osquery_test

import (
	"testing"

	"github.com/delistdev/delist/inventory/fleet/osquery"
)

func TestSniff(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"osqueryi", "[\n  " + oneOh + "\n]", "osquery"},
		{"rows on lines", oneOh + "\n" + other + "\n", "osquery"},
		{"in UTF-16", utf16le("[\r\n  " + oneOh + "\r\n]"), "osquery"},
		{"cut in the middle of the first row", `[{"identifying_number":"","name":"A","publisher":"AO Kaspersky Lab","vers`, "osquery"},
		{"rows of no inventory", `[{"days":"1","hours":"2","minutes":"3","seconds":"4"}]`, ""},
		{"a name and a version", `[{"name":"A","version":"1"}]`, ""},
		{"a name, a version and a license", `[{"name":"A","version":"1","license":"MIT"}]`, ""},
		{"a log", event("h", "uptime", "1", "1", "added", `{"days":"1"}`), "osquery"},
		{"an array of results", "[" + event("h", "uptime", "1", "1", "added", `{"days":"1"}`) + "]", "osquery"},
		{"a snapshot that is cut", `{"snapshot":[{"name":"a","version":"1"},{"na`, ""},
		{"a snapshot, its name first", `{"name":"programs","hostIdentifier":"h","snapshot":[{"name":"a","version":"1"},{"na`, "osquery"},
		{"a batch", `{"diffResults":{"removed":[],"added":""},"name":"x","hostIdentifier":"h","unixTime":"1"}`, "osquery"},
		{"the status log", `{"hostIdentifier":"h","severity":"0","filename":"a","line":"1","message":"m"}`, "osquery"},
		{"a live query", `{"host":"h","rows":[{"a":"b"}]}`, "osquery"},
		{"to a server", `{"node_key":"k","log_type":"result","data":[]}`, "osquery"},
		{"osqueryi --csv", "name|version|maintainer\na|1|m\n", "osquery"},
		{"osqueryi --csv with commas", "name,version,source,size,arch,revision,maintainer\na,1,,1,all,,m\n", "osquery"},
		{"another list", "name,version,maintainer\na,1,m\n", ""},
		{"another list with other headings", "Name,Version,Publisher,identifying_number\na,1,m,\n", ""},
		{"Fleet's hosts", hosts, "fleet"},
		{"a host of Fleet's", `{"host":{"detail_updated_at":"","osquery_version":"5","hostname":"h"}}`, "fleet"},
		{"Fleet's software", `{"software":[{"id":1,"name":"x","version":"1","source":"apps","generated_cpe":""}]}`, "fleet"},
		{"Fleet's titles", `{"count":1,"software_titles":[{"name":"x","source":"apps","hosts_count":1}]}`, "fleet"},
		{"Fleet's hosts as CSV", "hostname,osquery_version,hardware_model\nh,5,x\n", "fleet"},
		{"fleetctl get software", `{"kind":"software_title","apiVersion":"1","spec":[{"name":"x"}]}`, "fleet"},
		{"another kind of fleetctl", `{"kind":"label","apiVersion":"1","spec":[{"name":"x"}]}`, ""},
		{"Fleet's own query", `[{"browser":"","extension_id":"","installed_path":"","name":"x","source":"programs","vendor":"y","version":"1"}]`, "osquery"},
		{"another source", `[{"name":"x","source":"internet","version":"1"}]`, ""},
		{"CycloneDX", `{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"name":"a","version":"1","publisher":"x"}]}`, ""},
		{"SPDX", `{"spdxVersion":"SPDX-2.3","packages":[{"name":"a","versionInfo":"1"}]}`, ""},
		{"npm", `{"name":"a","version":"1.0.0","description":"d","license":"MIT","author":"x"}`, ""},
		{"npm's list", `{"name":"a","version":"1.0.0","lockfileVersion":3,"packages":{}}`, ""},
		{"pip list", `[{"name": "pip", "version": "24.0"}]`, ""},
		{"winget", `{"$schema":"https://aka.ms/winget-packages.schema.2.0.json","Sources":[{"Packages":[{"PackageIdentifier":"A.B"}]}]}`, ""},
		{"Intune", `{"@odata.context":"x","value":[{"id":"1","displayName":"A","version":"1","publisher":"x"}]}`, ""},
		{"Jamf", `{"totalCount":1,"results":[{"id":"1","udid":"x","general":{"name":"x"},"applications":[{"name":"a"}]}]}`, ""},
		{"other hosts", `{"hosts":[{"name":"h","software":[{"name":"a","source":"x"}]}]}`, ""},
		{"an array of numbers", `[1,2,3]`, ""},
		{"nothing", "", ""},
		{"an empty array", "[]", ""},
		{"text", "hello world\n", ""},
		{"XML", "<?xml version=\"1.0\"?><a/>", ""},
	}
	for _, test := range tests {
		if got := osquery.Sniff([]byte(test.text)); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
