package rfm

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/internal/wire"
)

// Clumpiness says whether a customer buys in bursts [Zhang, Bradlow and Small 2015],
// the C of RFMC: purchases at random over a span split it into n + 1 parts, of which
// the entropy H = −Σ x·ln x is large; bursts leave long gaps and short ones. It is
// with customers who buy in bursts that models of random purchases are surest and most
// often wrong.
type Clumpiness struct {
	Purchases int     `json:"purchases"` // inside the span
	Value     float64 `json:"value"`     // 1 − H/ln(n+1), from 0 (clockwork) to 1 (all at once)
	Expected  float64 `json:"expected"`  // of a customer who buys as often at random
	PValue    float64 `json:"p_value"`   // P(at least Value | purchases at random)
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (c Clumpiness) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (c *Clumpiness) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// ClumpinessOf measures the purchases inside (0, span): ages after the first purchase,
// ascending. Up to the end of observation a long silence at the end is a gap as any
// other, as in the paper; with the age at the last purchase for the span, that one no
// longer counts and what is measured is bursts alone. The moments of H for random
// purchases are exact, those of a uniform Dirichlet distribution; the p-value is that
// of the beta distribution with these moments, within a hundredth of the true one at
// the usual levels.
//
// Special cases are: NaN for Value, Expected and PValue with no purchase inside. The
// error is a *clientele.InputError for a span that is not above 0 and ages that do not ascend.
func ClumpinessOf(purchases []float64, span float64) (Clumpiness, error) {
	bad := func(field string, value float64, want string) (Clumpiness, error) {
		return Clumpiness{}, &clientele.InputError{Where: "rfm.ClumpinessOf", Field: field, Value: value, Want: want}
	}
	if !(span > 0 && span <= clientele.MaxAge) {
		return bad("span", span, "a time above 0, at most 1e12")
	}
	entropy, last, n := 0.0, 0.0, 0
	add := func(gap float64) {
		if x := gap / span; x > 0 {
			entropy -= x * math.Log(x)
		}
	}
	for _, u := range purchases {
		if !(u >= last && u > 0) {
			return bad("purchases", u, "ages above 0, ascending")
		}
		if u >= span {
			break
		}
		add(u - last)
		last = u
		n++
	}
	add(span - last)
	c := Clumpiness{Purchases: n, Value: math.NaN(), Expected: math.NaN(), PValue: math.NaN()}
	if n == 0 {
		return c, nil
	}
	m := float64(n + 1)
	top := math.Log(m)
	// Mean and variance of the entropy of m uniform spacings (Wolpert and Wolf 1995).
	mean := special.Digamma(m+1) - special.Digamma(2)
	j := special.Digamma(3) - special.Digamma(m+2)
	k := special.Digamma(2) - special.Digamma(m+2)
	far := special.Trigamma(m + 2)
	variance := 2/(m+1)*(j*j+special.Trigamma(3)-far) + (m-1)/(m+1)*(k*k-far) - mean*mean
	mean, variance = mean/top, variance/(top*top)
	c.Value, c.Expected = math.Max(0, 1-entropy/top), 1-mean
	size := mean*(1-mean)/variance - 1
	c.PValue = mathext.RegIncBeta(mean*size, (1-mean)*size, math.Min(1, entropy/top))
	return c, nil
}

// Clumpy reports whether so uneven purchases come of chance less often than level.
func (c Clumpiness) Clumpy(level float64) bool { return c.PValue < level }
