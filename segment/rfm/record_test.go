package rfm

import (
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func day(n int) time.Time { return time.Date(2023, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, n) }

// From a ledger's records, nothing is glued by hand: F and M count the first
// purchase too, and the window is that of the reading.
func TestOfRecord(t *testing.T) {
	l, err := clientele.NewLedger[string](nil)
	require.NoError(t, err)
	for i, at := range []int{0, 100, 400, 500} {
		require.NoError(t, l.Add(clientele.Transaction[string]{Customer: "a", Time: day(at), Amount: float64(10 * (i + 1))}))
	}
	require.NoError(t, l.Add(clientele.Transaction[string]{Customer: "b", Time: day(450), Amount: 7}))
	now, err := l.Record("a", day(530), clientele.Day)
	require.NoError(t, err)
	c, err := OfRecord(now)
	require.NoError(t, err)
	assert.Equal(t, RFM{30, 4, 100}, c)
	long, err := LRFMOfRecord(now)
	require.NoError(t, err)
	assert.Equal(t, LRFM{500, c}, long)
	records, err := l.Records(day(530), clientele.Day)
	require.NoError(t, err)
	records, err = records.Since(day(166))
	require.NoError(t, err)
	recent := map[string]RFM{}
	for r := range records.All() {
		recent[r.Customer], err = OfRecent(r)
		require.NoError(t, err)
	}
	assert.Equal(t, map[string]RFM{"a": {30, 2, 70}, "b": {80, 1, 7}}, recent)
	c, err = OfRecent(now)
	require.NoError(t, err)
	assert.Equal(t, RFM{30, 0, 0}, c, "a reading without Since")

	wrong := now
	wrong.SpendAll = now.Spend // the repeat purchases only
	_, err = OfRecord(wrong)
	assert.ErrorContains(t, err, "the first one too")
	_, err = OfRecord(clientele.Record[string]{})
	assert.Error(t, err)
}
