package clientele_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
)

// row is a transaction of a test: "2024-01-31 12.5 id" or "2024-01-31T22:15:00Z 12.5".
func row(t testing.TB, customer, text string) clientele.Transaction[string] {
	t.Helper()
	f := append(strings.Fields(text), "")
	at, err := time.Parse(time.RFC3339, f[0])
	if err != nil {
		at = date(f[0])
	}
	var amount float64
	_, err = fmt.Sscan(f[1], &amount)
	require.NoError(t, err)
	return clientele.Transaction[string]{Customer: customer, Time: at, Amount: amount, ID: f[2]}
}

// purchases prints what the ledger has of a customer: "01-31 12.5, …".
func purchases(l *clientele.Ledger[string], customer string) string {
	var out []string
	for at, amount := range l.Purchases(customer) {
		s := at.Format("01-02")
		if h, m, _ := at.Clock(); h+m > 0 {
			s = at.Format("01-02T15:04")
		}
		out = append(out, fmt.Sprintf("%s %.10g", s, amount))
	}
	return strings.Join(out, ", ")
}

func TestPolicies(t *testing.T) {
	shanghai := time.FixedZone("Asia/Shanghai", 8*3600)
	for _, test := range []struct {
		name   string
		policy clientele.LedgerPolicy
		rows   string // of one customer, separated by commas
		want   string // purchases
		report clientele.LedgerReport
		err    string // of the last row
	}{
		{name: "same day",
			rows:   "2024-01-01 10, 2024-01-01T23:59:59Z 5, 2024-01-02 1",
			want:   "01-01 15, 01-02 1",
			report: clientele.LedgerReport{Rows: 3, Merged: 1, Purchases: 2}},
		{name: "week",
			policy: clientele.LedgerPolicy{Period: clientele.Week},
			rows:   "2024-01-01 1, 2024-01-07T23:00:00Z 2, 2024-01-08 4", // Monday, Sunday, Monday
			want:   "01-01 3, 01-08 4",
			report: clientele.LedgerReport{Rows: 3, Merged: 1, Purchases: 2}},
		{name: "hour",
			policy: clientele.LedgerPolicy{Period: clientele.Hour},
			rows:   "2024-01-01T10:00:00Z 1, 2024-01-01T10:59:00Z 2, 2024-01-01T11:00:00Z 4",
			want:   "01-01T10:00 3, 01-01T11:00 4",
			report: clientele.LedgerReport{Rows: 3, Merged: 1, Purchases: 2}},
		{name: "zone",
			policy: clientele.LedgerPolicy{Zone: shanghai},
			rows:   "2024-01-01T15:59:59Z 1, 2024-01-01T16:00:00Z 2, 2024-01-02T15:00:00Z 4",
			want:   "01-01 1, 01-02 6",
			report: clientele.LedgerReport{Rows: 3, Merged: 1, Purchases: 2}},
		{name: "before 1970",
			rows:   "1969-12-31T00:30:00Z 1, 1969-12-31T23:30:00Z 2, 1970-01-01T00:30:00Z 4, 1900-02-28 8",
			want:   "02-28 8, 12-31 3, 01-01 4",
			report: clientele.LedgerReport{Rows: 4, Merged: 1, Purchases: 3}},
		{name: "hours before 1970",
			policy: clientele.LedgerPolicy{Period: clientele.Hour},
			rows:   "1969-12-31T23:30:00Z 2, 1970-01-01T00:30:00Z 4",
			want:   "12-31T23:00 2, 01-01 4",
			report: clientele.LedgerReport{Rows: 2, Purchases: 2}},
		{name: "weeks before 1970",
			policy: clientele.LedgerPolicy{Period: clientele.Week},
			rows:   "1969-12-28 1, 1969-12-29 2, 1970-01-04 4, 1970-01-05 8",
			want:   "12-22 1, 12-29 6, 01-05 8",
			report: clientele.LedgerReport{Rows: 4, Merged: 1, Purchases: 3}},
		{name: "refund of the same day",
			rows:   "2024-01-01 10, 2024-01-01 -4",
			want:   "01-01 6",
			report: clientele.LedgerReport{Rows: 2, Refunds: 1, Purchases: 1}},
		{name: "refund before the purchase of the same day",
			rows:   "2024-01-01 -4, 2024-01-01 10",
			want:   "01-01 6",
			report: clientele.LedgerReport{Rows: 2, Refunds: 1, Purchases: 1}},
		{name: "all refunded",
			rows:   "2024-01-01 0.1, 2024-01-01 0.2, 2024-01-01 -0.3, 2024-01-02 1",
			want:   "01-02 1",
			report: clientele.LedgerReport{Rows: 4, Merged: 1, Refunds: 1, NettedAway: 1, Purchases: 1}},
		{name: "more refunded",
			rows:   "2024-01-01 1, 2024-01-01 -3, 2024-01-02 1",
			want:   "01-02 1",
			report: clientele.LedgerReport{Rows: 3, Refunds: 1, NettedAway: 1, Unmatched: 1, Purchases: 1}},
		{name: "zero amount and a refund",
			rows:   "2024-01-01 0, 2024-01-01 -3",
			want:   "",
			report: clientele.LedgerReport{Rows: 2, Zeros: 1, Refunds: 1, NettedAway: 1, Unmatched: 1}},
		{name: "refund of a later day, netted in its own",
			rows:   "2024-01-01 10, 2024-01-03 -10",
			want:   "01-01 10",
			report: clientele.LedgerReport{Rows: 2, Refunds: 1, Unmatched: 1, Purchases: 1}},
		{name: "refund of a later day, netted against it",
			policy: clientele.LedgerPolicy{Refunds: clientele.RefundNetEarlier},
			rows:   "2024-01-01 10, 2024-01-02 5, 2024-01-03 -7, 2024-01-04 1",
			want:   "01-01 8, 01-04 1",
			report: clientele.LedgerReport{Rows: 4, Refunds: 1, NettedAway: 1, Purchases: 2}},
		{name: "refund of a later day in decimals",
			policy: clientele.LedgerPolicy{Refunds: clientele.RefundNetEarlier},
			rows:   "2024-01-01 100, 2024-01-02 -33.3, 2024-01-03 -33.3, 2024-01-04 -33.4",
			want:   "",
			report: clientele.LedgerReport{Rows: 4, Refunds: 3, NettedAway: 1}},
		{name: "refund before any purchase",
			policy: clientele.LedgerPolicy{Refunds: clientele.RefundNetEarlier},
			rows:   "2024-01-01 -10, 2024-01-02 5, 2024-01-02 -6",
			want:   "",
			report: clientele.LedgerReport{Rows: 3, Refunds: 2, NettedAway: 1, Unmatched: 2}},
		{name: "refunds dropped",
			policy: clientele.LedgerPolicy{Refunds: clientele.RefundDrop},
			rows:   "2024-01-01 10, 2024-01-01 -4",
			want:   "01-01 10",
			report: clientele.LedgerReport{Rows: 2, RefundsDropped: 1, Purchases: 1}},
		{name: "refunds refused",
			policy: clientele.LedgerPolicy{Refunds: clientele.RefundRefuse},
			rows:   "2024-01-01 10, 2024-01-01 -4",
			want:   "01-01 10",
			report: clientele.LedgerReport{Rows: 1, Purchases: 1},
			err:    "clientele.Ledger: Amount is -4: want no refund, as the policy says; RefundDrop or RefundNetPeriod would take it"},
		{name: "zeros kept",
			rows:   "2024-01-01 0, 2024-01-02 0, 2024-01-02 3, 2024-01-03 -0",
			want:   "01-01 0, 01-02 3, 01-03 0",
			report: clientele.LedgerReport{Rows: 4, Zeros: 3, Merged: 1, Purchases: 3}},
		{name: "zeros dropped",
			policy: clientele.LedgerPolicy{Zeros: clientele.ZeroDrop},
			rows:   "2024-01-01 0, 2024-01-02 3",
			want:   "01-02 3",
			report: clientele.LedgerReport{Rows: 2, ZerosDropped: 1, Purchases: 1}},
		{name: "zeros refused",
			policy: clientele.LedgerPolicy{Zeros: clientele.ZeroRefuse},
			rows:   "2024-01-02 3, 2024-01-01 -0",
			want:   "01-02 3",
			report: clientele.LedgerReport{Rows: 1, Purchases: 1},
			err:    "clientele.Ledger: Amount is 0: want an amount other than 0, as the policy says; ZeroDrop or ZeroKeep would take it"},
		{name: "ids ignored",
			rows:   "2024-01-01 3 a, 2024-01-02 3 a",
			want:   "01-01 3, 01-02 3",
			report: clientele.LedgerReport{Rows: 2, Purchases: 2}},
		{name: "duplicates dropped",
			policy: clientele.LedgerPolicy{Duplicates: clientele.DuplicateDrop},
			rows:   "2024-01-01 3 a, 2024-01-01 3 a, 2024-01-01 3 b, 2024-01-01 -1 c, 2024-01-01T09:00:00Z -1 c",
			want:   "01-01 5",
			report: clientele.LedgerReport{Rows: 5, Merged: 1, Refunds: 1, DuplicatesDropped: 2, Purchases: 1}},
		{name: "duplicates that are none",
			policy: clientele.LedgerPolicy{Duplicates: clientele.DuplicateDrop},
			rows:   "2024-01-01 3 a, 2024-01-01 4 a",
			want:   "01-01 3",
			report: clientele.LedgerReport{Rows: 1, Purchases: 1},
			err:    `clientele.Ledger: ID is "a": want a new id: it stands for a row of another customer, period or amount`},
		{name: "duplicates refused",
			policy: clientele.LedgerPolicy{Duplicates: clientele.DuplicateRefuse},
			rows:   "2024-01-01 3 a, 2024-01-01 3 a",
			want:   "01-01 3",
			report: clientele.LedgerReport{Rows: 1, Purchases: 1},
			err:    `clientele.Ledger: ID is "a": want a new id; DuplicateDrop would drop the row`},
		{name: "no id",
			policy: clientele.LedgerPolicy{Duplicates: clientele.DuplicateDrop},
			rows:   "2024-01-01 3 a, 2024-01-01 3",
			want:   "01-01 3",
			report: clientele.LedgerReport{Rows: 1, Purchases: 1},
			err:    `clientele.Ledger: ID is "": want an id in every transaction, or the policy DuplicateIgnore`},
	} {
		t.Run(test.name, func(t *testing.T) {
			l, err := clientele.NewLedger[string](&test.policy)
			require.NoError(t, err)
			rows := strings.Split(test.rows, ",")
			for i, text := range rows {
				err := l.Add(row(t, "c", text))
				if i == len(rows)-1 && test.err != "" {
					var bad *clientele.InputError
					require.ErrorAs(t, err, &bad)
					assert.EqualError(t, err, test.err)
				} else {
					require.NoError(t, err)
				}
			}
			assert.Equal(t, test.want, purchases(l, "c"))
			got := l.Report()
			got.First, got.Last = time.Time{}, time.Time{}
			test.report.Customers = 1
			assert.Equal(t, test.report, got)
		})
	}
}

