// Command compile makes names/data/latin.tsv: the spelling in ASCII of each
// letter of each script.
//
//	apt-get install icu-devtools
//	go run ./names/compile > names/data/latin.tsv
//
// It asks ICU's uconv for the transforms of CLDR, one character at a time, and
// puts names/compile/letters.tsv before them: the letters that lists of names
// write otherwise. It is run by hand, when CLDR or that file has changed.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"log"
	"os"
	"os/exec"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// transforms has the transform for each script. A script that is not here has
// no usable one.
var transforms = []struct {
	script, transform string
	mute              bool // the last vowel of a word falls silent
}{
	{"Latin", "Any-Latin", false},
	{"Cyrillic", "Any-Latin", false},
	{"Armenian", "Armenian-Latin/BGN", false},
	{"Georgian", "Georgian-Latin/BGN", false},
	{"Hebrew", "Hebrew-Latin", false},
	{"Arabic", "Arabic-Latin", false},
	{"Syriac", "Syriac-Latin", false},
	{"Thaana", "Thaana-Latin", false},
	{"Ethiopic", "Amharic-Latin/BGN", false},
	{"Thai", "Thai-Latin", false},
	{"Myanmar", "Myanmar-Latin", false},
	{"Canadian_Aboriginal", "CanadianAboriginal-Latin", false},
	{"Bopomofo", "Bopomofo-Latin", false},
	{"Devanagari", "Devanagari-Latin", true},
	{"Bengali", "Bengali-Latin", true},
	{"Gurmukhi", "Gurmukhi-Latin", true},
	{"Gujarati", "Gujarati-Latin", true},
	{"Oriya", "Oriya-Latin", false},
	{"Tamil", "Tamil-Latin", false},
	{"Telugu", "Telugu-Latin", false},
	{"Kannada", "Kannada-Latin", false},
	{"Malayalam", "Malayalam-Latin", false},
	{"Hiragana", "Hiragana-Latin", false},
	{"Katakana", "Katakana-Latin", false},
	{"Hangul", "Hangul-Latin", false},
	{"Han", "Han-Latin", false},
}

// matras has the vowel signs of the scripts of India by their place in a block
// of 128 characters, which all of them share.
var matras = map[rune]string{
	0x3E: "a", 0x3F: "i", 0x40: "i", 0x41: "u", 0x42: "u", 0x43: "ri", 0x44: "ri",
	0x45: "e", 0x46: "e", 0x47: "e", 0x48: "ai", 0x49: "o", 0x4A: "o", 0x4B: "o",
	0x4C: "au", 0x4D: "", 0x55: "o", 0x56: "ai", 0x57: "au",
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("compile: ")
	c := collector{seen: make(map[rune]bool), lines: make(map[string][]rune)}
	if err := c.byHand("names/compile/letters.tsv"); err != nil {
		log.Fatal(err)
	}
	for _, t := range transforms {
		runes := c.unseen(unicode.Scripts[t.script])
		out, err := uconv(t.transform, runes)
		if err != nil {
			log.Fatalf("%s: %v", t.script, err)
		}
		for i, r := range runes {
			class, text := classify(t.script, t.mute, r, out[i])
			c.add(class, text, r)
		}
	}
	for r := range runesOf(unicode.Nd) {
		if d := digit(r); r > unicode.MaxASCII && stable(r) {
			c.add("letter", d, r)
		}
	}
	if err := c.write(); err != nil {
		log.Fatal(err)
	}
}

// A collector gathers the characters of each class and spelling.
type collector struct {
	seen  map[rune]bool
	order []string
	lines map[string][]rune
}

// add notes the spelling of r, unless it has one.
func (c *collector) add(class, text string, r rune) {
	if class == "" || c.seen[r] {
		return
	}
	c.seen[r] = true
	key := class + "\t" + text
	if c.lines[key] == nil {
		c.order = append(c.order, key)
	}
	c.lines[key] = append(c.lines[key], r)
}

// byHand adds the lines of the file name.
func (c *collector) byHand(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		line := sc.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		part := strings.Split(line, "\t")
		if len(part) != 3 {
			return fmt.Errorf("%s: %q has not three columns", name, line)
		}
		for _, r := range part[2] {
			if stable(r) {
				c.add(part[0], part[1], r)
			}
		}
	}
	return sc.Err()
}

