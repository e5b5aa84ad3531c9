package rfm

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/segment"
)

// Bins are the cut points of the three axes: fitted once, they score every
// customer, new ones too, from their own record alone. They do not change and
// may be used by several goroutines.
type Bins struct {
	r    segment.Cuts
	f    []segment.Cuts // one, or if nested one an R score
	m    []segment.Cuts // one, or if nested one a pair of R and F scores
	of   uint8          // bins of each axis; 0 if they differ
	rule segment.CutRule
}

// NewBins returns independent cut points of the caller's choice. An axis
// without a cut point has no scores. A Grid needs the same number on each.
func NewBins(sinceLast, purchases, money segment.Cuts) *Bins {
	c := &Bins{r: sinceLast, f: []segment.Cuts{purchases}, m: []segment.Cuts{money}}
	for _, axis := range []segment.Cuts{sinceLast, purchases, money} {
		switch n := uint8(axis.Bins()); {
		case n == 1: // divides nobody
		case c.of == 0 || c.of == n:
			c.of = n
		default:
			c.of = 0
			return c
		}
	}
	return c
}

// Fit returns cut points at the base's own quantiles. Equal values always get
// equal scores. An axis on which all customers are alike divides nobody: it has
// no cut points, and the scores on it are 0.
//
// Nested, a group that divides nobody (no customers, or all alike) takes the
// cut points of the whole base, so that scoring stays total.
//
// The error is that of the policy, the first customer's whose Check fails, or
// matches clientele.ErrNoData. The time is linear in the number of customers.
func Fit(customers []RFM, policy *BinsPolicy) (*Bins, error) {
	if err := policy.Check(); err != nil {
		return nil, err
	}
	p := policy.filled()
	for i := range customers {
		if err := customers[i].Check(); err != nil {
			return nil, atCustomer("rfm.Fit", i, err)
		}
	}
	values := make([]float64, len(customers))
	var axes [3]segment.Cuts
	for a, value := range [3]func(*RFM) float64{sinceLast, purchases, money} {
		for i := range customers {
			values[i] = value(&customers[i])
		}
		var err error
		if axes[a], err = segment.FitCuts(values, p.Bins, p.Rule); err != nil {
			return nil, fmt.Errorf("rfm.Fit: %w", err)
		}
	}
	c := &Bins{axes[0], []segment.Cuts{axes[1]}, []segment.Cuts{axes[2]}, uint8(p.Bins), p.Rule}
	if p.Nested {
		c.nest(customers, p)
	}
	return c, nil
}

func sinceLast(v *RFM) float64 { return v.SinceLast }
func purchases(v *RFM) float64 { return v.Purchases }
func money(v *RFM) float64     { return v.Money }

// nest replaces the cut points of F and M by those inside the groups.
func (c *Bins) nest(customers []RFM, p BinsPolicy) {
	if c.r.Bins() == 1 || c.f[0].Bins() == 1 {
		return // nothing to nest in
	}
	byR := inside(customers, p, p.Bins, c.f[0], purchases, func(v *RFM) int { return c.recency(v.SinceLast) - 1 })
	byRF := inside(customers, p, p.Bins*p.Bins, c.m[0], money, func(v *RFM) int {
		r := c.recency(v.SinceLast) - 1
		return r*p.Bins + byR[r].Bin(v.Purchases) - 1
	})
	c.f, c.m = byR, byRF
}

// inside fits the cut points of a measurement inside each of the groups.
func inside(customers []RFM, p BinsPolicy, groups int, base segment.Cuts, value func(*RFM) float64, group func(*RFM) int) []segment.Cuts {
	starts := make([]int, groups+1)
	for i := range customers {
		starts[group(&customers[i])+1]++
	}
	for g := range groups {
		starts[g+1] += starts[g]
	}
	values := make([]float64, len(customers))
	next := append([]int(nil), starts...)
	for i := range customers {
		g := group(&customers[i])
		values[next[g]] = value(&customers[i])
		next[g]++
	}
	out := make([]segment.Cuts, groups)
	for g := range out {
		out[g] = base
		// No customers, or all alike: the base's.
		if cuts, err := segment.FitCuts(values[starts[g]:starts[g+1]], p.Bins, p.Rule); err == nil && cuts.Bins() > 1 {
			out[g] = cuts
		}
	}
	return out
}

// recency returns the R score.
func (c *Bins) recency(sinceLast float64) int {
	if bin := c.r.Bin(sinceLast); bin > 0 {
		return c.r.Bins() + 1 - bin
	}
	return 0
}

