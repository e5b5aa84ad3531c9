package retention_test

import (
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/loyalty/retention"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cohorts from a ledger are those of its own days and netting: a refund takes
// its purchase out, purchases after asOf do not count, and what is settled is
// said and not lost.
func TestCollectCohorts(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		require.NoError(t, err)
		return d
	}
	month := clientele.CalendarPeriodMonth.Of
	l, err := clientele.NewLedger[string](&clientele.LedgerPolicy{Refunds: clientele.RefundNetEarlier})
	require.NoError(t, err)
	for _, row := range []struct {
		customer, day string
		amount        float64
	}{
		{"ann", "2024-01-05", 10}, {"ann", "2024-01-20", 5}, {"ann", "2024-03-01", 7},
		{"bob", "2024-01-31", 20}, {"bob", "2024-02-10", 9}, {"bob", "2024-02-12", -9}, {"bob", "2024-05-01", 1},
		{"cy", "2024-02-02", 3},
	} {
		require.NoError(t, l.Add(clientele.Transaction[string]{Customer: row.customer, Time: day(row.day), Amount: row.amount}))
	}
	got, err := retention.CollectCohorts(l, day("2024-04-01"), month)
	require.NoError(t, err)
	var want retention.Cohorts
	january, february := 12*2024, 12*2024+1
	require.NoError(t, want.Add(january, 0, 1, 15))
	require.NoError(t, want.Add(january, 2, 1, 7))
	require.NoError(t, want.Add(january, 0, 1, 20))
	require.NoError(t, want.Add(february, 0, 1, 3))
	a, err := want.MarshalBinary()
	require.NoError(t, err)
	b, err := got.MarshalBinary()
	require.NoError(t, err)
	assert.Equal(t, a, b)

	require.NoError(t, l.Settle(day("2024-01-15")))
	_, err = retention.CollectCohorts(l, day("2024-04-01"), month)
	assert.ErrorIs(t, err, clientele.ErrSettled)
}
