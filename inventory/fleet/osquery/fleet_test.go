package osquery_test

import (
	"testing"
)

const hosts = `{
  "hosts": [
    {
      "created_at": "2024-01-01T00:00:00Z",
      "detail_updated_at": "2024-01-01T00:00:00Z",
      "software": [
        {
          "id": 1,
          "name": "Kaspersky.app",
          "version": "24.1",
          "source": "apps",
          "bundle_identifier": "com.kaspersky.kav",
          "browser": "",
          "generated_cpe": "",
          "vulnerabilities": [{"cve": "CVE-2024-0001", "details_link": "x"}],
          "installed_paths": ["/Applications/Kaspersky.app"],
          "signature_information": [{"installed_path": "/Applications/Kaspersky.app", "team_identifier": "2Y8XE5CQ94"}]
        },
        {"id": 2, "name": "openssl", "version": "3.0.7", "source": "rpm_packages", "release": "7.el9", "arch": "x86_64", "vendor": "Rocky", "browser": "", "generated_cpe": "", "vulnerabilities": null},
        {"id": 3, "name": "uBlock Origin", "version": "1.55", "source": "chrome_extensions", "extension_id": "cjpalhdlnbpafiamejdnhcphjbkeiagm", "browser": "chrome", "generated_cpe": "", "vulnerabilities": null}
      ],
      "id": 7,
      "hostname": "mac.local",
      "display_name": "Anna's Mac",
      "osquery_version": "5.10.2",
      "hardware_vendor": "Apple Inc.",
      "hardware_model": "MacBookPro18,3",
      "hardware_version": "1.0",
      "primary_mac": "a4:83:e7:01:02:03"
    }
  ]
}
`

func TestFleet(t *testing.T) {
	software := `{"id":2,"name":"Foo","version":"1.2","source":"programs","browser":"","generated_cpe":"","vendor":"Foo AG","hosts_count":3,"vulnerabilities":null}`
	tests := []struct {
		name, text string
		want       []string
	}{
		{"hosts with software", hosts, []string{
			`device "MacBookPro18,3" "1.0" manufacturer="Apple Inc." mac-prefix:"A4:83:E7:01:02:03" @x:3 (Anna's Mac)`,
			`application "Kaspersky" "24.1" bundle-id:"com.kaspersky.kav" team-id:"2Y8XE5CQ94"(claimed: the export says so) @x:7 (Anna's Mac)`,
			`package "openssl" "3.0.7-7.el9" pkg:rpm/openssl@3.0.7-7.el9?arch=x86_64 vendor="Rocky" @x:19 (Anna's Mac)`,
			`application "uBlock Origin" "1.55" extension-id:"cjpalhdlnbpafiamejdnhcphjbkeiagm" @x:20 (Anna's Mac)`,
		}},
		{"a host", `{"host":{"software":[` + software + `],"hostname":"h1","detail_updated_at":"","osquery_version":"5"}}`,
			[]string{`application "Foo" "1.2" vendor="Foo AG" @x#/host/software/0 (h1)`}},
		{"hosts on one line", `{"hosts":[{"hostname":"h1","software":[` + software + `,` + software + `]},{"hostname":"h2","software":[` + software + `]}]}`, []string{
			`application "Foo" "1.2" vendor="Foo AG" @x#/hosts/0/software/0 (h1)`, `application "Foo" "1.2" vendor="Foo AG" @x#/hosts/0/software/1 (h1)`,
			`application "Foo" "1.2" vendor="Foo AG" @x#/hosts/1/software/0 (h2)`}},
		{"software", `{"counts_updated_at":"2024-01-01T00:00:00Z","count":1,"software":[` + software + `],"meta":{"has_next_results":false}}`,
			[]string{`application "Foo" "1.2" vendor="Foo AG" @x#/software/0`}},
		{"titles", "{\"count\":1,\"software_titles\":[\n{\"id\":1,\"name\":\"Foo\",\"source\":\"deb_packages\",\"hosts_count\":2,\"versions_count\":2,\"versions\":[{\"id\":1,\"version\":\"1.0\",\"vulnerabilities\":null},{\"id\":2,\"version\":\"2.0\"}]},\n{\"id\":2,\"name\":\"Bar\",\"source\":\"ios_apps\",\"bundle_identifier\":\"com.example.bar\",\"versions\":[]}]}",
			[]string{`package "Foo" "1.0" pkg:deb/foo@1.0 @x:2`, `package "Foo" "2.0" pkg:deb/foo@2.0 @x:2`, `application "Bar" "" bundle-id:"com.example.bar" @x:3`}},
		{"the software of a host", `{"count":2,"software":[{"id":1,"name":"Foo","source":"apps","installed_versions":[{"version":"1.0","bundle_identifier":"com.example.foo","signature_information":[{"team_identifier":"ABCDE12345"}]}]},{"id":2,"name":"Bar","source":"programs","installed_versions":null}]}`,
			[]string{`application "Foo" "1.0" bundle-id:"com.example.foo" team-id:"ABCDE12345"(claimed: the export says so) @x#/software/0`,
				`! x: software: titles that are offered and not installed (1)`}},
		{"as fleetctl prints it", `{"kind":"software_title","apiVersion":"1","spec":[{"id":0,"name":"foo","source":"chrome_extensions","hosts_count":2,"versions":[{"id":0,"version":"0.0.1"}]}]}`,
			[]string{`application "foo" "0.0.1" @x#/spec/0`}},
		{"a source that is new", `{"software":[{"id":1,"name":"x","version":"1","source":"moon_packages","browser":""}]}`, []string{`application "x" "1" @x#/software/0`}},
		{"the report of a query", `{"query_id":31,"report_clipped":false,"results":[{"host_id":1,"host_name":"h1","last_fetched":"x","columns":{"model":"Tello","vendor":"DJI","vendor_id":"2ca3"}}]}`,
			[]string{`device "Tello" "" manufacturer="DJI" @x#/results/0/columns (h1)`}},
		{"a body that stops", "{\n \"hosts\": [\n  {\"hostname\":\"h1\",\"software\":[" + software + "]},\n  {\"hostname\":\"h2\",\"software\":[" + software,
			[]string{`application "Foo" "1.2" vendor="Foo AG" @x#/hosts/0/software/0 (h1)`, `! x:4: the file stops in the middle: unexpected EOF`}},
		{"a broken host", "{\n \"hosts\": [\n  {\"hostname\":\"h1\",\"software\":[{]},\n  {\"hostname\":\"h2\",\"software\":[" + software + "]}\n ]\n}\n",
			[]string{`! x:3: not JSON: a name is missing`, `application "Foo" "1.2" vendor="Foo AG" @x#/hosts/1/software/0 (h2)`}},
		{"an error", `{"message":"Authentication required","errors":[{"name":"base","reason":"x"}]}`,
			[]string{`! x: rows with the columns ["message" "errors"]: rows that say of no software or device (1)`}},
		{"the report of hosts as CSV", "hostname,osquery_version,hardware_vendor,hardware_model,primary_mac\nh1,5.1,HUAWEI,\"MateBook, X\",28:57:be:01:02:03\n",
			[]string{`device "MateBook, X" "" manufacturer="HUAWEI" mac-prefix:"28:57:BE:01:02:03" @x:2 (h1)`}},
		{"the result of a query as CSV", "host_display_name,last_fetched,name,version,identifying_number,publisher\nh1,2024,A,1.0,,AO Kaspersky Lab\n",
			[]string{`application "A" "1.0" publisher="AO Kaspersky Lab" @x:2 (h1)`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, lines := read(t, "fleet", test.text)
			same(t, lines, test.want...)
		})
	}
}
