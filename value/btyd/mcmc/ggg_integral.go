package mcmc

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele/internal/bisect"
	"github.com/clientele-go/clientele/internal/variate"
)

// gggPerson is what a customer's purchases say, in units of the mean age.
type gggPerson struct {
	x, last, gap float64
	logGaps      float64
}

// gggIntegral integrates over what a population makes of ln k and ln κ, κ = kλ,
// by the trapezoidal rule, with the dropout rate integrated out:
//
//	∫∫ g(k) f(κ/k) κ^{kx} Γ(k)^−x e^{−κ t_x} Π gaps^{k−1} · silence(k, κ) d ln κ d ln k
//
// with k ~ gamma(T, Gamma) and λ ~ gamma(R, Alpha). The nodes of k are those of
// one grid for all customers; the nodes of κ are those of a grid of κ·gap.
type gggIntegral struct {
	pop    ParetoGGG
	level  float64 // of the logarithm that holds for all customers
	steady bool    // k is 1
	tables map[gapKey]*gapTable

	// Of the customer asked for last.
	silence silence
	top     float64
	step    float64 // of k
	rows    []gggRow
}

// gapKey names a table: node j of a grid of k, and a grid of κ.
type gapKey struct{ j, k, kappa int32 }

// gggRow is the nodes with one k: together they weigh so much.
type gggRow struct {
	*gapTable
	logK, weight float64
	lead         float64 // of the exponent A·ln κ − B·κ + lead
	a, b         float64
	from, to     int     // nodes of κ
	tail         bool    // those below from count, too
	early        float64 // there: what 1 − P(no purchase) is by (κ·gap)^k
}

const (
	// coarse is the step of the widest grids, nodeApart that of others in standard
	// deviations at most, and farthest how far below its maximum an exponent is followed.
	coarse, nodeApart, farthest = 0.6, 1.15, 12
	// faint is a share of the largest node that ends a sum.
	faint = 1e-6
	// finest is the number of the finest grid, stepsADoubling of each grid have half of its step.
	finest, stepsADoubling = 40, 4
	// sharpest is a k above which the end of a gap is told at once from the time before.
	sharpest = 5000
	// mostKs is the number of nodes of k to either side of the first.
	mostKs = 400
	// tiny is a z of which Q(k, z) is 1 − z^k/Γ(k+1), and e^−z is 1.
	tiny = 1e-6
)

// reset makes the integral that of another population.
func (c *gggIntegral) reset(p ParetoGGG) {
	c.pop = p
	c.level = p.R*math.Log(p.Alpha) - lgamma(p.R)
	if !c.steady {
		c.level += p.T*math.Log(p.Gamma) - lgamma(p.T)
	}
	if c.tables == nil {
		c.tables = make(map[gapKey]*gapTable)
	}
}

// stepFor returns the grid of a density with this precision: its number, and its step.
func stepFor(precision float64) (grid int, step float64) {
	if sharp := coarse / nodeApart * math.Sqrt(precision); sharp > 1 {
		grid = min(int(math.Ceil(stepsADoubling*math.Log2(sharp))), finest)
	}
	return grid, coarse * steps[grid]
}

// steps are those of the grids in coarse ones.
var steps = func() (s [finest + 1]float64) {
	for i := range s {
		s[i] = math.Exp2(-float64(i) / stepsADoubling)
	}
	return s
}()

// logProb returns the logarithm of the integral.
func (c *gggIntegral) logProb(p *gggPerson) float64 {
	if p.last+p.gap == 0 {
		return 0 // not observed
	}
	c.silence.set(p.last, p.gap, c.pop.S, c.pop.Beta)
	c.rows, c.top = c.rows[:0], math.Inf(-1)
	if c.steady {
		c.step = 1
		return c.level + math.Log(c.row(p, 0, 0)) + c.top
	}
	var grid int
	grid, c.step = stepFor(c.pop.T + 0.8*p.x)
	start := c.middle(p)
	sum, most := 0.0, 0.0
	for j := start; j < start+mostKs; j++ {
		w := c.row(p, j, grid)
		sum, most = sum+w, math.Max(most, w)
		if w <= faint*most {
			break
		}
	}
	for j := start - 1; j > start-mostKs; j-- {
		w := c.row(p, j, grid)
		sum, most = sum+w, math.Max(most, w)
		if w <= faint*most {
			break
		}
	}
	return c.level + c.top + math.Log(sum*c.step)
}

