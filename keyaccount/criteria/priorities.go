package criteria

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/clientele-go/clientele"
)

// Priorities are the weights that judgements imply, and how well the
// judgements agree with each other.
type Priorities struct {
	Weights []float64 `json:"weights"` // sum to 1, in the order of the criteria
	Lambda  float64   `json:"lambda"`  // λmax: n for consistent judgements, larger otherwise
	CI      float64   `json:"ci"`      // consistency index (λmax − n)/(n − 1); 0 for one criterion
	CR      float64   `json:"cr"`      // consistency ratio CI/RI, RI less where pairs were not compared; 0 for one or two criteria
}

// Acceptable is the consistency ratio from which Saaty asks for judgements to
// be looked at again.
const Acceptable = 0.10

// Consistent reports whether CR is below Acceptable.
func (p Priorities) Consistent() bool { return p.CR < Acceptable }

// randomIndex is the mean CI of random reciprocal matrices of 1 to 15
// criteria (Saaty 1980, p. 21); the first ten are the table everyone prints.
var randomIndex = [MaxCriteria]float64{0, 0, .58, .90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59}

// RandomIndex returns Saaty's random index of n criteria; NaN outside 1 to 15.
func RandomIndex(n int) float64 {
	if n < 1 || n > MaxCriteria {
		return math.NaN()
	}
	return randomIndex[n-1]
}

// Eigenvector returns the weights as the principal right eigenvector of the
// matrix, scaled to sum 1 (Saaty 1980): A w = λmax w. The error matches
// clientele.ErrNotConverged if the eigenvalues cannot be computed.
func (j *Judgements) Eigenvector() (Priorities, error) {
	if j.n == 0 {
		return Priorities{}, &clientele.InputError{Where: "criteria.Judgements", Field: "criteria", Value: 0, Want: "judgements of at least one: make them by NewJudgements"}
	}
	w, lambda, err := perron(j.n, j.a)
	if err != nil {
		return Priorities{}, err
	}
	return j.priorities(w, lambda), nil
}

// GeometricMean returns the weights as the geometric means of the rows, scaled
// to sum 1 (Crawford & Williams 1985), the best fit of log a_ij by least squares.
// Lambda is the mean of (A w)_i / w_i, which is λmax where the judgements are
// consistent. GeometricConsistency is the measure made for it.
func (j *Judgements) GeometricMean() Priorities {
	w := make([]float64, j.n)
	sum := 0.0
	for i := range w {
		for k := range j.n {
			w[i] += math.Log(j.At(i, k))
		}
		w[i] = math.Exp(w[i] / float64(j.n))
		sum += w[i]
	}
	for i := range w {
		w[i] /= sum
	}
	lambda := 0.0
	for i := range w {
		for k := range w {
			lambda += j.At(i, k) * w[k] / w[i]
		}
	}
	return j.priorities(w, lambda/float64(j.n))
}

// priorities fills in the indices of consistency.
func (j *Judgements) priorities(w []float64, lambda float64) Priorities {
	n := float64(j.n)
	p := Priorities{Weights: w, Lambda: math.Max(lambda, n)} // theory has λmax >= n; rounding may not
	if j.n > 1 {
		p.CI = (p.Lambda - n) / (n - 1)
	}
	if free := float64((j.n - 1) * (j.n - 2)); free > 0 {
		// Each pair left out takes its part of what random judgements disagree in
		// (Ágoston and Csató 2022, eq. 5); a chain of comparisons cannot disagree.
		if share := 1 - 2*float64(j.Missing())/free; share > 1e-9 {
			p.CR = p.CI / (RandomIndex(j.n) * share)
		}
	}
	return p
}

// GeometricConsistency returns the geometric consistency index (Aguarón &
// Moreno-Jiménez 2003), for n ≥ 3
//
//	GCI = 2/((n−1)(n−2)) Σ_{i<j} ln²(a_ij w_j / w_i)
//
// with the weights of GeometricMean; 0 for fewer. A CR of 0.10 corresponds to
// about 0.31 for 3 criteria, 0.35 for 4 and 0.37 for more.
func (j *Judgements) GeometricConsistency() float64 {
	if j.n < 3 {
		return 0
	}
	w := j.GeometricMean().Weights
	sum := 0.0
	for i := range w {
		for k := i + 1; k < j.n; k++ {
			sum += square(math.Log(j.At(i, k) * w[k] / w[i]))
		}
	}
	return 2 * sum / float64((j.n-1)*(j.n-2))
}

// perron returns the eigenvector of the largest eigenvalue of a non-negative
// n×n matrix, scaled to sum 1, and the eigenvalue.
func perron(n int, a []float64) ([]float64, float64, error) {
	var eig mat.Eigen
	if !eig.Factorize(mat.NewDense(n, n, append([]float64(nil), a...)), mat.EigenRight) {
		return nil, 0, fmt.Errorf("criteria.Judgements: the eigenvalues cannot be computed; use GeometricMean: %w", clientele.ErrNotConverged)
	}
	values := eig.Values(nil)
	top := 0
	for i, v := range values {
		if real(v) > real(values[top]) {
			top = i
		}
	}
	var vectors mat.CDense
	eig.VectorsTo(&vectors)
	w := make([]float64, n)
	sum := 0.0
	for i := range w {
		w[i] = math.Abs(real(vectors.At(i, top))) // of one sign, by Perron's theorem
		sum += w[i]
	}
	for i := range w {
		w[i] /= sum
	}
	return w, real(values[top]), nil
}