// unseen returns the letters of a script that have no spelling yet and that
// can occur in the form NFKC. Capitals are left out where the small letter is
// not ASCII: whoever reads the table adds them.
func (c *collector) unseen(script *unicode.RangeTable) []rune {
	var runes []rune
	for r := range runesOf(script) {
		low := unicode.ToLower(r)
		switch {
		case r <= unicode.MaxASCII, c.seen[r], !stable(r):
		case !unicode.IsLetter(r) && !unicode.IsMark(r):
		case low != r && low > unicode.MaxASCII:
		case r >= 0xAC00 && r <= 0xD7A3: // Hangul syllables are reckoned
		default:
			runes = append(runes, r)
		}
	}
	return runes
}

func (c *collector) write() error {
	w := bufio.NewWriter(os.Stdout)
	version, err := exec.Command("uconv", "--version").Output()
	if err != nil {
		return err
	}
	_, icu, _ := strings.Cut(strings.TrimSpace(string(version)), "ICU ")
	fmt.Fprintf(w, header, icu)
	slices.Sort(c.order)
	for _, key := range c.order {
		fmt.Fprintf(w, "%s\t%s\n", key, string(c.lines[key]))
	}
	return w.Flush()
}

const header = `# The spelling in ASCII of each letter: class, spelling, characters.
# Made by "go run ./names/compile" from the transforms of CLDR as ICU %s has
# them, and from names/compile/letters.tsv. Do not edit.
# Copyright 1991-2022 Unicode, Inc. SPDX-License-Identifier: Unicode-DFS-2016
`

// runesOf yields the characters of t.
func runesOf(t *unicode.RangeTable) func(yield func(rune) bool) {
	return func(yield func(rune) bool) {
		for _, g := range t.R16 {
			for r := rune(g.Lo); r <= rune(g.Hi); r += rune(g.Stride) {
				if !yield(r) {
					return
				}
			}
		}
		for _, g := range t.R32 {
			for r := rune(g.Lo); r <= rune(g.Hi); r += rune(g.Stride) {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// stable reports whether r can occur in a text in the form NFKC.
func stable(r rune) bool { return norm.NFKC.IsNormalString(string(r)) }

// digit returns the value of a decimal digit: they stand in runs of ten.
func digit(r rune) string {
	n := 0
	for r-rune(n) > 0 && n < 10 && unicode.Is(unicode.Nd, r-rune(n)-1) {
		n++
	}
	if n >= 10 { // the mathematical digits are several runs
		n = 0
	}
	return string(rune('0' + n))
}

// classify returns the class of r and the part of its transform that is ASCII;
// no class if nothing is known.
func classify(script string, mute bool, r rune, out string) (class, text string) {
	text = ascii(out)
	block := r & 0x7F
	switch script {
	case "Han":
		class = "han"
	case "Hiragana", "Katakana":
		class = "kana"
	case "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya",
		"Tamil", "Telugu", "Kannada", "Malayalam":
		if vowel, ok := matras[block]; ok && unicode.IsMark(r) && r < 0x0D80 {
			return "matra", vowel
		}
		class = "letter"
		if consonant := strings.TrimSuffix(text, "a"); consonant != text && consonant != "" {
			class, text = "abugida", consonant
			if mute {
				class = "abugida-mute"
			}
		}
	default:
		class = "letter"
	}
	if text == "" || unicode.IsMark(r) && script != "Thai" && script != "Myanmar" && script != "Thaana" {
		return "", ""
	}
	return class, text
}

// ascii keeps the letters of s without their marks.
func ascii(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if r = unicode.ToLower(r); 'a' <= r && r <= 'z' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// uconv runs a transform on each of runes. For Han it takes the simplified
// character, so that both spellings of a name give the same.
func uconv(transform string, runes []rune) ([]string, error) {
	if transform == "Han-Latin" {
		transform = "Traditional-Simplified; Han-Latin"
	}
	var in bytes.Buffer
	for _, r := range runes {
		in.WriteString(string(r) + "\n")
	}
	cmd := exec.Command("uconv", "-f", "utf-8", "-t", "utf-8", "-x", transform+"; Latin-ASCII")
	cmd.Stdin, cmd.Stderr = &in, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) != len(runes) {
		return nil, fmt.Errorf("%d lines for %d characters", len(lines), len(runes))
	}
	return lines, nil
}
