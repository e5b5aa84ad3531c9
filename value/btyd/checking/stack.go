package checking

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/calibration"
	"github.com/clientele-go/clientele/internal/logistic"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/value/btyd"
)

// SilenceForecast is what a model says of a customer's next stretch of time.
type SilenceForecast struct {
	Silent    float64 `json:"silent"`    // P(no purchase)
	Purchases float64 `json:"purchases"` // expected
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (f SilenceForecast) MarshalJSON() ([]byte, error) { return wire.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (f *SilenceForecast) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, f) }

// SilenceForecaster forecasts the next t of a customer.
type SilenceForecaster func(c btyd.Timeline, t float64) SilenceForecast

// MarshalJSON refuses: a forecaster is a function.
func (SilenceForecaster) MarshalJSON() ([]byte, error) {
	return nil, &clientele.InputError{Where: "checking.SilenceForecaster", Field: "JSON", Value: "a function", Want: "its fit stored"}
}

// SilenceCandidate is a model that can take part in a [SilenceStack].
type SilenceCandidate struct {
	Name string
	Fit  func(ctx context.Context, p *btyd.TimelinePanel) (SilenceForecaster, error)
}

// MarshalJSON refuses: a candidate is a function.
func (c SilenceCandidate) MarshalJSON() ([]byte, error) {
	return nil, &clientele.InputError{Where: "checking.SilenceCandidate", Field: "JSON", Value: c.Name, Want: "its name stored; it is made of functions"}
}

// SilenceCandidates returns the models that a stack chooses from by default: the
// Pareto/NBD, the MBG/NBD, the gamma/Gompertz/NBD, the MBG/CNBD-k of regular gaps, and
// the Pareto/NBD with a slow state.
func SilenceCandidates() []SilenceCandidate {
	return SilenceCandidatesOf("btyd.ParetoNBD", "btyd.MBGNBD", "btyd.GGompertzNBD", "btyd.MBGCNBD", "btyd.SwitchingParetoNBD")
}

// SilenceCandidatesOf returns the models of the given kinds, which are those of
// [btyd.Kinds]; of another one the fit fails.
func SilenceCandidatesOf(kinds ...string) []SilenceCandidate {
	out := make([]SilenceCandidate, len(kinds))
	for i, kind := range kinds {
		out[i] = candidate(kind, func(ctx context.Context, p *btyd.TimelinePanel) (*clientele.Fit[btyd.AnyModel], error) {
			return btyd.FitAnyTimelines(ctx, kind, p, nil)
		})
	}
	return out
}

// SilenceCandidatesNear returns the models of the kinds of fits to all that is known,
// whose ends are where the search begins at an origin: the same maxima in a third of
// the time. Where it finds a ridge, on which its end would remember what came later, it
// begins anew with the data's own starts, and takes not more than 30 steps from each.
func SilenceCandidatesNear(fits ...*clientele.Fit[btyd.AnyModel]) []SilenceCandidate {
	const steps = 30
	out := make([]SilenceCandidate, len(fits))
	for i, whole := range fits {
		kind := whole.Model.Kind()
		near := &clientele.FitOptions{Near: true, MaxIter: steps}
		for _, q := range whole.Model.Params() {
			near.Start = append(near.Start, q.Value)
		}
		out[i] = candidate(kind, func(ctx context.Context, p *btyd.TimelinePanel) (*clientele.Fit[btyd.AnyModel], error) {
			if len(whole.Flat) == 0 {
				if fit, err := btyd.FitAnyTimelines(ctx, kind, p, near); err == nil && len(fit.Flat) == 0 {
					return fit, nil
				}
			}
			return btyd.FitAnyTimelines(ctx, kind, p, &clientele.FitOptions{MaxIter: steps})
		})
	}
	return out
}

