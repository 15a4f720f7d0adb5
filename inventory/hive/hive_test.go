package hive_test

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/hive"
	"github.com/delistdev/delist/inventory/source"
)

// input is a hive as a file.
func input(content []byte) *source.Input {
	return &source.Input{Reader: bytes.NewReader(content), Name: "HIVE", At: bytes.NewReader(content), Size: int64(len(content))}
}

func collect(t testing.TB, seq iter.Seq2[delist.Item, error]) (items []delist.Item, faults []*delist.ReadError) {
	t.Helper()
	for it, err := range seq {
		var fault *delist.ReadError
		switch {
		case err == nil:
			items = append(items, it)
		case errors.As(err, &fault):
			faults = append(faults, fault)
		default:
			t.Errorf("%v is no ReadError", err)
		}
	}
	return items, faults
}

// clean reads a hive in which nothing is wrong.
func clean(t testing.TB, content []byte, logs ...io.ReaderAt) []delist.Item {
	t.Helper()
	items, faults := collect(t, hive.ReadWithLogs("registry-hive", input(content), logs...))
	for _, f := range faults {
		t.Errorf("unexpected: %v (%s)", f, f.Object)
	}
	return items
}

func item(kind delist.ItemKind, name, version, object string) delist.Item {
	return delist.Item{Kind: kind, Name: name, Version: version, Reader: "registry-hive", Locations: []delist.Location{{Path: "HIVE", Object: object}}}
}

const uninstall = `Microsoft\Windows\CurrentVersion\Uninstall`

var guid = "{0F1D2C3B-0000-4000-8000-123456789ABC}"

// software is a hive of invented programs, in the form that installers of both
// widths leave behind.
func software() *node {
	return key("CMI-CreateHive{00000000-0000-0000-0000-000000000000}",
		key("Microsoft",
			path(`Windows NT\CurrentVersion`, val{"ProductName", "Windows 10 Pro"}, val{"CurrentVersion", "6.3"}, val{"CurrentBuild", "19045"},
				val{"CurrentBuildNumber", "19045"}, val{"CurrentMajorVersionNumber", 10}, val{"CurrentMinorVersionNumber", 0}, val{"UBR", 3803}),
			path(`Windows\CurrentVersion\Uninstall`,
				key(guid, val{"DisplayName", "Sea Chart"}, val{"DisplayVersion", "4.2.1"}, val{"Publisher", "Example Charts Ltd"},
					val{"URLInfoAbout", "https://charts.example/"}, val{"HelpLink", "https://help.charts.example/"}, val{"WindowsInstaller", 1}),
				key("AddressBook", val{"", ""}),
				key("Hidden", val{"SystemComponent", 1}, val{"DisplayVersion", 7}),
				key("Морская", val{"DisplayName", "Морская карта 🗺"}, val{"Publisher", typed{2, utf16le("%ProgramFiles%\x00left over")}}))),
		path(`WOW6432Node\MICROSOFT\windows\CURRENTVERSION\uninstall`,
			key("Wörter", val{"displayNAME", "Wörter"}, val{"PUBLISHER", "Beispiel GmbH"}, val{"HelpLink", "https://a.example"}, val{"URLInfoAbout", "https://a.example"})))
}

