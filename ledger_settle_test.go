package clientele_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
)

// byTime sorts a log, so that it can be settled on the way.
func byTime(rows []tx) []tx {
	slices.SortStableFunc(rows, func(a, b tx) int { return a.Time.Compare(b.Time) })
	return rows
}

func TestSettlingChangesNoBit(t *testing.T) {
	rows := byTime(log(rand.New(rand.NewPCG(1, 2)), 2000))
	var plain, settled clientele.Ledger[string]
	for i, x := range rows {
		require.NoError(t, plain.Add(x))
		require.NoError(t, settled.Add(x))
		if i%300 == 299 {
			require.NoError(t, settled.Settle(x.Time))
			assert.Equal(t, x.Time.Truncate(24*time.Hour), settled.Settled())
			require.NoError(t, settled.Settle(x.Time.AddDate(0, -1, 0))) // nothing to do
			for _, asOf := range []time.Time{settled.Settled().AddDate(0, 0, -1), x.Time, date("2024-03-01")} {
				want := readings(t, &plain, asOf)
				require.NotEmpty(t, want)
				require.Equal(t, want, readings(t, &settled, asOf))
				one, err := settled.Record(want[0].Customer, asOf, clientele.Week)
				require.NoError(t, err)
				require.Equal(t, want[0], one)
			}
		}
	}
	want, got := plain.Report(), settled.Report()
	got.Settled = time.Time{}
	assert.Equal(t, want, got)
}

func TestSettledIsRefused(t *testing.T) {
	var l clientele.Ledger[string]
	require.NoError(t, l.Add(row(t, "c", "2024-01-01 1")))
	require.NoError(t, l.Add(row(t, "c", "2024-01-10 1")))
	require.NoError(t, l.Settle(date("2024-01-10").Add(5*time.Hour)))
	before := encoded(t, &l)
	assert.ErrorIs(t, l.Add(row(t, "c", "2024-01-09T23:59:00Z 1")), clientele.ErrSettled)
	assert.ErrorIs(t, l.Add(row(t, "new", "2024-01-09 1")), clientele.ErrSettled)
	_, err := l.Records(date("2024-01-08"), clientele.Day)
	assert.ErrorIs(t, err, clientele.ErrSettled)
	_, err = l.Split(date("2024-01-08"), date("2024-02-08"), clientele.Day)
	assert.ErrorIs(t, err, clientele.ErrSettled)
	_, err = l.Record("c", date("2024-01-08"), clientele.Day)
	assert.EqualError(t, err, "clientele.Ledger: 2024-01-08 00:00:00 +0000 UTC is before the settled date 2024-01-10: add late rows before you settle, and read as of later dates")
	assert.Equal(t, before, encoded(t, &l))
	rec, err := l.Record("c", date("2024-01-09"), clientele.Day)
	require.NoError(t, err)
	assert.Equal(t, clientele.History{Age: 8}, rec.History)
	assert.Equal(t, "01-10 1", purchases(&l, "c"))

	var bad *clientele.InputError
	assert.ErrorAs(t, l.Settle(time.Time{}), &bad)
	assert.True(t, new(clientele.Ledger[string]).Settled().IsZero())
}

// A refund finds no purchase behind the settled date.
func TestRefundsDoNotReachBehindTheSettledDate(t *testing.T) {
	l, err := clientele.NewLedger[string](&clientele.LedgerPolicy{Refunds: clientele.RefundNetEarlier})
	require.NoError(t, err)
	for _, text := range []string{"2024-01-01 5", "2024-01-02 6", "2024-01-03 -2"} {
		require.NoError(t, l.Add(row(t, "c", text)))
	}
	require.NoError(t, l.Settle(date("2024-01-04")))
	require.NoError(t, l.Add(row(t, "c", "2024-01-05 7")))
	require.NoError(t, l.Add(row(t, "c", "2024-01-06 -9")))
	rec, err := l.Record("c", date("2024-01-06"), clientele.Day)
	require.NoError(t, err)
	assert.Equal(t, clientele.Spend{Count: 2, Mean: 4.5}, rec.SpendAll)
	report := l.Report()
	assert.Equal(t, 1, report.NettedAway)
	assert.Equal(t, 1, report.Unmatched)
}

func TestMergeOfSettledLedgers(t *testing.T) {
	rows := byTime(log(rand.New(rand.NewPCG(3, 4)), 1000))
	var whole clientele.Ledger[string]
	var shards [2]clientele.Ledger[string]
	shard := func(x tx) *clientele.Ledger[string] { return &shards[len(x.Customer)%2] } // by customer
	for _, x := range rows {
		require.NoError(t, whole.Add(x))
		require.NoError(t, shard(x).Add(x))
	}
	require.NoError(t, whole.Settle(date("2024-02-01")))

	plain := shards[1].Clone()
	require.NoError(t, shards[0].Settle(date("2024-01-15")))
	require.NoError(t, shards[1].Settle(date("2024-02-01")))
	both := shards[0].Clone()
	require.NoError(t, both.Merge(&shards[1]))
	requireSame(t, &whole, both)
	back := shards[1].Clone()
	require.NoError(t, back.Merge(&shards[0]))
	requireSame(t, &whole, back)
	half := plain.Clone()
	require.NoError(t, half.Merge(&shards[0])) // one settled, one not
	require.Equal(t, date("2024-01-15"), half.Settled())
	require.NoError(t, half.Settle(date("2024-02-01")))
	requireSame(t, &whole, half)

	// A customer on both sides, summed up on one: refused, both unchanged.
	for _, late := range []string{"2024-01-05 1", "2024-01-14 1"} {
		l := new(clientele.Ledger[string])
		require.NoError(t, l.Add(row(t, rows[0].Customer, late)))
		settled := shard(rows[0])
		before := encoded(t, settled)
		alone := encoded(t, l)
		assert.ErrorIs(t, settled.Merge(l), clientele.ErrSettled)
		assert.ErrorIs(t, l.Merge(settled), clientele.ErrSettled)
		assert.Equal(t, before, encoded(t, settled))
		assert.Equal(t, alone, encoded(t, l))
	}
	// What comes after the settled date may be on both sides.
	l := new(clientele.Ledger[string])
	late := row(t, rows[0].Customer, "2024-02-20 1")
	require.NoError(t, l.Add(late))
	require.NoError(t, whole.Add(late))
	require.NoError(t, both.Merge(l))
	requireSame(t, &whole, both)
}

