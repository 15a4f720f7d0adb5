package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/sbom"
)

// lost are the packages that a peer has and delist has not, by tree and peer.
var lost = map[string][]string{}

// packages reads what a program found: the different package URLs, compared
// without what tools write differently.
func packages(file string) (map[string]bool, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	found := map[string]bool{}
	add := func(purl string) {
		if purl = normal(purl); purl != "" {
			found[purl] = true
		}
	}
	if strings.HasSuffix(file, ".jsonl") {
		for dec := json.NewDecoder(bufio.NewReader(f)); ; {
			var m delist.Message
			if err := dec.Decode(&m); errors.Is(err, io.EOF) {
				return found, nil
			} else if err != nil {
				return nil, err
			}
			if m.Item != nil {
				add(m.Item.Item.PURL)
			}
		}
	}
	for item, err := range sbom.Read(f, file, sbom.Limits{}) {
		if err != nil {
			return nil, err
		}
		if item.Kind != delist.File {
			add(item.PURL)
		}
	}
	return found, nil
}

// normal drops qualifiers and writes what tools write in two ways in one: the
// "v" of Go versions, "+incompatible", letter case, "@" and its code. A package
// without a version, which one tool gives for directories, does not count.
func normal(purl string) string {
	purl, _, _ = strings.Cut(purl, "?")
	purl, _, _ = strings.Cut(purl, "#")
	purl = strings.ToLower(strings.NewReplacer("%40", "@", "%2B", "+", "%3A", ":", "%2F", "/").Replace(purl))
	at := strings.LastIndexByte(purl, '@')
	if at <= strings.LastIndexByte(purl, '/') {
		return ""
	}
	if strings.HasPrefix(purl, "pkg:golang/") {
		purl = purl[:at+1] + strings.TrimPrefix(strings.TrimSuffix(purl[at+1:], "+incompatible"), "v")
	}
	return purl
}

func difference(a, b map[string]bool) []string {
	var only []string
	for purl := range a {
		if !b[purl] {
			only = append(only, purl)
		}
	}
	slices.Sort(only)
	return only
}

// missing shows what peers have and delist has not, a few of each type.
func (b *bench) missing() {
	fmt.Println("\n### What a peer has and delist has not")
	for _, key := range sortedKeys(lost) {
		byType := map[string][]string{}
		for _, purl := range lost[key] {
			kind, _, _ := strings.Cut(purl, "/")
			byType[kind] = append(byType[kind], purl)
		}
		for _, kind := range sortedKeys(byType) {
			list := byType[kind]
			fmt.Printf("\n- %s: %d of `%s`, such as `%s`", key, len(list), kind, strings.Join(list[:min(3, len(list))], "`, `"))
		}
	}
	fmt.Println()
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// million measures an SBOM of a million components, made as it is needed.
func (b *bench) million() error {
	file := filepath.Join(b.out, "million.cdx.json")
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	fmt.Fprint(w, `{"bomFormat":"CycloneDX","specVersion":"1.6","components":[`)
	for i := range 1_000_000 {
		if i > 0 {
			fmt.Fprint(w, ",\n")
		}
		fmt.Fprintf(w, `{"type":"library","name":"package-%d","version":"1.%d.0","supplier":{"name":"Maker %d"},"purl":"pkg:npm/package-%d@1.%d.0"}`, i, i%100, i%5000, i, i%100)
	}
	fmt.Fprint(w, "]}")
	if err := errors.Join(w.Flush(), f.Close()); err != nil {
		return err
	}
	samples, err := measure([]program{{name: "million", args: []string{b.delist, "scan", file, "--format", "json", "-o", filepath.Join(b.out, "m.json")}, runs: 3}})
	if err != nil {
		return err
	}
	fmt.Println("\n### An SBOM of a million components\n\n| wall s | peak MB |\n| --- | --- |")
	fmt.Printf("| %.1f | %.0f |\n", median(samples[0], wall).Seconds(), float64(median(samples[0], peak))/1e6)
	return nil
}
