package mcmc

import (
	"math"
	"math/rand/v2"
)

// abePerson is what a customer's purchases say, in units of the mean age.
type abePerson struct {
	x, last, gap float64 // repeats, their last, and the time since
}

// abeIntegral integrates over what a population makes of ln λ and ln μ, by the
// trapezoidal rule, which for functions as smooth as these is exact to six
// digits with nodes about a standard deviation apart:
//
//	∫∫ N(a | ma, sdA²) N(b | mb + slope·(a−ma), sdB²) λ^x e^{−(λ+μ)t_x} · (μ + λ e^{−(λ+μ)(T−t_x)})/(λ+μ) db da
//
// with a = ln λ and b = ln μ.
type abeIntegral struct {
	sdA, slope, sdB float64
	step, fade      float64   // of the nodes of b, and e^{−step²/sdB²}
	rows            []abeRow  // of the nodes of a, those from the top on first
	stepA           float64   // of them
	low             int       // of the nodes of b at hand, counted from mb
	mu, until, gone []float64 // of each node of b: μ, e^{−μ t_x} and e^{−μ gap}
	ma, mb          float64   // of the customer
}

// abeRow is the nodes with one a: together they weigh so much.
type abeRow struct{ a, weight float64 }

// Nodes are at most this far apart, in standard deviations and on the
// logarithmic scale, and reach this many standard deviations; a share of the
// largest row ends the sum.
const (
	nodeSD, nodeLog = 1, 0.65
	nodeReach       = 5.3
	negligible      = 1e-8
	mostRows        = 500 // of one integral; what asks for more is a population out of any prior's reach
)

// reset makes the integral that of another population.
func (k *abeIntegral) reset(sdA, slope, sdB float64) {
	k.sdA, k.slope, k.sdB = sdA, slope, sdB
	k.step = math.Min(nodeSD*sdB, nodeLog)
	k.fade = math.Exp(-k.step * k.step / (sdB * sdB))
}

// logProb returns the logarithm of the integral.
func (k *abeIntegral) logProb(p *abePerson, ma, mb float64) float64 {
	k.ma, k.mb = ma, mb
	k.rows = k.rows[:0]
	precision := 1 / (k.sdA * k.sdA)
	// The nodes of a cover what any lifetime between t_x and T makes likely.
	low, sdLow := k.mode(p.x, p.last+p.gap, precision)
	high, sdHigh := k.mode(p.x, p.last, precision)
	k.stepA = math.Min(nodeSD*k.spread(p, high, math.Min(sdLow, sdHigh)), nodeLog)
	from, to := low-nodeReach*sdLow, high+nodeReach*sdHigh
	if !(k.stepA > 0) || !k.dropouts(p, from-4*sdLow, to) {
		return math.NaN()
	}
	top := p.x*high - exp(high)*p.last - precision/2*(high-ma)*(high-ma)
	sum, most := 0.0, 0.0
	for a := high; a < to && len(k.rows) <= mostRows; a += k.stepA {
		w := k.row(p, a, precision, top)
		k.rows = append(k.rows, abeRow{a, w})
		sum, most = sum+w, math.Max(most, w)
		if w <= negligible*most {
			break
		}
	}
	// Below, to where the rate is low because they are alive, unless that is out of
	// the question, and beyond if what dropout says of the rate leads farther.
	if k.row(p, low, precision, top) <= negligible*most {
		low = high
	}
	for a := high - k.stepA; a > from-4*sdLow && len(k.rows) <= mostRows; a -= k.stepA {
		w := k.row(p, a, precision, top)
		k.rows = append(k.rows, abeRow{a, w})
		sum, most = sum+w, math.Max(most, w)
		if w <= negligible*most && a <= low {
			break
		}
	}
	if len(k.rows) > mostRows {
		return math.NaN()
	}
	return top + math.Log(sum*k.stepA*k.step/(k.sdA*k.sdB*2*math.Pi))
}

// mode returns the mode of ln λ given x purchases in t, and a standard deviation.
func (k *abeIntegral) mode(x, t, precision float64) (a, sd float64) {
	a = k.ma
	if x > 0 && t > 0 {
		a = (precision*k.ma + x*math.Log(x/t)) / (precision + x)
	}
	for range 60 { // concave; far above the mode steps are about −1
		lambda := exp(a) * t
		step := math.Max(-2, math.Min(2, (x-lambda-precision*(a-k.ma))/(lambda+precision)))
		if a += step; !(math.Abs(step) > 0.05) {
			break
		}
	}
	return a, 1 / math.Sqrt(exp(a)*t+precision)
}

