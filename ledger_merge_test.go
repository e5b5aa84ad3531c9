package clientele_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
)

type tx = clientele.Transaction[string]

// log draws rows that are hard on a ledger: few customers, many rows a day,
// amounts whose sums do not fit into a float, refunds, zeros.
func log(r *rand.Rand, n int) []tx {
	rows := make([]tx, n)
	for i := range rows {
		amount := float64(r.IntN(10000)) / 100
		switch r.IntN(12) {
		case 0:
			amount = 0
		case 1, 2:
			amount = -amount / 2
		case 3:
			amount = math.Ldexp(r.Float64(), r.IntN(200)-100)
		}
		rows[i] = tx{
			Customer: fmt.Sprintf("c%d", r.IntN(1+n/20)),
			Time:     date("2024-01-01").Add(time.Duration(r.IntN(40*24)) * time.Hour),
			Amount:   amount,
			ID:       fmt.Sprintf("id%d", i),
		}
	}
	return rows
}

// encoded is the ledger's content as bytes; equal contents have equal ones.
func encoded[K clientele.Key](t testing.TB, l *clientele.Ledger[K]) []byte {
	t.Helper()
	data, err := l.MarshalBinary()
	require.NoError(t, err)
	return data
}

// readings are the records of a ledger at a date.
func readings[K clientele.Key](t testing.TB, l *clientele.Ledger[K], asOf time.Time) []clientele.Record[K] {
	t.Helper()
	records, err := l.Records(asOf, clientele.Week)
	require.NoError(t, err)
	return slices.Collect(records.All())
}

func requireSame[K clientele.Key](t *testing.T, want, got *clientele.Ledger[K]) {
	t.Helper()
	require.Equal(t, encoded(t, want), encoded(t, got))
	require.Equal(t, want.Report(), got.Report())
	for _, asOf := range []string{"2024-01-20", "2024-03-01"} {
		if at := date(asOf); !at.Before(want.Settled().AddDate(0, 0, -1)) {
			require.Equal(t, readings(t, want, at), readings(t, got, at))
		}
	}
}

func TestLedgerMergeLaws(t *testing.T) {
	for _, policy := range []clientele.LedgerPolicy{
		{},
		{Refunds: clientele.RefundNetEarlier, Zeros: clientele.ZeroDrop},
		{Refunds: clientele.RefundDrop, Period: clientele.Week},
		{Duplicates: clientele.DuplicateDrop},
	} {
		items := log(rand.New(rand.NewPCG(1, 2)), 400)
		if policy.Duplicates == clientele.DuplicateDrop {
			items = append(items, items[100:200]...)
		}
		check.MergeLaws(t, check.Merger[*clientele.Ledger[string], tx]{
			New: func() *clientele.Ledger[string] {
				l, err := clientele.NewLedger[string](&policy)
				require.NoError(t, err)
				return l
			},
			Add:   func(l *clientele.Ledger[string], x tx) { require.NoError(t, l.Add(x)) },
			Merge: (*clientele.Ledger[string]).Merge,
			Equal: requireSame[string],
			Items: items,
		})
	}
}

