package keyaccount

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/concentration"
	"github.com/clientele-go/clientele/internal/order"
	"github.com/clientele-go/clientele/internal/policy"
)

// RevenueConcentration says on how few accounts the revenue rests.
type RevenueConcentration struct {
	Accounts  int     `json:"accounts"`
	HHI       float64 `json:"hhi"`       // Herfindahl–Hirschman index, the sum of the squared shares: 1/n to 1
	Effective float64 `json:"effective"` // 1/HHI: so many equal accounts would be as concentrated
	// Interval holds the index of the accounts' usual revenue, of which the
	// year at hand is one observation; see Concentrate.
	Interval clientele.Interval `json:"interval"`
	Top1     float64            `json:"top1"` // share of the largest account, CR1
	Top5     float64            `json:"top5"`
	Top10    float64            `json:"top10"`
	Flagged  []int              `json:"flagged,omitempty"` // accounts with at least the flagged share, by their place, the largest first
}

// ConcentrationOptions steer Concentrate; nil and zero fields mean the defaults.
type ConcentrationOptions struct {
	Flag  float64 `json:"flag,omitempty"`  // share from which an account is flagged; default 0.10, the rule of financial reporting (SFAS 131, IFRS 8.34)
	Swing float64 `json:"swing,omitempty"` // coefficient of variation of one account's revenue from year to year, in (0, 1]; default 0.25. Swing estimates it
	Level float64 `json:"level,omitempty"` // of the interval; default 0.95
}

// Concentrate measures how concentrated the revenue is; revenues are ≥ 0, one
// an account, with a total above 0.
//
// The interval takes every account's revenue r as its usual revenue times an
// independent error with coefficient of variation c = Swing. With shares s, to
// second order in c,
//
//	E[HHI] = HHI₀ · (1 + c² (1 − 4 Σs³/HHI + 3 HHI)),   sd[ln HHI] = 2c √(Σ s²(s − HHI)²) / HHI
//
// and the interval is normal for ln HHI₀, cut to [1/n, 1]. The accounts
// themselves are taken as given: it says nothing of customers yet to come. The
// approximation is good up to c of about 0.3.
func Concentrate(revenues []float64, opt *ConcentrationOptions) (RevenueConcentration, error) {
	if err := opt.Check(); err != nil {
		return RevenueConcentration{}, err
	}
	o := opt.filled()
	r, err := rankRevenues("keyaccount.Concentrate", revenues)
	if err != nil {
		return RevenueConcentration{}, err
	}
	h := r.HHI()
	c := RevenueConcentration{
		Accounts: len(revenues), HHI: h, Effective: 1 / h,
		Top1: r.Ratio(1), Top5: r.Ratio(5), Top10: r.Ratio(10),
		Interval: hhiInterval(r, h, o),
	}
	for i, v := range revenues {
		if v/r.Total() >= o.Flag {
			c.Flagged = append(c.Flagged, i)
		}
	}
	slices.SortStableFunc(c.Flagged, func(i, j int) int { return descending(revenues[i], revenues[j]) })
	return c, nil
}

// hhiInterval returns the interval that Concentrate describes.
func hhiInterval(r *concentration.Ranked, h float64, o ConcentrationOptions) clientele.Interval {
	cubes, spread := 0.0, 0.0
	for i := range r.Len() { // the largest first: the same order, and bits, for the accounts in any order
		s := r.Value(i) / r.Total()
		cubes += s * s * s
		spread += s * s * (s - h) * (s - h)
	}
	centre := math.Log(h) - math.Log1p(o.Swing*o.Swing*(1-4*cubes/h+3*h))
	half := distuv.UnitNormal.Quantile((1+o.Level)/2) * 2 * o.Swing * math.Sqrt(spread) / h
	least := 1 / float64(r.Len())
	clip := func(x float64) float64 { return math.Min(math.Max(math.Exp(x), least), 1) }
	return clientele.Interval{Lo: clip(centre - half), Hi: clip(centre + half), Level: o.Level}
}

func (o *ConcentrationOptions) filled() ConcentrationOptions {
	q := policy.Copy(o)
	policy.Default(&q.Flag, .10)
	policy.Default(&q.Swing, .25)
	policy.Default(&q.Level, .95)
	return q
}

// Check returns an *clientele.InputError for the first option out of range.
func (o *ConcentrationOptions) Check() error {
	q := o.filled()
	if !(q.Flag > 0 && q.Flag <= 1) || !(q.Swing > 0 && q.Swing <= 1) || !(q.Level > 0 && q.Level < 1) {
		return bad("ConcentrationOptions", "flag, swing, level", [3]float64{q.Flag, q.Swing, q.Level}, "a share in (0, 1], a coefficient of variation in (0, 1] and a level between 0 and 1")
	}
	return nil
}

// rankRevenues ranks revenues that are ≥ 0 with a total above 0.
func rankRevenues(where string, revenues []float64) (*concentration.Ranked, error) {
	for i, v := range revenues {
		if !(v >= 0 && v <= maxMoney) {
			return nil, &clientele.InputError{Where: where, Field: fmt.Sprintf("revenue %d", i), Value: v, Want: "an amount in [0, 1e15]"}
		}
	}
	r, err := concentration.Rank(where, revenues)
	if err != nil {
		return nil, err
	}
	if !(r.Total() > 0) {
		return nil, &clientele.InputError{Where: where, Field: "total revenue", Value: r.Total(), Want: "a total above 0"}
	}
	return r, nil
}

// Swing estimates the coefficient of variation of one account's revenue from
// year to year, from the same accounts in two years: the standard deviation of
// ln(now/before) about its median over √2, by way of the median absolute
// deviation, so that a few lost or won orders do not make everybody look
// unsteady. Pairs with a 0 are left out: that is churn, not swing. Fewer than
// 10 pairs say nothing, and the error matches clientele.ErrNotIdentified.
func Swing(before, now []float64) (float64, error) {
	if len(before) != len(now) {
		return 0, bad("Swing", "lengths", [2]int{len(before), len(now)}, "the same accounts in both years")
	}
	var logs []float64
	for i := range before {
		if !(before[i] >= 0 && before[i] <= maxMoney) || !(now[i] >= 0 && now[i] <= maxMoney) {
			return 0, bad("Swing", fmt.Sprintf("revenues of account %d", i), [2]float64{before[i], now[i]}, "amounts in [0, 1e15]")
		}
		if before[i] > 0 && now[i] > 0 {
			logs = append(logs, math.Log(now[i]/before[i]))
		}
	}
	if len(logs) < 10 {
		return 0, fmt.Errorf("keyaccount.Swing: %d accounts with revenue in both years; want at least 10, or use the default: %w", len(logs), clientele.ErrNotIdentified)
	}
	centre := order.Median(logs)
	for i := range logs {
		logs[i] = math.Abs(logs[i] - centre)
	}
	sigma := order.Median(logs) / distuv.UnitNormal.Quantile(.75) / math.Sqrt2
	return math.Sqrt(math.Expm1(sigma * sigma)), nil // of a lognormal error
}

// descending compares so that the larger comes first.
func descending(a, b float64) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}
