package programme

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/normal"
)

// Liability is what the points outstanding will cost.
type Liability struct {
	Outstanding int64              // points that can still be redeemed
	Redemptions float64            // of them, expected to be
	SE          float64            // standard error of Redemptions
	URR         float64            // ultimate redemption rate: points ever redeemed over points issued
	Breakage    float64            // 1 − URR: points never redeemed
	Cost        float64            // Redemptions × cost per point
	Interval    clientele.Interval // of Cost
	Vintages    []VintageLiability // oldest first; nil for FlatLiability
	Warnings    []clientele.Warning
}

// VintageLiability is the share of one vintage.
type VintageLiability struct {
	Outstanding int64
	Redemptions float64 // expected of the outstanding
	SE          float64
	URR         float64 // of the vintage
}

// Liability projects the redemptions still to come by ChainLadder on the
// run-off triangle and prices them at costPerPoint > 0. A vintage of which
// nothing was redeemed yet, or less than a twentieth of what will be, would
// hang on that little: its reserve is what is still to come of the points it
// issued at the rate of all vintages (Bornhuetter and Ferguson 1972; Σ redeemed /
// Σ issued × share developed, Bühlmann's Cape Cod rate), with a warning. No vintage redeems more
// than it has outstanding; a projection cut to that is warned of, and so are
// points outstanding beyond the oldest age, which the triangle cannot see. The
// interval is lognormal with the mean and standard error of the projection, as
// Mack (1993, §6) recommends for its skewness, and cut at the cost of all
// points outstanding; at level 0.95 it held what came in 93 % of simulated
// triangles of eight vintages, whose variances are estimated from few points.
// Errors are those of ChainLadder. It panics unless level
// lies in (0, 1).
func (r RunOff) Liability(costPerPoint, level float64) (*Liability, error) {
	z := normal.Z(level)
	if err := checkCost(costPerPoint); err != nil {
		return nil, err
	}
	triangle := r.Triangle()
	p, base, err := ladder(triangle)
	if err != nil {
		return nil, err
	}
	prior := r.prior(p)
	p.project(triangle, base, prior)
	out := &Liability{SE: p.TotalSE}
	issued, ultimate := int64(0), 0.0
	for i, v := range r {
		own := VintageLiability{Outstanding: v.Outstanding, Redemptions: p.Reserve[i], SE: p.SE[i]}
		if prior.expected[i] > 0 {
			out.Warnings = append(out.Warnings, clientele.Warning{Code: WarnUndeveloped, Subject: fmt.Sprint(i + 1), Value: p.Reserve[i]})
		}
		if limit := float64(v.Outstanding); own.Redemptions > limit {
			own.Redemptions = limit
			out.Warnings = append(out.Warnings, clientele.Warning{Code: WarnCapped, Subject: fmt.Sprint(i + 1), Value: p.Reserve[i]})
		}
		redeemed := float64(v.Redeemed[len(v.Redeemed)-1]) + own.Redemptions
		own.URR = redeemed / float64(v.kept())
		out.Vintages = append(out.Vintages, own)
		out.Outstanding += v.Outstanding
		out.Redemptions += own.Redemptions
		issued += v.kept()
		ultimate += redeemed
	}
	if tail := r[0].Outstanding; tail > 0 {
		out.Warnings = append(out.Warnings, clientele.Warning{Code: WarnTail, Value: float64(tail)})
	}
	out.URR = ultimate / float64(issued)
	out.Breakage = 1 - out.URR
	out.price(costPerPoint, lognormal(out.Redemptions, out.SE, z), level)
	return out, nil
}

// little is the share of its ultimate below which a vintage's own redemptions
// are not carried on.
const little = .05

// prior returns the redemptions ever expected of the vintages that have little
// or nothing of their own, and how far vintages lie from the rate of all.
func (r RunOff) prior(p *Projection) prior {
	redeemed, exposed := 0.0, 0.0
	for _, v := range r {
		redeemed += float64(v.Redeemed[len(v.Redeemed)-1])
		exposed += float64(v.kept()) * p.developed(len(v.Redeemed)-1)
	}
	q := prior{expected: make([]float64, len(r)), seen: redeemed}
	for i, v := range r {
		last := len(v.Redeemed) - 1
		ultimate, share := float64(v.kept())*redeemed/exposed, p.developed(last)
		if v.Redeemed[last] == 0 && last < len(p.Factors) || share < little {
			q.expected[i] = ultimate
		}
		if mean := ultimate * share; mean > 0 {
			off := float64(v.Redeemed[last]) - mean
			q.dispersion += off * off / mean / float64(len(r)-1)
		}
	}
	return q
}

// FlatLiability prices points outstanding at one redemption rate, outstanding ×
// rate × cost, for programmes without a triangle. The rate, in (0, 1), is that
// of the points outstanding, and se its standard error; the interval is
// symmetric in the log-odds of the rate. Bad values are an *clientele.InputError.
// It panics unless level lies in (0, 1).
func FlatLiability(outstanding int64, rate, se, costPerPoint, level float64) (*Liability, error) {
	z := normal.Z(level)
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "programme.FlatLiability", Field: field, Value: value, Want: want}
	}
	switch {
	case outstanding < 0:
		return nil, bad("outstanding", outstanding, "points >= 0")
	case !(rate > 0 && rate < 1):
		return nil, bad("rate", rate, "a number between 0 and 1")
	case !(se >= 0 && se <= 1):
		return nil, bad("se", se, "a standard error from 0 to 1")
	}
	if err := checkCost(costPerPoint); err != nil {
		return nil, err
	}
	points := float64(outstanding)
	d := clientele.DomainProbability
	at, half := d.Free(rate), z*se/d.Slope(rate)
	out := &Liability{Outstanding: outstanding, Redemptions: points * rate, SE: points * se, URR: rate, Breakage: 1 - rate}
	out.price(costPerPoint, [2]float64{points * d.Bind(at-half), points * d.Bind(at+half)}, level)
	return out, nil
}

func checkCost(cost float64) error {
	if !(cost > 0 && cost <= 1e100) {
		return &clientele.InputError{Where: "programme.Liability", Field: "cost per point", Value: cost, Want: "a finite amount > 0"}
	}
	return nil
}

// price sets the cost and its interval from the ends in points.
func (l *Liability) price(cost float64, ends [2]float64, level float64) {
	most := float64(l.Outstanding)
	l.Cost = l.Redemptions * cost
	l.Interval = clientele.Interval{Lo: math.Min(ends[0], most) * cost, Hi: math.Min(ends[1], most) * cost, Level: level}
}

// lognormal returns the interval of a lognormal with the given mean and
// standard deviation; a mean of 0 has no width.
func lognormal(mean, sd, z float64) [2]float64 {
	if !(mean > 0) {
		return [2]float64{0, 0}
	}
	s2 := math.Log1p(sd * sd / (mean * mean))
	mu, s := math.Log(mean)-s2/2, math.Sqrt(s2)
	return [2]float64{math.Exp(mu - z*s), math.Exp(mu + z*s)}
}
