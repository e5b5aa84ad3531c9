package calibration

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAssessByHand(t *testing.T) {
	a, err := Assess([]Prediction{{Probability: 0.8, Happened: true}, {Probability: 0.2, Happened: false}, {Probability: 0.8, Happened: true}, {Probability: 0.8, Happened: false}, {Probability: 0.2, Happened: true}}, 2)
	require.NoError(t, err)
	check.Close(t, (3*0.04+2*0.64)/5, a.Brier, 1e-15)
	check.Close(t, 0.6, a.Rate, 1e-15)
	check.Close(t, 0.56, a.Mean, 1e-15)
	check.Close(t, 1-a.Brier/0.24, a.Skill, 1e-14)
	check.Close(t, -(3*math.Log(0.8)+2*math.Log(0.2))/5, a.LogLoss, 1e-14)
	// Of the 3 × 2 pairs: above 2, tied 2 + 1, below 1.
	check.Close(t, (2+1.5)/6, a.AUC, 1e-15)
	require.Len(t, a.Bins, 2)
	assert.Equal(t, 2, a.Bins[0].N)
	assert.Equal(t, 0.5, a.Bins[0].Rate)
	check.Close(t, (2*0.09+3*math.Pow(0.8-2.0/3, 2))/5, a.Reliability, 1e-13)
	check.Close(t, (2*0.01+3*math.Pow(2.0/3-0.6, 2))/5, a.Resolution, 1e-13)
	check.Close(t, (2*0.3+3*(0.8-2.0/3))/5, a.ECE, 1e-13)
	// Murphy (1973): with one probability a bin the parts add up.
	check.Close(t, a.Brier, a.Reliability-a.Resolution+0.24, 1e-13)

	sure, err := Assess([]Prediction{{Probability: 1, Happened: false}, {Probability: 0, Happened: false}}, 0)
	require.NoError(t, err)
	assert.True(t, math.IsInf(sure.LogLoss, 1))
	assert.True(t, math.IsNaN(sure.AUC) && math.IsNaN(sure.Skill))
}

// world draws outcomes with true probabilities and predictions distorted by
// logit p = (logit truth − shift)/slope, so that the right map is (shift, slope).
func world(seed uint64, n int, shift, slope float64) []Prediction {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]Prediction, n)
	for i := range out {
		eta := 1.2 * r.NormFloat64()
		truth := 1 / (1 + math.Exp(-eta))
		out[i] = Prediction{Probability: 1 / (1 + math.Exp(-(eta-shift)/slope)), Happened: r.Float64() < truth}
	}
	return out
}

func TestCalibratedWorld(t *testing.T) {
	p := world(1, 20000, 0, 1)
	a, err := Assess(p, 10)
	require.NoError(t, err)
	total := 0
	for _, b := range a.Bins {
		total += b.N
		assert.InDelta(t, b.Mean, b.Rate, 0.055, "%+v", b)
	}
	assert.Equal(t, 20000, total)
	assert.Len(t, a.Bins, 10)
	assert.Less(t, a.Reliability, 0.001)
	assert.Greater(t, a.Skill, 0.15)
	r := rand.New(rand.NewPCG(2, 2))
	r.Shuffle(len(p), func(i, j int) { p[i], p[j] = p[j], p[i] })
	b, err := Assess(p, 10)
	require.NoError(t, err)
	assert.Equal(t, a, b, "order does not matter")
}

func TestRecalibrate(t *testing.T) {
	ctx := context.Background()
	p := world(3, 5000, 0.7, 0.5) // biased and too sure
	fit, err := Recalibrate(ctx, p, nil)
	require.NoError(t, err)
	e := fit.Estimates(0.999999)
	assert.True(t, e[0].Interval.Contains(0.7), "%v", e[0])
	assert.True(t, e[1].Interval.Contains(0.5), "%v", e[1])
	corrected := make([]Prediction, len(p))
	for i, x := range p {
		corrected[i] = Prediction{Probability: fit.Model.Prob(x.Probability), Happened: x.Happened}
	}
	before, err := Assess(p, 10)
	require.NoError(t, err)
	after, err := Assess(corrected, 10)
	require.NoError(t, err)
	assert.Less(t, after.Reliability, before.Reliability/5)
	assert.Less(t, after.LogLoss, before.LogLoss)
	assert.InDelta(t, before.AUC, after.AUC, 1e-12, "the ranking stays")
	again, err := Recalibrate(ctx, corrected, nil)
	require.NoError(t, err)
	assert.InDelta(t, 0, again.Model.Intercept, 1e-7)
	assert.InDelta(t, 1, again.Model.Slope, 1e-7)

	// In a calibrated world the 95 % interval of the slope holds 1.
	hit := 0
	const runs = 400
	for k := range runs {
		fit, err := Recalibrate(ctx, world(uint64(100+k), 300, 0, 1), nil)
		require.NoError(t, err)
		if fit.Estimates(0.95)[1].Interval.Contains(1) {
			hit++
		}
	}
	assert.InDelta(t, 0.95, float64(hit)/runs, 0.054)
}

func TestSpecialCases(t *testing.T) {
	ctx := context.Background()
	m := Map{0.3, 2}
	assert.Equal(t, [2]float64{0, 1}, [2]float64{m.Prob(0), m.Prob(1)})
	assert.True(t, math.IsNaN(m.Prob(-0.1)) && math.IsNaN(m.Prob(math.NaN())))
	check.Close(t, 0.37, Map{0, 1}.Prob(0.37), 1e-14)
	data, err := json.Marshal(m)
	require.NoError(t, err)
	var back Map
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, m, back)

	var in *clientele.InputError
	_, err = Assess(nil, 0)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = Assess([]Prediction{{Probability: math.NaN(), Happened: true}}, 0)
	assert.ErrorAs(t, err, &in)
	_, err = Assess([]Prediction{{Probability: 0.5, Happened: true}}, -1)
	assert.ErrorAs(t, err, &in)
	_, err = Recalibrate(ctx, []Prediction{{Probability: 1.5, Happened: true}}, nil)
	assert.ErrorAs(t, err, &in)
	_, err = Recalibrate(ctx, []Prediction{{Probability: 0.5, Happened: true}, {Probability: 0.6, Happened: true}}, nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	_, err = Recalibrate(ctx, []Prediction{{Probability: 0, Happened: false}, {Probability: 0.1, Happened: false}, {Probability: 0.9, Happened: true}, {Probability: 1, Happened: true}}, nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	_, err = Recalibrate(ctx, []Prediction{{Probability: 0, Happened: false}, {Probability: 0.1, Happened: false}, {Probability: 0.9, Happened: true}, {Probability: 1, Happened: true}}, &clientele.FitOptions{Ridge: 1})
	assert.NoError(t, err)
}

// An assessment goes through JSON, also where it has no numbers.
func TestAssessmentJSON(t *testing.T) {
	a, err := Assess([]Prediction{{Probability: 0, Happened: true}, {Probability: 1, Happened: true}}, 0)
	require.NoError(t, err)
	data, err := json.Marshal(a)
	require.NoError(t, err)
	assert.Contains(t, string(data), `"log_loss":null`)
	assert.Contains(t, string(data), `"auc":null`)
	var back Assessment
	require.NoError(t, json.Unmarshal(data, &back))
	again, err := json.Marshal(back)
	require.NoError(t, err)
	assert.Equal(t, string(data), string(again))
}
