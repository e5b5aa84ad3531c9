package programme

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
)

// Projection is a run-off triangle carried on to the ultimate.
type Projection struct {
	Factors  []float64 // f_k: growth from age k to k + 1
	Sigma2   []float64 // σ_k²: variance of that growth, by unit of the amount
	Ultimate []float64 // by vintage
	Reserve  []float64 // Ultimate − what is there already
	SE       []float64 // standard error of Reserve, process and estimation together
	Total    float64   // Σ Reserve
	TotalSE  float64   // its standard error: the vintages share their factors
}

// ChainLadder projects a run-off triangle of cumulative amounts, row i with the
// amounts of vintage i at the ages 0 … n − 1 − i (Mack 1993):
//
//	f_k  = Σ C_{i,k+1} / Σ C_{i,k},
//	σ_k² = Σ C_{i,k} (C_{i,k+1}/C_{i,k} − f_k)² / (n − k − 2),
//
// the last σ² by his extrapolation, and the mean squared error of a reserve
//
//	Ĉ² Σ_k σ_k²/f_k² (1/Ĉ_{i,k} + 1/Σ_j C_{j,k});
//
// his corollary adds the covariance of the vintages for the total. It assumes
// that growth from one age to the next is proportional to what is there, that
// vintages are independent, and that nothing comes after the oldest age: let
// the triangle reach to the end of the points' validity.
//
// Fewer than three vintages match clientele.ErrNotIdentified (no variance); a
// triangle that is not one, or amounts that are negative, decrease, or grow
// from 0, are an *clientele.InputError.
func ChainLadder(triangle [][]float64) (*Projection, error) {
	p, base, err := ladder(triangle)
	if err != nil {
		return nil, err
	}
	p.project(triangle, base, prior{expected: make([]float64, len(triangle))})
	return p, nil
}

// ladder estimates the factors and their variances; base is Σ C_{i,k} over the
// vintages seen at age k + 1.
func ladder(triangle [][]float64) (p *Projection, base []float64, err error) {
	if err := checkTriangle(triangle); err != nil {
		return nil, nil, err
	}
	n := len(triangle)
	p = &Projection{Factors: make([]float64, n-1), Sigma2: make([]float64, n-1), Ultimate: make([]float64, n), Reserve: make([]float64, n), SE: make([]float64, n)}
	base = make([]float64, n-1)
	for k := range p.Factors {
		next := 0.0
		for _, row := range triangle[:n-1-k] {
			base[k] += row[k]
			next += row[k+1]
		}
		if !(base[k] > 0) {
			return nil, nil, &clientele.InputError{Where: "programme.ChainLadder", Field: fmt.Sprintf("amounts at age %d", k), Value: base[k], Want: "a positive sum; use longer periods"}
		}
		p.Factors[k] = next / base[k]
		for _, row := range triangle[:n-1-k] {
			if d := row[k+1] - p.Factors[k]*row[k]; row[k] > 0 {
				p.Sigma2[k] += d * d / row[k]
			}
		}
		if k < n-2 {
			p.Sigma2[k] /= float64(n - k - 2)
		}
	}
	p.extrapolate()
	return p, base, nil
}

// extrapolate sets the last σ², for which one vintage alone is left: the
// series is taken to fall on as it did (Mack 1993, p. 217).
func (p *Projection) extrapolate() {
	last := len(p.Sigma2) - 1
	before := p.Sigma2[last-1]
	p.Sigma2[last] = before
	if last >= 2 {
		first := p.Sigma2[last-2]
		p.Sigma2[last] = math.Min(before, first)
		if first > 0 {
			p.Sigma2[last] = math.Min(p.Sigma2[last], before*before/first)
		}
	}
}

// prior is what is known of vintages that have not developed.
type prior struct {
	expected   []float64 // ultimates; 0 for a vintage that has developed
	dispersion float64   // variance of amounts by unit of their mean
	seen       float64   // Σ means of the amounts that the ultimates rest on
}

// developed returns the share of the ultimate that is there at an age.
func (p *Projection) developed(age int) float64 {
	share := 1.0
	for _, f := range p.Factors[age:] {
		share /= f
	}
	return share
}

// project fills the vintages' ultimates and errors, and the total. A vintage
// with an expected ultimate above 0 takes its reserve from that, by Bornhuetter
// and Ferguson: what is still to develop of it, whatever is there already, with
// the variance of counts about the rate of all and of that rate itself.
func (p *Projection) project(triangle [][]float64, base []float64, q prior) {
	n := len(triangle)
	mse := 0.0
	rest, undeveloped := 0.0, 0.0 // Σ ultimates of the younger vintages, and Σ reserves of those without
	for i := n - 1; i >= 0; i-- {
		age := len(triangle[i]) - 1
		seen := triangle[i][age]
		c := seen
		if q.expected[i] > 0 {
			p.Reserve[i] = q.expected[i] * (1 - p.developed(age))
			p.Ultimate[i] = seen + p.Reserve[i]
			v := q.dispersion * p.Reserve[i] * (1 + p.Reserve[i]/q.seen)
			p.SE[i] = math.Sqrt(v)
			mse += v + 2*p.Reserve[i]*undeveloped*q.dispersion/q.seen
			undeveloped += p.Reserve[i]
			p.Total += p.Reserve[i]
			continue
		}
		own, shared := 0.0, 0.0
		for k := age; k < n-1; k++ {
			rel := p.Sigma2[k] / (p.Factors[k] * p.Factors[k])
			if c > 0 {
				own += rel / c
			}
			shared += rel / base[k]
			c *= p.Factors[k]
		}
		p.Ultimate[i] = c
		p.Reserve[i] = c - seen
		v := c * c * (own + shared)
		p.SE[i] = math.Sqrt(v)
		mse += v + 2*c*rest*shared
		rest += c
		p.Total += p.Reserve[i]
	}
	p.TotalSE = math.Sqrt(mse)
}

func checkTriangle(triangle [][]float64) error {
	n := len(triangle)
	if n < 3 {
		return fmt.Errorf("programme.ChainLadder: %w: %d vintages do not tell how growth varies; three are needed", clientele.ErrNotIdentified, n)
	}
	for i, row := range triangle {
		bad := func(field string, value any, want string) error {
			return &clientele.InputError{Where: fmt.Sprintf("programme.ChainLadder: vintage %d", i+1), Field: field, Value: value, Want: want}
		}
		if len(row) != n-i {
			return bad("ages", len(row), fmt.Sprintf("%d, one fewer a vintage", n-i))
		}
		for k, v := range row {
			switch {
			case !(v >= 0 && v <= 1e100):
				return bad("amount", v, "a finite amount >= 0")
			case k > 0 && v < row[k-1]:
				return bad("amount", v, "cumulative amounts, which do not fall")
			case k > 0 && row[k-1] == 0 && v > 0:
				return bad("amount", v, "no growth from 0, which has no factor; use longer periods or join vintages")
			}
		}
	}
	return nil
}