func candidate(kind string, fitted func(ctx context.Context, p *btyd.TimelinePanel) (*clientele.Fit[btyd.AnyModel], error)) SilenceCandidate {
	return SilenceCandidate{kind, func(ctx context.Context, p *btyd.TimelinePanel) (SilenceForecaster, error) {
		fit, err := fitted(ctx, p)
		if fit == nil {
			return nil, err
		}
		return func(c btyd.Timeline, t float64) SilenceForecast {
			if s, ok := fit.Model.Held().(btyd.SwitchingParetoNBD); ok {
				k := s.Follow(c) // one pass for both
				return SilenceForecast{k.ProbPurchases(t, 0), k.ExpectedPurchases(t)}
			}
			return SilenceForecast{fit.Model.ProbPurchasesOf(c, t, 0), fit.Model.ExpectedPurchasesOf(c, t)}
		}, err
	}}
}

// SilenceStack mixes what several models say of silence, with the weights that would
// have had the best log score at origins inside the observed data. Weights are at least
// 0 and sum to 1; where the mixture is not better than the best single model by more
// than a standard error, that one has all of it. Slope and Intercept are those of a
// recalibration (logit p → Intercept + Slope·logit p), 1 and 0 where it was not asked
// for or does not help; Recalibrated says which, and the reasons say so.
type SilenceStack struct {
	Names        []string  `json:"names"`
	Weights      []float64 `json:"weights"`
	Scores       []float64 `json:"scores"`    // mean log score of each model at the origins, smaller is better
	Score        float64   `json:"score"`     // of the stack, on the same forecasts
	Gain         float64   `json:"gain"`      // of the mixture's mean log score on that of the best single model
	GainSE       float64   `json:"gain_se"`   // its standard error over the customers
	Forecasts    int       `json:"forecasts"` // at all origins
	Customers    int       `json:"customers"` // of whom they are
	Recalibrated bool      `json:"recalibrated"`
	Intercept    float64   `json:"intercept"`
	Slope        float64   `json:"slope"`

	origins []calibration.Prediction
}

// Origins returns what the stack says at the origins of silence and whether it came,
// which its weights were learned on. A stack that was stored and read has none.
func (s *SilenceStack) Origins() []calibration.Prediction { return s.origins }

// MarshalJSON writes the fields; a number that is not finite is null.
func (s SilenceStack) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes.
func (s *SilenceStack) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// StackOptions steer FitSilenceStack; nil and zero fields mean the defaults.
type StackOptions struct {
	Back        []float64          // how long before the end of observation the origins lie; default an eighth, a quarter and three eighths of the longest age
	Recalibrate bool               // correct the stack by its own forecasts at the origins, where they reach half of the horizon, Schwarz's criterion says that it helps, and it helps at each origin when learned from the others
	Candidates  []SilenceCandidate `json:"-"` // default SilenceCandidates
}

// MarshalJSON writes the fields but Candidates, which are functions.
func (o StackOptions) MarshalJSON() ([]byte, error) { return wire.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes.
func (o *StackOptions) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, o) }

// FitSilenceStack plays the past again: at each origin the candidates are fitted to
// what was known then, and their forecasts of the time from there to the horizon (or
// to the end of observation, if that is sooner) held against what came. A candidate
// that cannot be fitted at an origin is left out with weight 0. The error matches
// [clientele.ErrNoData] where no forecast could be made, is a [*clientele.InputError]
// for a horizon or an origin that is not above 0, or the context's cause.
func FitSilenceStack(ctx context.Context, p *btyd.TimelinePanel, horizon float64, opt *StackOptions) (*SilenceStack, error) {
	const where = "checking.FitSilenceStack"
	var o StackOptions
	if opt != nil {
		o = *opt
	}
	if o.Candidates == nil {
		o.Candidates = SilenceCandidates()
	}
	if o.Back == nil {
		longest := longestAge(p)
		o.Back = []float64{longest / 8, longest / 4, longest * 3 / 8}
	}
	origins, err := originsOf(where, p, o.Back, horizon)
	if err != nil {
		return nil, err
	}
	var said [][]float64 // of a forecast, of a candidate
	var silent []bool
	var who, at []int // the customer and the origin of each
	failed := make([]bool, len(o.Candidates))
	for number, past := range origins {
		first := len(said)
		for i := range past.now {
			said = append(said, make([]float64, len(o.Candidates)))
			silent, at = append(silent, past.later[i] == 0), append(at, number)
		}
		who = append(who, past.who...)
		for k, candidate := range o.Candidates {
			forecast, err := candidate.Fit(ctx, past.known)
			if ctx.Err() != nil {
				return nil, err
			}
			if failed[k] = failed[k] || forecast == nil; failed[k] {
				continue
			}
			for i, was := range past.now {
				if i > 0 && was.Age == past.now[i-1].Age && slices.Equal(was.Purchases, past.now[i-1].Purchases) {
					said[first+i][k] = said[first+i-1][k]
					continue
				}
				said[first+i][k] = forecast(was, past.length).Silent
				if v := said[first+i][k]; !(v >= 0 && v <= 1) {
					failed[k] = true
				}
			}
		}
	}
	if len(said) == 0 || !slices.Contains(failed, false) {
		return nil, fmt.Errorf("%s: %w: no forecast could be made at the origins; observe for longer, or put the origins nearer", where, clientele.ErrNoData)
	}
	o.Recalibrate = o.Recalibrate && slices.Max(o.Back) >= horizon/2
	return stack(ctx, o, said, silent, failed, who, at)
}

