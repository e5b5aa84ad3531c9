package lifecycle_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	. "github.com/clientele-go/clientele/lifecycle"
)

func TestGrowthTable(t *testing.T) {
	var g Growth
	for _, c := range []struct {
		active []ActivePeriod
		churn  Churn
	}{
		{[]ActivePeriod{{1, 100}, {2, 150}, {3, 120}}, 0}, // stays
		{[]ActivePeriod{{1, 50}, {3, 80}}, 0},             // skips a period
		{[]ActivePeriod{{1, 70}}, ChurnActive},            // leaves
		{[]ActivePeriod{{2, 30}}, ChurnPassive},           // is cut off
		{[]ActivePeriod{{2, 40}, {3, 40}}, ChurnPassive},  // is cut off after the last period shown
		{nil, 0}, // never bought
	} {
		require.NoError(t, g.Add(c.active, c.churn))
	}
	assert.Equal(t, 5, g.Len())
	rows := slices.Collect(g.Rows(0, 3))
	assert.Equal(t, []GrowthRow{
		{Period: 0},
		{Period: 1, New: 3, NewMoney: 220},
		{Period: 2, New: 2, Retained: 1, Dormant: 2, Active: 1, NewMoney: 70, KeptMoney: 100, Expansion: 50, LostMoney: 120},
		{Period: 3, Retained: 2, Resurrected: 1, Dormant: 1, Passive: 1, ResurrectedMoney: 80, KeptMoney: 160, Contraction: 30, LostMoney: 30},
	}, rows)
	assert.Equal(t, 1.0, rows[2].QuickRatio())
	assert.Equal(t, 120.0/120, rows[2].MoneyQuickRatio())
	check.Close(t, 1.0/3, rows[2].Retention(), 1e-15)
	assert.Equal(t, 220.0, rows[2].Money())
	assert.True(t, math.IsInf(rows[1].QuickRatio(), 1))
	assert.True(t, math.IsNaN(rows[0].QuickRatio()))
	assert.True(t, math.IsNaN(rows[0].Retention()))
	for i := 1; i < len(rows); i++ { // the books balance
		assert.Equal(t, rows[i-1].Buyers(), rows[i].Retained+rows[i].Dormant)
		check.Close(t, rows[i-1].Money(), rows[i].KeptMoney+rows[i].Contraction+rows[i].LostMoney, 1e-12)
	}
	for range g.Rows(0, 3) {
		break
	}
}

func TestGrowthRefuses(t *testing.T) {
	var g Growth
	var e *clientele.InputError
	for _, bad := range [][]ActivePeriod{
		{{2, 1}, {1, 1}}, {{1, 1}, {1, 1}}, {{MaxPeriod + 1, 1}}, {{1, 0}}, {{1, math.NaN()}}, {{1, -5}}, {{1, math.Inf(1)}},
	} {
		assert.ErrorAs(t, g.Add(bad, 0), &e, "%v", bad)
	}
	assert.ErrorAs(t, g.Add([]ActivePeriod{{1, 1}}, 9), &e)
	assert.Zero(t, g.Len())
	g.Merge(nil)
	assert.Zero(t, g.Len())
}