// spread narrows a standard deviation of ln λ at a by what the lifetime says of
// the dropout rate, and this of the rate where the two go together.
func (k *abeIntegral) spread(p *abePerson, a, sd float64) float64 {
	died := exp(k.mb+k.slope*(a-k.ma)) * p.last
	return sd / math.Sqrt(1+sd*sd*k.slope*k.slope*died/(1+died*k.sdB*k.sdB))
}

// dropouts prepares the nodes of b that a between from and to may ask for.
func (k *abeIntegral) dropouts(p *abePerson, from, to float64) bool {
	one, other := k.slope*(from-k.ma), k.slope*(to-k.ma)
	k.low = int(math.Floor((math.Min(one, other) - nodeReach*k.sdB) / k.step))
	high := int(math.Ceil((math.Max(one, other) + nodeReach*k.sdB) / k.step))
	if high-k.low > 5000 {
		return false
	}
	k.mu, k.until, k.gone = k.mu[:0], k.until[:0], k.gone[:0]
	mu, ratio := exp(k.mb+k.step*float64(k.low)), exp(k.step)
	for range high - k.low + 1 {
		k.mu = append(k.mu, mu)
		k.gone = append(k.gone, exp(-mu*p.gap))
		if p.last > 0 {
			k.until = append(k.until, exp(-mu*p.last))
		} else {
			k.until = append(k.until, 1)
		}
		mu *= ratio
	}
	return true
}

// window returns the nodes of b that count at a, from first to end, and the
// density of the first relative to the middle, with its ratio to the next.
func (k *abeIntegral) window(a float64) (first, end int, density, ratio float64) {
	middle := k.slope * (a - k.ma)
	first = int(math.Ceil((middle - nodeReach*k.sdB) / k.step))
	end = int(math.Floor((middle+nodeReach*k.sdB)/k.step)) + 1
	precision := 1 / (k.sdB * k.sdB)
	off := k.step*float64(first) - middle
	return first, end, exp(-off * off / 2 * precision), exp(-(off + k.step/2) * k.step * precision)
}

// row returns the sum of the integrand over the nodes of b at a, relative to e^top.
func (k *abeIntegral) row(p *abePerson, a, precision, top float64) float64 {
	height := exp(p.x*a - exp(a)*p.last - precision/2*(a-k.ma)*(a-k.ma) - top)
	sum, _ := k.column(p, a, math.Inf(1))
	return height * sum
}

// column adds up the nodes of b at a until the sum exceeds stop, and returns the
// sum and the node where it did.
func (k *abeIntegral) column(p *abePerson, a, stop float64) (sum float64, node int) {
	lambda := exp(a)
	stay := lambda * exp(-lambda*p.gap)
	first, end, density, ratio := k.window(a)
	first, end = max(first-k.low, 0), min(end-k.low, len(k.mu))
	if first >= end {
		return 0, k.low
	}
	until, gone := k.until[first:end], k.gone[first:end]
	for j, mu := range k.mu[first:end] {
		sum += density * until[j] * (mu + stay*gone[j]) / (lambda + mu)
		if sum > stop {
			return sum, k.low + first + j
		}
		density *= ratio
		ratio *= k.fade
	}
	return sum, k.low + end - 1
}

// log returns the logarithm of the integrand at (a, b), up to a constant.
func (k *abeIntegral) log(p *abePerson, a, b float64) float64 {
	lambda, mu := exp(a), exp(b)
	total := lambda + mu
	u, w := (a-k.ma)/k.sdA, (b-k.mb-k.slope*(a-k.ma))/k.sdB
	return p.x*a - total*p.last + math.Log((mu+lambda*exp(-total*p.gap))/total) - (u*u+w*w)/2
}

// draw draws ln λ and ln μ of the customer that logProb was asked for last. A
// node, drawn by its weight, stands for its cell; what is drawn in the cell is
// put right by a few Metropolis steps, nearly all of which are accepted.
func (k *abeIntegral) draw(r *rand.Rand, p *abePerson) (a, b float64) {
	const steps = 4
	all := 0.0
	for _, row := range k.rows {
		all += row.weight
	}
	last := 0.0
	for i := range steps {
		row, u := k.rows[0], r.Float64()*all
		for _, row = range k.rows {
			if u -= row.weight; u < 0 {
				break
			}
		}
		whole, _ := k.column(p, row.a, math.Inf(1))
		_, at := k.column(p, row.a, r.Float64()*whole)
		node := k.mb + k.step*float64(at)
		toA, toB := row.a+k.stepA*(r.Float64()-0.5), node+k.step*(r.Float64()-0.5)
		weight := k.log(p, toA, toB) - k.log(p, row.a, node)
		if i == 0 || r.ExpFloat64() >= last-weight {
			a, b, last = toA, toB, weight
		}
	}
	return a, b
}
