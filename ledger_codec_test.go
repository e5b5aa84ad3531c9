package clientele_test

import (
	"encoding"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
)

var (
	_ encoding.BinaryAppender    = (*clientele.Ledger[int])(nil)
	_ encoding.BinaryUnmarshaler = (*clientele.Ledger[int])(nil)
	_ encoding.BinaryAppender    = (*clientele.Panel)(nil)
	_ encoding.BinaryUnmarshaler = (*clientele.Panel)(nil)
)

// ledgers of n rows, of all kinds: empty, settled, with ids, zones and other policies.
func ledgers(t testing.TB, n int) []*clientele.Ledger[string] {
	rows := byTime(log(rand.New(rand.NewPCG(1, 2)), n))
	var out []*clientele.Ledger[string]
	for _, p := range []clientele.LedgerPolicy{
		{},
		{Zone: time.FixedZone("Asia/Shanghai", 8*3600), Period: clientele.Week},
		{Refunds: clientele.RefundNetEarlier, Zeros: clientele.ZeroDrop, Duplicates: clientele.DuplicateDrop, Later: clientele.LaterDrop},
		{Refunds: clientele.RefundDrop, Period: clientele.Hour},
	} {
		l, err := clientele.NewLedger[string](&p)
		require.NoError(t, err)
		out = append(out, l.Clone())
		for _, x := range rows {
			require.NoError(t, l.Add(x))
		}
		out = append(out, l.Clone())
		require.NoError(t, l.Settle(date("2024-01-20")))
		out = append(out, l)
	}
	return out
}

func TestLedgerBinary(t *testing.T) {
	for _, l := range ledgers(t, 300) {
		data, err := l.AppendBinary([]byte("prefix"))
		require.NoError(t, err)
		require.Equal(t, "prefix", string(data[:6]))
		data = data[6:]
		back, err := clientele.NewLedger[string](&clientele.LedgerPolicy{Zone: l.Policy().Zone})
		require.NoError(t, err)
		require.NoError(t, back.Add(row(t, "old", "2024-01-01 1"))) // is replaced
		require.NoError(t, back.UnmarshalBinary(data))
		assert.Equal(t, data, encoded(t, back))
		assert.Equal(t, l.Policy(), back.Policy())
		requireSame(t, l, back)
		// What it goes on to do is the same.
		for _, x := range log(rand.New(rand.NewPCG(3, 4)), 100) {
			x.ID += "new"
			assert.Equal(t, l.Add(x) == nil, back.Add(x) == nil)
		}
		requireSame(t, l, back)
	}
}

func keysRoundTrip[K clientele.Key](t *testing.T, keys ...K) {
	var l clientele.Ledger[K]
	for _, k := range keys {
		require.NoError(t, l.Add(clientele.Transaction[K]{Customer: k, Time: date("2024-01-01"), Amount: 1}))
	}
	var back clientele.Ledger[K]
	require.NoError(t, back.UnmarshalBinary(encoded(t, &l)))
	requireSame(t, &l, &back)
	assert.Equal(t, len(keys), back.Len())
}

func TestLedgerKeys(t *testing.T) {
	type name string
	type number int16
	keysRoundTrip(t, math.MinInt, -1, 0, 1, math.MaxInt)
	keysRoundTrip(t, uint64(0), math.MaxUint64)
	keysRoundTrip(t, number(-32768), 32767)
	keysRoundTrip(t, uint8(0), 255)
	keysRoundTrip(t, name(""), "a", "客户", "\xff\x00")

	var wide clientele.Ledger[int]
	require.NoError(t, wide.Add(clientele.Transaction[int]{Customer: 40000, Time: date("2024-01-01"), Amount: 1}))
	assert.EqualError(t, new(clientele.Ledger[number]).UnmarshalBinary(encoded(t, &wide)),
		refusal("has customer 40000, too large for clientele_test.number"))
	var unsigned clientele.Ledger[uint]
	require.NoError(t, unsigned.Add(clientele.Transaction[uint]{Customer: 256, Time: date("2024-01-01"), Amount: 1}))
	assert.EqualError(t, new(clientele.Ledger[uint8]).UnmarshalBinary(encoded(t, &unsigned)),
		refusal("has customer 256, too large for uint8"))
	assert.EqualError(t, new(clientele.Ledger[string]).UnmarshalBinary(encoded(t, &wide)),
		refusal("has customers of another kind than string"))
}

