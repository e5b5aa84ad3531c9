package lifecycle_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

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
		{{2, 1}, {1, 1}}, {{1, 1}, {1, 1}}, {{MaxPeriod + 1, 1}}, {{1, 1e-300}}, {{1, math.NaN()}}, {{1, -2 * MaxAmount}}, {{1, math.Inf(1)}},
	} {
		assert.ErrorAs(t, g.Add(bad, 0), &e, "%v", bad)
	}
	assert.ErrorAs(t, g.Add([]ActivePeriod{{1, 1}}, 9), &e)
	assert.Zero(t, g.Len())
	g.Merge(nil)
	assert.Zero(t, g.Len())
}

// Months in which more was given back than bought keep their customers and
// their money: every row adds up to what the customers paid in it.
func TestGrowthNetsBelowZero(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var g Growth
	paid := map[int]float64{}
	buyers := map[int]int{}
	for range 500 {
		var active []ActivePeriod
		for period := range 12 {
			if r.IntN(2) == 0 {
				amount := float64(r.IntN(9) - 3)
				active = append(active, ActivePeriod{period, amount})
				paid[period] += amount
				buyers[period]++
			}
		}
		require.NoError(t, g.Add(active, 0))
	}
	before := 0.0
	for row := range g.Rows(0, 11) {
		assert.Equal(t, paid[row.Period], row.Money())
		assert.Equal(t, buyers[row.Period], row.Buyers())
		assert.Equal(t, row.Money(), before+row.NewMoney+row.ResurrectedMoney+row.Expansion-row.Contraction-row.LostMoney, "the bridge from the period before")
		before = row.Money()
	}
}

// Growth from a ledger is that of its own days and netting.
func TestCollectGrowth(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		require.NoError(t, err)
		return d
	}
	l, err := clientele.NewLedger[string](&clientele.LedgerPolicy{Refunds: clientele.RefundNetEarlier})
	require.NoError(t, err)
	for _, row := range []struct {
		customer, day string
		amount        float64
	}{
		{"ann", "2023-12-05", 10}, {"ann", "2024-01-20", 5}, {"ann", "2024-03-01", 7},
		{"bob", "2024-01-31", 20}, {"bob", "2024-02-10", 9}, {"bob", "2024-02-12", -9}, {"bob", "2024-05-01", 1},
	} {
		require.NoError(t, l.Add(clientele.Transaction[string]{Customer: row.customer, Time: day(row.day), Amount: row.amount}))
	}
	got, err := CollectGrowth(l, day("2024-04-01"), clientele.CalendarPeriodMonth.Of)
	require.NoError(t, err)
	var want Growth
	december := 12*2023 + 11
	require.NoError(t, want.Add([]ActivePeriod{{december, 10}, {december + 1, 5}, {december + 3, 7}}, 0))
	require.NoError(t, want.Add([]ActivePeriod{{december + 1, 20}}, 0))
	sameBytes(t, &want, got)

	quarters, err := CollectGrowth(l, day("2024-04-01"), clientele.CalendarPeriodQuarter.Of)
	require.NoError(t, err)
	for row := range quarters.Rows(4*2024, 4*2024) {
		assert.Equal(t, [2]int{1, 1}, [2]int{row.New, row.Retained})
		assert.Equal(t, 32.0, row.Money())
	}
	require.NoError(t, l.Settle(day("2024-01-15")))
	_, err = CollectGrowth(l, day("2024-04-01"), clientele.CalendarPeriodMonth.Of)
	assert.ErrorIs(t, err, clientele.ErrSettled)
	assert.Panics(t, func() { _, _ = CollectGrowth(l, day("2024-04-01"), nil) })
}
