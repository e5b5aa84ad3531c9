package programme

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/normal"
	"github.com/clientele-go/clientele/loyalty/internal/pairs"
	"gonum.org/v1/gonum/stat/distuv"
)

// TrialArm sums up the customers of one arm of an experiment. The zero value is
// empty.
type TrialArm struct{ sums pairs.Sums }

// Add takes one customer's margin in the period before the experiment (0 for
// all if it is not known) and during it, in one currency. An amount that is not
// finite is an *clientele.InputError and changes nothing.
func (g *TrialArm) Add(before, during float64) error {
	for _, v := range [2]float64{before, during} {
		if !(math.Abs(v) <= pairs.Max) {
			return &clientele.InputError{Where: "programme.TrialArm", Field: "margin", Value: v, Want: "a finite amount"}
		}
	}
	g.sums.Add(before, during)
	return nil
}

// Merge adds the customers of h, which is unchanged; nil counts as empty.
func (g *TrialArm) Merge(h *TrialArm) error {
	if h != nil {
		g.sums.Merge(&h.sums)
	}
	return nil
}

// Len returns the number of customers.
func (g *TrialArm) Len() int { return g.sums.Len() }

// Mean returns the mean margin during the experiment; NaN without customers.
func (g *TrialArm) Mean() float64 { return g.sums.Y() / float64(g.sums.Len()) }

// AppendBinary appends the encoding.
func (g *TrialArm) AppendBinary(dst []byte) ([]byte, error) {
	if g == nil {
		g = new(TrialArm)
	}
	start := len(dst)
	return codec.Seal(g.sums.Append(codec.Header(dst, "pggr", 1)), start), nil
}

// MarshalBinary returns the encoding.
func (g *TrialArm) MarshalBinary() ([]byte, error) { return g.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes; g is unchanged on error.
func (g *TrialArm) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "programme.TrialArm", "pggr", 1)
	read := TrialArm{pairs.Read(r)}
	if err := r.Close(); err != nil {
		return err
	}
	*g = read
	return nil
}

// MarshalText returns the encoding in base64, so that JSON holds a string.
func (g *TrialArm) MarshalText() ([]byte, error) { return codec.MarshalText(g) }

// UnmarshalText reads what MarshalText writes; g is unchanged on error.
func (g *TrialArm) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "programme.TrialArm", g)
}

// Uplift is what the programme adds.
type Uplift struct {
	PerMember      float64            // margin a member gains from being treated
	SE             float64            // its standard error
	Interval       clientele.Interval // of PerMember
	P              float64            // two-sided probability of such a difference without an effect; NaN without any spread
	Total          float64            // PerMember × treated members
	Return         float64            // (PerMember − cost) / cost; NaN if the cost is 0
	ReturnInterval clientele.Interval
	Explained      float64 // share of the variance that the period before explains, which SE is spared
}

// Compare measures the incremental return of a programme: the mean margin of the
// treated less that of a randomly chosen control group, adjusted for the period
// before by the pooled regression slope (analysis of covariance; CUPED of Deng
// et al. 2013), with Welch's standard error and degrees of freedom. Cost ≥ 0 is
// what the programme spends a treated member. Fewer than three customers in
// a group, or a bad cost, are an *clientele.InputError. It panics unless level lies
// in (0, 1).
func Compare(treated, control *TrialArm, cost, level float64) (Uplift, error) {
	normal.Z(level) // the check of level
	bad := func(field string, value any, want string) (Uplift, error) {
		return Uplift{}, &clientele.InputError{Where: "programme.Compare", Field: field, Value: value, Want: want}
	}
	if !(cost >= 0 && cost <= pairs.Max) {
		return bad("cost", cost, "a finite amount >= 0")
	}
	if treated == nil || treated.Len() < 3 || control == nil || control.Len() < 3 {
		return bad("groups", "too small", "at least three customers each")
	}
	n1, n0 := float64(treated.Len()), float64(control.Len())
	xx1, xy1, yy1 := treated.sums.Central()
	xx0, xy0, yy0 := control.sums.Central()
	slope := 0.0
	if xx1+xx0 > 0 {
		slope = (xy1 + xy0) / (xx1 + xx0)
	}
	residual := func(xx, xy, yy, n float64) float64 { // variance of the adjusted mean
		return math.Max(yy-2*slope*xy+slope*slope*xx, 0) / (n - 1) / n
	}
	v1, v0 := residual(xx1, xy1, yy1, n1), residual(xx0, xy0, yy0, n0)
	u := Uplift{PerMember: treated.Mean() - control.Mean() - slope*(treated.sums.X()/n1-control.sums.X()/n0), SE: math.Sqrt(v1 + v0)}
	u.Total = u.PerMember * n1
	u.Return = (u.PerMember - cost) / cost
	if cost == 0 {
		u.Return = math.NaN()
	}
	if yy1+yy0 > 0 {
		u.Explained = slope * (xy1 + xy0) / (yy1 + yy0)
	}
	u.test(v1, v0, n1, n0, cost, level)
	return u, nil
}

// test fills the interval and the probability. Without any spread the data do
// not say how uncertain the effect is: the interval has no ends and P is NaN.
func (u *Uplift) test(v1, v0, n1, n0, cost, level float64) {
	half := math.Inf(1)
	u.P = math.NaN()
	if v1+v0 > 0 {
		t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: (v1 + v0) * (v1 + v0) / (v1*v1/(n1-1) + v0*v0/(n0-1))}
		half = t.Quantile((1+level)/2) * u.SE
		u.P = 2 * t.CDF(-math.Abs(u.PerMember/u.SE))
	}
	u.Interval = clientele.Interval{Lo: u.PerMember - half, Hi: u.PerMember + half, Level: level}
	u.ReturnInterval = clientele.Interval{Lo: math.Inf(-1), Hi: math.Inf(1), Level: level}
	if cost > 0 {
		u.ReturnInterval = clientele.Interval{Lo: (u.Interval.Lo - cost) / cost, Hi: (u.Interval.Hi - cost) / cost, Level: level}
	}
}
