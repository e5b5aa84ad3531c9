package btyd_test

import (
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Months of the ledger's zone are opportunities: one purchase a month, however
// many rows, and no month that is not over.
func TestCollectOpportunities(t *testing.T) {
	shanghai := time.FixedZone("", 8*3600)
	l, err := clientele.NewLedger[string](&clientele.LedgerPolicy{Zone: shanghai})
	require.NoError(t, err)
	for _, row := range []struct {
		customer, at string
		amount       float64
	}{
		{"ann", "2023-11-30T17:00:00Z", 10}, // December in Shanghai
		{"ann", "2024-01-10T00:00:00Z", 4}, {"ann", "2024-01-20T00:00:00Z", 6}, {"ann", "2024-03-05T00:00:00Z", 30}, {"ann", "2024-04-02T00:00:00Z", 99},
		{"bob", "2024-03-31T00:00:00Z", 7},
		{"cy", "2024-04-01T00:00:00Z", 7},
	} {
		at, err := time.Parse(time.RFC3339, row.at)
		require.NoError(t, err)
		require.NoError(t, l.Add(clientele.Transaction[string]{Customer: row.customer, Time: at, Amount: row.amount}))
	}
	want := []btyd.DiscreteRecord[string]{
		{Customer: "ann", First: 12*2023 + 11, History: btyd.DiscreteHistory{Repeats: 2, Last: 3, Age: 3}, Spend: clientele.Spend{Count: 2, Mean: 20}},
		{Customer: "bob", First: 12*2024 + 2},
	}
	month := clientele.CalendarPeriodMonth.Of
	got, err := btyd.CollectOpportunities(l, time.Date(2024, 4, 15, 0, 0, 0, 0, shanghai), month)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	got, err = btyd.CollectOpportunities(l, time.Date(2024, 3, 31, 1, 0, 0, 0, shanghai), month)
	require.NoError(t, err)
	assert.Equal(t, want, got, "the last day of March ends it")
	got, err = btyd.CollectOpportunities(l, time.Date(2024, 3, 30, 0, 0, 0, 0, shanghai), month)
	require.NoError(t, err)
	assert.Equal(t, btyd.DiscreteHistory{Repeats: 1, Last: 1, Age: 2}, got[0].History)
	require.Len(t, got, 1)

	var p btyd.DiscretePanel
	for _, r := range want {
		require.NoError(t, p.Add(r.History))
	}
	assert.Equal(t, 2, p.Len())
	require.NoError(t, l.Settle(time.Date(2024, 1, 15, 0, 0, 0, 0, shanghai)))
	_, err = btyd.CollectOpportunities(l, time.Date(2024, 4, 15, 0, 0, 0, 0, shanghai), month)
	assert.ErrorIs(t, err, clientele.ErrSettled)
	assert.Panics(t, func() { _, _ = btyd.CollectOpportunities(l, time.Now(), nil) })
}
