package cluster

import (
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele/segment/feature"
)

// seeds draws k centres among the rows, each with probability proportional to
// the squared distance to the nearest one so far.
func seeds(t *feature.Table, k int, r *rand.Rand) []float64 {
	n, d, data := t.Len(), t.Width(), t.Data()
	out := slices.Clone(t.Row(r.IntN(n)))
	near := make([]float64, n) // squared distances
	for {
		centre := out[len(out)-d:]
		total := 0.0
		for i := range near {
			s := squared(data[i*d:i*d+d], centre)
			if len(out) == d || s < near[i] {
				near[i] = s
			}
			total += near[i]
		}
		if len(out) == k*d {
			return out
		}
		left, at := r.Float64()*total, -1
		for i, s := range near {
			if s == 0 {
				continue
			}
			at = i
			if left -= s; left < 0 {
				break
			}
		}
		if at < 0 { // rows so near to each other that their squared distances vanish
			at = other(t, out)
		}
		out = append(out, t.Row(at)...)
	}
}

// other returns the first row that is none of the centres; there is one.
func other(t *feature.Table, centres []float64) int {
	d := t.Width()
	for i := range t.Len() {
		found := false
		for at := 0; at < len(centres) && !found; at += d {
			found = slices.Equal(t.Row(i), centres[at:at+d])
		}
		if !found {
			return i
		}
	}
	return 0
}

// squared returns the squared distance of two rows of equal length.
func squared(a, b []float64) float64 {
	if len(a) == 3 && len(b) == 3 {
		x, y, z := a[0]-b[0], a[1]-b[1], a[2]-b[2]
		return x*x + y*y + z*z
	}
	sum := 0.0
	for j, v := range a {
		v -= b[j]
		sum += v * v
	}
	return sum
}
