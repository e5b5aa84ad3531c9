package contractual

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/mat"
)

// varied returns an error unless the covariates, with a constant, are linearly
// independent over the customers.
func varied(names []string, rows []row) error {
	k := len(names) + 1
	gram := mat.NewSymDense(k, nil)
	with := make([]float64, k)
	for _, r := range rows {
		with[0] = 1
		copy(with[1:], r.z)
		for i := range with {
			for j := i; j < k; j++ {
				gram.SetSym(i, j, gram.At(i, j)+float64(r.n)*with[i]*with[j])
			}
		}
	}
	for i := 1; i < k; i++ { // to correlations, so that the units do not matter
		if gram.At(i, i) == 0 {
			return fmt.Errorf("%w: covariate %q is always 0; leave it out", clientele.ErrNotIdentified, names[i-1])
		}
	}
	scaled := mat.NewSymDense(k, nil)
	for i := range k {
		for j := i; j < k; j++ {
			scaled.SetSym(i, j, gram.At(i, j)/math.Sqrt(gram.At(i, i)*gram.At(j, j)))
		}
	}
	var eig mat.EigenSym
	if !eig.Factorize(scaled, true) || eig.Values(nil)[0] > 1e-12 {
		return nil
	}
	var vectors mat.Dense
	eig.VectorsTo(&vectors)
	worst := 1
	for i := 1; i < k; i++ {
		if math.Abs(vectors.At(i, 0)) > math.Abs(vectors.At(worst, 0)) {
			worst = i
		}
	}
	return fmt.Errorf("%w: covariate %q does not vary, or follows from the others; leave it out", clientele.ErrNotIdentified, names[worst-1])
}