// The records are what the definitions say, computed from the whole log with
// exact sums.
func TestLedgerAgreesWithTheDefinitions(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	rows := log(r, 600)
	l := new(clientele.Ledger[string])
	for _, x := range rows {
		require.NoError(t, l.Add(x))
	}
	end := date("2024-01-31")
	records, err := l.Split(end, date("2024-02-05"), clientele.Week)
	require.NoError(t, err)
	n := 0
	for got := range records.All() {
		n++
		paid, back := map[int]*big.Float{}, map[int]*big.Float{}
		for _, x := range rows {
			if x.Customer != got.Customer {
				continue
			}
			day := int(x.Time.Sub(date("2024-01-01")) / (24 * time.Hour))
			into := paid
			if x.Amount < 0 {
				into = back
			}
			if into[day] == nil {
				into[day] = new(big.Float).SetPrec(4000)
			}
			into[day].Add(into[day], new(big.Float).SetFloat64(math.Abs(x.Amount)))
		}
		var days []int
		var amounts []float64
		var holdout clientele.Spend
		for day := range 36 {
			if paid[day] == nil {
				continue
			}
			amount, _ := paid[day].Float64()
			if back[day] != nil {
				refund, _ := back[day].Float64()
				if amount -= refund; amount <= 0 {
					continue
				}
			}
			if day <= 30 {
				days, amounts = append(days, day), append(amounts, amount)
			} else {
				holdout.Count++
				holdout.Mean += amount
			}
		}
		if holdout.Count > 0 {
			holdout.Mean /= float64(holdout.Count)
		}
		want := clientele.Record[string]{
			Customer: got.Customer,
			First:    date("2024-01-01").AddDate(0, 0, days[0]),
			History: clientele.History{
				Repeats: len(days) - 1, Last: float64(days[len(days)-1]-days[0]) / 7, Age: float64(30-days[0]) / 7,
			},
			SpendAll: clientele.Spend{Count: len(days)},
			Spend:    clientele.Spend{Count: len(days) - 1},
		}
		for i := range days {
			want.SpendAll.Mean += amounts[i] / float64(len(days))
			if i > 0 {
				want.Spend.Mean += amounts[i] / float64(len(days)-1)
				want.LogGaps += math.Log(float64(days[i]-days[i-1]) / 7)
			}
		}
		assert.Equal(t, want.First, got.First)
		assert.Equal(t, want.History, got.History)
		assert.Equal(t, want.Spend.Count, got.Spend.Count)
		assert.Equal(t, want.SpendAll.Count, got.SpendAll.Count)
		assert.Equal(t, holdout.Count, got.Holdout.Count)
		check.Close(t, want.Spend.Mean, got.Spend.Mean, 1e-13, got.Customer, "mean")
		check.Close(t, want.SpendAll.Mean, got.SpendAll.Mean, 1e-13, got.Customer, "mean of all")
		check.Close(t, holdout.Mean, got.Holdout.Mean, 1e-13, got.Customer, "holdout")
		assert.InDelta(t, want.LogGaps, got.LogGaps, 1e-12)

		one, err := l.Record(got.Customer, end, clientele.Week)
		require.NoError(t, err)
		one.Holdout = got.Holdout // that of Record has no end
		assert.Equal(t, got, one)
	}
	assert.Equal(t, 31, n)
}

func TestCDNOWInAnyOrder(t *testing.T) {
	bulk := cdnow(t)
	var rows []clientele.Transaction[int]
	for _, row := range check.CSV(t, check.Shared(t, "data", "cdnow_sample_transactions.csv")) {
		rows = append(rows, clientele.Transaction[int]{
			Customer: int(check.Number(t, row["customer_id"])), Time: date(row["date"]), Amount: check.Number(t, row["amount"]),
		})
	}
	r := rand.New(rand.NewPCG(5, 6))
	r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	shards := make([]clientele.Ledger[int], 7)
	for i, x := range rows {
		require.NoError(t, shards[i%7].Add(x))
	}
	for i := range 6 {
		require.NoError(t, shards[6].Merge(&shards[i]))
	}
	require.Equal(t, encoded(t, bulk), encoded(t, &shards[6]))
	require.Equal(t, readings(t, bulk, date("1997-09-30")), readings(t, &shards[6], date("1997-09-30")))
}

func TestMergeWithItself(t *testing.T) {
	l, twice := new(clientele.Ledger[string]), new(clientele.Ledger[string])
	for _, x := range log(rand.New(rand.NewPCG(7, 8)), 200) {
		require.NoError(t, l.Add(x))
		require.NoError(t, twice.Add(x))
		require.NoError(t, twice.Add(x))
	}
	require.NoError(t, l.Merge(l))
	requireSame(t, twice, l)
	require.NoError(t, l.Merge(nil))
	requireSame(t, twice, l)
}

