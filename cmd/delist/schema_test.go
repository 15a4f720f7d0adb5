package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/delistdev/delist/report/form"
)

// What the command writes as JSON is as docs/ says.
func TestSchemas(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	list := filepath.Join(t.TempDir(), "list.csv")
	rows := "_id,source,entity_number,type,programs,name\n"
	for i, name := range []string{"Severpribor Example", "Vostokmash Example"} {
		rows += string(rune('1'+i)) + ",Specially Designated Nationals (SDN) - Treasury Department," + string(rune('1'+i)) + ",Entity,TEST," + name + "\n"
		if err := os.WriteFile(list, []byte(rows), 0o644); err != nil {
			t.Fatal(err)
		}
		check(t, "lists", output(t, "", "lists", "import", list, "--format", "json", "--data", data))
	}
	check(t, "lists", output(t, "", "lists", "status", "--format", "json", "--data", data))
	check(t, "lists", output(t, "", "lists", "diff", "us-csl", "--format", "json", "--data", data))
	for _, line := range strings.Split(output(t, "Vostokmash\nKaspersky Labs\n!\n", "match", "-", "--save", "mine", "--data", data), "\n") {
		check(t, "match", line)
	}
	check(t, "lists", output(t, "", "lists", "diff", "us-csl", "--portfolio", "mine", "--format", "json", "--data", data))
	for _, line := range strings.Split(output(t, "DJI,dji\nKaspersky,Касперский\n", "match", "--pairs", "-"), "\n") {
		check(t, "match", line)
	}
}

// Every form as JSON is as docs/report.schema.json says, complete or not.
func TestReportSchema(t *testing.T) {
	data := t.TempDir()
	for _, as := range []string{"us/contractor", "us/federal/civilian"} {
		scan := filepath.Join(t.TempDir(), "scan.json")
		output(t, "", "scan", "testdata/same/tree", "--as", as, "--act", "use", "--on", "2026-11-20", "--format", "json", "-o", scan)
		for _, f := range form.Forms() {
			out := filepath.Join(t.TempDir(), "report.json")
			args := []string{"--data", data, "report", f.ID, "--from", scan, "--discovered", "2026-11-20", "--format", "json", "-o", out}
			if code := run(context.Background(), args, strings.NewReader(""), os.Stdout, os.Stderr); code != exitDone && code != exitPartial {
				t.Fatalf("%v: exit status %d", args, code)
			}
			text, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			check(t, "report", string(text))
		}
	}
}

// Plans and verifications are as docs/ says: of a catalogue with everything that a
// line can say, of a root with what cannot be read, and of what is open.
func TestPlanSchemas(t *testing.T) {
	dir := t.TempDir()
	store := filepath.Join(dir, "store.csv")
	rows := "id,title,brand,gtin,price,aisle,qty\n1,Kaspersky Internet Security,Kaspersky,2000000010014,39.99,A7,12\n2,Laptop + Kaspersky Internet Security,Example Computers,,899,,\n3,Kaspersky Small Office,Kaspersky,,9,,\n4,\"Lamp\n"
	if err := os.WriteFile(store, []byte(rows), 0o644); err != nil {
		t.Fatal(err)
	}
	data := []string{"--data", filepath.Join(dir, "data")}
	made := filepath.Join(dir, "plan.json")
	outputOf(t, exitPartial, "", append(data, "plan", store, "--as", "us", "--on", "2024-09-30", "-o", made, "--remedy", "a refund", "--remedy-until", "2024-12-31")...)
	text, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	check(t, "plan", string(text))
	check(t, "verification", outputOf(t, exitPartial, "", append(data, "plan", "--verify", made, store, "--format", "json")...))
	check(t, "plan", output(t, "", append(data, "plan", "../../docs/examples/shop", "--as", "us", "--format", "json")...))
	other := filepath.Join(dir, "more.csv")
	if err := os.WriteFile(other, []byte("id,title,brand,price\n2,Laptop,Example Computers,899\n7,Kaspersky Anti-Virus,Kaspersky,9\n3,Kaspersky Small Office,Kaspersky,9\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	check(t, "verification", outputOf(t, exitFailOn, "", append(data, "plan", "--verify", made, other, "--format", "json")...))
}

// What find, decide --list and ledger verify write is as docs/ says.
func TestStoreSchema(t *testing.T) {
	data := []string{"--data", filepath.Join(t.TempDir(), "data")}
	output(t, "", append(data, "ledger", "init", "--origin", "example.org/schema")...)
	output(t, "", append(data, "scan", "../../docs/examples/shop/prices.csv", "--save", "--asset", "shop", "--owner", "somebody")...)
	output(t, "", append(data, "decide", "exempt", "kaspersky", "--product", "kesl", "--class", "antivirus", "--act", "use,buy", "--until", "2099-01-01", "--review", "2098-01-01", "--because", "a test", "--ground", "us-2017-bod-17-01")...)
	output(t, "", append(data, "decide", "suspend", "kaspersky", "--act", "sell", "--because", "a test")...)
	check(t, "store", output(t, "", append(data, "find", "kaspersky", "--format", "json")...))
	check(t, "store", output(t, "", append(data, "find", "nobody at all", "--on", "2099-01-01", "--format", "json")...))
	check(t, "store", output(t, "", append(data, "decide", "--list", "--format", "json")...))
	check(t, "store", output(t, "", append(data, "decide", "--list", "--due", "--format", "json")...))
	check(t, "store", output(t, "", append(data, "ledger", "verify", "--format", "json")...))
}

// output runs the command and returns what it wrote.
func output(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	return outputOf(t, exitDone, stdin, args...)
}

// outputOf runs the command, which ends with a status, and returns what it wrote.
func outputOf(t *testing.T, want int, stdin string, args ...string) string {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if code := run(context.Background(), args, strings.NewReader(stdin), out, os.Stderr); code != want {
		t.Fatalf("%v: exit status %d, want %d", args, code, want)
	}
	text, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

func check(t *testing.T, schema, text string) {
	t.Helper()
	compiled, err := jsonschema.NewCompiler().Compile("../../docs/" + schema + ".schema.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(text)))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	if err := compiled.Validate(doc); err != nil {
		t.Errorf("%v in %s", err, text)
	}
}