// lead returns what the integrand says of k but for κ.
func (c *gggIntegral) lead(p *gggPerson, k, logK, logGammaK float64) float64 {
	said := (k-1)*p.logGaps - p.x*logGammaK - c.pop.R*logK
	if c.steady {
		return said
	}
	return said + c.pop.T*logK - c.pop.Gamma*k
}

// ends returns a and b of κ^a e^{−bκ}, which is what is said of κ but for the silence.
func (c *gggIntegral) ends(p *gggPerson, k float64) (a, b float64) {
	return c.pop.R + k*p.x, c.pop.Alpha/k + p.last
}

// middle returns the node of k where the integrand would be largest if nothing
// were known of the silence.
func (c *gggIntegral) middle(p *gggPerson) int {
	height := func(j int) float64 {
		logK := c.step * float64(j)
		k := exp(logK)
		a, b := c.ends(p, k)
		return c.lead(p, k, logK, lgamma(k)) + lgamma(a) - a*math.Log(b)
	}
	at := int(math.Round(math.Log(c.pop.T/c.pop.Gamma) / c.step))
	now, way := height(at), 1
	next := height(at + 1)
	if next < now {
		way = -1
		next = height(at - 1)
	}
	for n := 0; next > now && n < 5000; n++ {
		at, now, next = at+way, next, height(at+2*way)
	}
	return at
}

// row adds up the nodes of κ at node j of k, and keeps the row.
func (c *gggIntegral) row(p *gggPerson, j, grid int) float64 {
	logK := c.step * float64(j)
	k := exp(logK)
	if c.steady {
		k = 1
	}
	r := gggRow{logK: logK}
	r.a, r.b = c.ends(p, k)
	if p.gap == 0 { // nothing is said by silence
		r.gapTable = &gapTable{k: k, logGammaK: lgamma(k)}
		r.lead = c.lead(p, k, logK, r.logGammaK)
		height := r.lead + lgamma(r.a) - r.a*math.Log(r.b)
		if len(c.rows) == 0 {
			c.top = height
		}
		r.weight = exp(height-c.top) * c.silence.all
		c.rows = append(c.rows, r)
		return r.weight
	}
	fine, step := stepFor(r.a + math.Min(k, sharpest))
	key := gapKey{int32(j), int32(grid), int32(fine)}
	r.gapTable = c.tables[key]
	if r.gapTable == nil {
		r.gapTable = newGapTable(k, step)
		c.tables[key] = r.gapTable
	}
	r.lead = c.lead(p, k, logK, r.logGammaK)
	if len(c.rows) == 0 {
		c.top = r.lead + r.a*math.Log(r.a/r.b) - r.a
	}
	logGap := math.Log(p.gap)
	far := farthest / r.a
	far += math.Sqrt(2 * far)
	r.from = int(math.Ceil((math.Log(r.a/(r.b+p.gap)) - far + logGap) / r.step))
	r.to = int(math.Floor((math.Log(r.a/r.b*(1+far)) + logGap) / r.step))
	// Few purchases leave a density that falls slowly towards κ = 0, where it is two
	// powers of κ.
	if powers := int(math.Floor((math.Log(tiny) + math.Min(0, logGap-math.Log(r.b))) / r.step)); r.from < powers {
		r.tail, r.from = true, powers
		r.early = c.silence.of(&r.power)
	}
	r.weight, _ = c.along(&r, logGap, math.Inf(1))
	c.rows = append(c.rows, r)
	return r.weight
}

// along adds up the nodes of a row, the tail first and then from the last to
// the first until they no longer count, or until the sum exceeds stop. It
// returns the sum and the node where it did; the one before the first is the tail.
func (c *gggIntegral) along(r *gggRow, logGap, stop float64) (sum float64, node int) {
	stop /= r.step
	level := r.lead - c.top
	if r.tail { // two geometric sums
		logZ := r.step * float64(r.from)
		sum = exp(r.a*(logZ-logGap)+level) * (c.silence.all/math.Expm1(r.a*r.step) - exp(r.k*logZ)*r.early/math.Expm1((r.a+r.k)*r.step))
		if sum > stop {
			return sum * r.step, r.from - 1
		}
	}
	logKappa := r.step*float64(r.to) - logGap
	kappa, ratio := exp(logKappa), exp(-r.step)
	most := 0.0
	for i := r.to; i >= r.from; i-- {
		term := exp(r.a*logKappa-r.b*kappa+level) * c.silence.of(r.at(i))
		sum += term
		if sum > stop {
			return sum * r.step, i
		}
		if term > most {
			most = term
		} else if term < faint*most {
			break
		}
		logKappa -= r.step
		kappa *= ratio
	}
	return sum * r.step, r.to
}

