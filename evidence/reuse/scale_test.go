package reuse_test

import (
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/reuse"
	"github.com/delistdev/delist/evidence/stories"
)

// BenchmarkAdd fills an index with prints of made-up stories and tells how fast it
// takes them, what it weighs then, and how long one more takes. DELIST_PRINTS says
// how many; a million take some minutes.
func BenchmarkAdd(b *testing.B) {
	n := 20_000
	if s := os.Getenv("DELIST_PRINTS"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	for b.Loop() {
		x := reuse.NewIndex()
		var last []*evidence.Document
		var making, adding time.Duration
		start := time.Now()
		x.AddAll(func(yield func(*evidence.Document) bool) {
			i, began := 0, time.Now()
			for d := range stories.Stream(7, n+250, stories.Options{May: stories.Cheap}) {
				if i++; i > n {
					if last = append(last, &d.Document); len(last) == 200 {
						return
					}
					continue
				}
				making += time.Since(began)
				if !yield(&d.Document) {
					return
				}
				began = time.Now()
			}
		})
		adding = time.Since(start) - making
		b.ReportMetric(float64(n)/adding.Seconds(), "documents/s")
		var slowest, all time.Duration
		for _, d := range last {
			start := time.Now()
			x.Add(d)
			took := time.Since(start)
			slowest, all = max(slowest, took), all+took
		}
		b.ReportMetric(float64(slowest.Microseconds())/1000, "slowest-ms")
		b.ReportMetric(float64(all.Microseconds())/1000/float64(len(last)), "mean-ms")
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapInuse)/float64(n), "bytes/document")
		start = time.Now()
		x.Origins()
		b.ReportMetric(time.Since(start).Seconds(), "grouping-s")
	}
}
