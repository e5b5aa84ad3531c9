package lifecycle_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	. "github.com/clientele-go/clientele/lifecycle"
)

func TestCadence(t *testing.T) {
	c := cadence(28, 31, 30, 33)
	check.Close(t, 30.5, c.Mean(), 1e-15)
	check.Close(t, math.Sqrt(13.0/3)/30.5, c.CV(), 1e-12)
	assert.True(t, math.IsNaN(Cadence{}.Mean()))
	assert.True(t, math.IsNaN(cadence(3).CV()))
	var e *clientele.InputError
	before := c
	for _, gap := range []float64{0, -1, math.NaN(), 1e7} {
		assert.ErrorAs(t, c.Add(gap), &e)
	}
	assert.Equal(t, before, c)
	for _, bad := range []Cadence{{-1, 0, 0}, {0, 1, 1}, {2, math.NaN(), 1}, {2, 10, 1}, {2, 10, 1000}, {1, 0, 0}} {
		assert.ErrorAs(t, bad.Check(), &e, "%v", bad)
	}
}

func TestRhythmShrinks(t *testing.T) {
	r := Rhythm{Gap: 30, Weight: 2, Shape: 4}
	assert.Equal(t, 30.0, r.Expected(Cadence{}))
	assert.Equal(t, 4.0, r.Regularity(Cadence{}))
	check.Close(t, (60+100.0)/3, r.Expected(cadence(100)), 1e-15)
	var c Cadence
	for range 2000 {
		require.NoError(t, c.Add(90))
	}
	check.Close(t, 90, r.Expected(c), 1e-3)
	assert.Greater(t, r.Regularity(c), 1000.0)
	check.Close(t, 2, r.Overdue(c, 180), 1e-3)
	check.Close(t, 15, r.Spread(Cadence{}), 1e-12)
	assert.Equal(t, Rhythm{30, 2, 1}, DefaultRhythm())
}

// With random purchases (shape 1) the window is that of the exponential
// distribution, whatever the silence: −ln(0.95)·g to −ln(0.05)·g at 90 %.
func TestWindow(t *testing.T) {
	r := Rhythm{Gap: 40, Weight: 1e6, Shape: 1}
	for _, silence := range []float64{0, 10, 200, 3000} {
		w := r.Window(Cadence{}, silence, 0.9)
		check.Close(t, -40*math.Log(0.95), w.Lo, 1e-6, silence)
		check.Close(t, -40*math.Log(0.05), w.Hi, 1e-6, silence)
	}
	check.Close(t, math.Exp(-1.5), r.Late(Cadence{}, 60), 1e-12)

	// Regular gaps: the share of gaps, longer than the silence, that end in the window.
	r.Shape = 5
	g := distuv.Gamma{Alpha: 5, Beta: 5.0 / 40, Src: rand.New(rand.NewPCG(1, 5))}
	const silence = 35
	w := r.Window(Cadence{}, silence, 0.8)
	n, in := 0.0, 0.0
	for range 100000 {
		if v := g.Rand(); v > silence {
			n++
			if w.Contains(v - silence) {
				in++
			}
		}
	}
	assert.InDelta(t, 0.8, in/n, 5*math.Sqrt(0.16/n))
	assert.Panics(t, func() { r.Window(Cadence{}, 1, 1) })
	for _, w := range []clientele.Interval{r.Window(Cadence{}, -1, 0.5), r.Window(Cadence{}, math.NaN(), 0.5), r.Window(Cadence{Gaps: -1}, 1, 0.5), Rhythm{}.Window(Cadence{}, 1, 0.5)} {
		assert.True(t, math.IsNaN(w.Lo) && math.IsNaN(w.Hi))
	}
	assert.True(t, math.IsNaN(r.Late(Cadence{}, -1)))
}

// Rhythms recovers what customers are drawn from, however long they are seen: rates
// gamma around the base's, gaps gamma with a shape. Closed gaps alone would give a shape
// of 1.5 and half the gap at two gaps' time.
func TestRhythmRecovers(t *testing.T) {
	const gap, spread = 30.0, 2.5
	for _, shape := range []float64{1, 2, 4} {
		for _, seen := range []float64{1, 2, 4, 8, 24} { // gaps of the base
			r := rand.New(rand.NewPCG(2, uint64(100*shape+seen)))
			var base Rhythms
			for range 6000 {
				own := distuv.Gamma{Alpha: spread, Beta: spread * gap, Src: r}.Rand()
				g := distuv.Gamma{Alpha: shape, Beta: shape * own, Src: r}
				var c Cadence
				end := gap * seen * (0.75 + 0.5*r.Float64())
				for at := g.Rand(); at < end; at += g.Rand() {
					require.NoError(t, c.Add(at-c.Sum))
					at = c.Sum
				}
				require.NoError(t, base.Add(c, end-c.Sum))
			}
			got, err := base.Rhythm()
			require.NoError(t, err)
			require.NoError(t, got.Check())
			t.Logf("shape %v, seen %v gaps: %+v", shape, seen, got)
			assert.InEpsilon(t, gap, got.Gap, 0.05)
			assert.InEpsilon(t, shape, got.Shape, 0.06)
			assert.InEpsilon(t, spread/shape, got.Weight, 0.2+0.2/seen)
		}
	}
	few := new(Rhythms)
	require.NoError(t, few.Add(cadence(1, 2), 3))
	require.NoError(t, few.Add(Cadence{}, 0))
	assert.Equal(t, 1, few.Len())
	_, err := few.Rhythm()
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	var e *clientele.InputError
	assert.ErrorAs(t, few.Add(Cadence{Gaps: 1}, 1), &e)
	assert.ErrorAs(t, few.Add(Cadence{}, -1), &e)
	assert.ErrorAs(t, Rhythm{}.Check(), &e)
}
