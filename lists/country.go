package lists

import (
	_ "embed"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// otherCountries are names that lists use and CLDR does not.
//
//go:embed data/countries.tsv
var otherCountries string

// countryCodes maps names of countries in lower case to ISO 3166-1 alpha-2
// codes: the English names of CLDR, and those of data/countries.tsv.
var countryCodes = sync.OnceValue(func() map[string]string {
	codes := make(map[string]string, 600)
	names := display.English.Regions()
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			region, err := language.ParseRegion(string(a) + string(b))
			if err != nil || !region.IsCountry() || region.Canonicalize() != region {
				continue
			}
			code := strings.ToLower(region.String())
			if name := names.Name(region); name != "" {
				codes[strings.ToLower(name)] = code
			}
			codes[code] = code
			codes[strings.ToLower(region.ISO3())] = code
		}
	}
	for _, line := range strings.Split(otherCountries, "\n") {
		if name, code, ok := strings.Cut(line, "\t"); ok && !strings.HasPrefix(line, "#") {
			codes[name] = code
		}
	}
	return codes
})

// country returns the code of a country written as lists write it (its English
// name, its two or three letters), or "" for what is none.
func country(name string) string {
	return countryCodes()[strings.ToLower(strings.TrimSpace(name))]
}
