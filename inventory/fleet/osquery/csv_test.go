package osquery_test

import "testing"

func TestCSV(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"as osqueryi writes it", "name|version|publisher|identifying_number\nA|1.0|AO Kaspersky Lab|{1}\n", []string{`application "A" "1.0" publisher="AO Kaspersky Lab" @x:2`}},
		{"with commas and CRLF", "name,version,publisher,identifying_number\r\n\"A, B\",1.0,x,\r\n", []string{`application "A, B" "1.0" publisher="x" @x:2`}},
		{"two tables in one file", "name|version|arch|maintainer\na|1|all|m\nname|version|publisher|identifying_number\nA|1.0|x|{1}\n",
			[]string{`package "a" "1" pkg:deb/a@1?arch=all maintainer="m" @x:2`, `application "A" "1.0" publisher="x" @x:4`}},
		{"the heading again", "name|version|arch|maintainer\na|1|all|m\nname|version|arch|maintainer\nb|1|all|m\n",
			[]string{`package "a" "1" pkg:deb/a@1?arch=all maintainer="m" @x:2`, `package "b" "1" pkg:deb/b@1?arch=all maintainer="m" @x:4`}},
		{"a short row", "name|version|arch|maintainer\na|1\nb|1|all|m\n",
			[]string{`! x:2: the row has not as many columns as its heading`, `package "b" "1" pkg:deb/b@1?arch=all maintainer="m" @x:3`}},
		{"another table", "days|hours\n1|2\n", []string{`! x: rows with the columns ["days" "hours"]: rows that say of no software or device (1)`}},
		{"no table", "some text\n", []string{`! x:1: neither JSON nor a table with a heading`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, lines := read(t, "osquery", test.text)
			same(t, lines, test.want...)
		})
	}
}
