package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
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

// output runs the command and returns what it wrote.
func output(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if code := run(context.Background(), args, strings.NewReader(stdin), out, os.Stderr); code != exitDone {
		t.Fatalf("%v: exit status %d", args, code)
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