func TestLaterPolicies(t *testing.T) {
	read := func(p clientele.LaterRule) (*clientele.Ledger[string], *clientele.Records[string], error) {
		l, err := clientele.NewLedger[string](&clientele.LedgerPolicy{Later: p})
		require.NoError(t, err)
		for _, text := range []string{"2024-01-01 1", "2024-01-08 2", "2024-01-15 4", "2024-01-22 8"} {
			require.NoError(t, l.Add(row(t, "c", text)))
		}
		require.NoError(t, l.Add(row(t, "new", "2024-01-15 1")))
		records, err := l.Records(date("2024-01-08"), clientele.Week)
		return l, records, err
	}
	_, hold, err := read(clientele.LaterHold)
	require.NoError(t, err)
	_, drop, err := read(clientele.LaterDrop)
	require.NoError(t, err)
	for _, r := range []*clientele.Records[string]{hold, drop} {
		assert.Equal(t, 1, r.Len())
		assert.Equal(t, 1, r.Waiting)
		assert.Equal(t, 3, r.Later)
	}
	for r := range hold.All() {
		assert.Equal(t, clientele.History{Repeats: 1, Last: 1, Age: 1}, r.History)
		assert.Equal(t, clientele.Spend{Count: 2, Mean: 6}, r.Holdout)
	}
	for r := range drop.All() {
		assert.Equal(t, clientele.History{Repeats: 1, Last: 1, Age: 1}, r.History)
		assert.Equal(t, clientele.Spend{}, r.Holdout)
	}

	l, _, err := read(clientele.LaterRefuse)
	assert.EqualError(t, err, "clientele.Ledger: purchases after the end is 3: want none, as the policy says; LaterHold or LaterDrop would take them")
	_, err = l.Record("c", date("2024-01-21"), clientele.Week)
	assert.Error(t, err)
	_, err = l.Split(date("2024-01-08"), date("2024-01-21"), clientele.Week)
	assert.EqualError(t, err, "clientele.Ledger: purchases after the end is 1: want none, as the policy says; LaterHold or LaterDrop would take them")
	split, err := l.Split(date("2024-01-08"), date("2024-01-22"), clientele.Week)
	require.NoError(t, err)
	assert.Equal(t, 2.0, split.Holdout)
	for r := range split.All() {
		assert.Equal(t, clientele.Spend{Count: 2, Mean: 6}, r.Holdout)
	}
	_, err = l.Record("c", date("2024-01-22"), clientele.Week)
	assert.NoError(t, err)
}

