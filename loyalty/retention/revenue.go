package retention

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/normal"
	"github.com/clientele-go/clientele/loyalty/internal/pairs"
)

// Revenue follows customers from one period to the next by what they paid in
// each. The denominator of every rate is the opening base: customers with
// revenue in the first period, and that revenue. New customers are counted
// apart and enter no rate. The zero value is empty.
type Revenue struct {
	opening pairs.Sums // (before, after) of the opening customers
	kept    pairs.Sums // (before, min(before, after)) of the same, 0 after for the lost
	lost    int        // of them, without revenue after
	churned exact.Sum  // their revenue before
	new     int
	gained  exact.Sum // revenue of the new customers
}

// Add takes one customer's net revenue in the period before and after, in one
// currency; below 0 where more was given back than bought. As in Cohorts, such
// a period is one with its revenue: the customer belongs to the opening base and
// the money stays in it, so that all customers add up to the books. An amount
// that is not finite is an *clientele.InputError and changes nothing. A customer
// with neither is not counted.
func (r *Revenue) Add(before, after float64) error {
	for _, v := range [2]float64{before, after} {
		if !(math.Abs(v) <= pairs.Max) {
			return &clientele.InputError{Where: "retention.Revenue", Field: "revenue", Value: v, Want: "a finite amount"}
		}
	}
	switch {
	case before != 0:
		r.opening.Add(before, after)
		if after == 0 {
			r.kept.Add(before, 0)
			r.lost++
			r.churned.Add(before)
		} else {
			r.kept.Add(before, math.Min(before, after))
		}
	case after != 0:
		r.new++
		r.gained.Add(after)
	}
	return nil
}

// Merge adds the customers of s, which is unchanged; nil counts as empty.
func (r *Revenue) Merge(s *Revenue) error {
	if s == nil {
		return nil
	}
	r.opening.Merge(&s.opening)
	r.kept.Merge(&s.kept)
	r.churned.Merge(s.churned)
	r.gained.Merge(s.gained)
	r.lost += s.lost
	r.new += s.new
	return nil
}

// Len returns the number of customers, new ones included.
func (r *Revenue) Len() int { return r.opening.Len() + r.new }

// Bridge is how revenue moved from one period to the next:
// Opening − Churned − Contraction + Expansion + New = Closing.
type Bridge struct {
	Opening     float64 // revenue of the first period
	Churned     float64 // of customers without revenue in the second
	Contraction float64 // customers who paid less
	Expansion   float64 // customers who paid more
	New         float64 // customers without revenue in the first
	Closing     float64 // revenue of the second period
}

// Bridge returns the movements of revenue.
func (r *Revenue) Bridge() Bridge {
	b := Bridge{Opening: r.opening.X(), Churned: r.churned.Value(), New: r.gained.Value()}
	b.Contraction = math.Max(b.Opening-r.kept.Y()-b.Churned, 0)
	b.Expansion = math.Max(r.opening.Y()-r.kept.Y(), 0)
	b.Closing = r.opening.Y() + b.New
	return b
}

// LogoChurn returns the share of the opening customers who are lost; NaN
// without any.
func (r *Revenue) LogoChurn() float64 { return float64(r.lost) / float64(r.opening.Len()) }

// LogoChurnInterval returns the Wilson interval of LogoChurn. It panics unless
// level lies in (0, 1).
func (r *Revenue) LogoChurnInterval(level float64) clientele.Interval {
	return normal.Wilson(float64(r.lost), float64(r.opening.Len()), level)
}

// GRR returns gross revenue retention (总收入留存率): what the opening customers
// still pay, each counted up to what they paid before, over the opening
// revenue; in [0, 1] where no net is below 0, NaN without opening revenue.
func (r *Revenue) GRR() float64 { return share(&r.kept) }

// NRR returns net revenue retention (净收入留存率): what the opening customers pay
// now, expansion included, over the opening revenue; NaN without any.
func (r *Revenue) NRR() float64 { return share(&r.opening) }

// share is what is paid after over what was paid before, if that is anything.
func share(s *pairs.Sums) float64 {
	if !(s.X() > 0) {
		return math.NaN()
	}
	return s.Y() / s.X()
}

// GrossChurn returns 1 − GRR: the share of opening revenue lost to churn and
// contraction.
func (r *Revenue) GrossChurn() float64 { return 1 - r.GRR() }

