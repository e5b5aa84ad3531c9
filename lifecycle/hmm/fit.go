package hmm

import (
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
)

// StateOptions steer a fit; nil and zero fields mean the defaults.
type StateOptions struct {
	Starts   int                      // starting points that compete on a sample of the customers; default 12
	MaxIter  int                      // EM steps on all customers; default 300, after which Newton steps follow anyway
	Prior    float64                  // moves a row of the transitions, spread evenly, added to those expected; default 0. It keeps rare moves off 0
	Start    *HiddenMarkov            // a starting model in place of the competition; its exact zeros stay 0
	Progress func(clientele.Progress) `json:"-"` // called after every step on all customers
}

// Fit estimates the model by maximum likelihood: short runs of EM from several
// starts on a sample, longer ones on all customers from the best, and Newton
// steps with the customers' scores as curvature to the maximum. The states come
// out ordered. Covariates are those of the panel; established customers get a
// first-period distribution of their own.
//
// Standard errors come from the inverse of the observed information (central
// differences of the exact gradient), Robust from the customers' scores around
// it. Without a prior an estimate can run to the edge of its range, such as a
// transition that never happened; it is then left out of the covariance, with a
// warning.
//
// Errors match clientele.ErrNoData (no customers), ErrNotIdentified (nothing
// was ever bought, or the sequences are too short to tell states) or
// ErrNotConverged (the best model so far comes with it); a panel that the
// starting model cannot have is an *clientele.InputError.
func Fit(ctx context.Context, p *CountPanel, states int, family Family, opt *StateOptions) (*clientele.Fit[HiddenMarkov], error) {
	var o StateOptions
	if opt != nil {
		o = *opt
	}
	if o.Starts == 0 {
		o.Starts = 12
	}
	if o.MaxIter == 0 {
		o.MaxIter = 300
	}
	if err := o.check(p, states, family); err != nil {
		return nil, err
	}
	f := fitter{ctx: ctx, opt: o, t: newTable(p.seqs)}
	m, err := f.begin(p, states, family)
	if err != nil {
		return nil, err
	}
	return f.fit(m)
}

func (o *StateOptions) check(p *CountPanel, states int, family Family) error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "hmm.Fit", Field: field, Value: value, Want: want}
	}
	if states < MinStates || states > MaxStates {
		return bad("states", states, fmt.Sprintf("%d to %d states", MinStates, MaxStates))
	}
	if !families.Valid(family) {
		return bad("family", family.String(), "a declared family")
	}
	if o.Starts < 0 || o.MaxIter < 0 || !(o.Prior >= 0 && o.Prior <= 1e6) {
		return bad("options", fmt.Sprint(o.Starts, o.MaxIter, o.Prior), "numbers >= 0, a prior up to 1e6")
	}
	if p == nil || p.Len() == 0 {
		return fmt.Errorf("hmm.Fit: %w: the panel has no customers", clientele.ErrNoData)
	}
	most, longest := 0, 0
	for _, s := range p.seqs {
		seen := 0
		for _, y := range s.Counts {
			most = max(most, y)
			if y != Missing {
				seen++
			}
		}
		longest = max(longest, seen)
	}
	switch {
	case most == 0:
		return fmt.Errorf("hmm.Fit: %w: no customer has a purchase in any period", clientele.ErrNotIdentified)
	case longest < 3:
		return fmt.Errorf("hmm.Fit: %w: no customer has three observed periods, so moves between states cannot be seen", clientele.ErrNotIdentified)
	}
	if m := o.Start; m != nil {
		if err := m.Check(); err != nil {
			return err
		}
		emission, step := m.widths()
		if m.States() != states || m.Family != family || emission != p.emission || step != p.step {
			return bad("Start", fmt.Sprintf("%d states, %v, %d and %d covariates", m.States(), m.Family, emission, step), "a model of the states, family and covariates to be fitted")
		}
		if m.Established == nil && p.established() {
			return bad("Start", "nil Established", "a first-period distribution of the established customers in the panel")
		}
	}
	return nil
}

// established reports whether some customer was one before the first period.
func (p *CountPanel) established() bool {
	return slices.ContainsFunc(p.seqs, func(s Sequence) bool { return s.Established })
}

// fitter is one fit on its way.
type fitter struct {
	ctx  context.Context
	opt  StateOptions
	t    *table
	iter int
}

