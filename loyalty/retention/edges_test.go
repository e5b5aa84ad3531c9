package retention

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/normal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is no number of customers, no cause and no share is refused, and what is
// just one is taken.
func TestEdgesOfWhatIsTaken(t *testing.T) {
	s := new(Subjects)
	var in *clientele.InputError
	assert.ErrorAs(t, s.AddN(Subject{Exit: 1}, -1), &in)
	assert.ErrorAs(t, s.AddN(Subject{Exit: 1}, math.MaxInt32), &in)
	assert.NoError(t, s.AddN(Subject{Exit: 1}, 0))
	assert.Zero(t, s.Len())

	c := new(Cohorts)
	for _, cohort := range []int{maxCount, -maxCount} {
		assert.NoError(t, c.Add(cohort, 0, 1, 1))
	}
	for _, cohort := range []int{maxCount + 1, -maxCount - 1} {
		assert.ErrorAs(t, c.Add(cohort, 0, 1, 1), &in)
	}

	for _, p := range []RiskPolicy{{Contact: -1, Saved: 1, Effect: .5}, {Contact: 1, Saved: -1, Effect: .5}, {Contact: 1, Saved: 9, Effect: -.5}, {Contact: 1, Saved: 9, Effect: 1.5}} {
		assert.ErrorAs(t, p.Check(), &in, "%+v", p)
		assert.ErrorContains(t, p.Check(), "two amounts >= 0", "%+v", p)
	}

	require.NoError(t, s.AddN(Subject{Exit: 1, Cause: 1}, 3))
	inc, err := s.AalenJohansen()
	require.NoError(t, err)
	const message = "retention: cause of an incidence must be a declared one"
	for _, cause := range []Cause{0, numCauses + 1} {
		assert.PanicsWithValue(t, message, func() { inc.At(1, cause) })
		assert.PanicsWithValue(t, message, func() { inc.QuantileInterval(.5, cause, .9) })
	}
}

// A contract that ended is lost for certain, and one that runs is not.
func TestRiskOfContracts(t *testing.T) {
	scale, err := NewRiskScale(nil)
	require.NoError(t, err)
	ended, runs := clientele.ClassifyTerm(true), clientele.ClassifyTerm(false)
	assert.Equal(t, clientele.LevelHigh, scale.ClassifyLoss(ended).Level)
	assert.Equal(t, 1., scale.ClassifyLoss(ended).Churn)
	assert.Equal(t, clientele.LevelLow, scale.ClassifyLoss(runs).Level)
	assert.Zero(t, scale.ClassifyLoss(runs).Churn)
}

func TestCauseSharesJSON(t *testing.T) {
	shares := CauseShares{.5, .25, .25}
	data, err := json.Marshal(shares)
	require.NoError(t, err)
	var back CauseShares
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, shares, back)
	assert.Error(t, json.Unmarshal([]byte(`{"none such":1}`), &back))
	assert.Equal(t, shares, back)
}

// The first loss may be so early that it is at the start; a sum of many small
// shares keeps what each is too small to add to it.
func TestHairs(t *testing.T) {
	s := collect(t, 1e-9, 1, 2)
	km, err := s.KaplanMeier()
	require.NoError(t, err)
	assert.Zero(t, km.Points[0].Time)
	sum := total{}
	sum.add(1)
	for range 1000 {
		sum.add(1e-17)
	}
	check.Close(t, 1+1e-14, sum.value(), 1e-16)
}

// Where all are lost by one cause, the interval goes on from that of the time
// before, and stays what it was while others come too late to be at risk.
func TestIncidenceOfAll(t *testing.T) {
	s := new(Subjects)
	require.NoError(t, s.AddN(Subject{Exit: 1, Cause: 1}, 4))
	require.NoError(t, s.AddN(Subject{Exit: 2, Cause: 1}, 6))
	require.NoError(t, s.AddN(Subject{Entry: 3, Exit: 4, Cause: 1}, 2))
	require.NoError(t, s.AddN(Subject{Entry: 3, Exit: 5}, 2))
	inc, err := s.AalenJohansen()
	require.NoError(t, err)
	first := inc.Interval(1, 1, .9)
	last := normal.Unanimous(1, 6, 0, 1, .9)
	for _, at := range []float64{2, 3, 4, 4.5, 5} {
		check.Close(t, 1-(1-last.Lo)*(1-first.Lo), inc.Interval(at, 1, .9).Lo, 1e-14, at)
		assert.Equal(t, 1., inc.Interval(at, 1, .9).Hi)
	}
	at1 := new(Subjects) // all at the first time, and others later
	require.NoError(t, at1.AddN(Subject{Exit: 1, Cause: 1}, 4))
	require.NoError(t, at1.Add(Subject{Entry: 3, Exit: 5, Cause: 1}))
	inc, err = at1.AalenJohansen()
	require.NoError(t, err)
	assert.Equal(t, normal.Unanimous(1, 4, 0, 1, .9), inc.Interval(5, 1, .9))
}