// gggLife is a customer with rates, and the end of the lifetime or of the observation.
type gggLife struct {
	k, lambda, end float64
	dead           float64 // 1 if the lifetime ended before the observation
}

// draw draws the rates and the lifetime of the customer that logProb was asked
// for last, as abeIntegral.draw does.
func (c *gggIntegral) draw(r *rand.Rand, p *gggPerson) gggLife {
	const steps = 4
	if p.last+p.gap == 0 { // as the population
		at := gggLife{k: 1, lambda: variate.Gamma(r, c.pop.R, c.pop.Alpha)}
		if !c.steady {
			at.k = variate.Gamma(r, c.pop.T, c.pop.Gamma)
		}
		return at
	}
	all := 0.0
	for i := range c.rows {
		all += c.rows[i].weight
	}
	var at gggLife
	last := 0.0
	for i := range steps {
		row, u := &c.rows[0], r.Float64()*all
		for j := range c.rows {
			row = &c.rows[j]
			if u -= row.weight; u < 0 {
				break
			}
		}
		to, weight := c.within(r, p, row)
		if i == 0 || r.ExpFloat64() >= last-weight {
			at, last = to, weight
		}
	}
	return at
}

// within draws from the cells of a row, and returns the logarithm of the
// integrand there against that at the node.
func (c *gggIntegral) within(r *rand.Rand, p *gggPerson, row *gggRow) (to gggLife, weight float64) {
	logK, logGammaK := row.logK, row.logGammaK
	to.k = row.k
	if !c.steady {
		logK += c.step * (r.Float64() - 0.5)
		to.k = exp(logK)
		logGammaK = lgamma(to.k)
	}
	a, b := c.ends(p, to.k)
	lead := c.lead(p, to.k, logK, logGammaK)
	to.end = p.last + p.gap
	if p.gap == 0 {
		to.lambda = variate.Gamma(r, a, 1) / b / to.k
		return to, lead + lgamma(a) - a*math.Log(b) - row.lead - lgamma(row.a) + row.a*math.Log(row.b)
	}
	logGap := math.Log(p.gap)
	_, node := c.along(row, logGap, r.Float64()*row.weight)
	logKappa := row.step*float64(node) - logGap
	var values *[quietNodes]float64
	if node < row.from { // the tail
		logKappa += row.step/2 - c.fall(r, row, row.step*(float64(node)+0.5))
		weight = -row.a*logKappa - row.lead
		values = row.gapTable.row(logKappa + logGap)
	} else {
		weight = row.b*exp(logKappa) - row.a*logKappa - row.lead
		values = row.at(node)
		logKappa += row.step * (r.Float64() - 0.5)
	}
	kappa := math.Max(exp(logKappa), 1e-300)
	to.lambda = kappa / to.k
	weight += a*logKappa - b*kappa + lead
	v, here, there := c.silence.pick(r, p, values, c.pop.S, c.pop.Beta)
	if v < p.gap {
		to.dead, to.end = 1, p.last+v
	}
	z := kappa * v
	q := upperGamma(to.k, z, logKappa+math.Log(v), logGammaK)
	return to, weight + math.Log(there*q/here)
}

// fall draws how far below the edge of a row's tail, at this ln(κ·gap), ln κ is.
func (c *gggIntegral) fall(r *rand.Rand, row *gggRow, edge float64) float64 {
	early := exp(row.k*edge) * row.early / (row.a + row.k)
	beyond := func(t float64) float64 { return exp(-row.a*t) * (c.silence.all/row.a - exp(-row.k*t)*early) }
	share := r.Float64() * beyond(0)
	end := 1 / row.a
	for beyond(end) > share {
		end *= 2
	}
	t, _ := bisect.Between(0, end, 60, func(t float64) bool { return beyond(t) > share })
	return t
}