// The competition of the starts.
const (
	sampleRows  = 400 // distinct sequences that the starts compete on
	shortSteps  = 25  // EM steps of the competition
	finalists   = 2   // starts that go on to all customers
	finalSteps  = 8   // EM steps of theirs
	emTolerance = 1e-2
)

// begin returns the model that EM goes on from.
func (f *fitter) begin(p *CountPanel, states int, family Family) (HiddenMarkov, error) {
	if f.opt.Start != nil {
		return f.opt.Start.clone(), nil
	}
	type entry struct {
		m  HiddenMarkov
		ll float64
	}
	small := f.t.sample(sampleRows)
	ps := newPass(small, states)
	var field []entry
	for try := range f.opt.Starts {
		m := start(small, try, states, family, p.emission, p.step, p.established())
		m, ll, err := f.em(ps, m, shortSteps, 0, false)
		if err != nil {
			return m, err
		}
		field = append(field, entry{m, ll})
	}
	best := func(a, b entry) int {
		if a.ll > b.ll {
			return -1
		}
		if a.ll < b.ll {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(field, best)
	if small == f.t {
		return field[0].m, nil
	}
	field = field[:min(finalists, len(field))]
	all := newPass(f.t, states)
	for i := range field {
		m, ll, err := f.em(all, field[i].m, finalSteps, 0, false)
		if err != nil {
			return m, err
		}
		field[i] = entry{m, ll}
	}
	slices.SortStableFunc(field, best)
	return field[0].m, nil
}

// em runs up to steps EM steps from m, until a step gains less than tolerance,
// and returns the model and the log-likelihood before the last step.
func (f *fitter) em(p *pass, m HiddenMarkov, steps int, tolerance float64, report bool) (HiddenMarkov, float64, error) {
	last := math.Inf(-1)
	for range steps {
		if f.ctx.Err() != nil {
			return m, last, fmt.Errorf("hmm.Fit: %w", context.Cause(f.ctx))
		}
		if !p.run(m) {
			return m, last, f.impossible(p)
		}
		gain := p.logLik - last
		last = p.logLik
		if report {
			f.report(last)
		}
		if gain < tolerance {
			break
		}
		m = maximise(p, m, f.opt.Prior)
	}
	return m, last, nil
}

func (f *fitter) report(logLik float64) {
	f.iter++
	if f.opt.Progress != nil {
		f.opt.Progress(clientele.Progress{Iter: f.iter, LogLik: logLik})
	}
}

// impossible names the sequence that the model cannot have.
func (f *fitter) impossible(p *pass) error {
	r := p.t.rows[p.bad]
	var counts []int
	for _, c := range p.t.cell[r.from:r.to] {
		counts = append(counts, p.t.cells[c].y)
	}
	return &clientele.InputError{Where: "hmm.Fit", Field: "counts", Value: counts,
		Want: "a sequence that the starting model can have; loosen its zeros"}
}

// fit runs EM and Newton steps from m and measures what they find.
func (f *fitter) fit(m HiddenMarkov) (*clientele.Fit[HiddenMarkov], error) {
	p := newPass(f.t, m.States())
	m, _, err := f.em(p, m, f.opt.MaxIter, emTolerance*math.Sqrt(float64(f.t.n)), true)
	if err != nil {
		return nil, err
	}
	m = ordered(m)
	l := newLayout(m)
	n := newton{f: f, p: p, l: l}
	m, converged, err := n.climb(m)
	if err != nil {
		return nil, err
	}
	m = ordered(m)
	fit := &clientele.Fit[HiddenMarkov]{Model: m, N: f.t.n}
	if err := n.measure(fit, &converged); err != nil {
		return nil, err
	}
	fit.Iters = f.iter
	fit.Warnings = append(fit.Warnings, twins(fit.Model, fit.N)...)
	if !converged {
		err = fmt.Errorf("hmm.Fit: %w: the log-likelihood could still rise by more than 1e-6; try fewer states, a prior, or more EM steps", clientele.ErrNotConverged)
	}
	return mle.Checked("hmm.Fit", fit, err)
}

// dense returns the upper triangle of v as a symmetric matrix.
func dense(v []float64, n int) *mat.SymDense {
	s := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			s.SetSym(i, j, v[i*n+j])
		}
	}
	return s
}