func TestMergeRefuses(t *testing.T) {
	ledger := func(p clientele.LedgerPolicy, rows ...string) *clientele.Ledger[string] {
		l, err := clientele.NewLedger[string](&p)
		require.NoError(t, err)
		for _, text := range rows {
			require.NoError(t, l.Add(row(t, "c", text)))
		}
		return l
	}
	day := "2024-01-01 1 a"
	for _, test := range []struct {
		into, from *clientele.Ledger[string]
		field      string
	}{
		{ledger(clientele.LedgerPolicy{}, day), ledger(clientele.LedgerPolicy{Period: clientele.Week}, day), "Policy.Period of the other ledger"},
		{ledger(clientele.LedgerPolicy{}, day), ledger(clientele.LedgerPolicy{Zone: time.FixedZone("X", 3600)}, day), "Policy.Zone of the other ledger"},
		{ledger(clientele.LedgerPolicy{Zone: time.FixedZone("X", 7200)}, day), ledger(clientele.LedgerPolicy{Zone: time.FixedZone("X", 3600)}, day), "Policy.Zone of the other ledger"},
		{ledger(clientele.LedgerPolicy{}, day), ledger(clientele.LedgerPolicy{Refunds: clientele.RefundDrop}, day), "Policy.Refunds of the other ledger"},
		{ledger(clientele.LedgerPolicy{}, day), ledger(clientele.LedgerPolicy{Zeros: clientele.ZeroDrop}, day), "Policy.Zeros of the other ledger"},
		{ledger(clientele.LedgerPolicy{}, day), ledger(clientele.LedgerPolicy{Duplicates: clientele.DuplicateDrop}, day), "Policy.Duplicates of the other ledger"},
		{ledger(clientele.LedgerPolicy{}, day), ledger(clientele.LedgerPolicy{Later: clientele.LaterDrop}, day), "Policy.Later of the other ledger"},
		{ledger(clientele.LedgerPolicy{Duplicates: clientele.DuplicateRefuse}, day), ledger(clientele.LedgerPolicy{Duplicates: clientele.DuplicateRefuse}, day), "ID"},
		{ledger(clientele.LedgerPolicy{Duplicates: clientele.DuplicateDrop}, day), ledger(clientele.LedgerPolicy{Duplicates: clientele.DuplicateDrop}, "2024-01-02 5 b", "2024-01-01 2 a"), "ID"},
		{ledger(clientele.LedgerPolicy{Duplicates: clientele.DuplicateDrop}, day), ledger(clientele.LedgerPolicy{Duplicates: clientele.DuplicateDrop}, "2024-01-02 1 a"), "ID"},
	} {
		into, from := encoded(t, test.into), encoded(t, test.from)
		var bad *clientele.InputError
		require.ErrorAs(t, test.into.Merge(test.from), &bad)
		assert.Equal(t, test.field, bad.Field)
		assert.Equal(t, into, encoded(t, test.into))
		assert.Equal(t, from, encoded(t, test.from))
	}
	// The default in full is the default, and UTC is UTC.
	l := ledger(clientele.LedgerPolicy{}, day)
	require.NoError(t, l.Merge(ledger(l.Policy(), day)))
}

func TestCloneAndReset(t *testing.T) {
	l, err := clientele.NewLedger[string](&clientele.LedgerPolicy{Refunds: clientele.RefundNetEarlier, Duplicates: clientele.DuplicateDrop})
	require.NoError(t, err)
	rows := log(rand.New(rand.NewPCG(9, 10)), 300)
	for _, x := range rows[:200] {
		require.NoError(t, l.Add(x))
	}
	before := encoded(t, l)
	c := l.Clone()
	require.Equal(t, before, encoded(t, c))
	for _, x := range rows[200:] {
		require.NoError(t, c.Add(x))
	}
	require.NoError(t, c.Settle(date("2024-02-01")))
	require.Equal(t, before, encoded(t, l))
	policy := l.Policy()
	l.Reset()
	assert.Zero(t, l.Len())
	assert.Equal(t, clientele.LedgerReport{}, l.Report())
	assert.Equal(t, policy, l.Policy())
	for _, x := range rows[:200] {
		require.NoError(t, l.Add(x))
	}
	require.Equal(t, before, encoded(t, l))
}
