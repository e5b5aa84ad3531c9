package lifecycle

import "math"

// rate is what the gaps of a customer say of how often they buy: a baseline,
// their usual rate and regularity, and which regime they are in against it.
//
// The baseline is the number, sum and sum of logs of the gaps, discounted so
// that the number is at most the memory, and each as long as it would have been
// at the baseline, so that a fall does not poison what it is held against. The
// own rate is gamma(a, b) with a = GapWeight + k·n, b = Gap·GapWeight + k·Σg,
// and the shape k follows from (ln mean − mean ln), shrunk to the base.
//
// The regime is one of five, ¼, ½, 1, 2 and 4 times the baseline, with
// posterior probabilities by a filter: between gaps a customer of regime 1
// changes with the wanted false-alarm rate in the place of the hazard, once it is
// known what they change from, and one of another comes back; a gap g then has the odds of its density under ρ times
// the rate,
//
//	ρ^k ((b + kg)/(b + kρg))^(a+k)
//
// (Shiryaev 1963; West & Harrison 1997 for the discounting).
type rate struct {
	n, gaps, logs float64
	regime        [5]float64 // P(¼, ½, 1, 2, 4 × baseline)

	k, a, b float64 // of the above; not stored
	pace    float64 // mean factor of the regime's rate, geometric; not stored
}

// known reports whether the usual rate is known well enough for stability. Before,
// there is nothing that a rate could have changed from: odds gathered then are those
// of the base's rate against the customer's own, and would come out as false alarms
// once the customer is known, in slow trades most of all.
func (r *rate) known() bool { return r.a*knownForStability*knownForStability >= 1 }

// mean returns the expected gap at the baseline.
func (r *rate) mean() float64 { return r.b / r.a }

// begin is a customer without gaps.
func (r *rate) begin(rules *Rules) {
	*r = rate{regime: [5]float64{2: 1}}
	r.settle(rules)
}

const (
	shapePenalty = 0.2 // a shape of few gaps looks more regular than it is
	// A customer of quite another pace than the base's is not pulled to it: what
	// is expected of a customer is at most so far from their own mean gap.
	priorReach = 4
	priorDoubt = 24 // and that much more over the number of gaps
	minShape   = 0.36
	maxShape   = 11
	memoryGaps = 24 // that the baseline remembers at least
)

// settle computes what is not stored.
func (r *rate) settle(rules *Rules) {
	r.pace = exp(r.turn())
	r.fit(rules)
}

// fit computes shape and rate from the sums. The shape solves ln k − ψ(k) = D
// to 1.5 % (Minka 2002).
func (r *rate) fit(rules *Rules) {
	d := rules.shapeWeight * rules.shape0
	gap := rules.p.Gap
	if r.n > 0 {
		each := 1 / r.n
		own := r.gaps * each
		switch far := priorReach + priorDoubt*each; {
		case gap*far < own:
			gap = own / far
		case gap > own*far:
			gap = own * far
		}
		d += r.n*log(own) - r.logs
	}
	d = max(d/(rules.shapeWeight+max(r.n-1, 0)), 1e-3)
	few := math.Sqrt(rules.shapeWeight + r.n)
	k := (3 - d + math.Sqrt((d-3)*(d-3)+24*d)) * few / (12 * d * (few + shapePenalty))
	r.k = min(max(k, minShape), maxShape)
	r.a = rules.p.GapWeight + r.k*r.n
	r.b = rules.p.GapWeight*gap + r.k*r.gaps
}

// backShare bounds how fast a regime is forgotten, a gap; a year is the other
// bound. Faster, slow buyers would be pulled back as quickly as evidence comes.
const backShare = 0.02

// observe takes in a gap in operational days; grain is what the mean log of the
// gaps that are of so many days is less than the log of their mean.
func (r *rate) observe(g, grain float64, rules *Rules) {
	turn := 0.0
	if r.known() || r.regime[2] != 1 { // before, there is one regime only
		r.filter(g, rules)
		turn = r.turn()
		r.pace = exp(turn)
	}
	r.n++
	r.gaps += g * r.pace
	r.logs += log(g) - grain + turn
	if r.n > memoryGaps && r.gaps > rules.p.Memory {
		r.discount(max(memoryGaps/r.n, rules.p.Memory/r.gaps))
	}
	r.fit(rules)
}

// filter moves the probabilities of the regimes by a gap.
func (r *rate) filter(g float64, rules *Rules) {
	m := r.mean()
	var quarter, half, rise float64
	if r.known() {
		quarter, half, rise = min(m*rules.quarter, 0.05), min(m*rules.half, 0.05), min(m*rules.rise, 0.05)
	}
	back := min(m/daysAYear, backShare)
	w := &r.regime
	usual := w[2]
	w[0] += usual*quarter - back*w[0]
	w[1] += usual*half - back*w[1]
	w[3] += usual*rise - back*w[3]
	w[4] += usual*rise - back*w[4]
	w[2] = 1 - w[0] - w[1] - w[3] - w[4]

	x, c := r.k*g/r.b, r.a+r.k
	whole := log(1 + x)
	const ln2 = math.Ln2
	w[0] *= exp(c*(whole-log(1+x/4)) - 2*ln2*r.k)
	w[1] *= exp(c*(whole-log(1+x/2)) - ln2*r.k)
	w[3] *= exp(c*(whole-log(1+2*x)) + ln2*r.k)
	w[4] *= exp(c*(whole-log(1+4*x)) + 2*ln2*r.k)
	scale := 1 / (w[0] + w[1] + w[2] + w[3] + w[4])
	for j := range w {
		w[j] *= scale
	}
}

// turn returns the mean log of the regime's rate against the baseline.
func (r *rate) turn() float64 {
	w := &r.regime
	return math.Ln2 * (2*(w[4]-w[0]) + w[3] - w[1])
}

// discount forgets a part of the baseline.
func (r *rate) discount(c float64) {
	r.n *= c
	r.gaps *= c
	r.logs *= c
}

// adopt makes the present regime the baseline, known from some gaps only.
func (r *rate) adopt(gaps float64, rules *Rules) {
	turn := r.turn()
	r.gaps /= r.pace
	r.logs -= turn * r.n
	if r.n > gaps {
		r.discount(gaps / r.n)
	}
	r.regime = [5]float64{2: 1}
	r.settle(rules)
}

// quiet returns by regime the probability together with a silence of s.
func (r *rate) quiet(s float64) (joint [5]float64) {
	g := newGapSurvival(r.k, r.a, r.b)
	for j, w := range r.regime {
		if w > 0 {
			joint[j] = w * g.at(s*paces[j])
		}
	}
	return joint
}

var paces = [5]float64{0.25, 0.5, 1, 2, 4}
