package lists

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sheetHead = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`

// parts is a workbook with a hidden and an open sheet, as its parts.
func parts(sheet string) map[string]string {
	return map[string]string{
		"xl/workbook.xml": `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
<sheet name="Notes" sheetId="1" state="hidden" r:id="rId1"/><sheet name="Blocked" sheetId="2" r:id="rId2"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
		"xl/sharedStrings.xml": `<sst><si><t>No</t></si><si><t>Name</t></si><si><t>Since</t></si>
<si><r><t>Example </t></r><r><t>Trading</t></r><rPh><t>said so</t></rPh></si></sst>`,
		"xl/worksheets/sheet1.xml": sheetHead + `<row r="1"><c r="B1" t="s"><v>1</v></c></row>
<row r="2"><c r="B2" t="inlineStr"><is><t>Hidden Trading</t></is></c></row></sheetData></worksheet>`,
		"xl/worksheets/sheet2.xml": sheetHead + sheet + `</sheetData></worksheet>`,
	}
}

const sheetHeader = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="s"><v>2</v></c></row>`

func pack(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const sheetMapping = "list: x\nformat: xlsx\nname: Name\n"

func TestWorkbook(t *testing.T) {
	row := func(cells string) string { return sheetHeader + `<row r="5">` + cells + `</row>` }
	const all = sheetMapping + "id: 'No'\nfrom: Since\n"
	tests := []struct {
		name, mapping, sheet string
		want, fault          string
	}{
		{"shared text, a number, a day", all, row(`<c r="A5"><v>1.5E3</v></c><c r="B5" t="s"><v>3</v></c><c r="D5" s="1"><v>44319.75</v></c>`),
			"5 1500 legal-entity Example Trading, 2021-05-03", ""},
		{"a formula's kept value", all, row(`<c r="A5"><f>1+1</f><v>2</v></c><c r="B5" t="str"><f>C1</f><v>Made</v></c>`),
			"5 2 legal-entity Made", ""},
		{"a day as text", all, row(`<c r="A5"><v>2</v></c><c r="B5" t="inlineStr"><is><t>X</t></is></c><c r="D5" t="d"><v>2021-05-03T00:00:00</v></c>`),
			"5 2 legal-entity X, 2021-05-03", ""},
		{"cells without references", all, sheetHeader + `<row><c><v>2</v></c><c t="inlineStr"><is><t>X</t></is></c></row>`,
			"2 2 legal-entity X", ""},
		{"an error", sheetMapping, row(`<c r="B5" t="s"><v>3</v></c><c r="C5" t="e"><v>#REF!</v></c>`),
			"5 Example Trading legal-entity Example Trading", "f:5: column C: the cell holds the error #REF!"},
		{"a formula without a value", sheetMapping, row(`<c r="B5" t="s"><v>3</v></c><c r="C5"><f>NOW()</f></c>`),
			"5 Example Trading legal-entity Example Trading", "f:5: column C: a formula whose value the workbook does not keep"},
		{"a year is no day", all, row(`<c r="A5"><v>2</v></c><c r="B5" t="s"><v>3</v></c><c r="D5"><v>2021</v></c>`),
			"5 2 legal-entity Example Trading", `f:5: from: "2021" is not a day written as YYYY-MM-DD`},
		{"a shared text that is not there", sheetMapping, row(`<c r="B5" t="s"><v>99</v></c><c r="A5"><v>1</v></c>`),
			"", "f:5: column B: no shared text \"99\"\nf:5: no name in Name\nf: no entries"},
		{"the hidden sheet by its name", sheetMapping + "sheet: Notes", "", "2 Hidden Trading legal-entity Hidden Trading", ""},
		{"a sheet that is not there", sheetMapping + "sheet: Blockd", "", "",
			`f: no sheet "Blockd"; did you mean "Blocked"? (there are: Notes, Blocked)`},
		{"a sheet that breaks off", sheetMapping, row(`<c r="B5" t="s"><v>3</v></c>`) + `<row r="6"><c`,
			"5 Example Trading legal-entity Example Trading",
			"f: the sheet breaks off after row 6: xl/worksheets/sheet2.xml: row 6: XML syntax error"},
		{"a document type", sheetMapping, `</sheetData></worksheet><!DOCTYPE x [<!ENTITY a "b">]>`, "", "a document type is refused"},
		{"elements without end", sheetMapping, strings.Repeat("<a>", 100), "", "elements more than 64 deep"},
	}
	for _, test := range tests {
		packed := pack(t, parts(test.sheet))
		list, faults, _ := allOf(readMapped("f", bytes.NewReader(packed), mapping(t, test.mapping)))
		var got []string
		for _, e := range list {
			got = append(got, brief(e))
		}
		if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if fault := strings.Join(faults, "\n"); !strings.Contains(fault, test.fault) || test.fault == "" && fault != "" {
			t.Errorf("%s: %q; want %q", test.name, fault, test.fault)
		}
	}
}

