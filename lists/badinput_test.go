package lists

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/delistdev/delist"
)

// Small samples in the published layouts, of invented entries.
const (
	sampleCSL = "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,alt_names,source_information_url,ids\n" +
		"1,Entity List (EL) - Bureau of Industry and Security,,,,Example One,,\"Minsk, BY\",,2020-01-02,,Example Uno,https://example.org,\n" +
		"2,Entity List (EL) - Bureau of Industry and Security,,,,Example Two,,,,,,,https://example.org,\n"
	sampleEU = "fileGenerationDate;Entity_LogicalId;Entity_SubjectType;Entity_Regulation_Programme;NameAlias_WholeName;Entity_DesignationDate\n" +
		"24/01/2024;13;E;RUS;Example One;2020-01-02\n24/01/2024;13;E;RUS;Пример Один;\n24/01/2024;14;E;RUS;Example Two;\n"
	sampleOFSI = "Last Updated,25/01/2024\nName 6,Name 1,Group Type,Alias Type,Regime,Listed On,Group ID\n" +
		"Example One,,Entity,Primary name,Russia,02/01/2020,101\nExample Two,,Entity,Primary name,Russia,,102\n"
	sampleUK = "Report Date: 25-Jan-2026\nUnique ID,Name 6,Name 1,Name type,Designation Type,Regime Name,Date Designated\n" +
		"RUS0001,Example One,,Primary Name,Entity,Russia,02/01/2020\nRUS0002,Example Two,,Primary Name,Entity,Russia,\n"
	sampleUN = `<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09Z"><ENTITIES>` +
		`<ENTITY><DATAID>1</DATAID><FIRST_NAME>Example One</FIRST_NAME><REFERENCE_NUMBER>XXe.001</REFERENCE_NUMBER><LISTED_ON>2020-01-02</LISTED_ON></ENTITY>` +
		"\n<ENTITY><DATAID>2</DATAID><FIRST_NAME>Example Two</FIRST_NAME><REFERENCE_NUMBER>XXe.002</REFERENCE_NUMBER></ENTITY></ENTITIES></CONSOLIDATED_LIST>"
	sampleEUXML = `<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2024-01-24T10:00:00"><sanctionEntity logicalId="13"><nameAlias wholeName="Example One"/></sanctionEntity>` +
		"\n" + `<sanctionEntity logicalId="14"><nameAlias wholeName="Example Two"/></sanctionEntity></export>`
	sampleUKXML = `<Designations><DateGenerated>25/01/2026</DateGenerated><Designation><UniqueID>RUS0001</UniqueID><Names><Name><Name6>Example One</Name6><NameType>Primary Name</NameType></Name></Names></Designation>` +
		"\n" + `<Designation><UniqueID>RUS0002</UniqueID><Names><Name><Name6>Example Two</Name6></Name></Names></Designation></Designations>`
)

var samples = []struct{ format, text string }{
	{"csl-csv", sampleCSL}, {"eu-csv", sampleEU}, {"uk-ofsi-csv", sampleOFSI}, {"uk-sanctions-csv", sampleUK},
	{"un-xml", sampleUN}, {"eu-xml", sampleEUXML}, {"uk-sanctions-xml", sampleUKXML},
}

