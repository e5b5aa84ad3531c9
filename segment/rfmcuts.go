package segment

import (
	"encoding/json"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/quantile"
)

// RFMOptions steer FitRFM; nil and zero fields mean the defaults.
type RFMOptions struct {
	Bins   int     // bins of each axis, 2 to 10; default 5
	Rule   CutRule // where the cut points lie; default CutLinear
	Nested bool    // bin F inside each R score, and M inside each pair of R and F scores (Hughes 1994)
}

// defaults returns o with the defaults filled in, checked.
func (o *RFMOptions) defaults() (RFMOptions, error) {
	v := RFMOptions{}
	if o != nil {
		v = *o
	}
	if v.Bins == 0 {
		v.Bins = 5
	}
	if v.Rule == 0 {
		v.Rule = CutLinear
	}
	return v, checkBins("segment.RFMOptions", v.Bins, v.Rule)
}

// RFMCuts are the cut points of the three axes: fitted once, they score every
// customer, new ones too, from his own record alone. They do not change and
// may be used by several goroutines.
type RFMCuts struct {
	r Cuts
	f []Cuts // one, or if nested one an R score
	m []Cuts // one, or if nested one a pair of R and F scores
}

// NewRFMCuts returns independent cut points of the caller's choice.
func NewRFMCuts(sinceLast, purchases, money Cuts) *RFMCuts {
	return &RFMCuts{sinceLast, []Cuts{purchases}, []Cuts{money}}
}

// FitRFM returns cut points at the base's own quantiles. Equal values always
// get equal scores. One customer, or customers who are all alike, get the best
// R (nobody is longer away) and the lowest F and M.
//
// Nested, a group without customers takes the cut points of the whole base, so
// that scoring stays total.
//
// The error is the first customer's whose Check fails, or matches
// clientele.ErrNoData. The time is linear in the number of customers.
func FitRFM(customers []RFM, opt *RFMOptions) (*RFMCuts, error) {
	const where = "segment.FitRFM"
	o, err := opt.defaults()
	if err != nil {
		return nil, err
	}
	for i := range customers {
		if err := customers[i].Check(); err != nil {
			return nil, atCustomer(where, i, err)
		}
	}
	n := len(customers)
	var s quantile.Sample
	r, err := fitCuts(where, &s, column{n, "SinceLast", func(i int) float64 { return customers[i].SinceLast }}, o.Bins, o.Rule)
	if err != nil {
		return nil, err
	}
	f, err := fitCuts(where, &s, column{n, "Purchases", func(i int) float64 { return customers[i].Purchases }}, o.Bins, o.Rule)
	if err != nil {
		return nil, err
	}
	m, err := fitCuts(where, &s, column{n, "Money", func(i int) float64 { return customers[i].Money }}, o.Bins, o.Rule)
	if err != nil {
		return nil, err
	}
	c := NewRFMCuts(r, f, m)
	if o.Nested {
		err = c.nest(customers, o)
	}
	return c, err
}

// nest replaces the cut points of F and M by those inside the groups.
func (c *RFMCuts) nest(customers []RFM, o RFMOptions) error {
	byR, err := c.inside(customers, o, "Purchases", o.Bins, c.f[0],
		func(v *RFM) int { return c.recency(v.SinceLast) - 1 },
		func(v *RFM) float64 { return v.Purchases })
	if err != nil {
		return err
	}
	byRF, err := c.inside(customers, o, "Money", o.Bins*o.Bins, c.m[0],
		func(v *RFM) int {
			r := c.recency(v.SinceLast) - 1
			return r*o.Bins + byR[r].Bin(v.Purchases) - 1
		},
		func(v *RFM) float64 { return v.Money })
	if err != nil {
		return err
	}
	c.f, c.m = byR, byRF
	return nil
}

