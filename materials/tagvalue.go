package materials

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// maxTagLine is the longest line of tag-value that is read.
const maxTagLine = 4 << 20

// A tagFiller fills makers into SPDX tag-value: each package is held from its
// PackageName to the next package, file or other section.
//
// Source: SPDX 2.3, clause 7 and Annex on the tag-value format.
type tagFiller struct {
	*filler
	lines []string // of the package at hand, with their ends
	start int      // its line
	line  int
	// inside a <text> that has not ended
	text bool
}

// sectionTags begin something that is not of the package before them.
var sectionTags = []string{"PackageName", "FileName", "SnippetSPDXID", "LicenseID", "Relationship", "Annotator", "Reviewer"}

func (t *tagFiller) document() error {
	in := bufio.NewReaderSize(t.r, 64<<10)
	for {
		line, err := readLine(in)
		if line != "" {
			t.line++
			if err := t.take(line); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			if t.text {
				return errors.New("<text> without </text>")
			}
			return errors.Join(t.flush(), t.w.Flush())
		}
		if err != nil {
			return err
		}
	}
}

// readLine returns a line with its end.
func readLine(in *bufio.Reader) (string, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > maxTagLine {
			return "", fmt.Errorf("a line of more than %d bytes", maxTagLine)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return string(line), err
		}
	}
}

// take takes one line: into the package at hand, or through.
func (t *tagFiller) take(line string) error {
	if t.text {
		t.text = !strings.Contains(line, "</text>")
		return t.keep(line)
	}
	tag, value, _ := strings.Cut(line, ":")
	if slices.Contains(sectionTags, tag) {
		if err := t.flush(); err != nil {
			return err
		}
		if tag == "PackageName" {
			t.lines, t.start = append(t.lines, line), t.line
			return nil
		}
	}
	t.text = strings.Contains(value, "<text>") && !strings.Contains(value, "</text>")
	return t.keep(line)
}

func (t *tagFiller) keep(line string) error {
	if len(t.lines) > 0 {
		t.lines = append(t.lines, line)
		return nil
	}
	_, err := t.w.WriteString(line)
	return err
}

// flush writes the package at hand with what was missing.
func (t *tagFiller) flush() error {
	if len(t.lines) == 0 {
		return nil
	}
	for _, line := range t.filled() {
		if _, err := t.w.WriteString(line); err != nil {
			return err
		}
	}
	t.lines = t.lines[:0]
	return nil
}

func (t *tagFiller) filled() []string {
	p := t.parse()
	raw, err := json.Marshal(p)
	if err != nil {
		t.unread(t.start, err)
		return t.lines
	}
	found, err := t.who(raw)
	if err != nil {
		t.unread(t.start, err)
	}
	m := t.o.makersOf(found)
	hasSupplier, hasOriginator := says(p.Supplier), says(p.Originator)
	t.count(p.Purpose != "FILE", hasSupplier, hasOriginator, m)
	var known makers
	lines := t.lines
	if m.supplier != nil && !hasSupplier {
		lines, known.supplier = setTag(lines, "PackageSupplier", agent(m.supplier)), m.supplier
	}
	if m.developer != nil && !hasOriginator {
		lines, known.developer = setTag(lines, "PackageOriginator", agent(m.developer)), m.developer
	}
	lines = append(lines, t.notes(p.ID, known, lineEnd(lines[0]))...)
	for i := range len(lines) - 1 { // the last line of a document may have no end
		if !strings.HasSuffix(lines[i], "\n") {
			lines[i] += lineEnd(lines[0])
		}
	}
	return lines
}

// says reports whether a supplier or originator is named; some tools write
// "NOASSERTION: NOASSERTION".
func says(agent string) bool {
	agent = strings.TrimSpace(agent[strings.LastIndexByte(agent, ':')+1:])
	return agent != "" && agent != "NOASSERTION" && agent != "NONE"
}

// A tagPackage is a package as the JSON form has it.
type tagPackage struct {
	ID         string            `json:"SPDXID"`
	Name       string            `json:"name"`
	Version    string            `json:"versionInfo,omitempty"`
	Supplier   string            `json:"supplier,omitempty"`
	Originator string            `json:"originator,omitempty"`
	HomePage   string            `json:"homepage,omitempty"`
	Purpose    string            `json:"primaryPackagePurpose,omitempty"`
	Refs       []spdxExternalRef `json:"externalRefs,omitempty"`
}

func (t *tagFiller) parse() (p tagPackage) {
	fields := map[string]*string{
		"PackageName": &p.Name, "SPDXID": &p.ID, "PackageVersion": &p.Version, "PackageSupplier": &p.Supplier,
		"PackageOriginator": &p.Originator, "PackageHomePage": &p.HomePage, "PrimaryPackagePurpose": &p.Purpose,
	}
	for _, line := range t.lines {
		tag, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		if field := fields[tag]; field != nil {
			*field = value
		}
		if parts := strings.Fields(value); tag == "ExternalRef" && len(parts) >= 3 {
			p.Refs = append(p.Refs, spdxExternalRef{parts[0], parts[1], parts[2]})
		}
	}
	return p
}

// setTag replaces the value of a tag that says nothing, or puts the tag where the
// specification has it: before the place from which the package is downloaded.
func setTag(lines []string, tag, value string) []string {
	text := tag + ": " + value + lineEnd(lines[0])
	lines = slices.Clone(lines)
	at := 1
	for i, line := range lines {
		switch name, _, _ := strings.Cut(line, ":"); name {
		case tag:
			lines[i] = text
			return lines
		case "PackageDownloadLocation":
			return slices.Insert(lines, i, text)
		case "SPDXID", "PackageVersion", "PackageFileName", "PackageSupplier", "PackageOriginator":
			at = i + 1
		}
	}
	return slices.Insert(lines, at, text)
}

func lineEnd(line string) string {
	if strings.HasSuffix(line, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// notes are the annotations that say how each maker is known.
func (t *tagFiller) notes(id string, m makers, end string) (lines []string) {
	if id == "" {
		return nil
	}
	for _, a := range t.o.annotations(m) {
		for _, pair := range [][2]string{
			{"Annotator", a.Annotator}, {"AnnotationDate", a.Date}, {"AnnotationType", a.Type}, {"SPDXREF", id},
			{"AnnotationComment", "<text>" + strings.ReplaceAll(a.Comment, "</text>", "") + "</text>"},
		} {
			lines = append(lines, pair[0]+": "+pair[1]+end)
		}
	}
	return lines
}