func TestPolicyCheck(t *testing.T) {
	require.NoError(t, (&clientele.LedgerPolicy{}).Check())
	require.NoError(t, (*clientele.LedgerPolicy)(nil).Check())
	for _, p := range []clientele.LedgerPolicy{
		{Period: -clientele.Day},
		{Period: clientele.Unit(time.Second)},
		{Period: clientele.Year},
		{Period: 366 * clientele.Day},
		{Period: 36 * clientele.Hour},
		{Zone: time.Local},
		{Refunds: 9}, {Zeros: 9}, {Duplicates: 9}, {Later: 9}, {EmptyKeys: 9},
	} {
		var bad *clientele.InputError
		require.ErrorAs(t, p.Check(), &bad, p)
		_, err := clientele.NewLedger[int](&p)
		assert.Equal(t, p.Check(), err)
	}
	var l clientele.Ledger[int]
	assert.Equal(t, clientele.LedgerPolicy{
		Period: clientele.Day, Zone: time.UTC, Refunds: clientele.RefundNetPeriod, Zeros: clientele.ZeroKeep,
		Duplicates: clientele.DuplicateIgnore, Later: clientele.LaterHold, EmptyKeys: clientele.EmptyKeyKeep,
	}, l.Policy())
}

func TestPolicyNames(t *testing.T) {
	assert.Equal(t, "net-earlier", clientele.RefundNetEarlier.String())
	assert.Equal(t, "冲抵先前购买", clientele.RefundNetEarlier.Label(clientele.LangChinese))
	assert.Equal(t, "Keep as a purchase", clientele.ZeroKeep.Label(clientele.LangEnglish))
	assert.Equal(t, "Ignore ids", clientele.DuplicateIgnore.Label(clientele.LangEnglish))
	assert.Equal(t, "留作检验期", clientele.LaterHold.Label(clientele.LangChinese))
	for p := clientele.RefundNetPeriod; p <= clientele.RefundRefuse; p++ {
		var back clientele.RefundRule
		text, err := p.MarshalText()
		require.NoError(t, err)
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, p, back)
	}
	for p := clientele.ZeroKeep; p <= clientele.ZeroRefuse; p++ {
		var back clientele.ZeroRule
		text, err := p.MarshalText()
		require.NoError(t, err)
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, p, back)
	}
	for p := clientele.DuplicateIgnore; p <= clientele.DuplicateRefuse; p++ {
		var back clientele.DuplicateRule
		text, err := p.MarshalText()
		require.NoError(t, err)
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, p, back)
	}
	for p := clientele.LaterHold; p <= clientele.LaterRefuse; p++ {
		var back clientele.LaterRule
		text, err := p.MarshalText()
		require.NoError(t, err)
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, p, back)
	}
}