func inMemory(name string, data []byte) File {
	return File{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

// readAll recognises one file and reads it to its end.
func readAll(data []byte) (format string, entries []delist.Entry, faults []error, end error) {
	found, err := Recognise([]File{inMemory("list", data)})
	if err != nil {
		return "", nil, nil, err
	}
	for e, err := range found[0].Read() {
		switch {
		case err == nil:
			entries = append(entries, e)
		case isRowError(err):
			faults = append(faults, err)
		default:
			end = err
		}
	}
	return found[0].Format, entries, faults, end
}

func encoded(t *testing.T, text string, encode func(io.Writer) io.WriteCloser) []byte {
	t.Helper()
	var b bytes.Buffer
	w := encode(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// However a list is packed and written down, it is the same list.
func TestPackedAndEncoded(t *testing.T) {
	zipped := func(text string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create("list.csv")
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, text)
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	utf16 := func(order unicode.Endianness) func(string) []byte {
		return func(text string) []byte {
			out, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
	}
	for name, write := range map[string]func(string) []byte{
		"plain":      func(s string) []byte { return []byte(s) },
		"byte-order": func(s string) []byte { return []byte("\ufeff" + s) },
		"gzip": func(s string) []byte {
			return encoded(t, s, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
		},
		"zip":           zipped,
		"utf-16 little": utf16(unicode.LittleEndian),
		"utf-16 big":    utf16(unicode.BigEndian),
	} {
		for _, sample := range samples {
			format, entries, faults, end := readAll(write(sample.text))
			if format != sample.format || len(entries) != 2 || len(faults) > 0 || end != nil {
				t.Errorf("%s %s: %s, %d entries, %v, %v", name, sample.format, format, len(entries), faults, end)
			}
		}
	}
	cyrillic := strings.Repeat("24/01/2024;13;E;RUS;Лаборатория Примера Одного Общество с ограниченной ответственностью;\n", 20)
	windows, err := charmap.Windows1251.NewEncoder().Bytes([]byte(sampleEU[:strings.IndexByte(sampleEU, '\n')+1] + cyrillic))
	if err != nil {
		t.Fatal(err)
	}
	if _, entries, _, end := readAll(windows); end != nil || len(entries) != 1 || !strings.HasPrefix(entries[0].Names[0].Name, "Лаборатория") {
		t.Errorf("windows-1251: %+v %v", entries, end)
	}
}

// Cut anywhere, a list never seems whole: what was read counts, and the end of
// XML that is missing is an error.
func TestCut(t *testing.T) {
	for _, sample := range samples {
		half := len(sample.text) - len(sample.text)/8
		_, entries, faults, end := readAll([]byte(sample.text[:half]))
		if len(entries) == 0 {
			t.Errorf("%s: nothing of a list that is cut near its end: %v %v", sample.format, faults, end)
		}
		if strings.HasSuffix(sample.format, "xml") && (end == nil || !strings.Contains(end.Error(), "list:") || !strings.Contains(end.Error(), "ends before")) {
			t.Errorf("%s: %v, want an error that names the file and says that it ends too early", sample.format, end)
		}
	}
}

func TestBadLists(t *testing.T) {
	header, row, _ := strings.Cut(sampleCSL, "\n")
	for _, tt := range []struct {
		rule, text string
		entries    int
		want       string // of a report, or of the end
	}{
		{"a web page", "<!DOCTYPE html><html></html>", 0, "web page"},
		{"nothing", "", 0, "no entries"},
		{"a header alone", header + "\n", 0, "no entries"},
		{"entities that grow", "<!DOCTYPE x [<!ENTITY a \"" + strings.Repeat("ha", 500) + "\">]>" + sampleUN, 0, "document type with entities"},
		{"elements without end", sampleUN[:strings.Index(sampleUN, "<ENTITY>")] + strings.Repeat("<a>", 100), 0, "inside each other"},
		{"a field of 50 MB", header + "\n3,\"" + strings.Repeat("x", 50<<20) + "\"\n" + row, 2, "list:2: a record of more than"},
		{"10,000 columns", header + "\n" + strings.Repeat(",", 10_000) + "\n" + row, 2, "list:2: more than 1000 columns"},
		{"a lost quote", header + "\n3,\"lost,x\n" + row, 2, "list:2: a quoted field does not end"},
		{"a number twice", sampleCSL + strings.Replace(row[:strings.IndexByte(row, '\n')+1], "Example One", "Example Other", 1), 3, "stands twice (first on line 2)"},
		{"the year 20017", strings.Replace(sampleCSL, "2020-01-02", "20017-01-02", 1), 2, "\"20017-01-02\" is not a day"},
		{"a nameless entry", strings.Replace(sampleCSL, "Example Two", "", 1), 1, "without a name"},
		{"a list that nobody knows", strings.Replace(sampleCSL, "(EL)", "(XYZ)", 1), 2, "no list that is known"},
		{"too many values", strings.Replace(sampleCSL, "Example Uno,https://example.org,", "Example Uno,https://example.org,,,extra", 1), 2, "values under"},
	} {
		t.Run(tt.rule, func(t *testing.T) {
			start := time.Now()
			_, entries, faults, end := readAll([]byte(tt.text))
			all := errors.Join(append(faults, end)...)
			if len(entries) != tt.entries || all == nil || !strings.Contains(all.Error(), tt.want) {
				t.Errorf("%d entries and %.300v, want %d and %q", len(entries), all, tt.entries, tt.want)
			}
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// FuzzRecognise checks that no file makes a reader panic or give an entry that
// cannot be told apart: each has a list and a number of its own, and says who or
// what is listed.
func FuzzRecognise(f *testing.F) {
	for _, sample := range samples {
		f.Add([]byte(sample.text))
		f.Add([]byte(strings.Replace(sample.text, "Example Two", "\"Example\x00 \"\"", 1)))
	}
	f.Add([]byte("36,\"EXAMPLE AIRLINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, entries, _, _ := readAll(data)
		seen := map[string]bool{}
		for i := range entries {
			e := &entries[i]
			if e.List == "" || e.ID == "" || len(e.Names) == 0 && e.Scope == "" {
				t.Fatalf("entry %+v", e)
			}
			if seen[Key(e)] {
				t.Fatalf("%s twice", Key(e))
			}
			seen[Key(e)] = true
		}
	})
}

// fuzzTable checks of a reader that a good row at the end is read, or that
// something is reported, whatever comes before it.
func fuzzTable(f *testing.F, read func(name string, r io.Reader) entries, text, last string) {
	head, rest, _ := strings.Cut(text, "\n")
	f.Add(rest)
	f.Add("\"\n")
	f.Fuzz(func(t *testing.T, middle string) {
		found, reported := false, false
		for e, err := range read("f", strings.NewReader(head+"\n"+middle+"\n"+last)) {
			if err != nil {
				reported = true
				continue
			}
			for _, n := range e.Names {
				found = found || strings.Contains(n.Name, "Example Last")
			}
		}
		if !found && !reported {
			t.Errorf("the last row is neither read nor reported after %q", middle)
		}
	})
}

func FuzzReadEU(f *testing.F) {
	fuzzTable(f, readEU, sampleEU, "24/01/2024;99;E;RUS;Example Last;\n")
}

func FuzzReadOFSI(f *testing.F) {
	_, below, _ := strings.Cut(sampleOFSI, "\n")
	fuzzTable(f, func(name string, r io.Reader) entries {
		return readOFSI(name, io.MultiReader(strings.NewReader("Last Updated,25/01/2024\n"), r))
	}, below, "Example Last,,Entity,Primary name,Russia,,999\n")
}

func FuzzReadUKSanctions(f *testing.F) {
	_, below, _ := strings.Cut(sampleUK, "\n")
	fuzzTable(f, func(name string, r io.Reader) entries {
		return readUKSanctions(name, io.MultiReader(strings.NewReader("Report Date: 25-Jan-2026\n"), r))
	}, below, "RUS9999,Example Last,,Primary Name,Entity,Russia,\n")
}

// fuzzXML checks that a reader of XML never panics, and that each entry has a
// list and a number.
func fuzzXML(f *testing.F, read func(name string, r io.Reader) entries, text string) {
	f.Add(text)
	f.Fuzz(func(t *testing.T, text string) {
		for e, err := range read("f", strings.NewReader(text)) {
			if err == nil && (e.List == "" || e.ID == "") {
				t.Errorf("entry %+v", e)
			}
		}
	})
}

func FuzzReadUN(f *testing.F)    { fuzzXML(f, readUN, sampleUN) }
func FuzzReadEUXML(f *testing.F) { fuzzXML(f, readEUXML, sampleEUXML) }
func FuzzReadUKXML(f *testing.F) { fuzzXML(f, readUKXML, sampleUKXML) }

// FuzzPlainText checks that whatever is packed or encoded somehow is read to an
// end or is an error.
func FuzzPlainText(f *testing.F) {
	f.Add([]byte(sampleEU))
	f.Add([]byte{0xff, 0xfe, 'a', 0})
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte{0x1f, 0x8b, 8, 0})
	f.Fuzz(func(_ *testing.T, data []byte) {
		if r, err := plainText(bytes.NewReader(data)); err == nil {
			io.Copy(io.Discard, io.LimitReader(r, 64<<20))
		}
	})
}
