package btyd

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
)

// Process is all that a purchase model of this package says of customers with a
// [clientele.History]; the quantities are those of the root's doc.
type Process interface {
	Params() []clientele.Param
	LogProb(h clientele.History) float64
	LogLikelihood(p *clientele.Panel) float64
	ProbAlive(h clientele.History) float64
	ProbAliveAt(h clientele.History, t float64) float64
	ExpectedPurchases(h clientele.History, t float64) float64
	VarPurchases(h clientele.History, t float64) float64
	ProbPurchases(h clientele.History, t float64, n int) float64
	DiscountedPurchases(h clientele.History, rate float64) float64
	DiscountedPurchasesWithin(h clientele.History, rate, t float64) float64
	ExpectedRate(h clientele.History) float64
	ExpectedDropout(h clientele.History) float64
	AppendPurchases(dst []float64, r *rand.Rand, h clientele.History, t float64) []float64
	Mean(t float64) float64
	Var(t float64) float64
	MeanDiscounted(rate, t float64) float64
	Prob(n int, t float64) float64
	Survival(t float64) float64
	Rand(r *rand.Rand, age float64) clientele.History
}

// AnyModel is a purchase model that is chosen at run time: one of those of
// [Kinds], with all its quantities, in a variable of one type. It is a model
// itself, so that whatever takes a fit takes a Fit[AnyModel] too: intervals,
// draws, value.NewFittedCLV, comparisons; and it is stored and restored by the kind
// of the model in it. The zero AnyModel holds no model: it has no parameters, and
// its quantities panic.
type AnyModel struct{ Process }

// NewAnyModel returns the model m, which must be one of [Kinds]; another one panics.
func NewAnyModel[M interface {
	clientele.Model[M]
	Process
}](m M) AnyModel {
	if kindNamed(clientele.Kind(m)) == nil {
		panic("btyd: NewAnyModel of a model that is none of Kinds")
	}
	return AnyModel{m}
}

// Held returns the model that m holds, such as a BGNBD, or nil.
func (m AnyModel) Held() any {
	if m.Process == nil {
		return nil
	}
	return m.Process
}

// Kind returns the permanent name of the model that m holds, "" if there is none.
func (m AnyModel) Kind() string {
	if m.Process == nil {
		return ""
	}
	return clientele.Kind(m.Process)
}

// Params returns those of the model that m holds, none if there is none.
func (m AnyModel) Params() []clientele.Param {
	if m.Process == nil {
		return nil
	}
	return m.Process.Params()
}

// WithParams returns a model of the same kind with the parameters v.
func (m AnyModel) WithParams(v []float64) AnyModel {
	if k := kindNamed(m.Kind()); k != nil {
		return AnyModel{k.with(m.Process, v)}
	}
	return m
}

// refitter is that of the model that m holds.
func (m AnyModel) refitter(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*mle.Refitter[AnyModel], error) {
	if k := kindNamed(m.Kind()); k != nil && k.refit != nil {
		return k.refit(ctx, m.Process, p, opt)
	}
	return nil, &clientele.InputError{Where: "btyd.AnyModel", Field: "kind", Value: m.Kind(), Want: "a model that is fitted to a Panel; for SwitchingParetoNBD use the fit of that type and its TimelinePanel"}
}

// TimeUnit returns the unit of the model that m holds, 0 if it is not known.
func (m AnyModel) TimeUnit() clientele.Unit {
	if timed, ok := m.Process.(interface{ TimeUnit() clientele.Unit }); ok {
		return timed.TimeUnit()
	}
	return 0
}

// WithUnit returns the model with the unit u written to it.
func (m AnyModel) WithUnit(u clientele.Unit) AnyModel {
	if k := kindNamed(m.Kind()); k != nil {
		return AnyModel{k.in(m.Process, u)}
	}
	return m
}

// MarshalJSON writes the model that m holds, with its kind; null if there is none.
func (m AnyModel) MarshalJSON() ([]byte, error) {
	if m.Process == nil {
		return []byte("null"), nil
	}
	return json.Marshal(m.Process)
}

// UnmarshalJSON reads any model of [Kinds], which must say its kind; m is
// unchanged on error.
func (m *AnyModel) UnmarshalJSON(data []byte) error {
	var said struct {
		Kind string `json:"kind"`
	}
	if string(data) == "null" {
		*m = AnyModel{}
		return nil
	}
	if err := json.Unmarshal(data, &said); err != nil {
		return err
	}
	k := kindNamed(said.Kind)
	if k == nil {
		return unknownKind("btyd.AnyModel", said.Kind)
	}
	p, err := k.read(data)
	if err != nil {
		return err
	}
	*m = AnyModel{p}
	return nil
}

// FitAny fits the model of the given kind, such as "btyd.BGNBD". The models of
// regular timing choose their regularity. Errors are those of the kind's own Fit
// function, and an *InputError for a kind that is none of [Kinds] and for
// [SwitchingParetoNBD], which needs the gaps: [FitAnyTimelines].
func FitAny(ctx context.Context, kind string, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[AnyModel], error) {
	k := kindNamed(kind)
	if k == nil {
		return nil, unknownKind("btyd.FitAny", kind)
	}
	return k.fit(ctx, p, opt)
}

// FitAnyTimelines is [FitAny] for timelines, of which [SwitchingParetoNBD] sees the
// gaps, those with regular timing their logs, and the others the histories.
func FitAnyTimelines(ctx context.Context, kind string, p *TimelinePanel, opt *clientele.FitOptions) (*clientele.Fit[AnyModel], error) {
	k := kindNamed(kind)
	if k == nil {
		return nil, unknownKind("btyd.FitAnyTimelines", kind)
	}
	if k.fitTimelines != nil {
		return k.fitTimelines(ctx, p, opt)
	}
	return k.fit(ctx, p.Panel(), opt)
}

