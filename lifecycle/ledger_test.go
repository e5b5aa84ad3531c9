package lifecycle_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	. "github.com/clientele-go/clientele/lifecycle"
)

// monthly adds a purchase every thirty days, late in the evening of the zone.
func monthly(t *testing.T, l *clientele.Ledger[string], customer string, n int, amount float64) {
	t.Helper()
	first := time.Date(2024, 1, 10, 23, 30, 0, 0, shanghai)
	for i := range n {
		require.NoError(t, l.Add(clientele.Transaction[string]{Customer: customer, Time: first.AddDate(0, 0, 30*i), Amount: amount}))
	}
}

var shanghai = time.FixedZone("UTC+8", 8*3600)

func newShanghaiLedger(t *testing.T) *clientele.Ledger[string] {
	t.Helper()
	l, err := clientele.NewLedger[string](&clientele.LedgerPolicy{Zone: shanghai})
	require.NoError(t, err)
	return l
}

// Days are those of the ledger's zone, in whichever zone asOf is written, and a
// purchase for nothing counts.
func TestFollowLedger(t *testing.T) {
	l := newShanghaiLedger(t)
	monthly(t, l, "payer", 8, 100)
	monthly(t, l, "guest", 8, 0)
	last := time.Date(2024, 1, 10, 23, 30, 0, 0, shanghai).AddDate(0, 0, 210)
	for _, asOf := range []time.Time{last, last.UTC()} {
		journeys, err := FollowLedger(nil, l, asOf)
		require.NoError(t, err)
		n := 0
		for customer, j := range journeys {
			n++
			require.NoError(t, j.Err, customer)
			assert.Equal(t, 8, j.Detector.Purchases(), customer)
			assert.Equal(t, StageStability, j.Detector.Stage(), customer)
			assert.Equal(t, "2024-01-10", j.History[0].Day.String())
			assert.Equal(t, "2024-08-07", j.Detector.Day().String())
		}
		assert.Equal(t, 2, n)
	}
	journeys, err := FollowLedger(nil, l, last.AddDate(0, 0, -1))
	require.NoError(t, err)
	for _, j := range journeys {
		assert.Equal(t, 7, j.Detector.Purchases())
	}
}

// Settling takes no purchase away in silence: it is an error, and a detector
// kept beside the ledger goes on as if nothing had been settled.
func TestSettledPurchasesAreNotForgottenInSilence(t *testing.T) {
	whole, kept := newShanghaiLedger(t), newShanghaiLedger(t)
	monthly(t, whole, "a", 12, 100)
	monthly(t, kept, "a", 12, 100)
	day := func(n int) time.Time { return time.Date(2024, 1, 10, 12, 0, 0, 0, shanghai).AddDate(0, 0, n) }

	var d Detector
	history, err := CatchUp(&d, kept, "a", day(149))
	require.NoError(t, err)
	require.NoError(t, kept.Settle(day(150)))
	var late Detector
	_, err = CatchUp(&late, kept, "a", day(400))
	assert.ErrorIs(t, err, clientele.ErrSettled)
	assert.Equal(t, Detector{}, late)
	more, err := CatchUp(&d, kept, "a", day(400))
	require.NoError(t, err)
	assert.Equal(t, 12, d.Purchases())

	journeys, err := FollowLedger(nil, whole, day(400))
	require.NoError(t, err)
	for _, j := range journeys {
		assert.Equal(t, j.History, append(history, more...))
		sameBytes(t, &j.Detector, &d)
	}
	journeys, err = FollowLedger(nil, kept, day(400))
	require.NoError(t, err)
	for _, j := range journeys {
		assert.ErrorIs(t, j.Err, clientele.ErrSettled)
		assert.Empty(t, j.History)
	}
	monthlyFrom := kept.Settled().AddDate(0, 0, 3)
	require.NoError(t, kept.Add(clientele.Transaction[string]{Customer: "new", Time: monthlyFrom, Amount: 9}))
	var newcomer Detector
	_, err = CatchUp(&newcomer, kept, "new", day(400))
	require.NoError(t, err)
	assert.Equal(t, 1, newcomer.Purchases())
	_, err = CatchUp(&d, kept, "a", day(100))
	var input *clientele.InputError
	assert.ErrorAs(t, err, &input)
}
