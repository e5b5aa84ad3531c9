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

// changing is a trade whose customers, once they are known, fall and grow as often as
// its policy states, for good or for a while, and leave.
type changing struct {
	gap, shape     float64
	years, leaving float64 // for one fall, for one growth; a year
	end            Day
	back           float64 // mean years until a change is over; 0 if it stays
}

// customer draws one: what they bought, the change (½, 1, 2 of rate times amount, and
// beyond), whether they left, and whether what they changed to is their usual by now.
func (c changing) customer(r *rand.Rand) (events []Event, change float64, left, usual bool) {
	const known = 8 // purchases
	b := buyer.New(r, c.gap, c.shape)
	end := math.Min(365.25*r.ExpFloat64()/c.leaving, float64(c.end))
	for range known {
		events = b.Until(events, math.Min(math.Nextafter(b.Time, math.Inf(1)), end))
	}
	left = end < float64(c.end)
	for now := float64(events[len(events)-1].Day); ; {
		fall, grow := r.ExpFloat64()*c.years, r.ExpFloat64()*c.years
		at := now + 365.25*math.Min(fall, grow)
		events = b.Until(events, math.Min(at, end))
		if at >= end {
			return events, 1, left, usual
		}
		ofRate := r.Float64() < 0.8
		switch {
		case fall < grow && ofRate && r.Float64() < 2./3:
			change = 0.25
		case fall < grow:
			change = 0.5
		case ofRate && r.Float64() < 0.5:
			change = 4
		default:
			change = 2
		}
		before := len(events)
		if ofRate {
			b.Gap /= change
			b.Time = at + b.Wait()
		} else {
			b.Size = change
		}
		over := math.Inf(1)
		if c.back > 0 {
			over = at + 365.25*c.back*r.ExpFloat64()
		}
		events = b.Until(events, math.Min(over, end))
		usual = usual || len(events)-before >= 12 && (c.back > 0 || math.Min(over, end)-at >= 182)
		if over >= end {
			return events, change, left, usual
		}
		if ofRate {
			b.Gap *= change
			b.Time = over + b.Wait()
		}
		b.Size, now = 1, over
	}
}

// changes are the stages that say that something has changed.
var changes = []Stage{StageFormation, StageDecline, StageLost}

// The probabilities of the stages are those of a base whose customers change as often
// as the stated rates of false alarms say, which is what the policy of such a base
// should state: among customers of whom P(decline) = p, a share p has fallen to half or
// less, of rate times amount, and so for growth and loss, if they change for good. Where
// changes are over after two years, a change is said to go on for longer than it does:
// of what is said of decline at .55, .75 and .95 there is seen .35, .49 and .79.
func TestStageProbsAreCalibrated(t *testing.T) {
	for _, c := range []changing{{7, 1, 4, .05, 720, 0}, {20, 1, 4, .05, 720, 0}, {20, 2, 4, .05, 1440, 0}, {30, 1, 10, .2, 1440, 0}, {91, 1, 10, .05, 2190, 0}, {20, 1, 4, .05, 1440, 2}} {
		rules, err := NewRules(&StagePolicy{Gap: c.gap, DeclineYears: c.years, GrowthYears: c.years, Leaving: c.leaving}, nil, nil)
		require.NoError(t, err)
		r := rand.New(rand.NewPCG(2040, uint64(c.gap)))
		var said, seen, n [NumStages + 1][10]float64
		called, right := 0.0, 0.0
		for range few(16000) {
			events, change, left, usual := c.customer(r)
			_, d, err := Trace(rules, events, c.end)
			require.NoError(t, err)
			if usual || d.Purchases() < 12 || d.PaceError() > .35 {
				continue
			}
			truth := StageStability
			switch {
			case left:
				truth = StageLost
			case change < 1:
				truth = StageDecline
			case change > 1:
				truth = StageFormation
			}
			for _, stage := range changes {
				p := d.Probs().Of(stage)
				i := min(int(10*p), 9)
				n[stage][i]++
				said[stage][i] += p
				if truth == stage {
					seen[stage][i]++
				}
			}
			if d.Stage() != StageStability {
				called++
				if d.Stage() == truth {
					right++
				}
			}
		}
		for _, stage := range changes {
			for i := range n[stage] {
				if n[stage][i] < 100 {
					continue
				}
				p, q := said[stage][i]/n[stage][i], seen[stage][i]/n[stage][i]
				t.Logf("gap %v shape %v, %v: said %.3f, seen %.3f of %.0f", c.gap, c.shape, stage, p, q, n[stage][i])
				band := .05 + 2*math.Sqrt(q*(1-q)/n[stage][i])
				if c.back > 0 && stage != StageLost {
					assert.Greater(t, p, q-band, "gap %v: %v", c.gap, stage)
					assert.Less(t, p, q+.3, "gap %v: %v", c.gap, stage)
					continue
				}
				assert.InDelta(t, p, q, band, "gap %v: %v", c.gap, stage)
			}
		}
		t.Logf("gap %v shape %v: of %.0f verdicts %.3f right", c.gap, c.shape, called, right/called)
		assert.Greater(t, right/called, .5)
	}
}
