// Package shift measures how far the histories of two bases lie apart.
package shift

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/stability"
)

// The classes of histories that the stability indices count in, by their upper ends.
var (
	frequencyClasses = []float64{0, 1, 2, 4, 9, 19} // repeats
	silenceClasses   = []float64{0.1, 0.25, 0.5, 0.75, 0.999}
)

// ageClasses is the number of classes of the age, of about equal size before.
const ageClasses = 10

// Indices returns the population stability indices of the repeats, the share
// of the age since the last purchase, and the age.
func Indices(before, now *clientele.Panel) (frequency, silence, age float64) {
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

// stabilityOf returns the stability index over the classes of value with these
// upper ends.
func stabilityOf(before, now *clientele.Panel, ends []float64, value func(clientele.History) float64) float64 {
	count := func(p *clientele.Panel) []int {
		c := make([]int, len(ends)+1)
		for h, n := range p.All() {
			k := 0
			for k < len(ends) && value(h) > ends[k] {
				k++
			}
			c[k] += n
		}
		return c
	}
	return stability.Index(count(before), count(now))
}
