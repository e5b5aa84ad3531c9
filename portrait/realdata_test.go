package portrait_test

import (
	"context"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/portrait"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// realBases are bases of the shared material, by the day at which they are looked at.
var realBases = []struct{ name, file, date, amount, asOf string }{
	{"CDNOW", "cdnow_sample_transactions.csv", "date", "amount", "1997-09-30"},
	{"CDNOW at the end", "cdnow_sample_transactions.csv", "date", "amount", "1998-06-30"},
	{"apparel", "apparel_transactions.csv", "date", "amount", "2006-12-31"},
	{"apparel at the end", "apparel_transactions.csv", "date", "amount", "2010-12-20"},
	{"orders", "rfm_orders.csv", "order_date", "revenue", "2006-12-31"},
}

func readLedger(t *testing.T, file, date, amount string) *clientele.Ledger[string] {
	t.Helper()
	var l clientele.Ledger[string]
	for _, row := range check.CSV(t, check.Shared(t, "data", file)) {
		at, err := time.Parse(time.DateOnly, row[date])
		require.NoError(t, err)
		require.NoError(t, l.Add(clientele.Transaction[string]{Customer: row["customer_id"], Time: at, Amount: check.Number(t, row[amount])}))
	}
	return &l
}

func day(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.DateOnly, text)
	require.NoError(t, err)
	return at
}

// Fewer than two in a hundred portraits of real bases hold verdicts that contradict
// each other, and those say so.
func TestConflictsAreFew(t *testing.T) {
	for _, b := range realBases {
		t.Run(b.name, func(t *testing.T) {
			l, asOf := readLedger(t, b.file, b.date, b.amount), day(t, b.asOf)
			p, err := portrait.Fit(context.Background(), l, asOf, nil, nil)
			require.NoError(t, err)
			drawings, err := portrait.Portraits(p, l, asOf, nil, 2)
			require.NoError(t, err)
			n, with := 0, 0
			counts, stages, advice := map[portrait.Conflict]int{}, map[string]int{}, map[string]int{}
			for d := range drawings {
				require.NoError(t, d.Err)
				n++
				if len(d.Portrait.Conflicts) > 0 {
					with++
				}
				for _, c := range d.Portrait.Conflicts {
					counts[c]++
				}
				stages[d.Portrait.Stage.Stage.String()+" / "+d.Portrait.Loss.State.String()]++
				advice[d.Portrait.Advice.String()]++
			}
			t.Logf("%s: %d of %d with a conflict: %v\n%v\n%v", p.Kind(), with, n, counts, stages, advice)
			assert.Less(t, float64(with), .02*float64(n), "%v", counts)
		})
	}
}