func TestAddRefuses(t *testing.T) {
	l := new(clientele.Ledger[string])
	require.NoError(t, l.Add(row(t, "c", "2024-01-01 10")))
	before, err := l.MarshalBinary()
	require.NoError(t, err)
	for _, bad := range []clientele.Transaction[string]{
		{Customer: "c", Amount: 1}, // the zero time
		{Customer: "c", Amount: 1, Time: date("1799-12-31")},
		{Customer: "c", Amount: 1, Time: date("2300-01-01")},
		{Customer: "c", Amount: 1, Time: time.Unix(math.MaxInt64, 0)},
		{Customer: "c", Amount: 1, Time: time.Unix(math.MinInt64, 0)},
		{Customer: "c", Amount: math.NaN(), Time: date("2024-01-01")},
		{Customer: "c", Amount: math.Inf(1), Time: date("2024-01-01")},
		{Customer: "c", Amount: math.Inf(-1), Time: date("2024-01-01")},
		{Customer: "c", Amount: 1.1e100, Time: date("2024-01-01")},
		{Customer: "c", Amount: -1.1e100, Time: date("2024-01-01")},
	} {
		var input *clientele.InputError
		require.ErrorAs(t, l.Add(bad), &input, bad)
		after, err := l.MarshalBinary()
		require.NoError(t, err)
		assert.Equal(t, before, after, bad)
	}
	assert.Equal(t, 1, l.Len())
}
