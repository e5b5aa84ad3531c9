package lifecycle

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/internal/wire"
)

// WarnSeasonUnknown is the code of the warning that no season was learned: what the
// months of one year say does not tell those of another. Value: the years of purchases.
const WarnSeasonUnknown = "lifecycle.season-unknown"

var _ = reason.Register(map[string]reason.Text{
	WarnSeasonUnknown: {
		English: "no calendar is learned: in {value} {value|year|years} of purchases the months of one year do not tell those of another; give the weights of the year if they are known",
		Chinese: "未学习日历：{value} 年的购买数据中，一年各月的情况无法预测另一年；如已知各月权重，请直接提供"},
})

// LearnedSeason is how a base buys through the year, as far as one year tells another.
type LearnedSeason struct {
	Weights  [12]float64 `json:"weights"`  // of the months, January first, against an even spread: 1 each if nothing was learned
	Strength float64     `json:"strength"` // purchases that each month is held to be even for; +Inf if nothing was learned
	Gain     float64     `json:"gain"`     // log-likelihood of each year by the others' weights, over an even spread
	Years    int         `json:"years"`    // calendar years with purchases
}

// leastGain is the held-out log-likelihood that a season must gain: odds of twenty.
const leastGain = 3

// Learned returns the weights of the months, drawn towards an even year
//
//	w = (purchases + τ) / (expected + τ)
//
// with the strength τ at which the weights learned from all other years give the
// purchases of each year the highest likelihood, given their number: what happens in one
// year alone is no season (cross-validation by year, Stone 1974). If that is not better
// than an even year by a likelihood of 20 to 1 nothing is learned, as from a single year.
func (s *Season) Learned() LearnedSeason {
	l := LearnedSeason{Strength: math.Inf(1), Years: len(s.years)}
	for tau := 1.0; tau <= 1e6; tau *= math.Sqrt2 {
		if gain := s.heldOut(tau); gain > l.Gain {
			l.Gain, l.Strength = gain, tau
		}
	}
	if !(l.Gain >= leastGain) {
		l.Strength = math.Inf(1)
	}
	seen, expected := s.months(-1)
	l.Weights = drawn(seen, expected, l.Strength)
	return l
}

// heldOut returns the log-likelihood of the years' months by weights of the other
// years, less that by an even spread.
func (s *Season) heldOut(tau float64) float64 {
	gain := 0.0
	for i := range s.years {
		y := &s.years[i]
		seen, expected := s.months(i)
		w := drawn(seen, expected, tau)
		sum, even, n := 0.0, 0.0, 0.0
		for m, k := range y.seen {
			e := y.expected[m].Value()
			if e <= 0 {
				continue
			}
			gain += float64(k) * math.Log(w[m])
			sum, even, n = sum+e*w[m], even+e, n+float64(k)
		}
		if n > 0 {
			gain -= n * math.Log(sum/even)
		}
	}
	return gain
}

// drawn returns the weights of months, drawn towards 1.
func drawn(seen, expected [12]float64, tau float64) (w [12]float64) {
	for m := range w {
		w[m] = 1
		if tau < math.Inf(1) {
			w[m] = (seen[m] + tau) / (expected[m] + tau)
		}
	}
	return w
}

// Supported reports whether there is a season to learn.
func (l LearnedSeason) Supported() bool { return l.Strength < math.Inf(1) }

// Warnings returns the warning that nothing was learned, if so.
func (l LearnedSeason) Warnings() []clientele.Warning {
	if l.Supported() {
		return nil
	}
	return []clientele.Warning{{Code: WarnSeasonUnknown, Value: float64(l.Years)}}
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (l LearnedSeason) MarshalJSON() ([]byte, error) { return wire.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (l *LearnedSeason) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, l) }
