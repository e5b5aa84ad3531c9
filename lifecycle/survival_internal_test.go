package lifecycle

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSurvivalTable(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 7))
	worst := 0.0
	for range 20000 {
		k := math.Exp2(-1 + 4.4*r.Float64())
		a := math.Exp2(-2 + 11*r.Float64())
		s := math.Exp2(-4 + 7*r.Float64())
		g := newGapSurvival(k, a, a) // mean gap 1
		z := a * math.Log1p(k*s/a)
		if z > 60 || z < 1e-2 {
			continue
		}
		want := gapHazard(k, a, z)
		got := -math.Log(g.at(s))
		if want > 0.3 && a >= k/2 {
			if e := math.Abs(got/want - 1); e > worst {
				worst = e
				t.Log(k, a, s, z, want, got)
			}
		}
	}
	t.Log(worst)
	assert.Less(t, worst, 0.02)
}

func TestHazardBound(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 8))
	for range 20000 {
		k := math.Exp2(math.Log2(minShape) + r.Float64()*math.Log2(maxShape/minShape))
		a := k * (0.5 + math.Exp2(8*r.Float64()))
		s := math.Exp2(-3 + 8*r.Float64())
		bound := (&rate{k: k, a: a, b: a}).hazardBound(s)
		g := newGapSurvival(k, a, a)
		if v := g.at(s); bound > 1e-30 && bound > v {
			t.Fatal(k, a, s, bound, v)
		}
	}
}

// The decoder refuses a number below 0 wherever none can be.
func TestDetectorRefusesNegativeNumbers(t *testing.T) {
	var d Detector
	for day := Day(0); day < 300; day += 30 {
		assert.NoError(t, d.Observe(Event{Day: day, Amount: 5}))
	}
	n := len(d.numbers())
	for i := range n {
		bad := d
		*bad.numbers()[i] = -3
		data, err := bad.MarshalBinary()
		assert.NoError(t, err)
		var back Detector
		if err := back.UnmarshalBinary(data); i < n-2 {
			assert.ErrorContains(t, err, "the impossible number -3", i)
		} else { // logs may be
			assert.NoError(t, err)
		}
	}
}
