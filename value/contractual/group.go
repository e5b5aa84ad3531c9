package contractual

import (
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/mat"
)

// checkNames checks the names of covariates against the number of effects.
func checkNames(names []string, effects int) error {
	bad := func(value any, want string) error {
		return &clientele.InputError{Where: "contractual.Regression", Field: "covariates", Value: value, Want: want}
	}
	if len(names) != effects {
		return bad(names, fmt.Sprintf("%d names, one an effect", effects))
	}
	seen := map[string]bool{"": true}
	for _, n := range names {
		if seen[n] {
			return bad(fmt.Sprintf("%q", n), "a name that is not empty and not repeated")
		}
		seen[n] = true
	}
	return nil
}

// collectGroups merges groups of equal covariates and returns all tenures
// together, and the rows sorted by covariates and tenure, so that the order of
// the groups does not matter.
func collectGroups(name string, names []string, groups []Group) (*Tenures, []row, error) {
	if err := checkNames(names, len(names)); err != nil {
		return nil, nil, err
	}
	all := new(Tenures)
	var rows []row
	for _, g := range groups {
		if len(g.Z) != len(names) {
			return nil, nil, &clientele.InputError{Where: name, Field: "Z", Value: g.Z, Want: fmt.Sprintf("%d values, one a covariate", len(names))}
		}
		for _, v := range g.Z {
			if !(math.Abs(v) <= 1e6) {
				return nil, nil, &clientele.InputError{Where: name, Field: "Z", Value: g.Z, Want: "numbers of at most 1e6 in size; count in another unit"}
			}
		}
		all.Merge(g.Tenures)
		if g.Tenures != nil {
			for c, n := range g.Tenures.cells {
				rows = append(rows, row{c, g.Z, n})
			}
		}
	}
	slices.SortFunc(rows, func(a, b row) int {
		if d := slices.Compare(a.z, b.z); d != 0 {
			return d
		}
		return a.compare(b.cell)
	})
	merged := rows[:0]
	for _, r := range rows {
		if k := len(merged) - 1; k >= 0 && merged[k].cell == r.cell && slices.Equal(merged[k].z, r.z) {
			merged[k].n += r.n
		} else {
			merged = append(merged, r)
		}
	}
	return all, merged, nil
}

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
