package lifecycle_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	. "github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/lifecycle/hmm"
)

func TestProposeStages(t *testing.T) {
	m := hmm.HiddenMarkov{
		Family:  hmm.FamilyPoisson,
		Initial: []float64{0, 0.8, 0.15, 0, 0.05},
		Transition: [][]float64{
			{0.98, 0.02, 0, 0, 0},
			{0.1, 0.7, 0.2, 0, 0},
			{0.05, 0.05, 0.7, 0, 0.2},
			{0.25, 0, 0.05, 0.6, 0.1},
			{0, 0, 0, 0.05, 0.95},
		},
		Mean: []float64{0.01, 0.5, 1.5, 2, 5},
	}
	proposals, err := ProposeStages(m)
	require.NoError(t, err)
	stages := Confirm(proposals)
	assert.Equal(t, StageMap{StageLost, StageExploration, StageFormation, StageDecline, StageStability}, stages)
	for _, p := range proposals {
		assert.NotEqual(t, p.Reason.Code, p.Reason.Text(clientele.LangEnglish))
		assert.NotEqual(t, p.Reason.Text(clientele.LangChinese), p.Reason.Text(clientele.LangEnglish))
	}
	require.NoError(t, stages.Check())
	assert.Equal(t, StageProbs{0, 0.2, 0.3, 0.25, 0.15, 0.1}, stages.Probs([]float64{0.1, 0.2, 0.3, 0.15, 0.25}))
	assert.Equal(t, StageFormation, stages.Probs([]float64{0.1, 0.2, 0.3, 0.15, 0.25}).Top())

	two := hmm.HiddenMarkov{Family: hmm.FamilyPoisson, Initial: []float64{0, 1}, Transition: [][]float64{{1, 0}, {0.2, 0.8}}, Mean: []float64{1, 3}}
	proposals, err = ProposeStages(two)
	require.NoError(t, err)
	assert.Equal(t, StageMap{StageDecline, StageStability}, Confirm(proposals))
	assert.Equal(t, ReasonStateLowest, proposals[0].Reason.Code)
	_, err = ProposeStages(hmm.HiddenMarkov{})
	assert.Error(t, err)

	var e *clientele.InputError
	assert.ErrorAs(t, StageMap{}.Check(), &e)
	assert.ErrorAs(t, StageMap{StageLost, 0}.Check(), &e)
	assert.True(t, math.IsNaN(stages.Probs([]float64{1})[0]))
	assert.Zero(t, StageProbs{1}.Of(0))
}