// inside fits the cut points of a measurement inside each of the groups.
func (c *RFMCuts) inside(customers []RFM, o RFMOptions, name string, groups int, base Cuts, group func(*RFM) int, value func(*RFM) float64) ([]Cuts, error) {
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
	out := make([]Cuts, groups)
	var s quantile.Sample
	for g := range out {
		out[g] = base
		part := values[starts[g]:starts[g+1]]
		if len(part) == 0 {
			continue
		}
		var err error
		out[g], err = fitCuts("segment.FitRFM", &s, column{len(part), name, func(i int) float64 { return part[i] }}, o.Bins, o.Rule)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// recency returns the R score.
func (c *RFMCuts) recency(sinceLast float64) int {
	if bin := c.r.Bin(sinceLast); bin > 0 {
		return c.r.Bins() + 1 - bin
	}
	return 0
}

// Score returns the scores of a customer; it is total and allocates nothing.
//
// Special cases are: a measurement of NaN scores 0, and nested so does what
// depends on it.
func (c *RFMCuts) Score(v RFM) RFMScore {
	r := c.recency(v.SinceLast)
	if len(c.f) == 1 {
		return RFMScore{uint8(r), uint8(c.f[0].Bin(v.Purchases)), uint8(c.m[0].Bin(v.Money))}
	}
	if r == 0 {
		return RFMScore{}
	}
	inR := &c.f[r-1]
	f := inR.Bin(v.Purchases)
	if f == 0 {
		return RFMScore{R: uint8(r)}
	}
	return RFMScore{uint8(r), uint8(f), uint8(c.m[(r-1)*inR.Bins()+f-1].Bin(v.Money))}
}

// AppendScores appends the scores of the customers to dst. The error is the
// first customer's whose Check fails; dst is returned as it was then.
func (c *RFMCuts) AppendScores(dst []RFMScore, customers []RFM) ([]RFMScore, error) {
	start := len(dst)
	for i := range customers {
		if err := customers[i].Check(); err != nil {
			return dst[:start], atCustomer("segment.RFMCuts", i, err)
		}
		dst = append(dst, c.Score(customers[i]))
	}
	return dst, nil
}

// Nested reports whether F is cut inside R, and M inside both.
func (c *RFMCuts) Nested() bool { return len(c.f) > 1 }

// SinceLast returns the cut points of the time since the last purchase.
func (c *RFMCuts) SinceLast() Cuts { return c.r }

// Purchases returns the cut points of the number of purchases, those inside
// the R score r if they are nested; otherwise r makes no difference.
func (c *RFMCuts) Purchases(r int) Cuts {
	if !c.Nested() {
		return c.f[0]
	}
	return c.f[r-1]
}

// Money returns the cut points of money, those inside the scores r and f if
// they are nested; otherwise r and f make no difference.
func (c *RFMCuts) Money(r, f int) Cuts {
	if !c.Nested() {
		return c.m[0]
	}
	return c.m[(r-1)*c.f[0].Bins()+f-1]
}

type rfmCutsJSON struct {
	SinceLast Cuts   `json:"since_last"`
	Purchases []Cuts `json:"purchases"`
	Money     []Cuts `json:"money"`
}

// MarshalJSON writes the cut points; nested ones in the order of the scores.
func (c *RFMCuts) MarshalJSON() ([]byte, error) { return json.Marshal(rfmCutsJSON{c.r, c.f, c.m}) }

// UnmarshalJSON reads what MarshalJSON writes and validates it; c is unchanged on error.
func (c *RFMCuts) UnmarshalJSON(data []byte) error {
	var j rfmCutsJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	return c.set(RFMCuts{j.SinceLast, j.Purchases, j.Money})
}

// set takes over cut points that fit together.
func (c *RFMCuts) set(v RFMCuts) error {
	ok := len(v.f) == 1 && len(v.m) == 1
	if bins := v.r.Bins(); len(v.f) == bins && bins > 1 && len(v.m) == bins*v.f[0].Bins() {
		ok = true
		for _, f := range v.f {
			ok = ok && f.Bins() == v.f[0].Bins()
		}
	}
	if !ok {
		return &clientele.InputError{Where: "segment.RFMCuts", Field: "number of cuts of purchases and money", Value: []int{len(v.f), len(v.m)},
			Want: "one each, or nested one a score of R and one a pair of scores"}
	}
	*c = v
	return nil
}

// AppendBinary implements encoding.BinaryAppender.
func (c *RFMCuts) AppendBinary(dst []byte) ([]byte, error) {
	start := len(dst)
	dst = c.r.appendBinary(codec.Header(dst, "rfmc", 1))
	for _, axis := range [][]Cuts{c.f, c.m} {
		dst = codec.Uint(dst, uint64(len(axis)))
		for i := range axis {
			dst = axis[i].appendBinary(dst)
		}
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (c *RFMCuts) MarshalBinary() ([]byte, error) { return c.AppendBinary(nil) }

// UnmarshalBinary implements encoding.BinaryUnmarshaler; c is unchanged on error.
func (c *RFMCuts) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "segment.RFMCuts", "rfmc", 1)
	v := RFMCuts{r: readCuts(r)}
	for _, axis := range []*[]Cuts{&v.f, &v.m} {
		*axis = make([]Cuts, r.Count(2))
		for i := range *axis {
			(*axis)[i] = readCuts(r)
		}
	}
	if err := r.Close(); err != nil {
		return err
	}
	return c.set(v)
}
