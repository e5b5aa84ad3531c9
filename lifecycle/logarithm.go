package lifecycle

import "math"

// exp and log are math.Exp and math.Log for the numbers that occur here, to nine
// digits and in a third of the time: the filters take two dozen of them an event.
// They are the same on every processor, which the assembly of package math does
// not promise.

const (
	expSteps = 256 // of a factor of two
	logSteps = 128 // of an octave
)

var (
	powers [expSteps]float64 // 2^(i/256)
	octave [logSteps]struct{ inverse, log float64 }
)

func init() {
	for i := range powers {
		powers[i] = math.Exp2(float64(i) / expSteps)
	}
	for i := range octave {
		m := 1 + (float64(i)+0.5)/logSteps
		octave[i].inverse, octave[i].log = 1/m, math.Log(m)
	}
}

// exp returns eˣ; 0 below −700 and e^700 above 700.
func exp(x float64) float64 {
	if !(x > -700) {
		return 0
	}
	const (
		step  = math.Ln2 / expSteps
		whole = 3 << 51 // adding it rounds to an integer, which stands in the low bits
	)
	if x > 700 {
		x = 700
	}
	t := float64(x*(1/step)) + whole
	k := int64(math.Float64bits(t)<<13) >> 13 // two's complement of 51 bits
	r := x - (t-whole)*step
	p := 1 + r + r*r*(1./2)
	return math.Float64frombits(math.Float64bits(powers[k&(expSteps-1)]*p) + uint64(k>>8)<<52)
}

// log returns ln x for a normal x > 0.
func log(x float64) float64 {
	bits := math.Float64bits(x)
	e := int(bits>>52) - 1023
	o := &octave[bits>>45&(logSteps-1)]
	r := math.Float64frombits(bits&(1<<52-1)|1023<<52)*o.inverse - 1
	return float64(e)*math.Ln2 + o.log + r*(1-r*(1./2-r*(1./3)))
}