// ProbPurchasesOf returns P(exactly n purchases in (Age, Age+t]) of a customer with
// all their purchases, of which a model that does not look at the gaps sees the history.
func (m AnyModel) ProbPurchasesOf(c Timeline, t float64, n int) float64 {
	if s, ok := m.Process.(SwitchingParetoNBD); ok {
		return s.Follow(c).ProbPurchases(t, n)
	}
	return m.ProbPurchases(c.History(), t, n)
}

// ExpectedPurchasesOf returns the expected purchases in (Age, Age+t] of the same.
func (m AnyModel) ExpectedPurchasesOf(c Timeline, t float64) float64 {
	if s, ok := m.Process.(SwitchingParetoNBD); ok {
		return s.Follow(c).ExpectedPurchases(t)
	}
	return m.ExpectedPurchases(c.History(), t)
}

// AnyFit returns a fit as one of AnyModel: the same receipt, nil for nil.
func AnyFit[M interface {
	clientele.Model[M]
	Process
}](f *clientele.Fit[M]) *clientele.Fit[AnyModel] {
	if f == nil {
		return nil
	}
	return &clientele.Fit[AnyModel]{Model: NewAnyModel(f.Model), LogLik: f.LogLik, N: f.N, Iters: f.Iters,
		Cov: f.Cov, Robust: f.Robust, Flat: f.Flat, AsOf: f.AsOf, Warnings: f.Warnings}
}

// Kinds returns the names of the models that AnyModel holds. FitAny fits those that
// need no gaps, FitAnyTimelines all.
func Kinds() []string {
	out := make([]string, len(modelKinds))
	for i, k := range modelKinds {
		out[i] = k.name
	}
	return out
}

// modelKind is what must be known of a model to treat it as any other one.
type modelKind struct {
	name string
	with func(p Process, v []float64) Process
	in   func(p Process, u clientele.Unit) Process
	read func(data []byte) (Process, error)
	fit  func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[AnyModel], error)

	// refit is nil where a Panel does not tell what the model is fitted to.
	refit func(ctx context.Context, m Process, p *clientele.Panel, opt *clientele.FitOptions) (*mle.Refitter[AnyModel], error)

	fitTimelines func(ctx context.Context, p *TimelinePanel, opt *clientele.FitOptions) (*clientele.Fit[AnyModel], error) // nil if the panel does
}

// modelKinds lists every model of histories. A new model is added here; a test
// fails where one is forgotten.
var modelKinds []modelKind

func init() {
	modelKinds = []modelKind{
		kindOf(FitNBD),
		kindOf(FitBGNBD),
		kindOf(FitMBGNBD),
		kindOf(FitParetoNBD),
		kindOf(FitGGompertzNBD),
		kindOf(func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[BGCNBD], error) {
			return FitBGCNBD(ctx, p, 0, opt)
		}),
		kindOf(func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[MBGCNBD], error) {
			return FitMBGCNBD(ctx, p, 0, opt)
		}),
		kindOf(func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[CorrelatedParetoNBD], error) {
			return FitCorrelatedParetoNBD(ctx, p, 1, opt)
		}),
		switchingKind(),
	}
}

func switchingKind() modelKind {
	k := kindOf(func(context.Context, *clientele.Panel, *clientele.FitOptions) (*clientele.Fit[SwitchingParetoNBD], error) {
		return nil, &clientele.InputError{Where: "btyd.FitAny", Field: "kind", Value: "btyd.SwitchingParetoNBD", Want: "FitAnyTimelines with a TimelinePanel: the model is fitted to the gaps, which a Panel has not"}
	})
	k.fitTimelines = func(ctx context.Context, p *TimelinePanel, opt *clientele.FitOptions) (*clientele.Fit[AnyModel], error) {
		f, err := FitSwitchingParetoNBD(ctx, p, opt)
		return AnyFit(f), err
	}
	return k
}

func kindOf[M interface {
	clientele.Model[M]
	Process
}](fit func(context.Context, *clientele.Panel, *clientele.FitOptions) (*clientele.Fit[M], error)) modelKind {
	var zero M
	k := modelKind{
		name: clientele.Kind(zero),
		with: func(p Process, v []float64) Process { return p.(M).WithParams(v) },
		in: func(p Process, u clientele.Unit) Process {
			if timed, ok := p.(clientele.Timed[M]); ok {
				return timed.WithUnit(u)
			}
			return p
		},
		read: func(data []byte) (Process, error) {
			var m M
			err := json.Unmarshal(data, &m)
			return m, err
		},
		fit: func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[AnyModel], error) {
			f, err := fit(ctx, p, opt)
			return AnyFit(f), err
		},
	}
	if _, fitted := any(zero).(Fittable[M, *clientele.Panel]); fitted {
		k.refit = func(ctx context.Context, m Process, p *clientele.Panel, opt *clientele.FitOptions) (*mle.Refitter[AnyModel], error) {
			r, err := m.(Fittable[M, *clientele.Panel]).refitter(ctx, p, opt)
			return mle.Refitting(r, func(m M) AnyModel { return AnyModel{m} }), err
		}
	}
	return k
}

func kindNamed(name string) *modelKind {
	i := slices.IndexFunc(modelKinds, func(k modelKind) bool { return k.name == name })
	if i < 0 {
		return nil
	}
	return &modelKinds[i]
}

func unknownKind(where, kind string) error {
	return &clientele.InputError{Where: where, Field: "kind", Value: kind, Want: "one of btyd.Kinds, such as btyd.BGNBD"}
}
