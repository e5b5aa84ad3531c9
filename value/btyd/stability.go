package btyd

import (
	"math"

	"github.com/clientele-go/clientele"
)

// The classes of histories that the stability indices count in, by their upper ends.
var (
	frequencyClasses = []float64{0, 1, 2, 4, 9, 19} // repeats
	silenceClasses   = []float64{0.1, 0.25, 0.5, 0.75, 0.999}
)

// ageClasses is the number of classes of the age, of about equal size before.
const ageClasses = 10

// stability returns the population stability indices of the repeats, the share
// of the age since the last purchase, and the age.
func stability(before, now *clientele.Panel) (frequency, silence, age float64) {
	return stabilityOf(before, now, frequencyClasses, func(h clientele.History) float64 { return float64(h.Repeats) }),
		stabilityOf(before, now, silenceClasses, silenceOf),
		stabilityOf(before, now, ageEnds(before), func(h clientele.History) float64 { return h.Age })
}

// silenceOf returns the share of the age since the last purchase.
func silenceOf(h clientele.History) float64 {
	if h.Age == 0 {
		return 0
	}
	return (h.Age - h.Last) / h.Age
}

// ageEnds returns the upper ends of classes that hold equal numbers of customers.
func ageEnds(p *clientele.Panel) []float64 {
	byAge := new(clientele.Panel) // sorts by age
	for h, n := range p.All() {
		if err := byAge.AddN(clientele.History{Age: h.Age}, n); err != nil {
			panic("btyd: a panel held an impossible age")
		}
	}
	var ends []float64
	passed := 0
	for h, n := range byAge.All() {
		passed += n
		if passed*ageClasses >= (len(ends)+1)*p.Len() && passed < p.Len() {
			ends = append(ends, h.Age)
		}
	}
	return ends
}

// stabilityOf returns Σ (q−p)·ln(q/p) over the classes of value; half a
// customer is added to every class, so that an empty one counts without being infinite.
func stabilityOf(before, now *clientele.Panel, ends []float64, value func(clientele.History) float64) float64 {
	count := func(p *clientele.Panel) []float64 {
		c := make([]float64, len(ends)+1)
		for h, n := range p.All() {
			k := 0
			for k < len(ends) && value(h) > ends[k] {
				k++
			}
			c[k] += float64(n)
		}
		return c
	}
	was, is := count(before), count(now)
	index := 0.0
	for k := range was {
		p := (was[k] + 0.5) / (float64(before.Len()) + 0.5*float64(len(was)))
		q := (is[k] + 0.5) / (float64(now.Len()) + 0.5*float64(len(is)))
		index += (q - p) * math.Log(q/p)
	}
	return index
}