func softwareItems() []delist.Item {
	release := item(delist.Application, "Windows 10 Pro", "10.0.19045.3803", `Microsoft\Windows NT\CurrentVersion`)
	chart := item(delist.Application, "Sea Chart", "4.2.1", uninstall+`\`+guid)
	chart.Declared = []delist.Declaration{{Field: "publisher", Value: "Example Charts Ltd"}, {Field: "homepage", Value: "https://charts.example/"},
		{Field: "homepage", Value: "https://help.charts.example/"}, {Field: "product-code", Value: guid}}
	hidden := item(delist.Application, "Hidden", "7", uninstall+`\Hidden`)
	chart2 := item(delist.Application, "Морская карта 🗺", "", uninstall+`\Морская`)
	chart2.Declared = []delist.Declaration{{Field: "publisher", Value: "%ProgramFiles%"}}
	words := item(delist.Application, "Wörter", "", `WOW6432Node\MICROSOFT\windows\CURRENTVERSION\uninstall\Wörter`)
	words.Declared = []delist.Declaration{{Field: "publisher", Value: "Beispiel GmbH"}, {Field: "homepage", Value: "https://a.example"}}
	return []delist.Item{release, hidden, chart, chart2, words}
}

// TestSoftware writes the same programs in every form that a hive can have.
func TestSoftware(t *testing.T) {
	for name, b := range map[string]*builder{
		"hashes": {}, "hints": {leaf: "lf"}, "plain lists": {leaf: "li"}, "roots of lists": {most: 2}, "names in UTF-16": {wide: true},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(softwareItems(), clean(t, b.build(software())), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestUserHive(t *testing.T) {
	got := clean(t, build(key("ROOT", path(`SOFTWARE\`+uninstall+`\Tool`, val{"DisplayName", "Tool"}))))
	if diff := cmp.Diff([]delist.Item{item(delist.Application, "Tool", "", `SOFTWARE\`+uninstall+`\Tool`)}, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := clean(t, build(key("ROOT", path(`Software\Microsoft`)))); len(got) > 0 {
		t.Errorf("a user without programs has %v", got)
	}
}

func system(current any, parts ...any) []byte {
	services := key("Services", parts...)
	computer := path(`Control\ComputerName\ComputerName`, val{"ComputerName", "DESK-7"})
	return build(key("ROOT", key("Select", val{"Current", current}), key("ControlSet001", path(`Services\Old`, val{"Type", 16})), key("ControlSet002", services, computer)))
}

func TestServices(t *testing.T) {
	got := clean(t, system(2,
		key("exdrv", val{"Type", 1}, val{"ImagePath", typed{2, utf16le(`\SystemRoot\System32\drivers\ExDrv.sys` + "\x00")}}, val{"DisplayName", "@oem7.inf,%svc%;Example Adapter"}),
		key("Guard", val{"Type", 0x110}, val{"ImagePath", `"C:\Program Files\Guard\guard.exe" -k "C:\x y"`}, val{"DisplayName", "Guard Service"}),
		key("Hosted", val{"Type", 0x20}, val{"ImagePath", `%SystemRoot%\system32\svchost.exe -k netsvcs -p`}, val{"DisplayName", `@%SystemRoot%\system32\hosted.dll,-100`},
			key("Parameters", val{"ServiceDll", `%SystemRoot%\system32\hosted.dll`})),
		key("Counters", key("Performance", val{"Library", "x.dll"})),
	))
	service := func(kind delist.ItemKind, name, key string, files ...string) delist.Item {
		it := item(kind, name, "", `ControlSet002\Services\`+key)
		it.Locations[0].Asset = "DESK-7"
		it.Identifiers = []delist.Observed{{Kind: delist.ServiceName, Value: key}}
		for _, f := range files {
			it.Identifiers = append(it.Identifiers, delist.Observed{Kind: delist.FileName, Value: f})
		}
		return it
	}
	want := []delist.Item{
		service(delist.Binary, "Example Adapter", "exdrv", "ExDrv.sys"),
		service(delist.Application, "Guard Service", "Guard", "guard.exe"),
		service(delist.Application, "Hosted", "Hosted", "svchost.exe", "hosted.dll"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestImagePaths tries the forms of ImagePath.
func TestImagePaths(t *testing.T) {
	for command, want := range map[string]string{
		`system32\drivers\A.SYS`:                        "A.SYS",
		`\??\C:\Program Files\a b\c.exe`:                "c.exe",
		`C:\Program Files\a.exe.d\c d.exe -x e.exe`:     "c d.exe",
		`C:\tools\run now`:                              "run",
		`"C:\unclosed\x.exe`:                            "x.exe",
		`C:\a.b\c`:                                      "c",
		`C:/slash/x.exe`:                                "x.exe",
		`  "" `:                                         "",
		`C:\WINDOWS\system32\rundll32.exe x.dll,Start`:  "rundll32.exe",
		`%SystemRoot%\System32\svchost.exe -k LocalSys`: "svchost.exe",
	} {
		got := clean(t, system(2, key("S", val{"Type", 16}, val{"ImagePath", command})))
		file := ""
		if ids := got[0].Identifiers; len(ids) > 1 {
			file = ids[1].Value
		}
		if file != want {
			t.Errorf("%s: got %q, want %q", command, file, want)
		}
	}
}

func TestLongData(t *testing.T) {
	long := strings.Repeat("long ", 10_000) + "end"
	got := clean(t, build(path(`R\`+uninstall+`\x`, val{"DisplayName", long}, val{"Publisher", []string{"A", "B"}}, val{"DisplayVersion", typed{3, nil}})))
	if len(got) != 1 || got[0].Name != long || got[0].Version != "" || got[0].Declared[0].Value != "A; B" {
		t.Errorf("got %.200v", got)
	}
}

func TestSniff(t *testing.T) {
	whole := build(key("R"))
	log := bytes.Clone(whole)
	log[28] = 6
	for name, tt := range map[string]struct {
		head []byte
		want string
	}{
		"a hive": {whole, "registry-hive"}, "its first sector": {whole[:512], "registry-hive"}, "less": {whole[:511], ""},
		"a log": {log, ""}, "nothing": {nil, ""}, "text": {[]byte("regf " + strings.Repeat("x", 600)), ""},
	} {
		if got := hive.Sniff(tt.head); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

// TestStream reads a hive that comes as a stream, and tells as what.
func TestStream(t *testing.T) {
	content := build(software())
	var told delist.Input
	in := &source.Input{Reader: bytes.NewReader(content), Name: "HIVE", Told: func(i delist.Input) { told = i }}
	got, faults := collect(t, hive.Read("registry-hive", in))
	if diff := cmp.Diff(softwareItems(), got, cmpopts.EquateEmpty()); diff != "" || len(faults) > 0 {
		t.Errorf("%v (-want +got):\n%s", faults, diff)
	}
	if told.Path != "HIVE" || told.Reader != "registry-hive" || told.Form == "" || len(told.Columns) != 5 {
		t.Errorf("told %+v", told)
	}
}
