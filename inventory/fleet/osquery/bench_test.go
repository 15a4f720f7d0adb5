package osquery_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/delistdev/delist/inventory/fleet/osquery"
	"github.com/delistdev/delist/inventory/source"
)

// debRow is a row of deb_packages with all its columns, as osqueryi prints it.
func debRow(i int) string {
	return fmt.Sprintf(`{"admindir":"/var/lib/dpkg","arch":"amd64","maintainer":"Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>","name":"libexample%d","priority":"optional","revision":"0ubuntu12~20.04.1","section":"admin","size":"452","source":"","status":"install ok installed","version":"0.6.%d-0ubuntu12~20.04.1"}`, i%5000, i%97)
}

func programRow(i int) string {
	return fmt.Sprintf(`{"identifying_number":"{90160000-007E-0000-1000-%012d}","install_date":"20240101","install_location":"C:\\Program Files\\Example %d\\","install_source":"C:\\Windows\\Temp\\","language":"1033","name":"Example Program %d","publisher":"Example Corporation","uninstall_string":"MsiExec.exe /X{90160000}","version":"12.3.%d"}`, i, i%3000, i%3000, i%50)
}

const benchRows = 200_000

func arrayOf(row func(int) string) []byte {
	var b bytes.Buffer
	b.WriteString("[\n")
	for i := range benchRows {
		if i > 0 {
			b.WriteString(",\n")
		}
		b.WriteString("  ")
		b.WriteString(row(i))
	}
	b.WriteString("\n]\n")
	return b.Bytes()
}

func logOf(row func(int) string) []byte {
	var b bytes.Buffer
	for i := range benchRows {
		action := "added"
		if i%20 == 19 {
			action = "removed"
		}
		fmt.Fprintf(&b, `{"name":"pack/it/deb_packages","hostIdentifier":"host-%d","calendarTime":"Thu Nov 19 07:52:15 2020 UTC","unixTime":%d,"epoch":0,"counter":%d,"numerics":false,"decorations":{"host_uuid":"48754d56-277e-7cb6-dd7b-f58673f0c7fd","hostname":"host-%d.example.org"},"columns":%s,"action":"%s"}`+"\n",
			i/500, 1605772335+i, 1+i%7, i/500, row(i), action)
	}
	return b.Bytes()
}

func csvOf() []byte {
	var b bytes.Buffer
	b.WriteString("name|version|source|size|arch|revision|status|maintainer|section|priority|admindir\n")
	for i := range benchRows {
		fmt.Fprintf(&b, "libexample%d|0.6.%d-0ubuntu12|accounts|452|amd64|0ubuntu12|install ok installed|Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>|admin|optional|/var/lib/dpkg\n", i%5000, i%97)
	}
	return b.Bytes()
}

func fleetOf() []byte {
	var b bytes.Buffer
	b.WriteString("{\n  \"hosts\": [\n")
	for h := range benchRows / 500 {
		if h > 0 {
			b.WriteString(",\n")
		}
		b.WriteString("    {\"software\": [\n")
		for i := range 500 {
			if i > 0 {
				b.WriteString(",\n")
			}
			fmt.Fprintf(&b, `      {"id":%d,"name":"Example %d","version":"1.%d","source":"programs","browser":"","generated_cpe":"cpe:2.3:a:example:example:1:*:*:*:*:windows:*:*","vendor":"Example Corporation","vulnerabilities":[{"cve":"CVE-2024-0001","details_link":"https://nvd.nist.gov/vuln/detail/CVE-2024-0001"}],"installed_paths":["C:\\Program Files\\Example"]}`, i, i, h)
		}
		fmt.Fprintf(&b, "\n    ],\"id\":%d,\"hostname\":\"h%d\",\"display_name\":\"h%d\"}", h, h, h)
	}
	b.WriteString("\n  ]\n}\n")
	return b.Bytes()
}

func BenchmarkRead(b *testing.B) {
	for _, c := range []struct {
		name, kind string
		content    []byte
	}{
		{"array/deb_packages", "osquery", arrayOf(debRow)},
		{"array/programs", "osquery", arrayOf(programRow)},
		{"log/deb_packages", "osquery", logOf(debRow)},
		{"csv/deb_packages", "osquery", csvOf()},
		{"fleet/hosts", "fleet", fleetOf()},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.content)))
			b.ReportAllocs()
			items := 0
			for b.Loop() {
				items = 0
				in := &source.Input{Reader: bytes.NewReader(c.content), At: bytes.NewReader(c.content), Size: int64(len(c.content)), Name: "x"}
				for _, err := range osquery.Read(c.kind, in) {
					if err != nil {
						b.Fatal(err)
					}
					items++
				}
			}
			b.ReportMetric(float64(b.N)*benchRows/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric(float64(items), "items")
		})
	}
}

// BenchmarkPeer is what encoding/json takes for the same rows, without making
// items of them.
func BenchmarkPeer(b *testing.B) {
	content := arrayOf(debRow)
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		decoder := json.NewDecoder(bytes.NewReader(content))
		if _, err := decoder.Token(); err != nil {
			b.Fatal(err)
		}
		for decoder.More() {
			var row map[string]string
			if err := decoder.Decode(&row); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N)*benchRows/b.Elapsed().Seconds(), "rows/s")
}
