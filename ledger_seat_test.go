package clientele_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
)

// A ledger that is told by seats who a row is of is the same to the bit, with rows that
// the policy drops between them, through resets, copies and decoding, and with seats that
// another ledger set.
func TestSeats(t *testing.T) {
	policy := &clientele.LedgerPolicy{Refunds: clientele.RefundDrop, Zeros: clientele.ZeroDrop}
	make2 := func() (looked, seated *clientele.Ledger[string]) {
		looked, err := clientele.NewLedger[string](policy)
		require.NoError(t, err)
		seated, err = clientele.NewLedger[string](policy)
		require.NoError(t, err)
		return looked, seated
	}
	r := rand.New(rand.NewPCG(1, 2))
	seats := make([]clientele.Seat, 300)
	same := func(a, b *clientele.Ledger[string]) {
		t.Helper()
		want, err := a.MarshalBinary()
		require.NoError(t, err)
		got, err := b.MarshalBinary()
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	first := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	add := func(a, b *clientele.Ledger[string], rows int) {
		t.Helper()
		for range rows {
			id := r.IntN(len(seats))
			row := clientele.Transaction[string]{Customer: fmt.Sprint("C", id), Time: first.AddDate(0, 0, r.IntN(900)), Amount: float64(r.IntN(200) - 20)}
			require.NoError(t, a.Add(row))
			seat := &seats[id]
			if r.IntN(10) == 0 {
				seat = nil
			}
			require.NoError(t, b.AddAt(seat, row))
		}
	}
	looked, seated := make2()
	add(looked, seated, 3000)
	same(looked, seated)

	copied, twin := seated.Clone(), looked.Clone()
	for i := range 40 { // customers that only one of the two has, in the same places
		row := clientele.Transaction[string]{Customer: fmt.Sprint("of one ", i), Time: first, Amount: 1}
		require.NoError(t, copied.Add(row))
		require.NoError(t, twin.Add(row))
	}
	seats = append(seats, make([]clientele.Seat, 100)...)
	add(looked, seated, 3000)
	add(twin, copied, 3000)
	same(looked, seated)
	same(twin, copied)

	looked.Reset()
	seated.Reset()
	add(looked, seated, 500)
	same(looked, seated)

	data, err := twin.MarshalBinary()
	require.NoError(t, err)
	require.NoError(t, looked.UnmarshalBinary(data))
	require.NoError(t, seated.UnmarshalBinary(data))
	add(looked, seated, 1000)
	same(looked, seated)
}

func TestSeatsAreNotStored(t *testing.T) {
	var bad *clientele.InputError
	_, err := json.Marshal(clientele.Seat{})
	assert.ErrorAs(t, err, &bad)
	assert.ErrorAs(t, json.Unmarshal([]byte("{}"), new(clientele.Seat)), &bad)
}
