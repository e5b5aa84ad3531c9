package dynamic

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/value/btyd/internal/endtimes"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
)

// Customer is a customer beside the model: the family of which there is one
// history, so that the histories that its methods are given do not matter. So
// package process serves a model whose customers are more than their histories.
type Customer[C Clocks] struct {
	m Model[C]
	c *Course
}

// Follow returns a customer, who must be possible, beside the model.
func Follow[C Clocks](m Model[C], c *Course) Customer[C] { return Customer[C]{m, c} }

// standing is the customer as a mixture over the end of activity: log odds of
// death, and where the clocks stand at T.
type standing struct {
	logOdds                   float64
	purchase, death           float64 // α+B and β+D at T
	meanPurchase, meanDropout float64 // E[1/(α+B(U))], E[(s+[dead])/(β+D(U))]
}

// mix walks the pieces since the last purchase. Rates are wanted for the
// posterior means only.
func (f Customer[C]) mix(rates bool) standing {
	g, h := f.m.Model, f.c.History()
	b, d := f.m.walk(f.c, 0, h.Last).gained()
	first, second := f.m.walk(f.c, h.Last, h.Age).gained()
	m := standing{purchase: g.Alpha + b + first, death: g.Beta + d + second}
	rx := g.R + float64(h.Repeats)
	// Being alive at T weighs 1; a customer long silent is dead with odds beyond e^700.
	top, alive := 0.0, 1.0 // weights are relative to e^top
	total := alive
	var purchases, deaths float64
	var q endtimes.Nodes
	for w := f.m.walk(f.c, h.Last, h.Age); w.next(); {
		purchase, death := g.Alpha+b+w.purchase, g.Beta+d+w.death
		// Within a piece the rates are constant, and after division by them its clock is that of
		// the plain model (D15): one sum serves both.
		e := endtimes.Even(rx, purchase/w.ratePurch, g.S, death/w.rateD, w.length)
		log := rx*math.Log(m.purchase/purchase) + g.S*math.Log(m.death/death) - math.Log(e.Death/e.S)
		// Pieces may each be the likeliest so far: what was added up shrinks to the new scale.
		if log > top {
			shrink := math.Exp(top - log)
			top, total, alive, purchases, deaths = log, total*shrink, alive*shrink, purchases*shrink, deaths*shrink
		}
		weight := math.Exp(log - top)
		if !rates {
			total += weight * q.Sum(&e)
			continue
		}
		for q.Reset(&e); q.Next(); {
			for k, v := range q.Weight {
				v *= weight
				total += v
				purchases += v / ((e.Purchase + q.Du[k]) * w.ratePurch)
				deaths += v * (g.S + 1) / ((e.Death + q.Du[k]) * w.rateD)
			}
		}
	}
	m.logOdds = math.Log((total - alive) / alive)
	// Being alive has shrunk to nothing beside the dead: the difference would be the total.
	if alive == 0 {
		m.logOdds = top + math.Log(total)
	}
	m.meanPurchase = (alive/m.purchase + purchases) / total
	m.meanDropout = (alive*g.S/m.death + deaths) / total
	return m
}

// ProbAlive returns P(alive at the end of observation); NaN for an impossible history.
func (f Customer[C]) ProbAlive(clientele.History) float64 {
	if !f.m.Valid() {
		return math.NaN()
	}
	return special.Logistic(-f.mix(false).logOdds)
}

// Alive returns the process of a customer known to be alive at the end of observation.
func (f Customer[C]) Alive(clientele.History) Process[C] {
	g := f.m.Model
	b, d := f.m.walk(f.c, 0, f.c.Age).gained()
	return Process[C]{pareto.Model{R: g.R + float64(len(f.c.Purchases)), Alpha: g.Alpha + b, S: g.S, Beta: g.Beta + d}, f.m, f.c, f.c.Age}
}

// LogProb returns the log-likelihood of a customer; NaN for an impossible history.
func (f Customer[C]) LogProb() float64 {
	if !f.m.Valid() {
		return math.NaN()
	}
	g, x := f.m.Model, float64(len(f.c.Purchases))
	m := f.mix(false)
	sum := special.LogRise(g.R, x) - g.R*math.Log(m.purchase/g.Alpha) - x*math.Log(m.purchase) - g.S*math.Log(m.death/g.Beta)
	// The density of a purchase at u is λA(u): the factors A are what the plain model
	// does not have.
	row := 0
	for _, u := range f.c.Purchases {
		row = f.c.row(u, row)
		rate, _ := f.m.Clocks.Rates(f.c.Covariates[row])
		sum += math.Log(rate)
	}
	return sum + special.Log1pExp(m.logOdds)
}

// ExpectedRates returns the posterior means of λ and μ, the rates at covariates of 0.
func (f Customer[C]) ExpectedRates() (purchase, death float64) {
	if !f.m.Valid() {
		return math.NaN(), math.NaN()
	}
	m := f.mix(true)
	return (f.m.R + float64(len(f.c.Purchases))) * m.meanPurchase, m.meanDropout
}
