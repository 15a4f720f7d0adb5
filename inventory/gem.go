package inventory

import (
	"regexp"
	"strings"

	"github.com/delistdev/delist"
)

// A gemspec is a program, which is not run; those that are installed, and most
// others, give their values as plain strings.
var (
	gemName     = gemValue("name")
	gemVersion  = regexp.MustCompile(`(?m)^\s*\w+\.version\s*=\s*(?:Gem::Version\.new\(?\s*)?["']([^"'#]+)["']`)
	gemHomepage = gemValue("homepage")
	gemAuthors  = regexp.MustCompile(`(?m)^\s*\w+\.authors?\s*=\s*(.+)$`)
	gemEmail    = regexp.MustCompile(`(?m)^\s*\w+\.email\s*=\s*(.+)$`)
	gemSource   = regexp.MustCompile(`["']source_code_uri["'](?:\.freeze)?\]?\s*=>?\s*["']([^"'#]+)["']`)
	gemString   = regexp.MustCompile(`["']([^"'#]+)["']`)
)

func gemValue(field string) *regexp.Regexp {
	return regexp.MustCompile(`(?m)^\s*\w+\.` + field + `\s*=\s*["']([^"'#]+)["']`)
}

// readGemspec reads the specification of a gem, as far as its values are plain.
// Source: RubyGems, "Specification Reference".
func readGemspec(f *file, out *sink) error {
	content, err := f.whole()
	if err != nil {
		return err
	}
	spec := string(content)
	name, version := firstGroup(gemName, spec), firstGroup(gemVersion, spec)
	if name == "" || version == "" {
		return nil // computed: the next reader resolves the usual ways
	}
	it := delist.Item{Name: name, Version: version, PURL: purl("gem", "", name, version)}
	for _, m := range gemString.FindAllStringSubmatch(firstGroup(gemAuthors, spec), -1) {
		it.Declared = append(it.Declared, declare("author", m[1])...)
	}
	for _, m := range gemString.FindAllStringSubmatch(firstGroup(gemEmail, spec), -1) {
		it.Declared = append(it.Declared, declare("author", m[1])...)
	}
	it.Declared = append(it.Declared, declare("homepage", firstGroup(gemHomepage, spec), "repository", firstGroup(gemSource, spec))...)
	line := 1 + strings.Count(spec[:gemName.FindStringIndex(spec)[1]], "\n")
	return out.item(it, line)
}

func firstGroup(pattern *regexp.Regexp, text string) string {
	if m := pattern.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}