// stack finds the weights.
func stack(ctx context.Context, o StackOptions, said [][]float64, silent []bool, failed []bool, who, origin []int) (*SilenceStack, error) {
	k := len(o.Candidates)
	s := &SilenceStack{Scores: make([]float64, k), Forecasts: len(said), Slope: 1}
	open := make([]bool, k)
	for i, c := range o.Candidates {
		s.Names = append(s.Names, c.Name)
		open[i] = !failed[i]
	}
	came := make([][]float64, len(said)) // probability of what came
	for i, row := range said {
		came[i] = make([]float64, k)
		for j, v := range row {
			if failed[j] {
				v = 0
			} else if !silent[i] {
				v = 1 - v
			}
			came[i][j] = math.Max(v, least)
			s.Scores[j] -= math.Log(came[i][j]) / float64(len(said))
		}
	}
	for j := range s.Scores {
		if failed[j] {
			s.Scores[j] = math.NaN()
		}
	}
	s.Weights = mixtureWeights(came, open)
	best := s.Best()
	s.Gain, s.GainSE, s.Customers = mixtureGain(came, s.Weights, best, who)
	if !(s.Gain > s.GainSE) {
		clear(s.Weights)
		s.Weights[best] = 1
	}
	if o.Recalibrate {
		if err := s.recalibrate(ctx, said, silent, origin); err != nil {
			return nil, err
		}
	}
	s.Score = s.score(said, silent)
	for i, row := range said {
		s.origins = append(s.origins, calibration.Prediction{Probability: s.Silent(row), Happened: silent[i]})
	}
	return s, nil
}

const least = 1e-12 // a model that was sure and wrong does not end the sum

// score returns the mean log score of the stack.
func (s *SilenceStack) score(said [][]float64, silent []bool) float64 {
	sum := 0.0
	for i, row := range said {
		v := s.Silent(row)
		if !silent[i] {
			v = 1 - v
		}
		sum -= math.Log(math.Max(v, least))
	}
	return sum / float64(len(said))
}