// The settled date itself is open: a customer who came on it is not summed up.
func TestMergeAtTheSettledDate(t *testing.T) {
	ledger := func(text string) *clientele.Ledger[string] {
		l := new(clientele.Ledger[string])
		require.NoError(t, l.Add(row(t, "c", text)))
		return l
	}
	open := ledger("2024-01-10 1")
	require.NoError(t, open.Settle(date("2024-01-10")))
	require.NoError(t, open.Merge(ledger("2024-01-09 1")))
	rec, err := open.Record("c", date("2024-01-10"), clientele.Day)
	require.NoError(t, err)
	assert.Equal(t, clientele.History{Repeats: 1, Last: 1, Age: 1}, rec.History)

	closed := ledger("2024-01-01 1")
	require.NoError(t, closed.Settle(date("2024-01-10")))
	assert.ErrorIs(t, closed.Merge(ledger("2024-01-09 1")), clientele.ErrSettled)
	assert.NoError(t, closed.Merge(ledger("2024-01-10 1")))
	summed := ledger("2024-01-01 1")
	require.NoError(t, summed.Settle(date("2024-01-02")))
	assert.ErrorIs(t, closed.Merge(summed), clientele.ErrSettled)
}

// Ids of settled rows are forgotten: only the others are held.
func TestSettleForgetsIDs(t *testing.T) {
	l, err := clientele.NewLedger[string](&clientele.LedgerPolicy{Duplicates: clientele.DuplicateRefuse})
	require.NoError(t, err)
	require.NoError(t, l.Add(row(t, "c", "2024-01-01 1 a")))
	require.NoError(t, l.Add(row(t, "c", "2024-01-09 1 b")))
	require.NoError(t, l.Settle(date("2024-01-05")))
	assert.NoError(t, l.Add(row(t, "c", "2024-01-09 1 a")))
	assert.Error(t, l.Add(row(t, "c", "2024-01-09 1 b")))
}

// heap returns the bytes that the ledger made by f holds.
func heap(f func() *clientele.Ledger[int]) (*clientele.Ledger[int], int) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	l := f()
	runtime.GC()
	runtime.ReadMemStats(&after)
	return l, int(after.HeapAlloc) - int(before.HeapAlloc)
}

func TestMemoryFollowsCustomerDays(t *testing.T) {
	integer := func(i int) int { return i }
	once, bytes := heap(func() *clientele.Ledger[int] {
		return fill(t, shop{customers: 50_000, rows: 500_000, days: 730}, integer)
	})
	per := float64(bytes) / float64(once.Len())
	t.Logf("%.0f bytes a customer with ten purchases", per)
	assert.Less(t, per, 260.0)

	// A million rows on few days are no more than the days.
	many, bytes := heap(func() *clientele.Ledger[int] {
		return fill(t, shop{customers: 5_000, rows: 1_000_000, days: 5}, integer)
	})
	per = float64(bytes) / float64(many.Len())
	t.Logf("%.0f bytes a customer with 200 rows on five days", per)
	assert.Less(t, per, 400.0)
	runtime.KeepAlive(once)
}

// A key cut from a long line does not hold the line.
func TestKeysAreTheLedgersOwn(t *testing.T) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	l, err := clientele.NewLedger[string](&clientele.LedgerPolicy{Duplicates: clientele.DuplicateDrop})
	require.NoError(t, err)
	for i := range 100 {
		line := fmt.Sprintf("%05d%s", i, strings.Repeat(" ", 100_000))
		require.NoError(t, l.Add(tx{Customer: line[:5], ID: line[:5], Time: date("2024-01-01"), Amount: 1}))
	}
	assert.Equal(t, 100, l.Len())
	runtime.GC()
	runtime.ReadMemStats(&after)
	assert.Less(t, int(after.HeapAlloc)-int(before.HeapAlloc), 1_000_000)
	runtime.KeepAlive(l)
}

func TestMemoryOfASettledServiceFollowsCustomers(t *testing.T) {
	const customers = 2000
	var l clientele.Ledger[int]
	var sizes []int
	for year := range 6 {
		_, bytes := heap(func() *clientele.Ledger[int] {
			for day := range 360 {
				at := date("2018-01-01").AddDate(year, 0, day)
				for i := range customers / 20 {
					require.NoError(t, l.Add(clientele.Transaction[int]{Customer: (i*20 + day) % customers, Time: at, Amount: 1}))
				}
				if day%30 == 0 {
					require.NoError(t, l.Settle(at.AddDate(0, 0, -30)))
				}
			}
			return &l
		})
		sizes = append(sizes, bytes)
	}
	t.Log("bytes by which the ledger grew, year by year:", sizes)
	for _, grown := range sizes[1:] {
		assert.Less(t, grown, 16<<10)
	}
	rec, err := l.Record(7, date("2023-12-31"), clientele.Day)
	require.NoError(t, err)
	assert.Equal(t, 6*18-1, rec.History.Repeats)
}
