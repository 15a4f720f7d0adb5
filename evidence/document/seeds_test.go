package document_test

import (
	"os"
	"path/filepath"
	"testing"
)

// Two real prints of one story, which are not part of the project.
func TestSeeds(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/seeds/*.txt")
	if len(files) != 2 {
		t.Skip("no prints beside the project")
	}
	tests := []struct {
		titled                                          bool
		publisher, place, printed, precision, retrieved string
	}{
		{true, "phys.org", "", "2017-09-09", "day", "2024-05-15"},
		{false, "", "Washington", "2017-09-01", "month", ""},
	}
	for i, want := range tests {
		data, err := os.ReadFile(files[i])
		if err != nil {
			t.Fatal(err)
		}
		d := one(t, string(data))
		if (d.Title != "") != want.titled || want.titled && d.Title != paragraphsOf(d)[0] || d.Publisher != want.publisher || d.Agency != "AFP" || d.Place != want.place || d.Printed.String() != want.printed ||
			d.Precision != want.precision || d.Retrieved.String() != want.retrieved || d.Language != "en" {
			t.Errorf("%s: got %+v", files[i], d)
		}
	}
}