// GRRInterval returns the interval of GRR with customers as the units, cut at 0
// and 1: a ratio of sums has variance n/(n−1) · Σ(after − GRR·before)² / (Σ before)²
// (Cochran 1977, §6.4). It is never narrower than what the unseen could do:
// up to a share z²/(n + z²) of the revenue, Wilson's limit of none of n =
// (Σ before)²/Σ before² customers, may leave or stay in full, so that customers
// who all stay are no certainty. Where nets below 0 take GRR itself out of
// [0, 1] it reaches to it; [0, 1] without opening revenue. It panics unless
// level lies in (0, 1).
func (r *Revenue) GRRInterval(level float64) clientele.Interval {
	return ratioInterval(&r.kept, 1, level)
}

// NRRInterval returns the interval of NRR, as GRRInterval does, but without an
// upper end: the unseen may double, which counts as much as leaving does.
// [0, +Inf] with fewer than two opening customers and without opening revenue.
func (r *Revenue) NRRInterval(level float64) clientele.Interval {
	if r.opening.Len() < 2 {
		normal.Z(level) // the check of level
		return clientele.Interval{Lo: 0, Hi: math.Inf(1), Level: level}
	}
	return ratioInterval(&r.opening, math.Inf(1), level)
}

// ratioInterval returns the interval of the ratio of sums, cut at 0 and most.
func ratioInterval(s *pairs.Sums, most, level float64) clientele.Interval {
	z := normal.Z(level)
	n, ratio := float64(s.Len()), share(s)
	if math.IsNaN(ratio) {
		return clientele.Interval{Lo: 0, Hi: most, Level: level}
	}
	iv := normal.Unanimous(ratio, s.Effective(), 0, math.Min(most, math.Max(2*ratio, 1)), level)
	if n > 1 {
		half := z * math.Sqrt(n/(n-1)*s.Residual(ratio)) / s.X()
		iv.Lo, iv.Hi = math.Min(iv.Lo, ratio-half), math.Max(iv.Hi, ratio+half)
	}
	iv.Lo, iv.Hi = math.Min(math.Max(iv.Lo, 0), ratio), math.Max(math.Min(iv.Hi, most), ratio)
	return iv
}

// Compound returns the churn of n periods in a row with the given churn in each,
// 1 − (1 − churn)ⁿ: a monthly 5 % is a yearly 46 %, not 60 %. NaN unless churn
// lies in [0, 1] and n ≥ 0.
func Compound(churn, n float64) float64 {
	if !(churn >= 0 && churn <= 1 && n >= 0) {
		return math.NaN()
	}
	if n == 0 {
		return 0
	}
	return -math.Expm1(n * math.Log1p(-churn))
}

// AppendBinary appends the encoding.
func (r *Revenue) AppendBinary(dst []byte) ([]byte, error) {
	if r == nil {
		r = new(Revenue)
	}
	start := len(dst)
	dst = codec.Header(dst, "rtrv", 1)
	dst = r.kept.Append(r.opening.Append(dst))
	dst = codec.Uint(codec.Uint(dst, uint64(r.lost)), uint64(r.new))
	return codec.Seal(r.gained.Append(r.churned.Append(dst)), start), nil
}

// MarshalBinary returns the encoding.
func (r *Revenue) MarshalBinary() ([]byte, error) { return r.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes; r is unchanged on error.
func (r *Revenue) UnmarshalBinary(data []byte) error {
	c := codec.NewReader(data, "retention.Revenue", "rtrv", 1)
	read := Revenue{opening: pairs.Read(c), kept: pairs.Read(c)}
	lost, new := c.Number(read.opening.Len()), c.Number(maxCount)
	read.churned.Read(c, pairs.MaxTotal)
	read.gained.Read(c, pairs.MaxTotal)
	if read.kept.Len() != read.opening.Len() {
		c.Fail("holds counts that cannot be")
	}
	if err := c.Close(); err != nil {
		return err
	}
	read.lost, read.new = lost, new
	*r = read
	return nil
}

// MarshalText returns the encoding in base64, so that JSON holds a string.
func (r *Revenue) MarshalText() ([]byte, error) { return codec.MarshalText(r) }

// UnmarshalText reads what MarshalText writes; r is unchanged on error.
func (r *Revenue) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "retention.Revenue", r)
}
