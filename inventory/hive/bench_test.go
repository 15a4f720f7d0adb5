package hive_test

import (
	"fmt"
	"testing"

	"github.com/delistdev/delist/inventory/hive"
)

// large is a hive of some 100 MB with 200,000 keys: half of them programs, as
// their installers describe them, the others classes that nobody asks for.
func large() []byte {
	programs, classes := key("Uninstall"), key("Classes")
	for i := range 100_000 {
		programs.subs = append(programs.subs, key(fmt.Sprintf("{%08X-0000-4000-8000-123456789ABC}", i),
			val{"AuthorizedCDFPrefix", ""}, val{"Comments", "What this program is for, in some words"}, val{"Contact", "Support"},
			val{"DisplayName", fmt.Sprint("Example Program ", i)}, val{"DisplayVersion", "12.34.5678"}, val{"Publisher", "Example Software Ltd"},
			val{"HelpLink", "https://help.software.example/"}, val{"URLInfoAbout", "https://software.example/"},
			val{"InstallDate", "20240131"}, val{"InstallLocation", `C:\Program Files\Example Software\Example Program\`},
			val{"UninstallString", `MsiExec.exe /X{00000000-0000-4000-8000-123456789ABC}`}, val{"EstimatedSize", 123456}, val{"Language", 1033}))
		classes.subs = append(classes.subs, key(fmt.Sprintf("Example.Class.%d", i), val{"", "A class of things that programs work with"}))
	}
	return (&builder{most: 500}).build(key("R", classes, key("Microsoft", path(`Windows\CurrentVersion`, programs))))
}

func BenchmarkRead(b *testing.B) {
	content := large()
	b.ReportAllocs()
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		n := 0
		for _, err := range hive.Read("registry-hive", input(content)) {
			if n++; err != nil {
				b.Fatal(err)
			}
		}
		if n != 100_000 {
			b.Fatal(n)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "items/s")
}
