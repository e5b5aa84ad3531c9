package integral

import (
	"math"

	"github.com/clientele-go/clientele/internal/quad"
	"github.com/clientele-go/clientele/value/btyd/internal/negbin"
)

// Counts are the purchases in t of a customer who buys at a gamma distributed rate of
// shape R and rate Alpha until their death, or all the time.
type Counts struct {
	R, Alpha, T float64
	Survival    float64                 // P(alive at T)
	Death       func(u float64) float64 // density of the time of death
	// Bend bounds the curvature of ln Death in ln u; up to Scale, Death hardly changes.
	Bend  func(u float64) float64
	Scale float64
	Last  float64 // nobody dies later
}

// Probs returns P(0), …, P(n): those of the customers who stay, and the mixture of those
// who die at u, with the same times u for all counts. Each density of a death costs one
// step of the recurrence P(k+1) = P(k)·(r+k)/(k+1)·u/(α+u) a count. All terms are
// positive: a probability above 1e-30 has a relative error below 1e-12; of smaller ones,
// beyond what even the shortest life allows, digits are lost.
//
// The integrand of count k is a peak in ln u of curvature (r+k)·v(1−v) + Bend, with
// v = u/(α+u): panels of 16 nodes in which the sharpest has moved by three of its
// standard deviations lose nothing, after a first one in u in which all are powers.
func (c Counts) Probs(n int) []float64 {
	out := make([]float64, n+1)
	c.add(out, c.T, c.Survival)
	panel := func(lo, hi float64, at func(x float64) (u, du float64)) {
		half := (hi - lo) / 2
		for _, node := range &quad.Legendre16 {
			u, du := at(lo + half*(1+node.X))
			c.add(out, u, half*node.W*du*c.Death(u))
		}
	}
	last := math.Min(c.T, c.Last)
	first := min(last, c.Alpha/(c.R+2)/4, c.Scale/4)
	panel(0, first, func(x float64) (u, du float64) { return x, 1 })
	const deviations = 3
	length := func(u float64) float64 {
		v := u / (c.Alpha + u)
		return deviations / math.Sqrt(1+(c.R+float64(n))*v*(1-v)+c.Bend(u))
	}
	for z, end := math.Log(first), math.Log(last); z < end; {
		l := length(math.Exp(z))
		l = math.Min(l, length(math.Exp(z+l)))
		if end-z < 1.3*l {
			l = end - z
		}
		panel(z, z+l, func(x float64) (u, du float64) { u = math.Exp(x); return u, u })
		z += l
	}
	return out
}

// add adds weight times the probabilities of those who buy for a time of u, from 0 up,
// or from the likeliest count up and down where a float does not hold that of 0.
func (c Counts) add(out []float64, u, weight float64) {
	const least = -650
	v := u / (c.Alpha + u)
	begin, log := 0, -c.R*math.Log1p(u/c.Alpha)
	if log < least {
		d := negbin.New(c.R, c.Alpha, u)
		begin = int(math.Min(float64(len(out)-1), (c.R-1)*u/c.Alpha))
		log = d.LogProb(float64(begin))
	}
	top := weight * math.Exp(log)
	p := top
	for k := begin; k < len(out) && p > 0; k++ {
		out[k] += p
		p *= (c.R + float64(k)) / float64(k+1) * v
	}
	p = top
	for k := begin; k > 0 && p > 0; k-- {
		p *= float64(k) / ((c.R + float64(k-1)) * v)
		out[k-1] += p
	}
}