// Score returns the scores of a customer; it is total and allocates nothing.
//
// Special cases are: a measurement of NaN scores 0, and nested so does what
// depends on it; so does an axis without cut points.
func (c *Bins) Score(v RFM) Scores {
	r := c.recency(v.SinceLast)
	if len(c.f) == 1 {
		s := Scores{uint8(r), uint8(c.f[0].Bin(v.Purchases)), uint8(c.m[0].Bin(v.Money)), c.of}
		// An axis without cut points has one bin, which says nothing.
		if c.r.Bins() == 1 {
			s.R = 0
		}
		if c.f[0].Bins() == 1 {
			s.F = 0
		}
		if c.m[0].Bins() == 1 {
			s.M = 0
		}
		return s
	}
	if r == 0 {
		return Scores{Of: c.of}
	}
	inR := &c.f[r-1]
	f := inR.Bin(v.Purchases)
	if f == 0 {
		return Scores{R: uint8(r), Of: c.of}
	}
	inRF := &c.m[(r-1)*inR.Bins()+f-1]
	m := inRF.Bin(v.Money)
	if inRF.Bins() == 1 {
		m = 0
	}
	return Scores{uint8(r), uint8(f), uint8(m), c.of}
}

// AppendScores appends the scores of the customers to dst. The error is the
// first customer's whose Check fails; dst is returned as it was then.
func (c *Bins) AppendScores(dst []Scores, customers []RFM) ([]Scores, error) {
	start := len(dst)
	for i := range customers {
		if err := customers[i].Check(); err != nil {
			return dst[:start], atCustomer("rfm.Bins", i, err)
		}
		dst = append(dst, c.Score(customers[i]))
	}
	return dst, nil
}

// Policy returns the policy with its defaults written out; of cut points that
// were given the rule is 0, and so are the bins if the axes differ.
func (c *Bins) Policy() BinsPolicy {
	if c == nil {
		return BinsPolicy{}
	}
	return BinsPolicy{int(c.of), c.rule, c.Nested()}
}

// Nested reports whether F is cut inside R, and M inside both.
func (c *Bins) Nested() bool { return len(c.f) > 1 }

// SinceLast returns the cut points of the time since the last purchase.
func (c *Bins) SinceLast() segment.Cuts { return c.r }

// Purchases returns the cut points of the number of purchases, those inside
// the R score r if they are nested; otherwise r makes no difference.
func (c *Bins) Purchases(r int) segment.Cuts {
	if !c.Nested() {
		return c.f[0]
	}
	return c.f[r-1]
}

// Money returns the cut points of money, those inside the scores r and f if
// they are nested; otherwise r and f make no difference.
func (c *Bins) Money(r, f int) segment.Cuts {
	if !c.Nested() {
		return c.m[0]
	}
	return c.m[(r-1)*c.f[0].Bins()+f-1]
}

type binsJSON struct {
	Bins      int
	Rule      segment.CutRule
	SinceLast segment.Cuts
	Purchases []segment.Cuts
	Money     []segment.Cuts
}

// MarshalJSON writes the cut points; nested ones in the order of the scores.
func (c *Bins) MarshalJSON() ([]byte, error) {
	if c == nil {
		return []byte("null"), nil
	}
	return wire.Marshal(binsJSON{int(c.of), c.rule, c.r, c.f, c.m})
}

// UnmarshalJSON reads what MarshalJSON writes and validates it; c is unchanged on error.
func (c *Bins) UnmarshalJSON(data []byte) error {
	var j binsJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	v := Bins{r: j.SinceLast, f: j.Purchases, m: j.Money, of: uint8(j.Bins), rule: j.Rule}
	if err := v.check(); err != nil {
		return err
	}
	*c = v
	return nil
}

// check returns an error if the cut points do not fit together.
func (c *Bins) check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "rfm.Bins", Field: field, Value: value, Want: want}
	}
	if c.rule > segment.CutAverage {
		return bad("rule", c.rule, "one of the declared rules")
	}
	bins := c.r.Bins()
	switch {
	case len(c.f) == 1 && len(c.m) == 1:
	case len(c.f) == bins && bins > 1 && len(c.m) == bins*c.f[0].Bins():
		for _, f := range c.f {
			if f.Bins() != c.f[0].Bins() {
				return bad("bins of purchases", f.Bins(), fmt.Sprintf("%d, as in the first R score", c.f[0].Bins()))
			}
		}
	default:
		return bad("number of cuts of purchases and money", []int{len(c.f), len(c.m)}, "one each, or nested one a score of R and one a pair of scores")
	}
	if c.of == 0 {
		return nil
	}
	for _, axis := range [][]segment.Cuts{{c.r}, c.f, c.m} {
		for _, cuts := range axis {
			if n := cuts.Bins(); n != int(c.of) && n != 1 {
				return bad("bins", c.of, fmt.Sprintf("%d, as the cut points make; 0 where the axes differ", n))
			}
		}
	}
	return nil
}
