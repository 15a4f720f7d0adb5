package stories_test

import (
	"testing"

	"github.com/delistdev/delist/evidence/stories"
)

// BenchmarkStream measures how many prints are made in a second, story and all.
func BenchmarkStream(b *testing.B) {
	for _, mode := range []struct {
		name    string
		options stories.Options
	}{
		{"as sent", stories.Options{}},
		{"cheap", stories.Options{May: stories.Cheap}},
		{"all edits", stories.Options{May: stories.AllEdits}},
		{"all edits, noise 0.05", stories.Options{May: stories.AllEdits, Noise: 0.05}},
	} {
		b.Run(mode.name, func(b *testing.B) {
			b.ReportAllocs()
			bytes, made := 0, 0
			for d := range stories.Stream(1, b.N, mode.options) {
				bytes += len(d.Text)
				made++
			}
			b.ReportMetric(float64(made)/b.Elapsed().Seconds(), "prints/s")
			b.ReportMetric(float64(bytes)/float64(made), "bytes/print")
		})
	}
}
