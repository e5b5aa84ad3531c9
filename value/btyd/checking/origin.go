package checking

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
)

// origin is a moment inside the observed data: what was known then, and what came.
type origin struct {
	length float64 // of the time after it that is looked at
	known  *btyd.TimelinePanel
	now    []btyd.Timeline // the customers of known, in the order of the whole panel
	later  []int           // purchases of each in (Age, Age+length]
	who    []int           // the number of each in the whole panel
}

// bought returns what all customers bought after the origin.
func (o *origin) bought() int {
	n := 0
	for _, later := range o.later {
		n += later
	}
	return n
}

// originsOf looks back from the end of observation, and at each origin ahead to the
// horizon or to the end, if that is sooner. Who had not come at an origin is not there.
func originsOf(where string, p *btyd.TimelinePanel, back []float64, horizon float64) ([]origin, error) {
	for _, v := range append([]float64{horizon}, back...) {
		if !(v > 0 && v <= clientele.MaxAge) {
			return nil, &clientele.InputError{Where: where, Field: "horizon and origins", Value: v, Want: "times above 0, in the unit of the timelines"}
		}
	}
	var out []origin
	for _, b := range back {
		o := origin{length: math.Min(b, horizon), known: &btyd.TimelinePanel{Unit: p.Unit}}
		number := -1
		for c := range p.All() {
			if number++; c.Age <= b {
				continue
			}
			was := c.Until(c.Age - b)
			if err := o.known.Add(was); err != nil {
				return nil, err
			}
			later := len(c.Until(was.Age+o.length).Purchases) - len(was.Purchases)
			o.now, o.later, o.who = append(o.now, was), append(o.later, later), append(o.who, number)
		}
		out = append(out, o)
	}
	return out, nil
}

// longestAge returns how long the base was watched.
func longestAge(p *btyd.TimelinePanel) float64 {
	longest := 0.0
	for c := range p.All() {
		longest = math.Max(longest, c.Age)
	}
	return longest
}
