package btyd_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The timelines of a ledger are those of its records, in its zone and netted; what is
// settled is not known, and said not to be.
func TestCollectTimelines(t *testing.T) {
	zone := time.FixedZone("UTC+8", 8*3600)
	l, err := clientele.NewLedger[string](&clientele.LedgerPolicy{Zone: zone, Refunds: clientele.RefundNetEarlier})
	require.NoError(t, err)
	at := func(day, hour int) time.Time { return time.Date(2024, 1, day, hour, 0, 0, 0, time.UTC) }
	for _, tx := range []clientele.Transaction[string]{
		{Customer: "a", Time: at(1, 3), Amount: 10},
		{Customer: "a", Time: at(4, 17), Amount: 10}, // the 5th in the zone
		{Customer: "a", Time: at(5, 2), Amount: 10},  // the same day there
		{Customer: "a", Time: at(9, 2), Amount: 5},
		{Customer: "a", Time: at(10, 2), Amount: -5}, // takes the 9th back
		{Customer: "a", Time: at(12, 2), Amount: 5},
		{Customer: "b", Time: at(2, 2), Amount: 5},
	} {
		require.NoError(t, l.Add(tx))
	}
	records, err := l.Records(at(15, 2), clientele.Day)
	require.NoError(t, err)
	p, err := btyd.CollectTimelines(records)
	require.NoError(t, err)
	assert.Equal(t, clientele.Day, p.Unit)
	assert.Equal(t, records.AsOf, p.AsOf)
	var got []btyd.Timeline
	for c := range p.All() {
		got = append(got, c)
	}
	assert.Equal(t, fmt.Sprint([]btyd.Timeline{{Age: 13}, {Purchases: []float64{4, 11}, Age: 14}}), fmt.Sprint(got))
	for rec, ages := range records.Ages() {
		assert.Len(t, ages, rec.History.Repeats)
	}
	panel, err := records.Panel()
	require.NoError(t, err)
	want, err := panel.MarshalBinary()
	require.NoError(t, err)
	have, err := p.Panel().MarshalBinary()
	require.NoError(t, err)
	assert.Equal(t, want, have)
	one, err := btyd.TimelineOf(l, "a", at(15, 2), clientele.Day)
	require.NoError(t, err)
	assert.Equal(t, got[1], one)
	_, err = btyd.TimelineOf(l, "nobody", at(15, 2), clientele.Day)
	require.ErrorIs(t, err, clientele.ErrNoData)

	require.NoError(t, l.Settle(at(4, 2))) // only first purchases: nothing is missing
	one, err = btyd.TimelineOf(l, "a", at(15, 2), clientele.Day)
	require.NoError(t, err)
	assert.Equal(t, got[1], one)
	require.NoError(t, l.Settle(at(7, 2)))
	_, err = btyd.TimelineOf(l, "a", at(15, 2), clientele.Day)
	require.ErrorIs(t, err, clientele.ErrSettled)
	records, err = l.Records(at(15, 2), clientele.Day)
	require.NoError(t, err)
	_, err = btyd.CollectTimelines(records)
	require.ErrorIs(t, err, clientele.ErrSettled)
	for rec, ages := range records.Ages() {
		if rec.Customer == "a" {
			assert.Equal(t, []float64{11}, ages)
		}
	}
}
