package tabular

import "testing"

func TestColumnOf(t *testing.T) {
	for reference, want := range map[string]int{"A1": 0, "Z9": 25, "AA1": 26, "XFD1048576": 16383, "": -1, "7": -1, "AAAAAAAAAAAA1": -1} {
		if got := columnOf(reference); got != want {
			t.Errorf("columnOf(%q) = %d; want %d", reference, got, want)
		}
		if want >= 0 && columnOf(ColumnName(want)) != want {
			t.Errorf("ColumnName(%d) = %q", want, ColumnName(want))
		}
	}
}
