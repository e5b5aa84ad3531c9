package loyalty

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/calibration"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/logistic"
	"github.com/clientele-go/clientele/internal/mle"
)

// Labelled is a customer whose orientation is known.
type Labelled struct {
	Markers      Markers
	Relationship bool
}

// FitOrientation fits the logistic model to labelled customers by maximum
// likelihood. A missing marker counts as the mean of the known ones; a marker
// that nobody has, or that is the same for all, is not in the model. Ridge is
// the precision of a normal prior, centred on 0, on the coefficients of the
// markers scaled to standard deviation 1; 1 is a mild one, and answers labels
// that the markers separate. Start and Workers are not used. The order of the customers does not matter.
//
// Errors: an *clientele.InputError for a marker outside its range; otherwise they
// match clientele.ErrNoData, clientele.ErrNotIdentified (all labels equal,
// collinear markers, or separation without a ridge), clientele.ErrNotConverged
// (with the best fit so far) or the context's cause.
func FitOrientation(ctx context.Context, customers []Labelled, opt *clientele.FitOptions) (*clientele.Fit[OrientationModel], error) {
	var o clientele.FitOptions
	if opt != nil {
		o = *opt
	}
	if len(customers) == 0 {
		return nil, fmt.Errorf("loyalty.FitOrientation: %w", clientele.ErrNoData)
	}
	m, use, err := centre(customers)
	if err != nil {
		return nil, err
	}
	d := logistic.NewData(len(use))
	x, names := make([]float64, len(use)), make([]string, len(use))
	for k, i := range use {
		names[k] = Marker(i + 1).String()
	}
	for _, c := range customers {
		all := c.Markers.all()
		for k, i := range use {
			x[k] = all[i].Or(m.Centre[i]) - m.Centre[i]
		}
		y := 0.0
		if c.Relationship {
			y = 1
		}
		if err := d.Add(x, y, 1); err != nil {
			return nil, err
		}
	}
	f, err := logistic.Fit(ctx, d, &logistic.Options{Ridge: o.Ridge, Names: names, MaxIter: o.MaxIter, Progress: o.Progress})
	if err != nil {
		err = fmt.Errorf("loyalty.FitOrientation: %w", err)
	}
	if f == nil {
		return nil, err
	}
	fit := &clientele.Fit[OrientationModel]{Model: m, LogLik: f.LogLik, N: len(customers), Iters: f.Iters}
	place := append([]int{0}, use...) // parameter of each regressor
	for k := range use {
		place[k+1]++
	}
	fit.Model.Intercept = f.Coef[0]
	for k, i := range use {
		fit.Model.Coef[i] = f.Coef[k+1]
	}
	fit.Cov = spread(f.Cov, place, 1+2*numMarkers)
	if f.Separated {
		fit.Warnings = append(fit.Warnings, clientele.Warning{Code: WarnSeparated, Value: o.Ridge})
	}
	return mle.Checked("loyalty.FitOrientation", fit, err)
}

// centre returns the means of the known markers, and which markers vary.
func centre(customers []Labelled) (m OrientationModel, use []int, err error) {
	var sums [numMarkers]exact.Sum
	var n [numMarkers]int
	var lo, hi [numMarkers]float64
	for i := range lo {
		lo[i], hi[i] = math.Inf(1), math.Inf(-1)
	}
	for k := range customers {
		if err := customers[k].Markers.Check(); err != nil {
			return m, nil, fmt.Errorf("loyalty.FitOrientation: customer %d: %w", k+1, err)
		}
		for i, v := range customers[k].Markers.all() {
			if x, known := v.Value(); known {
				sums[i].Add(x)
				n[i]++
				lo[i], hi[i] = math.Min(lo[i], x), math.Max(hi[i], x)
			}
		}
	}
	for i := range n {
		if lo[i] < hi[i] {
			m.Centre[i] = sums[i].Value() / float64(n[i])
			use = append(use, i)
		}
	}
	return m, use, nil
}

// spread places a covariance matrix into a larger one of zeros.
func spread(cov [][]float64, place []int, size int) [][]float64 {
	if cov == nil {
		return nil
	}
	out := make([][]float64, size)
	for i := range out {
		out[i] = make([]float64, size)
	}
	for a, i := range place {
		for b, j := range place {
			out[i][j] = cov[a][b]
		}
	}
	return out
}

// CrossValidate returns for every labelled customer the prediction of a model
// fitted to the others, in folds of equal size drawn with r: what
// calibration.Assess and calibration.Recalibrate want, for predictions of the
// customers a model was fitted to flatter it. It stops at the first fold whose
// fit fails. It panics unless 2 ≤ folds ≤ len(customers) and r is not nil.
func CrossValidate(ctx context.Context, customers []Labelled, folds int, r *rand.Rand, opt *clientele.FitOptions) ([]calibration.Prediction, error) {
	if folds < 2 || folds > len(customers) || r == nil {
		panic("loyalty: CrossValidate needs between 2 and len(customers) folds and a source of randomness")
	}
	fold := make([]int, len(customers))
	for k, i := range r.Perm(len(customers)) {
		fold[i] = k % folds
	}
	out := make([]calibration.Prediction, len(customers))
	for k := range folds {
		var train []Labelled
		for i, c := range customers {
			if fold[i] != k {
				train = append(train, c)
			}
		}
		fit, err := FitOrientation(ctx, train, opt)
		if err != nil {
			return nil, fmt.Errorf("loyalty.CrossValidate: fold %d of %d: %w", k+1, folds, err)
		}
		for i, c := range customers {
			if fold[i] == k {
				out[i] = calibration.Prediction{Probability: fit.Model.Probability(c.Markers), Happened: c.Relationship}
			}
		}
	}
	return out, nil
}
