package mcmc

import (
	"math"

	"github.com/clientele-go/clientele"
)

// crowd is customers with one history. After condense, n may be any number.
type crowd struct {
	h clientele.History
	n float64
}

// condense replaces customers who bought once, of whom only the age is known and
// who are most of many bases, by a few ages with weights: the likelihood is
// smooth in the age, so that a polynomial through it at Chebyshev's points is
// as good as the likelihood, and its sum over the customers is a weighted sum
// over the points. The number of points makes the error of the order of 1e-13,
// whatever the parameters: the singularity nearest to the ages is below 0.
func condense(all []crowd) []crowd {
	once := 0
	for once < len(all) && all[once].h.Repeats == 0 {
		once++
	}
	if once < 2 {
		return all
	}
	youngest, oldest := all[0].h.Age, all[once-1].h.Age // they come sorted
	centre, half := (youngest+oldest)/2, (oldest-youngest)/2
	// The ellipse with foci at the ends of the ages that passes through age 0: its half
	// axes, centre and √(centre² − half²), over half are Bernstein's rate per point.
	rate := (centre + math.Sqrt(youngest*oldest)) / half
	points := math.Ceil(30 / math.Log(rate))
	if !(3*points < float64(once)) {
		return all
	}
	k := int(points)
	ages, signs, weights := make([]float64, k), make([]float64, k), make([]float64, k)
	for i := range k {
		angle := math.Pi * (float64(i) + 0.5) / points
		ages[i] = centre + half*math.Cos(angle)
		signs[i] = math.Sin(angle) * float64(1-2*(i%2))
	}
	share := make([]float64, k)
	for _, c := range all[:once] { // barycentric interpolation
		sum, hit := 0.0, false
		for i, age := range ages {
			if c.h.Age == age {
				weights[i] += c.n
				hit = true
				break
			}
			share[i] = signs[i] / (c.h.Age - age)
			sum += share[i]
		}
		for i := 0; i < k && !hit; i++ {
			weights[i] += c.n * share[i] / sum
		}
	}
	var out []crowd
	for i, age := range ages {
		out = append(out, crowd{clientele.History{Age: age}, weights[i]})
	}
	return append(out, all[once:]...)
}
