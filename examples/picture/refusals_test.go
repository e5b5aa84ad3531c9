package picture_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/plot"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/calibration"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty/retention"
	"github.com/clientele-go/clientele/loyalty/survey"
	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/rfm"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/checking"
	"github.com/clientele-go/clientele/value/btyd/mcmc"
)

// Where there is nothing to draw, the error matches ErrNoData.
func TestNothingToDraw(t *testing.T) {
	model := btyd.ParetoNBD{R: 1, Alpha: 1, S: 1, Beta: 1}
	grid, err := rfm.DefaultGrid(5)
	assert.NoError(t, err)
	for name, of := range map[string]func() (*plot.Plot, error){
		"Tracking":      func() (*plot.Plot, error) { return picture.Tracking(nil, 0, nil, nil) },
		"Frequency":     func() (*plot.Plot, error) { return picture.Frequency(nil, nil) },
		"Calibration":   func() (*plot.Plot, error) { return picture.Calibration(&calibration.Assessment{}, nil) },
		"AliveMap":      func() (*plot.Plot, error) { return picture.AliveMap(model, nil, nil) },
		"PurchaseMap":   func() (*plot.Plot, error) { return picture.PurchaseMap(model, 1, new(clientele.Panel), nil) },
		"AliveThrough":  func() (*plot.Plot, error) { return picture.AliveThrough(model, btyd.Timeline{}, nil) },
		"Lorenz":        func() (*plot.Plot, error) { return picture.Lorenz(segment.Concentration{}, nil) },
		"Whale":         func() (*plot.Plot, error) { return picture.Whale(nil, nil) },
		"Worths":        func() (*plot.Plot, error) { return picture.Worths[string](nil, nil) },
		"SegmentMap":    func() (*plot.Plot, error) { return picture.SegmentMap(grid, nil, nil) },
		"Treemap":       func() (*plot.Plot, error) { return picture.Treemap[rfm.Segment](nil, nil) },
		"Cohorts":       func() (*plot.Plot, error) { return picture.Cohorts(nil, nil, nil) },
		"Survival":      func() (*plot.Plot, error) { return picture.Survival(nil, nil) },
		"Incidence":     func() (*plot.Plot, error) { return picture.Incidence(new(retention.Incidence), nil) },
		"Growth":        func() (*plot.Plot, error) { return picture.Growth(new(lifecycle.Growth).Rows(1, 0), nil, nil) },
		"StageFlow":     func() (*plot.Plot, error) { return picture.StageFlow(nil, nil) },
		"Moves":         func() (*plot.Plot, error) { return picture.Moves[keyaccount.Tier](nil, nil) },
		"DecisionChain": func() (*plot.Plot, error) { return picture.DecisionChain(nil, nil) },
		"Stress":        func() (*plot.Plot, error) { return picture.Stress(nil, nil) },
		"NPS":           func() (*plot.Plot, error) { return picture.NPS(nil, nil, nil) },
		"Posterior":     func() (*plot.Plot, error) { return picture.Posterior[btyd.ParetoNBD](nil, "", nil, nil) },
	} {
		p, err := of()
		assert.ErrorIs(t, err, clientele.ErrNoData, name)
		assert.Nil(t, p, name)
	}
}

// What cannot be drawn is an input error that names it.
func TestImpossibleValues(t *testing.T) {
	nan := math.NaN()
	model := btyd.ParetoNBD{R: 1, Alpha: 1, S: 1, Beta: 1}
	var one clientele.Panel
	assert.NoError(t, one.Add(clientele.History{Repeats: 1, Last: 1, Age: 2}))
	for name, of := range map[string]func() (*plot.Plot, error){
		"Tracking": func() (*plot.Plot, error) { return picture.Tracking([]checking.TrackedPeriod{{End: nan}}, 0, nil, nil) },
		"band": func() (*plot.Plot, error) {
			return picture.Tracking(make([]checking.TrackedPeriod, 2), 0, make([]clientele.Interval, 1), nil)
		},
		"Frequency": func() (*plot.Plot, error) {
			return picture.Frequency(&checking.FrequencyTable{Cells: []checking.FrequencyCell{{Expected: nan}}}, nil)
		},
		"Calibration": func() (*plot.Plot, error) {
			return picture.Calibration(&calibration.Assessment{Bins: []calibration.Bin{{Mean: 2}}}, nil)
		},
		"AliveMap":    func() (*plot.Plot, error) { return picture.AliveMap(btyd.ParetoNBD{}, &one, nil) },
		"PurchaseMap": func() (*plot.Plot, error) { return picture.PurchaseMap(model, -1, &one, nil) },
		"AliveThrough": func() (*plot.Plot, error) {
			return picture.AliveThrough(model, btyd.Timeline{Purchases: []float64{3}, Age: 2}, nil)
		},
		"SegmentMap": func() (*plot.Plot, error) { return picture.SegmentMap(rfm.Grid{}, nil, nil) },
		"Treemap": func() (*plot.Plot, error) {
			return picture.Treemap([]segment.SegmentProfile[rfm.Segment]{{Value: nan}}, nil)
		},
		"Cohorts":   func() (*plot.Plot, error) { return picture.Cohorts(retention.CohortTable{{}}, nil, nil) },
		"StageFlow": func() (*plot.Plot, error) { return picture.StageFlow([]portrait.StageFlow{{Customers: -1}}, nil) },
		"Stress":    func() (*plot.Plot, error) { return picture.Stress([]keyaccount.Loss{{Share: nan}}, nil) },
		"NPS":       func() (*plot.Plot, error) { return picture.NPS([]survey.Wave{{At: 1}}, nil, nil) },
		"Posterior": func() (*plot.Plot, error) {
			return picture.Posterior(&mcmc.Posterior[btyd.ParetoNBD]{Chains: [][]btyd.ParetoNBD{{model}}}, "", func(btyd.ParetoNBD) float64 { return nan }, nil)
		},
	} {
		p, err := of()
		var input *clientele.InputError
		assert.ErrorAs(t, err, &input, name)
		assert.Nil(t, p, name)
	}
}
