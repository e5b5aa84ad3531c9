package btyd

import (
	"math"

	"github.com/clientele-go/clientele/internal/special"
)

// aliveState is the state of the two clocks of a customer who is alive at T, as a
// stretch of time sees it: the growth of ln(α+u) and ln(β+v) since its start,
// and 1/(α+u) and 1/(β+v).
type aliveState struct{ logPurchase, purchase, logDeath, death float64 }

// atEnd is the state at the end of the stretch.
func (e *endTimes) atEnd() aliveState {
	return aliveState{e.logPurchase, 1 / (e.purchase + e.gap), e.logDeath, 1 / (e.death + e.gap)}
}

// deathSums are sums over the times of death in a stretch, relative to
// e^logAtLast: of 1, of the score in (r, α, s, β) of a death at u, taken
// relative to the score of being alive, and of its square.
type deathSums struct {
	sum   float64
	score [4]float64
	outer [10]float64
}

func (e *endTimes) sums(q *nodes, alive aliveState) deathSums {
	var sum, dr, da, ds, db, rr, ra, rs, rb, aa, as, ab, ss, sb, bb float64
	perShape := 1 / e.s
	for q.reset(e); q.next(); {
		for k, w := range q.weight {
			r := alive.logPurchase - q.logPurchase[k]
			a := e.rx * (alive.purchase - 1/(e.purchase+q.du[k]))
			s := alive.logDeath - q.logDeath[k] + perShape
			b := e.s*alive.death - (e.s+1)/(e.death+q.du[k])
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
	return deathSums{sum, [4]float64{dr, da, ds, db}, [10]float64{rr, ra, rs, rb, aa, as, ab, ss, sb, bb}}
}

// deathMoments are the posterior moments that come of the sums.
type deathMoments struct {
	logTotal float64 // ln(1 + odds of death)
	dead     float64 // P(dead)
	score    [4]float64
	outer    [10]float64
}

func (e *endTimes) moments(d *deathSums) deathMoments {
	if d.sum == 0 {
		return deathMoments{}
	}
	logOdds := e.logAtLast + math.Log(d.sum)
	m := deathMoments{logTotal: special.Log1pExp(logOdds), dead: special.Logistic(logOdds), score: d.score, outer: d.outer}
	p := m.dead / d.sum
	for i := range m.score {
		m.score[i] *= p
	}
	for i := range m.outer {
		m.outer[i] *= p
	}
	return m
}

// derivatives turns the moments into the gradient and Hessian of the
// logarithm of the mixture, without the parts that do not depend on U. The
// moments of 1/(α+u) and 1/(β+u) over the dead follow from those of the scores:
// 1/(α+u) = i − S_α/(r+x) and 1/(β+u) = (s·j − S_β)/(s+1), with i and j the
// values at T; the scores are negative, so nothing cancels.
func (m *deathMoments) derivatives(e *endTimes) (d [4]float64, dd [10]float64) {
	i, j := 1/(e.purchase+e.gap), 1/(e.death+e.gap)
	sj := e.s * j
	inv := i - m.score[1]/e.rx // over the dead and the living
	inv2 := i*i - 2*i*m.score[1]/e.rx + m.outer[4]/(e.rx*e.rx)
	death := (1-m.dead)*j + (m.dead*sj-m.score[3])/(e.s+1)
	death2 := e.s*(1-m.dead)*j*j + (m.dead*sj*sj-2*sj*m.score[3]+m.outer[9])/(e.s+1)
	d = m.score
	d[1] -= e.rx * i
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
	dd[4] += e.rx * inv2
	dd[7] -= m.dead / (e.s * e.s)
	dd[8] -= death
	dd[9] += death2
	return d, dd
}
