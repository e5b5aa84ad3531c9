package silence

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What the sample of a large base costs: a third of the customers, every third by age
// and purchases, say of P(silent) what all say to a small part of what the chance of
// having these customers and no others moves it by. Of 6,000 customers the sample moves
// it by .007 (root mean square) and another base of the same trade by .059, of 12,000 by
// .009 and .044; one verdict in 80 is another.
func TestSampleCostsLittle(t *testing.T) {
	if testing.Short() {
		t.Skip("fits three large bases")
	}
	truth := btyd.SwitchingParetoNBD{R: .5, Alpha: 7.3, S: .3, Beta: 8, Slow: .09, Return: .03, Rho: .25}
	base := func(seed uint64) *btyd.TimelinePanel {
		r := rand.New(rand.NewPCG(19, seed))
		p := &btyd.TimelinePanel{Unit: clientele.Week}
		for range 6000 {
			c := truth.RandTimeline(r, 30+math.Floor(10*r.Float64()))
			for i, u := range c.Purchases { // whole days, as a till has them
				c.Purchases[i] = math.Ceil(7*u) / 7
			}
			distinct := c.Purchases[:0]
			for i, u := range c.Purchases {
				if i == 0 || u > distinct[len(distinct)-1] {
					distinct = append(distinct, u)
				}
			}
			c.Purchases = distinct
			require.NoError(t, p.Add(c))
		}
		return p
	}
	fitted := func(p *btyd.TimelinePanel) btyd.SwitchingParetoNBD {
		fit, err := btyd.FitSwitchingParetoNBD(context.Background(), p, nil)
		require.NoError(t, err)
		return fit.Model
	}
	p := base(1)
	sample := p.Thinned(2000, 60_000)
	t.Logf("%d of %d customers", sample.Len(), p.Len())
	whole, part, other := fitted(p), fitted(sample), fitted(base(2))
	const horizon, limit = 39, .85
	var fromWhole, fromOther, turned, n float64
	i := 0
	for c := range p.All() {
		if i++; i%5 != 0 {
			continue
		}
		of := func(m btyd.SwitchingParetoNBD) float64 { return m.Follow(c).ProbPurchases(horizon, 0) }
		a, b, o := of(whole), of(part), of(other)
		fromWhole += (a - b) * (a - b)
		fromOther += (a - o) * (a - o)
		if (a >= limit) != (b >= limit) {
			turned++
		}
		n++
	}
	sampled, chance := math.Sqrt(fromWhole/n), math.Sqrt(fromOther/n)
	t.Logf("the sample moves P(silent) by %.4f, another base by %.4f; verdicts turned %.4f", sampled, chance, turned/n)
	assert.Less(t, turned/n, .02)
	assert.Less(t, sampled, chance/2)
}
