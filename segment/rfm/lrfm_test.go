package rfm

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLRFM(t *testing.T) {
	var customers []LRFM
	for i := range 10 {
		customers = append(customers, LRFM{float64(i), RFM{float64(i), float64(i / 5), float64(i)}})
	}
	cuts, err := FitLRFM(customers, nil)
	require.NoError(t, err)
	assert.Equal(t, "5135", cuts.Score(customers[9]).Code())
	text, err := json.Marshal(cuts)
	require.NoError(t, err)
	var back LRFMBins
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, cuts, back)
	_, err = FitLRFM([]LRFM{{-1, RFM{1, 1, 1}}}, nil)
	assert.Error(t, err)
}

func TestPeriodicity(t *testing.T) {
	m, err := Periodicity([]float64{0, 1, 4, 6}) // gaps 1, 3, 2
	require.NoError(t, err)
	v, known := m.Value()
	assert.True(t, known)
	assert.Equal(t, 1.0, v)
	m, err = Periodicity([]float64{0, 7})
	require.NoError(t, err)
	_, known = m.Value()
	assert.False(t, known)
	_, err = Periodicity([]float64{0, 7, 3})
	assert.Error(t, err)
	_, err = Periodicity([]float64{math.NaN()})
	assert.Error(t, err)
}

type model struct{ alive, purchases, spend float64 }

func (m model) ProbAlive(clientele.History) float64                  { return m.alive }
func (m model) ExpectedPurchases(clientele.History, float64) float64 { return m.purchases }
func (m model) ExpectedSpend(clientele.Spend) float64                { return m.spend }

func TestExpectedRFM(t *testing.T) {
	h, s := clientele.History{Repeats: 1, Last: 3, Age: 9}, clientele.Spend{Count: 1, Mean: 10}
	m := model{0.75, 2, 30}
	c, err := Expected(m, m, m, h, s, 52)
	require.NoError(t, err)
	assert.Equal(t, RFM{0.25, 2, 60}, c)
	_, err = Expected(m, m, model{spend: math.NaN()}, h, s, 52)
	assert.Error(t, err)
	_, err = Expected(m, m, m, h, s, -1)
	assert.Error(t, err)
	_, err = Expected(m, m, m, clientele.History{Repeats: -1}, s, 1)
	assert.Error(t, err)
}
