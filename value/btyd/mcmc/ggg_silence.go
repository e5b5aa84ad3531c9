package mcmc

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele/internal/quad"
)

// quiet is the times after the last purchase at which a customer may have died,
// as shares of the time since: nodes of an integral over the logarithm of the
// share, close enough for the regular and spread enough for the short-lived.
var quiet = func() (q struct {
	share, weight [1 + 32]float64 // first the whole of the time, for those who live
	cell          [1 + 32 + 1]float64
}) {
	q.share[0], q.weight[0] = 1, 1
	at, from := 1, 0.0
	for _, to := range []float64{0.9, 2.6, 5.2, quietest} {
		half := (to - from) / 2
		end := from
		for _, node := range quad.Legendre8 {
			q.share[at], q.weight[at] = math.Exp(-(from + half*(1+node.X))), half*node.W
			q.cell[at] = end
			end += half * node.W
			at++
		}
		from = to
	}
	q.cell[at] = quietest
	return q
}()

// quietest is where the nodes end, in −ln share; who died sooner died at once.
const quietest = 12

// quietNodes is the number of all nodes.
const quietNodes = len(quiet.share)

// gapTable holds Q(k, κv) for a k of the grid, at every share v of quiet, for
// ln(κ·gap) on a grid of its own. All customers share it: what differs between
// them is weights.
type gapTable struct {
	k, logGammaK float64
	step         float64 // of ln(κ·gap)
	low          int     // below this place of the grid all are 1
	rows         []*[quietNodes]float64
	power        [quietNodes]float64 // share^k/Γ(k+1), which by (κ·gap)^k is 1 − Q where that is small
}

// highest is the largest ln(κ·gap) that is told from larger ones.
const highest = 40

func newGapTable(k, step float64) *gapTable {
	t := &gapTable{k: k, logGammaK: lgamma(k), step: step}
	const one = 17 // Q(k, z) is 1 − z^k/Γ(k+1): one but for e^−17
	reach := math.Min((one-math.Min(lgamma(k+1), 0))/k, 320)
	t.low = int(math.Floor(-reach / step))
	t.rows = make([]*[quietNodes]float64, int(highest/step)-t.low+1)
	for m, share := range quiet.share {
		t.power[m] = math.Exp(k*math.Log(share) - lgamma(k+1))
	}
	return t
}

// ones is the row of those whom nothing else could be expected of.
var ones = func() (row [quietNodes]float64) {
	for m := range row {
		row[m] = 1
	}
	return row
}()

// at returns the row at place i of the grid.
func (t *gapTable) at(i int) *[quietNodes]float64 {
	if i -= t.low; i < 0 {
		return &ones
	}
	i = min(i, len(t.rows)-1)
	if t.rows[i] == nil {
		t.rows[i] = t.row(float64(i+t.low) * t.step)
	}
	return t.rows[i]
}

func (t *gapTable) row(logZ float64) *[quietNodes]float64 {
	row := new([quietNodes]float64)
	for m, share := range quiet.share {
		z := math.Exp(logZ) * share
		if row[m] = 1; z > 0 {
			row[m] = upperGamma(t.k, z, logZ+math.Log(share), t.logGammaK)
		}
	}
	return row
}

// silence is what a customer's silence after the last purchase is worth at each
// node, with the dropout rate, gamma(s, β) in the population, integrated out:
// the lifetime has the survival function (1 + t/β)^−s.
type silence struct {
	weights [quietNodes]float64
	rest    float64 // of who died sooner than at the nodes
	all     float64 // sum of all
}

// set computes the weights of a customer.
func (n *silence) set(last, gap, s, beta float64) {
	survive := func(t float64) float64 { return exp(-s * math.Log1p(t/beta)) }
	n.weights[0] = survive(last + gap)
	n.all = survive(last)
	n.rest = n.all
	if gap == 0 {
		n.weights, n.rest = [quietNodes]float64{}, 0
		return
	}
	for m := 1; m < quietNodes; m++ {
		v := gap * quiet.share[m]
		t := last + v
		n.weights[m] = quiet.weight[m] * v * s / (beta + t) * survive(t)
	}
	v := gap * exp(-quietest)
	n.rest = -n.all * math.Expm1(s*(math.Log1p(last/beta)-math.Log1p((last+v)/beta)))
}

// of returns P(no purchase within the gap, dead or alive), given the row of κ.
func (n *silence) of(row *[quietNodes]float64) float64 {
	w := &n.weights
	a, b, c, d := w[0]*row[0]+n.rest*row[quietNodes-1], 0.0, 0.0, 0.0
	for m := 1; m+3 < quietNodes; m += 4 {
		a += w[m] * row[m]
		b += w[m+1] * row[m+1]
		c += w[m+2] * row[m+2]
		d += w[m+3] * row[m+3]
	}
	return a + b + (c + d)
}

// pick draws a node by its worth in the row, and a time v after the last
// purchase in its cell: of the death, or the whole gap for those who live. It
// returns the density there without Q, and the density at the node with it.
func (n *silence) pick(r *rand.Rand, p *gggPerson, row *[quietNodes]float64, s, beta float64) (v, here, there float64) {
	u := r.Float64() * n.of(row)
	if u -= n.weights[0] * row[0]; u < 0 {
		return p.gap, n.weights[0] * row[0], n.weights[0]
	}
	dies := func(v float64) float64 { return s / (beta + p.last + v) * exp(-s*math.Log1p((p.last+v)/beta)) }
	for m := 1; m < quietNodes; m++ {
		if u -= n.weights[m] * row[m]; u < 0 {
			v = p.gap * exp(-quiet.cell[m]-r.Float64()*(quiet.cell[m+1]-quiet.cell[m]))
			return v, n.weights[m] / quiet.weight[m] * row[m], v * dies(v)
		}
	}
	least := p.gap * exp(-quietest)
	v = math.Max(least*r.Float64(), 1e-300)
	return v, n.rest / least * row[quietNodes-1], dies(v)
}
