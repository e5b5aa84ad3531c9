package endtimes

import (
	"math"

	"github.com/clientele-go/clientele/internal/special"
)

// Alive is the state of the two clocks of a customer who is alive at T, as a
// stretch of time sees it: the growth of ln(α+u) and ln(β+v) since its start,
// and 1/(α+u) and 1/(β+v).
type Alive struct{ LogPurchase, Purchase, LogDeath, Death float64 }

// AtEnd is the state at the end of the stretch.
func (e *Mixture) AtEnd() Alive {
	return Alive{e.LogPurchase, 1 / (e.Purchase + e.Gap), e.LogDeath, 1 / (e.Death + e.Gap)}
}

// Sums are sums over the times of death in a stretch, relative to
// e^logAtLast: of 1, of the score in (r, α, s, β) of a death at u, taken
// relative to the score of being alive, and of its square.
type Sums struct {
	Sum   float64
	Score [4]float64
	Outer [10]float64
}

// Sums walks the times of death and adds up the scores relative to that of being
// alive (D2): the moments that derivatives need are covariances, and about 0 they
// would be small differences of squares of ln(α+u).
func (e *Mixture) Sums(q *Nodes, alive Alive) Sums {
	var sum, dr, da, ds, db, rr, ra, rs, rb, aa, as, ab, ss, sb, bb float64
	perShape := 1 / e.S
	for q.Reset(e); q.Next(); {
		for k, w := range q.Weight {
			r := alive.LogPurchase - q.LogPurchase[k]
			a := e.Rx * (alive.Purchase - 1/(e.Purchase+q.Du[k]))
			s := alive.LogDeath - q.LogDeath[k] + perShape
			b := e.S*alive.Death - (e.S+1)/(e.Death+q.Du[k])
			wr, wa, ws, wb := w*r, w*a, w*s, w*b
			sum += w
			dr += wr
			da += wa
			ds += ws
			db += wb
			rr += wr * r
			ra += wr * a
			rs += wr * s
			rb += wr * b
			aa += wa * a
			as += wa * s
			ab += wa * b
			ss += ws * s
			sb += ws * b
			bb += wb * b
		}
	}
	return Sums{sum, [4]float64{dr, da, ds, db}, [10]float64{rr, ra, rs, rb, aa, as, ab, ss, sb, bb}}
}

// Moments are the posterior moments that come of the sums.
type Moments struct {
	LogTotal float64 // ln(1 + odds of death)
	dead     float64 // P(dead)
	score    [4]float64
	outer    [10]float64
}

// Moments turns the sums into posterior moments.
func (e *Mixture) Moments(d *Sums) Moments {
	// Nobody dies in no time, and log odds of −Inf would make 0/0 of the moments.
	if d.Sum == 0 {
		return Moments{}
	}
	logOdds := e.LogAtLast + math.Log(d.Sum)
	m := Moments{LogTotal: special.Log1pExp(logOdds), dead: special.Logistic(logOdds), score: d.Score, outer: d.Outer}
	p := m.dead / d.Sum
	for i := range m.score {
		m.score[i] *= p
	}
	for i := range m.outer {
		m.outer[i] *= p
	}
	return m
}

// Derivatives turns the moments into the gradient and Hessian of the
// logarithm of the mixture, without the parts that do not depend on U. The
// moments of 1/(α+u) and 1/(β+u) over the dead follow from those of the scores:
// 1/(α+u) = i − S_α/(r+x) and 1/(β+u) = (s·j − S_β)/(s+1), with i and j the
// values at T; the scores are negative, so nothing cancels.
func (m *Moments) Derivatives(e *Mixture) (d [4]float64, dd [10]float64) {
	i, j := 1/(e.Purchase+e.Gap), 1/(e.Death+e.Gap)
	sj := e.S * j
	inv := i - m.score[1]/e.Rx // over the dead and the living
	inv2 := i*i - 2*i*m.score[1]/e.Rx + m.outer[4]/(e.Rx*e.Rx)
	death := (1-m.dead)*j + (m.dead*sj-m.score[3])/(e.S+1)
	death2 := e.S*(1-m.dead)*j*j + (m.dead*sj*sj-2*sj*m.score[3]+m.outer[9])/(e.S+1)
	d = m.score
	d[1] -= e.Rx * i
	d[3] -= sj
	dd = m.outer
	at := 0
	for k, a := range m.score {
		for _, b := range m.score[k:] {
			dd[at] -= a * b
			at++
		}
	}
	dd[1] -= inv
	dd[4] += e.Rx * inv2
	dd[7] -= m.dead / (e.S * e.S)
	dd[8] -= death
	dd[9] += death2
	return d, dd
}
