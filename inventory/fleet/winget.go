package fleet

import (
	"bytes"
	"io"
	"strings"

	"github.com/delistdev/delist"
)

func hasAll(head []byte, words ...string) bool {
	for _, word := range words {
		if !bytes.Contains(head, []byte(word)) {
			return false
		}
	}
	return true
}

func startsWith(head []byte, beginning string) bool {
	return bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte(beginning))
}

func isWingetExport(head []byte) bool {
	return startsWith(head, "{") && (hasAll(head, "winget-packages.schema.") || hasAll(head, `"Sources"`, `"PackageIdentifier"`))
}

type wingetSource struct {
	Packages []struct {
		PackageIdentifier string
		Version           string
		Channel           string
	}
	SourceDetails struct{ Name, Argument string }
}

// readWingetExport reads what "winget export" writes: {"Sources": [{"Packages":
// [{"PackageIdentifier": "Publisher.Package", "Version": …}], "SourceDetails":
// {"Name": …}}]}. Versions are there only if they were asked for.
//
// Source: https://aka.ms/winget-packages.schema.2.0.json, and 1.0.
func readWingetExport(r *reader, in io.Reader, _ []byte) {
	r.tell("JSON, winget export", "PackageIdentifier", "name and publisher", "Version", "version")
	r.eachRecord(in, []string{"Sources"}, func(rec record) {
		var s wingetSource
		r.decode(rec, &s)
		for i, p := range s.Packages {
			at := rec.at().below("Packages", i)
			if p.PackageIdentifier == "" {
				r.faultf(at.line, at.object, "a package without an identifier")
				continue
			}
			it := delist.Item{Kind: delist.Application, Name: p.PackageIdentifier, Version: p.Version}
			declare(&it, "publisher", wingetPublisher(p.PackageIdentifier))
			if !r.item(it, at) {
				return
			}
		}
	})
}

// wingetPublisher returns who made a package as the author of its manifest calls
// them: what stands before the first dot. Products of a store have a number, and
// what winget did not install begins with where it was seen ("ARP\", "MSIX\").
//
// Source: https://learn.microsoft.com/en-us/windows/package-manager/package/manifest,
// PackageIdentifier.
func wingetPublisher(id string) string {
	publisher, _, ok := strings.Cut(id, ".")
	if !ok || strings.ContainsAny(id, "\\ {") {
		return ""
	}
	return publisher
}
