package lifecycle

import "math"

// Probs returns the probability of each stage on the last day seen, the zero
// StageProbs before the first event.
//
// P(lost) is the loss rule's P(no purchase in the horizon) where the rules have
// one, and otherwise
//
//	P(gone) = q(1 − S)/(q(1 − S) + S)
//
// with q the hazard h of leaving of the base, StagePolicy.Leaving a year, in a
// mean gap, and S the probability of such a silence for somebody still there,
// times e^(−h·silence), that of not having left in it by itself.
// Where it is not known, it is taken to be nine times the rate of false losses:
// a verdict of loss is then right nine times in ten. What is left goes to
// decline and formation by the probabilities that rate times amount has fallen
// and grown, the silence counted, and the rest to the stage that what is known
// of the customer allows. In simulated bases whose customers change as often as
// DeclineYears and GrowthYears say, once they are known and for good, what is said of
// decline and growth is seen to within 0.05 (see TestStageProbsAreCalibrated); a base with
// other rates has other odds, and where changes pass, what is said is too high: by up to
// 0.25 where they are over after two years. Decline and growth are called at ½.
func (d *Detector) Probs() StageProbs { return d.probs(d.said()) }

func (d *Detector) probs(says said) StageProbs {
	var p StageProbs
	if d.stage == 0 {
		return p
	}
	if !d.buying || d.churn != 0 {
		p[d.stage-1] = 1 // known, not estimated
		return p
	}
	lost := d.probLost(says)
	p[StageLost-1] = lost
	s := d.quietDays(d.last, d.now)
	joint := d.rate.quiet(s)
	fall, growth := d.size.combine(&joint)
	all := 0.0
	for _, v := range joint {
		all += v
	}
	if !(all > 0) { // a silence beyond all numbers
		fall, growth, all = 1, 0, 1
	}
	rest := 1 - lost
	calm := d.calm()
	if calm == StageExploration {
		fall = 0
	}
	if d.purchases < leastPurchases {
		growth = 0
	}
	growth = soberGrowth(growth / all)
	fall = math.Min(sober(fall/all), 1-growth)
	p[StageDecline-1] = rest * fall
	p[StageFormation-1] = rest * growth
	p[calm-1] += rest * math.Max(1-fall-growth, 0)
	return p
}

const (
	soberness  = 0.8
	filterOver = 0.25746 // a filter's probability that is overAt in truth
)

// sober returns what a probability of the filters is worth. They take the gaps for
// independent, although rate and shape are estimated from few of them, and are surer
// than they may be: of what they say at .96, .85, .75 and .25 there is seen .91, .79,
// .70 and .29, which are log odds of four fifths. The verdicts at ½ are the same.
func sober(p float64) float64 {
	yes, no := math.Pow(p, soberness), math.Pow(math.Max(1-p, 0), soberness)
	return yes / (yes + no)
}

// ProbLost returns the probability of loss on the last day seen; see Probs. It
// is 0 before the first purchase.
func (d *Detector) ProbLost() float64 { return d.probLost(d.said()) }

func (d *Detector) probLost(says said) float64 {
	switch {
	case !d.buying:
		return 0
	case says.ruled:
		return says.loss.ProbSilent
	}
	r := d.rulebook()
	quiet := d.quietDays(max(d.last, d.heard), d.now)
	h := r.leaving
	if h == 0 {
		h = oddsOfLoss * r.falseLoss
	}
	s := d.present(quiet) * exp(-h*quiet)
	p, odds := d.lossRate()
	q := p * odds * d.rate.a / max(d.rate.a-1, d.rate.a/3) // the mean gap is b/(a − 1), not b/a
	return q * (1 - s) / (q*(1-s) + s)
}

// soberGrowth is sober of a growth, which is sober only while it is in doubt: those
// that are called have mostly more than doubled, and of what the filters say at .75, .9
// and .97 there is seen .81, .92 and .98.
func soberGrowth(p float64) float64 {
	if p >= callAt {
		return p
	}
	return sober(p)
}
