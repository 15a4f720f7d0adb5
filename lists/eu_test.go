package lists

import (
	"bufio"
	"io"
	"testing"

	"github.com/delistdev/delist"
)

// withoutMark drops a byte-order mark, as the layer above readers does.
func withoutMark(r io.Reader) io.Reader {
	in := bufio.NewReader(r)
	if mark, err := in.Peek(3); err == nil && string(mark) == "\ufeff" {
		in.Discard(3)
	}
	return in
}

func kindsOf(all []delist.Entry) map[delist.PartyKind]int {
	kinds := map[delist.PartyKind]int{}
	for i := range all {
		kinds[all[i].Kind]++
	}
	return kinds
}

func TestReadEUReal(t *testing.T) {
	all, faults := gather(t, readEU("eu.csv", withoutMark(real(t, "eu_fsf.csv"))))
	t.Logf("%d entries %v, faults %d %q", len(all), kindsOf(all), len(faults), faults[:min(5, len(faults))])
	if len(all) != 4589 {
		t.Errorf("got %d entries, want 4589", len(all))
	}
}

func TestReadOFSIReal(t *testing.T) {
	all, faults := gather(t, readOFSI("uk.csv", withoutMark(real(t, "uk_ofsi_ConList.csv"))))
	t.Logf("%d entries %v, faults %d %q", len(all), kindsOf(all), len(faults), faults[:min(5, len(faults))])
	if len(all) != 4254 {
		t.Errorf("got %d entries, want 4254", len(all))
	}
}

func TestReadUNReal(t *testing.T) {
	all, faults := gather(t, readUN("un.xml", real(t, "un_consolidated.xml")))
	kinds := kindsOf(all)
	t.Logf("%d entries %v, faults %d %q", len(all), kinds, len(faults), faults[:min(5, len(faults))])
	if kinds[delist.Person] != 730 || kinds[delist.LegalEntity] != 273 {
		t.Errorf("got %v, want 730 persons and 273 entities", kinds)
	}
}
