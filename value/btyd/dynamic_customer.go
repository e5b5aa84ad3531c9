package btyd

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
)

// followed is a customer beside the model: the family of which there is one
// history, so that the histories that its methods are given do not matter.
type followed[C clocking] struct {
	m moving[C]
	c *course
}

// standing is the customer as a mixture over the end of activity: log odds of
// death, and where the clocks stand at T.
type standing struct {
	logOdds                   float64
	purchase, death           float64 // α+B and β+D at T
	meanPurchase, meanDropout float64 // E[1/(α+B(U))], E[(s+[dead])/(β+D(U))]
}

// mix walks the pieces since the last purchase. Rates are wanted for the
// posterior means only.
func (f followed[C]) mix(rates bool) standing {
	g, h := f.m.pareto, f.c.history()
	b, d := f.m.walk(f.c, 0, h.Last).gained()
	first, second := f.m.walk(f.c, h.Last, h.Age).gained()
	m := standing{purchase: g.alpha + b + first, death: g.beta + d + second}
	rx := g.r + float64(h.Repeats)
	top, alive := 0.0, 1.0 // weights are relative to e^top
	total := alive
	var purchases, deaths float64
	var q nodes
	for w := f.m.walk(f.c, h.Last, h.Age); w.next(); {
		purchase, death := g.alpha+b+w.purchase, g.beta+d+w.death
		e := evenTimes(rx, purchase/w.ratePurch, g.s, death/w.rateD, w.length)
		log := rx*math.Log(m.purchase/purchase) + g.s*math.Log(m.death/death) - math.Log(e.death/e.s)
		if log > top {
			shrink := math.Exp(top - log)
			top, total, alive, purchases, deaths = log, total*shrink, alive*shrink, purchases*shrink, deaths*shrink
		}
		weight := math.Exp(log - top)
		if !rates {
			total += weight * q.sum(&e)
			continue
		}
		for q.reset(&e); q.next(); {
			for k, v := range q.weight {
				v *= weight
				total += v
				purchases += v / ((e.purchase + q.du[k]) * w.ratePurch)
				deaths += v * (g.s + 1) / ((e.death + q.du[k]) * w.rateD)
			}
		}
	}
	m.logOdds = math.Log((total - alive) / alive)
	if alive == 0 {
		m.logOdds = top + math.Log(total)
	}
	m.meanPurchase = (alive/m.purchase + purchases) / total
	m.meanDropout = (alive*g.s/m.death + deaths) / total
	return m
}

func (f followed[C]) probAlive(clientele.History) float64 {
	if !f.m.valid() {
		return math.NaN()
	}
	return special.Logistic(-f.mix(false).logOdds)
}

func (f followed[C]) alive(clientele.History) evolving[C] {
	g := f.m.pareto
	b, d := f.m.walk(f.c, 0, f.c.Age).gained()
	return evolving[C]{pareto{g.r + float64(len(f.c.Purchases)), g.alpha + b, g.s, g.beta + d}, f.m, f.c, f.c.Age}
}

// restart is not asked for: a new customer is one of age 0.
func (f followed[C]) restart() (float64, evolving[C]) { return 1, f.alive(clientele.History{}) }

func (f followed[C]) logProb() float64 {
	if !f.m.valid() {
		return math.NaN()
	}
	g, x := f.m.pareto, float64(len(f.c.Purchases))
	m := f.mix(false)
	sum := special.LogRise(g.r, x) - g.r*math.Log(m.purchase/g.alpha) - x*math.Log(m.purchase) - g.s*math.Log(m.death/g.beta)
	row := 0
	for _, u := range f.c.Purchases {
		row = f.c.row(u, row)
		rate, _ := f.m.clocks.rates(f.c.Covariates[row])
		sum += math.Log(rate)
	}
	return sum + special.Log1pExp(m.logOdds)
}

// expectedRates returns the posterior means of λ and μ, the rates at covariates of 0.
func (f followed[C]) expectedRates() (purchase, death float64) {
	if !f.m.valid() {
		return math.NaN(), math.NaN()
	}
	m := f.mix(true)
	return (f.m.r + float64(len(f.c.Purchases))) * m.meanPurchase, m.meanDropout
}