// TestWorkbookOf1904 checks days of workbooks that count from 1904.
func TestWorkbookOf1904(t *testing.T) {
	p := parts(sheetHeader + `<row r="2"><c r="B2" t="s"><v>3</v></c><c r="D2"><v>42857</v></c></row>`)
	p["xl/workbook.xml"] = strings.Replace(p["xl/workbook.xml"], "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
	list, faults, _ := allOf(readMapped("f", bytes.NewReader(pack(t, p)), mapping(t, sheetMapping+"from: Since")))
	if len(list) != 1 || list[0].From != dayOf("2021-05-03") {
		t.Errorf("%v, %q", list, faults)
	}
}

func TestNoWorkbook(t *testing.T) {
	lacking := parts("")
	delete(lacking, "xl/worksheets/sheet2.xml")
	for _, in := range [][]byte{nil, []byte("Name\nX\n"), []byte("\xd0\xcf\x11\xe0\xa1"), pack(t, map[string]string{"a": "b"}), pack(t, lacking), pack(t, parts(""))[:300]} {
		list, faults, err := allOf(readMapped("f", bytes.NewReader(in), mapping(t, sheetMapping)))
		if err == nil || len(list) > 0 {
			t.Errorf("%d entries, %q; want an error", len(list), faults)
		}
	}
}

// TestWorkbookRowBomb checks that a row that repeats one long text is refused.
func TestWorkbookRowBomb(t *testing.T) {
	p := parts(sheetHeader + `<row r="2">` + strings.Repeat(`<c t="s"><v>4</v></c>`, 900) + `</row>
<row r="3"><c r="B3" t="s"><v>3</v></c></row>`)
	p["xl/sharedStrings.xml"] = strings.Replace(p["xl/sharedStrings.xml"], "</sst>", "<si><t>"+strings.Repeat("x", 1<<19)+"</t></si></sst>", 1)
	list, faults, _ := allOf(readMapped("f", bytes.NewReader(pack(t, p)), mapping(t, sheetMapping)))
	if len(list) != 1 || len(faults) != 1 || !strings.Contains(faults[0], "a record of more than") {
		t.Errorf("%d entries, %q", len(list), faults)
	}
}

// FuzzWorkbook checks that no sheet makes the reader panic, and that every one
// gives an entry or an error.
func FuzzWorkbook(f *testing.F) {
	f.Add(sheetHeader + `<row r="5"><c r="B5" t="s"><v>3</v></c></row>`)
	f.Add(`<row r="-1"><c r="ZZZZ1" t="s"><v>-1</v></c><c t="e"/></row>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		list, faults, _ := allOf(readMapped("f", bytes.NewReader(pack(t, parts(sheet))), mapping(t, sheetMapping)))
		if len(list)+len(faults) == 0 {
			t.Error("neither an entry nor an error")
		}
	})
}

// BenchmarkWorkbook reads a sheet of 100,000 rows, made for it.
func BenchmarkWorkbook(b *testing.B) {
	var sheet strings.Builder
	sheet.WriteString(sheetHeader)
	for i := range 100_000 {
		fmt.Fprintf(&sheet, `<row r="%d"><c r="A%[1]d"><v>%[1]d</v></c><c r="B%[1]d" t="s"><v>3</v></c><c r="D%[1]d"><v>44319</v></c></row>`, i+2)
	}
	packed, m := pack(b, parts(sheet.String())), mapping(b, sheetMapping+"id: 'No'\nfrom: Since")
	b.SetBytes(int64(sheet.Len()))
	for b.Loop() {
		for _, err := range readMapped("f", bytes.NewReader(packed), m) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
