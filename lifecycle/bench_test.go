package lifecycle_test

import (
	"math/rand/v2"
	"testing"

	. "github.com/clientele-go/clientele/lifecycle"
)

// The stage of one customer after one event: at most 300 ns, without allocation.
func BenchmarkObserve(b *testing.B) {
	rules, _ := NewRules(nil, nil, nil)
	d := rules.Detector()
	day := Day(0)
	stages := Stage(0)
	b.ReportAllocs()
	for b.Loop() {
		if day += 23; day > 2_000_000 {
			d, day = rules.Detector(), 0
		}
		if err := d.Observe(Event{Day: day, Amount: 100}); err != nil {
			b.Fatal(err)
		}
		stages |= d.Stage()
	}
}

// The same with the probabilities of the stages: at most 5 µs, without allocation.
func BenchmarkObserveAndProbs(b *testing.B) {
	d := Detector{}
	day := Day(0)
	sum := 0.0
	b.ReportAllocs()
	for b.Loop() {
		if day += 23; day > 2_000_000 {
			d, day = Detector{}, 0
		}
		if err := d.Observe(Event{Day: day, Amount: 100}); err != nil {
			b.Fatal(err)
		}
		sum += d.Probs().Of(StageStability)
	}
}

// Stages over 1,000,000 customers × 24 months, with a purchase or none every
// month and the stage histories kept: at most 3 s.
func BenchmarkStagesMillion(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	months := make([][]Event, 1000) // these customers come a thousand times each
	for i := range months {
		rate := r.Float64()
		for m := range 24 {
			if m == 0 || r.Float64() < rate {
				months[i] = append(months[i], Event{Day: Day(30*m + r.IntN(28)), Amount: 10 + 100*r.Float64()})
			}
		}
	}
	customers := 1_000_000
	if testing.Short() { // a benchmark that only has to run
		customers /= 10
	}
	stream := func(yield func(int, Event) bool) {
		for id := range customers {
			for _, e := range months[id%1000] {
				if !yield(id, e) {
					return
				}
			}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, j := range Stages(nil, stream, 24*30) {
			if j.Err != nil {
				b.Fatal(j.Err)
			}
			n += len(j.History)
		}
		b.ReportMetric(float64(n)/float64(customers), "entries/customer")
	}
}