// recalibrate learns the correction from all origins, and keeps it where it raises
// probabilities with those of the models, Schwarz's criterion says that it helps, and
// what the other origins teach helps at each one on the whole: what they have in
// common is the models' error, what only one of them has is its season.
func (s *SilenceStack) recalibrate(ctx context.Context, said [][]float64, silent []bool, origin []int) error {
	part := func(in func(origin int) bool) (rows [][]float64, came []bool) {
		for i, row := range said {
			if in(origin[i]) {
				rows, came = append(rows, row), append(came, silent[i])
			}
		}
		return rows, came
	}
	learned := func(rows [][]float64, came []bool) (*SilenceStack, error) {
		d := logistic.NewData(1)
		for i, row := range rows {
			y := 0.0
			if came[i] {
				y = 1
			}
			if err := d.Add([]float64{logit(mixed(s.Weights, row))}, y, 1); err != nil {
				return nil, err
			}
		}
		f, err := logistic.Fit(ctx, d, &logistic.Options{Names: []string{"stack"}})
		if err != nil {
			return nil, err
		}
		c := *s
		c.Recalibrated, c.Intercept, c.Slope = true, f.Coef[0], f.Coef[1]
		return &c, nil
	}
	all, err := learned(said, silent)
	if ctx.Err() != nil {
		return fmt.Errorf("checking.FitSilenceStack: recalibration: %w", err)
	}
	// The forecasts of one customer at several origins are worth one.
	n := float64(s.Customers)
	if err != nil || !(all.Slope > 0) || !(n*(s.score(said, silent)-all.score(said, silent)) > math.Log(n)) {
		return nil
	}
	gain, last := 0.0, origin[len(origin)-1]
	for k := 0; k <= last && last > 0; k++ {
		rows, came := part(func(o int) bool { return o == k })
		if len(rows) == 0 {
			continue
		}
		others, err := learned(part(func(o int) bool { return o != k }))
		if ctx.Err() != nil {
			return fmt.Errorf("checking.FitSilenceStack: recalibration: %w", err)
		}
		if err != nil {
			return nil
		}
		gain += float64(len(rows)) * (s.score(rows, came) - others.score(rows, came))
	}
	if last == 0 || gain > 0 {
		s.Recalibrated, s.Intercept, s.Slope = true, all.Intercept, all.Slope
	}
	return nil
}

func logit(p float64) float64 {
	const sure = 30
	return math.Max(-sure, math.Min(math.Log(p)-math.Log1p(-p), sure))
}

// Silent returns the stack's P(no purchase) from those of its models, in the order of
// Names; a model of weight 0 is not looked at. NaN if there is not one for each.
func (s *SilenceStack) Silent(said []float64) float64 {
	if len(said) != len(s.Weights) {
		return math.NaN()
	}
	p := mixed(s.Weights, said)
	if !s.Recalibrated {
		return p
	}
	return special.Logistic(s.Intercept + s.Slope*logit(p))
}

// Purchases returns the stack's expected purchases from those of its models.
func (s *SilenceStack) Purchases(said []float64) float64 {
	if len(said) != len(s.Weights) {
		return math.NaN()
	}
	return mixed(s.Weights, said)
}

// Best returns the place of the model with the best log score at the origins.
func (s *SilenceStack) Best() int {
	return bestOf(s.Scores)
}

// Codes of the reasons of a [SilenceStack].
const (
	ReasonStackBest         = "checking.stack-best"         // the best single model, beside the stack
	ReasonStackWeight       = "checking.stack-weight"       // its weight in the stack
	ReasonStackRecalibrated = "checking.stack-recalibrated" // the probabilities were corrected
)

var _ = reason.Register(map[string]reason.Text{
	ReasonStackBest: {
		English: "at the origins inside the data the best single model has a log score of {value}, the stack of {limit} (smaller is better)",
		Chinese: "在数据内部的回测起点上，最佳单一模型的对数评分为 {value}，组合模型为 {limit}（越小越好）"},
	ReasonStackWeight: {
		English: "the best single model has {value:%} of the weight",
		Chinese: "最佳单一模型的权重为 {value:%}"},
	ReasonStackRecalibrated: {
		English: "the probabilities are recalibrated at those origins: slope {value}, which is {limit} where nothing is to correct",
		Chinese: "概率已按这些起点重新校准：斜率 {value}（无需校正时为 {limit}）"},
})

// AppendReasons appends the log scores of the best model and of the stack, the best
// one's weight, and whether the probabilities were recalibrated.
func (s *SilenceStack) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	best := s.Best()
	dst = append(dst,
		clientele.Reason{Code: ReasonStackBest, Value: s.Scores[best], Limit: s.Score},
		clientele.Reason{Code: ReasonStackWeight, Value: s.Weights[best], Limit: math.NaN()})
	if s.Recalibrated {
		dst = append(dst, clientele.Reason{Code: ReasonStackRecalibrated, Value: s.Slope, Limit: 1})
	}
	return dst
}