func TestLedgerBinaryAndZones(t *testing.T) {
	zone := time.FixedZone("Asia/Shanghai", 8*3600)
	there, err := clientele.NewLedger[int](&clientele.LedgerPolicy{Zone: zone})
	require.NoError(t, err)
	var here clientele.Ledger[int]
	assert.EqualError(t, here.UnmarshalBinary(encoded(t, there)),
		"clientele.Ledger: zone of the encoding is Asia/Shanghai+28800: want that of the ledger it is decoded into, UTC; make one with NewLedger")
	assert.Error(t, there.UnmarshalBinary(encoded(t, &here)))
	assert.NoError(t, there.Clone().UnmarshalBinary(encoded(t, there)))
}

// Whatever is cut off, added or changed: an error, or a ledger that encodes
// to what it decodes from; never a panic.
func TestLedgerBinaryDamaged(t *testing.T) {
	for _, l := range ledgers(t, 300) {
		data := encoded(t, l)
		into, err := clientele.NewLedger[string](&clientele.LedgerPolicy{Zone: l.Policy().Zone})
		require.NoError(t, err)
		require.NoError(t, into.Add(row(t, "old", "2024-01-01 1")))
		before := encoded(t, into)
		for n := 0; n < len(data); n += 1 + n/100 {
			require.Error(t, into.UnmarshalBinary(data[:n]))
		}
		require.Error(t, into.UnmarshalBinary(append(data, 0)))
		require.Equal(t, before, encoded(t, into))
		r := rand.New(rand.NewPCG(5, 6))
		for range 300 {
			bad := append([]byte(nil), data...)
			bad[r.IntN(len(bad))] ^= 1 << r.IntN(8)
			require.Error(t, into.UnmarshalBinary(bad))
			decode(t, into.Clone(), check.Sealed(bad, nil))
		}
	}
}

// What no ledger writes is refused for what it is.
func TestLedgerBinaryRefuses(t *testing.T) {
	var l clientele.Ledger[uint8]
	for _, customer := range []uint8{1, 2} {
		require.NoError(t, l.Add(clientele.Transaction[uint8]{Customer: customer, Time: date("2024-01-01"), Amount: 1}))
	}
	data := encoded(t, &l)
	const refunds, account = 5 + 3 + 4, 1 + 1 + 1 + 3 + 8 // places and lengths of the encoding
	first := len(data) - 4 - 1 - 2*account
	change := func(at int, value ...byte) []byte {
		return check.Sealed(data, func(body []byte) []byte { return slices.Concat(body[:at], value, body[at+len(value):]) })
	}
	for want, bad := range map[string][]byte{
		"clientele.LedgerPolicy: Refunds is clientele.RefundRule(9): want one of the RefundRule constants": change(refunds, 18),
		refusal("has customers out of order"):      change(first+account, 1),
		refusal("has an impossible amount -1"):     change(first+account-1, 0xbf),
		refusal("has an impossible amount NaN"):    change(first+account-2, 0xf8, 0x7f),
		refusal("counts 1 purchases in 2 periods"): change(refunds+5, 2),
	} {
		assert.EqualError(t, l.UnmarshalBinary(bad), want)
	}
}

// refusal is the error of a binary form that the ledger does not take.
func refusal(problem string) string {
	return "clientele.Ledger: the encoding is one that " + problem + ": want what the same type and version wrote, whole"
}

