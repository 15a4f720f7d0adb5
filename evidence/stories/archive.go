package stories

// An archive holds the runs of words of the stories so far, and tells how far a new
// one repeats one of them.
type archive struct {
	places map[uint64][]int32 // by hash: the stories that have it
	events []string           // by story
	sizes  []int
}

// most returns the greatest overlap with a story of another event.
func (a *archive) most(event string, g []uint64) float64 {
	counts := make([]int, len(a.events))
	for _, h := range g {
		for _, s := range a.places[h] {
			counts[s]++
		}
	}
	most := 0.0
	for s, n := range counts {
		if a.events[s] != event && n > 0 {
			most = max(most, float64(n)/float64(min(len(g), a.sizes[s])))
		}
	}
	return most
}

func (a *archive) add(event string, g []uint64) {
	if a.places == nil {
		a.places = map[uint64][]int32{}
	}
	for _, h := range g {
		a.places[h] = append(a.places[h], int32(len(a.events)))
	}
	a.events = append(a.events, event)
	a.sizes = append(a.sizes, len(g))
}
