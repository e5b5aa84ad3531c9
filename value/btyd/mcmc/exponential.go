package mcmc

import "math"

// powers are 2^(i/128).
var powers = func() (p [128]float64) {
	for i := range p {
		p[i] = math.Exp2(float64(i) / 128)
	}
	return p
}()

// exp returns eˣ with a relative error below 1e-13, in less than half of the
// time of math.Exp, in which samplers spend theirs: x is split into a multiple
// of ln 2/128, looked up, and a rest, for which four terms of the series do.
func exp(x float64) float64 {
	if !(x > -700 && x < 700) {
		return math.Exp(x)
	}
	const (
		step = math.Ln2 / 128
		high = 0x1.62e42feep-1 / 128 // exact multiples
		low  = 0x1.a39ef35793c76p-33 / 128
	)
	k := math.Floor(x/step + 0.5)
	n := int(k)
	r := (x - k*high) - k*low
	series := 1 + r*(1+r*(1./2+r*(1./6+r*(1./24))))
	return math.Float64frombits(math.Float64bits(powers[n&127])+uint64(n>>7)<<52) * series
}
