package portrait_test

import (
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/portrait"
)

// Goal: 20 µs, without intervals.
func BenchmarkClassify(b *testing.B) {
	l, asOf := shop(1000)
	p := fit(b, l, asOf, nil)
	ds := dossiers(b, p, l)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := p.Classify(&ds[i%len(ds)]); err != nil {
			b.Fatal(err)
		}
	}
}

// Goal: 1 ms, with the interval of the value.
func BenchmarkClassifyWithin(b *testing.B) {
	l, asOf := shop(1000)
	p := fit(b, l, asOf, nil)
	ds := dossiers(b, p, l)
	for i := 0; b.Loop(); i++ {
		if _, err := p.ClassifyWithin(&ds[i%len(ds)], 0.95); err != nil {
			b.Fatal(err)
		}
	}
}

// Goal: 1 µs: one purchase, without a fit and without a look at the others.
func BenchmarkObserve(b *testing.B) {
	l, asOf := shop(1000)
	p := fit(b, l, asOf, nil)
	d := dossiers(b, p, l)[0]
	day := d.Detector.Day()
	b.ReportAllocs()
	for b.Loop() {
		n := d
		if err := p.Observe(&n, day+5, 20); err != nil {
			b.Fatal(err)
		}
	}
}

// Goal: 10 µs a customer on two cores, from the ledger to the portrait, so that
// 1,000,000 customers take 10 s.
func BenchmarkPortraits(b *testing.B) {
	l, asOf := shop(20_000)
	p := fit(b, l, asOf, nil)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		drawings, err := portrait.Portraits(p, l, asOf, nil, 2)
		if err != nil {
			b.Fatal(err)
		}
		for d := range drawings {
			if n++; d.Err != nil {
				b.Fatal(d.Err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "µs/customer")
}

func dossiers(b *testing.B, p *portrait.Portrayer, l *clientele.Ledger[int]) []portrait.Dossier {
	b.Helper()
	_, asOf := shop(1)
	seq, err := portrait.Dossiers(p, l, asOf, nil)
	if err != nil {
		b.Fatal(err)
	}
	var out []portrait.Dossier
	for _, d := range seq {
		if d.Err != nil {
			b.Fatal(d.Err)
		}
		out = append(out, d.Dossier)
	}
	return out
}
