package clientele_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
)

// cdnow adds the CDNOW sample to a ledger, in the order of the file.
func cdnow(t testing.TB) *clientele.Ledger[int] {
	t.Helper()
	var l clientele.Ledger[int]
	for _, row := range check.CSV(t, check.Shared(t, "data", "cdnow_sample_transactions.csv")) {
		id, err := strconv.Atoi(row["customer_id"])
		require.NoError(t, err)
		at, err := time.Parse(time.DateOnly, row["date"])
		require.NoError(t, err)
		require.NoError(t, l.Add(clientele.Transaction[int]{Customer: id, Time: at, Amount: check.Number(t, row["amount"])}))
	}
	return &l
}

func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestLedgerReadsCDNOW(t *testing.T) {
	want := check.CSV(t, check.Shared(t, "data", "cdnow_sample_summary.csv"))
	l := cdnow(t)
	records, err := l.Split(date("1997-09-30"), date("1998-06-30"), clientele.Week)
	require.NoError(t, err)
	require.Equal(t, len(want), records.Len())
	assert.Equal(t, 39.0, records.Holdout)
	assert.Equal(t, 0, records.Waiting)
	i := 0
	for r := range records.All() {
		w := want[i]
		i++
		id := w["id"]
		require.Equal(t, id, strconv.Itoa(r.Customer))
		history := clientele.History{Repeats: int(check.Number(t, w["x"])), Last: check.Number(t, w["tx"]), Age: check.Number(t, w["T"])}
		assert.Equal(t, history, r.History, id)
		assert.Equal(t, int(check.Number(t, w["x_holdout"])), r.Holdout.Count, id)
		check.Close(t, check.Number(t, w["monetary_mean_repeat"]), r.Spend.Mean, 1e-12, id, "mean") // the file has twelve decimals
		assert.InDelta(t, check.Number(t, w["litt"]), r.LogGaps, 1e-12, id, "litt")
	}
	assert.Equal(t, 6919, l.Report().Rows)
	assert.Equal(t, 8, l.Report().Zeros)
	t.Log("\n" + l.Report().String())
}
