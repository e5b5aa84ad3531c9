package keyaccount

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount/criteria"
)

func TestDefaultPolicy(t *testing.T) {
	accounts := workedAccounts()
	p, err := DefaultPolicy(accounts)
	require.NoError(t, err)
	require.NoError(t, p.Check())
	assert.Equal(t, 9400.0, p.General.Gates[1].Min)    // median
	assert.Equal(t, 21000.0, p.Important.Gates[1].Min) // 80th percentile
	ps, err := classifier(t, p).Classify(accounts)
	require.NoError(t, err)
	count := map[Tier]int{}
	for _, q := range ps {
		count[q.Tier]++
	}
	assert.Equal(t, map[Tier]int{TierStrategic: 4, TierImportant: 5, TierGeneral: 10, TierNone: 21}, count)

	_, err = DefaultPolicy(accounts[:4])
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	_, err = DefaultPolicy([]Account{{ID: "a", Revenue: clientele.Known(math.NaN())}})
	var in *clientele.InputError
	assert.ErrorAs(t, err, &in)
	assert.Equal(t, -1300.0, twoDigits(-1234))
	assert.Equal(t, 0.0, twoDigits(0))
	assert.Equal(t, 1200.0, twoDigits(1200))
}

func TestPolicyJSON(t *testing.T) {
	p := workedPolicy()
	data, err := json.Marshal(p)
	require.NoError(t, err)
	var back TieringPolicy
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, p, back)
	assert.Error(t, json.Unmarshal([]byte(`{"criteria":[{"criterion":"years","weight":2,"hi":10}]}`), &back))
	assert.Error(t, json.Unmarshal([]byte(`{"criteria":[{"criterion":"beauty"}]}`), &back))
	assert.Equal(t, p, back)

	a := workedAccounts()[12]
	data, err = json.Marshal(a)
	require.NoError(t, err)
	var b Account
	require.NoError(t, json.Unmarshal(data, &b))
	assert.Equal(t, a, b)
	data, err = json.Marshal(placements(t, p)[5])
	require.NoError(t, err)
	assert.Contains(t, string(data), `"capped":"strategic"`)

	w, err := p.WithWeights([]float64{.3, .1, .1, .1, .1, .1, .1, .1})
	require.NoError(t, err)
	assert.Equal(t, .3, w.Criteria[0].Weight)
	assert.Equal(t, .2, p.Criteria[0].Weight)
	_, err = p.WithWeights([]float64{1})
	assert.Error(t, err)
}

func TestPolicyRefuses(t *testing.T) {
	for name, change := range map[string]func(*TieringPolicy){
		"no criteria":  func(p *TieringPolicy) { p.Criteria = nil },
		"weights":      func(p *TieringPolicy) { p.Criteria[0].Weight = .5 },
		"twice":        func(p *TieringPolicy) { p.Criteria[1].Criterion = AccountCriterionRevenue },
		"unassigned":   func(p *TieringPolicy) { p.Criteria[1].Criterion = 0 },
		"scale":        func(p *TieringPolicy) { p.Criteria[2].Hi = 0 },
		"scale beyond": func(p *TieringPolicy) { p.Criteria[2].Hi = 6 },
		"median":       func(p *TieringPolicy) { p.Criteria[2].Missing = criteria.MissingMedian },
		"gate twice": func(p *TieringPolicy) {
			p.Important.Gates = []Gate{{AccountCriterionYears, 1}, {AccountCriterionYears, 2}}
		},
		"gate of nothing":  func(p *TieringPolicy) { p.Important.Gates = []Gate{{0, 1}} },
		"gate beyond":      func(p *TieringPolicy) { p.Important.Gates = []Gate{{AccountCriterionAlignment, 6}} },
		"gate not number":  func(p *TieringPolicy) { p.Important.Gates = []Gate{{AccountCriterionAlignment, math.NaN()}} },
		"score":            func(p *TieringPolicy) { p.Strategic.Score = 1.5 },
		"scores cross":     func(p *TieringPolicy) { p.General.Score = .9 },
		"cap":              func(p *TieringPolicy) { p.Strategic.Cap = -1 },
		"service":          func(p *TieringPolicy) { p.Strategic.Service = math.Inf(1) },
		"largest service":  func(p *TieringPolicy) { p.Strategic.MaxService = -1 },
		"hold":             func(p *TieringPolicy) { p.Hold.Score = 1 },
		"patience":         func(p *TieringPolicy) { p.Hold.Patience = -1 },
		"too little known": func(p *TieringPolicy) { p.MinKnown = 2 },
	} {
		p := workedPolicy()
		change(&p)
		_, err := NewClassifier(p)
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in, name)
	}
}
