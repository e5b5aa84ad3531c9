package lifecycle_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/internal/buyer"
	. "github.com/clientele-go/clientele/lifecycle"
)

// The probabilities of decline and of growth are those of a base whose customers change
// as often as the stated rates of false alarms say, which is what the policy of such a
// base should state: among customers of whom P(decline) = p, a share p has fallen to
// half or less, of rate times amount, lately; and so for growth.
func TestStageProbsAreCalibrated(t *testing.T) {
	const years, end, usual = 4.0, Day(720), 240
	rules, err := NewRules(&StagePolicy{Gap: 20, Shape: 1, DeclineYears: years, GrowthYears: years, Leaving: .05}, nil, nil)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(2040, 1))
	var said, seen, n [2][10]float64
	agree, labelled := 0.0, 0.0
	for range few(6000) {
		b := buyer.New(r, 20, 1)
		leave := 365.25 * r.ExpFloat64() / .05
		// One change at most, at the rates that the filter gives to each of its regimes.
		fall, grow := 365.25*r.ExpFloat64()*years, 365.25*r.ExpFloat64()*years
		at, factor := fall, .5
		if r.Float64() < .6 {
			factor = .25
		}
		ofRate := r.Float64() < .8
		if grow < fall {
			at, factor = grow, 2
			if ofRate && r.Float64() < .5 {
				factor = 4
			}
		}
		if !ofRate {
			factor = math.Max(math.Min(factor, 2), .5)
		}
		events := b.Until(nil, min(at, leave, float64(end)))
		if at < min(leave, float64(end)) {
			if ofRate {
				b.Gap /= factor
			} else {
				b.Size *= factor
			}
			b.Time = at + b.Wait()
			events = b.Until(events, min(leave, float64(end)))
		}
		if len(events) == 0 {
			continue
		}
		_, d, err := Trace(rules, events, end)
		require.NoError(t, err)
		if at < float64(end)-usual { // it is becoming the usual, or is
			continue
		}
		if d.Purchases() < 12 || leave < float64(end) { // what it was at must be known
			continue
		}
		for k, stage := range []Stage{StageDecline, StageFormation} {
			p := d.Probs().Of(stage)
			if stage == StageFormation && d.PaceError() > .35 {
				continue // formation for want of knowledge
			}
			changed := at < float64(end) && (factor < 1) == (stage == StageDecline)
			i := min(int(10*p), 9)
			n[k][i]++
			said[k][i] += p
			if changed {
				seen[k][i]++
			}
			if d.Stage() == stage {
				labelled++
				if changed {
					agree++
				}
			}
		}
	}
	for k, name := range []string{"decline", "growth"} {
		for i := range n[k] {
			if n[k][i] < 40 {
				continue
			}
			p, q := said[k][i]/n[k][i], seen[k][i]/n[k][i]
			t.Logf("%s: said %.3f, seen %.3f of %.0f", name, p, q, n[k][i])
			wide := .1
			if name == "decline" && p > .6 { // see Probs
				wide = .2
			}
			assert.InDelta(t, p, q, wide+2*math.Sqrt(q*(1-q)/n[k][i]), name)
		}
	}
	t.Logf("of %.0f verdicts %.3f right", labelled, agree/labelled)
	assert.Greater(t, agree/labelled, .5)
}
