package mcmc

import "math"

// abePerson is a customer in a chain of Abe's model.
type abePerson struct {
	x, last, gap float64 // repeats, their last, and the time since
	guess        guess
	now, to      abeRates // where the person is, and where a move would lead
}

// abeRates are a customer's rates and what they explain, in two parts, for sums
// over customers need one logarithm for many of the second.
type abeRates struct {
	a, b        float64 // ln λ, ln μ
	until, rest float64 // log-likelihood until the last purchase, likelihood of what came after
}

// at returns the rates with what they explain,
//
//	λ^x e^{−(λ+μ)t_x} · (μ + λ e^{−(λ+μ)(T−t_x)})/(λ+μ)
//
// with the unobserved lifetime integrated out.
func (p *abePerson) at(a, b float64) abeRates {
	lambda, mu := exp(a), exp(b)
	total := lambda + mu
	return abeRates{a, b, p.x*a - total*p.last, (mu + lambda*exp(-total*p.gap)) / total}
}

// guess approximates what a customer's purchases say about the rates, as if ln λ
// and ln μ had been measured. It makes proposals good and is part of no result.
type guess struct {
	a, b             float64 // measurements
	weightA, weightB float64 // their precisions
}

// firstGuess goes by the number of purchases alone: a purchase is worth about 1.
func (p *abePerson) firstGuess() guess {
	if p.x == 0 {
		return guess{}
	}
	return guess{a: math.Log(p.x / (p.last + math.Min(p.gap, p.last/p.x))), weightA: 0.6 * p.x}
}

// guessAt expands the log-likelihood around rates.
func (p *abePerson) guessAt(a, b float64) guess {
	lambda, mu := exp(a), exp(b)
	total := lambda + mu
	stayed := lambda * exp(-total*p.gap)
	either := mu + stayed
	lg, mg, both := lambda*p.gap, mu*p.gap, lambda*mu/(total*total)
	byA, byB := stayed*(1-lg)/either, (mu-stayed*mg)/either
	g := guess{
		weightA: lambda*p.last - stayed*((1-lg)*(1-lg)-lg)/either + byA*byA + both,
		weightB: mu*p.last - (mu-stayed*mg+stayed*mg*mg)/either + byB*byB + both,
	}
	g.a, g.weightA = measure(a, p.x-lambda*p.last+byA-lambda/total, g.weightA)
	g.b, g.weightB = measure(b, byB-mu*p.last-mu/total, g.weightB)
	return g
}

// measure returns the top of a parabola with this slope and precision at y, or
// nothing where it is too flat to have one nearby.
func measure(y, slope, precision float64) (top, weight float64) {
	const flat, far = 0.05, 3
	if !(precision > flat) {
		return 0, 0
	}
	return y + math.Max(-far, math.Min(far, slope/precision)), precision
}

// outlook is the normal distribution of (ln λ, ln μ) that the population and a
// guess suggest.
type outlook struct {
	a, b       float64 // means
	aa, ba, bb float64 // lower triangular root of the covariance
}

// look combines a population with this precision, around (a, b), with a guess.
func (g *guess) look(population cov2, a, b float64) outlook {
	pa, pb := population.aa+g.weightA, population.bb+g.weightB
	det := 1 / (pa*pb - population.ab*population.ab)
	ab := -population.ab * det
	fa, fb := g.weightA*(g.a-a), g.weightB*(g.b-b)
	aa := math.Sqrt(pb * det)
	return outlook{a + pb*det*fa + ab*fb, b + ab*fa + pa*det*fb, aa, ab / aa, 1 / math.Sqrt(pb)}
}

// miss returns the logarithm of what the guess takes for granted too much at
// the rates, and has to be paid back, but for rest.
func (g *guess) miss(r *abeRates) float64 {
	a, b := r.a-g.a, r.b-g.b
	return r.until + (g.weightA*a*a+g.weightB*b*b)/2
}