// decode decodes data into l and checks what must hold in any case.
func decode(t testing.TB, l *clientele.Ledger[string], data []byte) {
	before := encoded(t, l)
	if err := l.UnmarshalBinary(data); err != nil {
		require.Equal(t, before, encoded(t, l), "unchanged on an error")
		return
	}
	again, err := clientele.NewLedger[string](&clientele.LedgerPolicy{Zone: l.Policy().Zone})
	require.NoError(t, err)
	require.NoError(t, again.UnmarshalBinary(encoded(t, l)))
	require.Equal(t, encoded(t, l), encoded(t, again))
	sound(t, l, date("2299-12-31"))
}

// sound checks that everything a ledger says is possible.
func sound(t testing.TB, l *clientele.Ledger[string], asOf time.Time) {
	report := l.Report()
	require.GreaterOrEqual(t, report.Merged, 0)
	_ = report.String()
	records, err := l.Records(asOf, clientele.Week)
	if err != nil {
		return
	}
	n := 0
	for r := range records.All() {
		n++
		require.NoError(t, r.History.Check())
		for _, s := range []clientele.Spend{r.Spend, r.SpendAll, r.Holdout} {
			require.NoError(t, s.Check())
			require.GreaterOrEqual(t, s.Mean, 0.0)
		}
		require.False(t, math.IsNaN(r.LogGaps) || math.IsInf(r.LogGaps, 0))
		before := time.Time{}
		for at, amount := range l.Purchases(r.Customer) {
			require.True(t, at.After(before))
			require.True(t, amount >= 0 && !math.IsInf(amount, 0))
			before = at
		}
	}
	require.Equal(t, records.Len(), n)
	require.Equal(t, l.Len(), n+records.Waiting)
}

func FuzzLedgerUnmarshal(f *testing.F) {
	for _, l := range ledgers(f, 20) {
		if l.Policy().Zone == time.UTC {
			f.Add(encoded(f, l))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		decode(t, new(clientele.Ledger[string]), data)
	})
}

// Any bit pattern of amount and time, in any sequence of operations.
func FuzzLedgerAdd(f *testing.F) {
	f.Add(uint64(1), int64(1_700_000_000), 10.0, -10.0, []byte("abcabcabcab"))
	f.Add(uint64(2), int64(-1), math.NaN(), math.Inf(1), []byte("zzzzyyyyxxxx"))
	f.Add(uint64(3), int64(math.MinInt64), 5e-324, 1e100, []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
	f.Add(uint64(77), int64(1_600_000_000), 0.1, -0.3, []byte("the quick brown fox jumps over the lazy dog"))
	f.Fuzz(func(t *testing.T, seed uint64, unix int64, a, b float64, ops []byte) {
		r := rand.New(rand.NewPCG(seed, 1))
		p := clientele.LedgerPolicy{
			Period:     []clientele.Unit{0, clientele.Minute, clientele.Hour, clientele.Week, 90 * clientele.Day}[r.IntN(5)],
			Refunds:    clientele.RefundRule(r.IntN(5)),
			Zeros:      clientele.ZeroRule(r.IntN(4)),
			Duplicates: clientele.DuplicateRule(r.IntN(4)),
			Zone:       []*time.Location{nil, time.FixedZone("far", 14*3600), time.FixedZone("west", -12*3600)}[r.IntN(3)],
		}
		l, err := clientele.NewLedger[string](&p)
		require.NoError(t, err)
		other := l.Clone()
		at := time.Unix(unix, 0)
		for i, op := range ops {
			x := tx{Customer: string(rune('a' + op%3)), Time: at, Amount: a, ID: string(rune('a' + op%7))}
			if op%2 == 1 {
				x.Amount = b
			}
			switch op / 3 % 8 {
			case 0, 1, 2, 3:
				at = at.Add(time.Duration(i) * time.Hour)
				err = l.Add(x)
			case 4:
				err = other.Add(x)
			case 5:
				err = l.Merge(other)
			case 6:
				err = l.Settle(at.AddDate(0, 0, -int(op)))
			case 7:
				sound(t, l, at)
			}
			var bad *clientele.InputError
			if err != nil && !errors.Is(err, clientele.ErrSettled) {
				require.ErrorAs(t, err, &bad)
			}
			err = nil
		}
		sound(t, l, at)
		decode(t, l.Clone(), encoded(t, l))
	})
}
