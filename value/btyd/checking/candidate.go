package checking

import (
	"context"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
)

// Model is what a comparison asks of a transaction model.
type Model interface {
	CountForecaster
	NewcomerForecaster
	NewcomerProber
	clientele.AliveProber
}

// Fitted is a fit of any model.
type Fitted struct {
	Name      string
	Model     Model
	Estimates []clientele.Estimate // at 95 %
	LogLik    float64
	DF        int
	AIC, BIC  float64
	Flat      int // directions of the parameters that the data do not identify
	Warnings  []clientele.Warning
}

// ModelCandidate is a model to be fitted under a name.
type ModelCandidate struct {
	Name string
	Fit  func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*Fitted, error)
}

// NewModelCandidate makes a candidate of a Fit function, such as btyd.FitBGNBD. A
// nil function panics.
func NewModelCandidate[M interface {
	clientele.Model[M]
	Model
}](name string, fit func(context.Context, *clientele.Panel, *clientele.FitOptions) (*clientele.Fit[M], error)) ModelCandidate {
	if fit == nil {
		panic("checking: NewCandidate of a nil function")
	}
	return ModelCandidate{name, func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*Fitted, error) {
		f, err := fit(ctx, p, opt)
		if f == nil {
			return nil, err
		}
		return &Fitted{Name: name, Model: f.Model, Estimates: f.Estimates(0.95), LogLik: f.LogLik, DF: f.DF(), AIC: f.AIC(), BIC: f.BIC(),
			Flat: len(f.Flat), Warnings: f.Warnings}, err
	}}
}

// ModelCandidates returns the models of package btyd that apply to a panel:
// those of regular timing need the gaps between purchases, see
// [clientele.Panel.AddTimed].
func ModelCandidates(p *clientele.Panel) []ModelCandidate {
	out := []ModelCandidate{
		NewModelCandidate("NBD", btyd.FitNBD),
		NewModelCandidate("BG/NBD", btyd.FitBGNBD),
		NewModelCandidate("MBG/NBD", btyd.FitMBGNBD),
		NewModelCandidate("Pareto/NBD", btyd.FitParetoNBD),
		NewModelCandidate("GGompertz/NBD", btyd.FitGGompertzNBD),
	}
	if p == nil {
		return out
	}
	if _, complete := p.LogGaps(); complete {
		out = append(out,
			NewModelCandidate("BG/CNBD-k", func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[btyd.BGCNBD], error) {
				return btyd.FitBGCNBD(ctx, p, 0, opt)
			}),
			NewModelCandidate("MBG/CNBD-k", func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[btyd.MBGCNBD], error) {
				return btyd.FitMBGCNBD(ctx, p, 0, opt)
			}))
	}
	return out
}
