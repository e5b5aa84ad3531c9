package checking

import (
	"context"
	"errors"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
)

// ModelCandidate is a model to be fitted under a name.
type ModelCandidate struct {
	Name string
	Fit  func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[btyd.AnyModel], error)
}

// NewModelCandidate makes a candidate of a Fit function of package btyd, such as
// btyd.FitBGNBD. A nil function panics, and so does the fit of a model that is
// none of btyd.Kinds.
func NewModelCandidate[M interface {
	clientele.Model[M]
	btyd.Process
}](name string, fit func(context.Context, *clientele.Panel, *clientele.FitOptions) (*clientele.Fit[M], error)) ModelCandidate {
	if fit == nil {
		panic("checking: NewModelCandidate of a nil function")
	}
	return ModelCandidate{name, func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[btyd.AnyModel], error) {
		f, err := fit(ctx, p, opt)
		return btyd.AnyFit(f), err
	}}
}

// MarshalJSON refuses: a candidate is a function. Store its Name, or the kind of
// the model (btyd.FitAny).
func (c ModelCandidate) MarshalJSON() ([]byte, error) {
	return nil, errors.New("checking: a candidate holds a function and cannot be stored; store its name, or the kind of its model")
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
