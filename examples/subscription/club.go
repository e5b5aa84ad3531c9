package main

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/loyalty/retention"
	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat/distuv"
)

// The truth of the club. A member cancels at a rate of their own, Gamma(shape,
// scale), and the payment fails at a rate that depends on how they pay.
const (
	size         = 1200
	window       = 36 // months since the club opened
	shape, scale = 1.2, 30.0
)

var fails = map[bool]float64{true: 0.003, false: 0.015} // by standing order or not, a month

// member is what the club knows of one of them, and the truth.
type member struct {
	standing bool // order of payment
	subject  retention.Subject
	parts    loyalty.Parts
	answers  [2]int  // to "would you recommend us?" in two waves, −1 for none
	would    int     // what everybody would have answered in the second: the truth
	bond     float64 // how attached they are, 0 to 1: the truth
}

// club holds the members.
type club []member

// openClub simulates the members; they join all the time.
func openClub(seed uint64) club {
	r := rand.New(rand.NewPCG(35+seed, 1))
	c := make(club, size)
	for i := range c {
		m := &c[i]
		m.standing = r.Float64() < 0.5
		watched := window * r.Float64()
		cancels := r.ExpFloat64() / distuv.Gamma{Alpha: shape, Beta: scale, Src: r}.Rand()
		failed := r.ExpFloat64() / fails[m.standing]
		m.subject = retention.Subject{Exit: min(watched, cancels, failed)}
		switch m.subject.Exit {
		case cancels:
			m.subject.Cause = retention.CauseActive
		case failed:
			m.subject.Cause = retention.CausePassive
		}
		m.bond = distuv.Beta{Alpha: 3, Beta: 2, Src: r}.Rand()
		m.ask(r)
	}
	return c
}

// ask draws what surveys and the service desk know of the member.
func (m *member) ask(r *rand.Rand) {
	hits := func(trials int, p float64) clientele.Ratio {
		return clientele.Ratio{Hits: distuv.Binomial{N: float64(trials), P: p, Src: r}.Rand(), Trials: float64(trials)}
	}
	m.parts = loyalty.Parts{
		Satisfaction: hits(r.IntN(4), m.bond),
		Complaints:   hits(r.IntN(6), 0.3*(1-m.bond)),
		Repeats:      hits(min(12, int(m.subject.Exit)), 0.3+0.7*m.bond),
		Tenure:       clientele.Known(m.subject.Exit / 12),
	}
	if r.Float64() < 0.3 {
		m.parts.ShareOfWallet = clientele.Known(m.bond * (0.6 + 0.4*r.Float64()))
	}
	for wave := range m.answers {
		m.would = min(10, max(0, int(math.Round(4+6*m.bond+0.3*float64(wave)+1.5*r.NormFloat64()))))
		if m.answers[wave] = -1; r.Float64() < 0.6*m.bond { // the attached answer more often
			m.answers[wave] = m.would
		}
	}
}

// stays is the true probability of being a member after t months.
func stays(t float64, standing bool) float64 {
	return math.Pow(scale/(scale+t), shape) * math.Exp(-fails[standing]*t)
}

// lapses is the true probability of having left by a failed payment by then.
func lapses(t float64) float64 {
	return quad.Fixed(func(u float64) float64 {
		return (fails[true]*stays(u, true) + fails[false]*stays(u, false)) / 2
	}, 0, t, 20, nil, 0)
}
