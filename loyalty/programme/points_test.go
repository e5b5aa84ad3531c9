package programme

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// balanced fails unless the statement adds up and nothing is negative.
func balanced(t testing.TB, s PointsStatement) {
	t.Helper()
	require.Equal(t, s.Earned+s.Owed, s.Redeemed+s.Expired+s.Revoked+s.Outstanding, "%+v", s)
	require.True(t, s.Earned >= 0 && s.Redeemed >= 0 && s.Expired >= 0 && s.Revoked >= 0 && min(s.Outstanding, s.Owed) == 0, "%+v", s)
}

func statement(earned, redeemed, expired, outstanding int64) PointsStatement {
	return PointsStatement{Earned: earned, Redeemed: redeemed, Expired: expired, Outstanding: outstanding}
}

func TestAccount(t *testing.T) {
	var a PointsAccount
	require.NoError(t, a.Earn(10, 100, 110))
	require.NoError(t, a.Earn(20, 50, 120))
	require.NoError(t, a.Redeem(30, 30))
	assert.Equal(t, statement(150, 30, 0, 120), a.Statement(30))
	// The older lot went first: 70 of it expire at 110.
	assert.Equal(t, statement(150, 30, 0, 120), a.Statement(109))
	assert.Equal(t, statement(150, 30, 70, 50), a.Statement(110))
	assert.Equal(t, statement(150, 30, 120, 0), a.Statement(120))
	// The past is still there.
	assert.Equal(t, statement(100, 0, 0, 100), a.Statement(15))
	assert.Equal(t, PointsStatement{}, a.Statement(9))

	// At one time points are earned before they are spent.
	require.NoError(t, a.Redeem(115, 50))
	require.NoError(t, a.Earn(116, 5, Never))
	require.NoError(t, a.Redeem(116, 5))
	assert.Equal(t, statement(155, 85, 70, 0), a.Statement(1000))

	// A refused redemption changes nothing, not even the expiries on the way.
	var b PointsAccount
	require.NoError(t, b.Earn(1, 10, 5))
	var in *clientele.InputError
	require.ErrorAs(t, b.Redeem(6, 10), &in, "expired")
	require.NoError(t, b.Redeem(4, 10), "still valid then")
	assert.Equal(t, statement(10, 10, 0, 0), b.Statement(9))
}

func TestLateEvents(t *testing.T) {
	var a PointsAccount
	require.NoError(t, a.Earn(10, 100, 50))
	require.NoError(t, a.Redeem(40, 60))
	var in *clientele.InputError
	err := a.Redeem(20, 41)
	require.ErrorAs(t, err, &in, "it would take from the redemption accepted")
	assert.ErrorContains(t, err, "41")
	assert.Equal(t, 2, a.Len())
	require.NoError(t, a.Redeem(20, 40))
	assert.Equal(t, statement(100, 40, 0, 60), a.Statement(30))
	assert.Equal(t, statement(100, 100, 0, 0), a.Statement(40))
	// Points reported late, valid shorter, are used by the redemptions after them,
	// and free others.
	require.NoError(t, a.Earn(5, 30, 25))
	assert.Equal(t, statement(130, 40, 0, 90), a.Statement(24))
	assert.Equal(t, statement(130, 100, 30, 0), a.Statement(60), "the late points served the redemption at 20, and 30 others expire")
}

func TestAccountRefusals(t *testing.T) {
	var a PointsAccount
	var in *clientele.InputError
	for _, err := range []error{a.Earn(1, 0, 5), a.Earn(1, -3, 5), a.Earn(1, 1<<41, 5), a.Earn(5, 1, 5), a.Redeem(1, 1), a.Redeem(1, 0), a.Redeem(1, -1)} {
		assert.ErrorAs(t, err, &in)
	}
	assert.Zero(t, a.Len())
	var l PointsLedger
	assert.ErrorAs(t, l.Redeem("x", 1, 1), &in)
	assert.Zero(t, l.Len(), "a refused event makes no member")
	assert.Nil(t, l.Account("x"))
}

// event is one call.
type event struct{ at, points, expires int64 } // points < 0: redeem

func (e event) post(a *PointsAccount) error {
	if e.points < 0 {
		return a.Redeem(e.at, -e.points)
	}
	return a.Earn(e.at, e.points, e.expires)
}

func randomEvents(r *rand.Rand, n int) []event {
	out := make([]event, n)
	for i := range out {
		at := r.Int64N(60)
		if r.IntN(3) == 0 {
			out[i] = event{at, -1 - r.Int64N(30), 0}
		} else {
			out[i] = event{at, 1 + r.Int64N(40), at + 1 + r.Int64N(30)}
		}
	}
	return out
}

// naive plays events sorted by time, day by day, with no cleverness; ok is
// false if a redemption overdraws.
func naive(events []event, asOf int64) (s PointsStatement, ok bool) {
	type batch struct{ expires, left int64 }
	var lots []batch
	for day := int64(0); day <= asOf; day++ {
		for i := range lots {
			if lots[i].expires == day {
				s.Expired += lots[i].left
				lots[i].left = 0
			}
		}
		for _, e := range events {
			if e.at == day && e.points > 0 {
				s.Earned += e.points
				lots = append(lots, batch{e.expires, e.points})
			}
		}
		slices.SortFunc(lots, func(a, b batch) int { return int(a.expires - b.expires) })
		for _, e := range events {
			if e.at != day || e.points > 0 {
				continue
			}
			need := -e.points
			for i := range lots {
				take := min(need, lots[i].left)
				lots[i].left -= take
				need -= take
				s.Redeemed += take
			}
			if need > 0 {
				return s, false
			}
		}
	}
	s.Outstanding = s.Earned - s.Redeemed - s.Expired
	return s, true
}

// TestAnyOrder: events in any order give what a plain day-by-day account of the
// accepted ones gives, at every time; a refusal is right, and changes nothing.
func TestAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(141, 142))
	refused := 0
	for range 300 {
		var a PointsAccount
		var accepted []event
		for _, e := range randomEvents(r, 25) {
			before := a.Statement(1000)
			err := e.post(&a)
			_, ok := naive(append(slices.Clone(accepted), e), 100)
			require.Equal(t, ok, err == nil, "%+v after %+v", e, accepted)
			if err == nil {
				accepted = append(accepted, e)
			} else {
				refused++
				require.Equal(t, before, a.Statement(1000))
			}
		}
		for asOf := int64(0); asOf <= 95; asOf++ {
			want, _ := naive(accepted, asOf)
			got := a.Statement(asOf)
			require.Equal(t, want, got, "as of %d", asOf)
			balanced(t, got)
		}
		// The accepted events in order of time make the same account.
		var b PointsAccount
		slices.SortStableFunc(accepted, func(x, y event) int { return int(x.at - y.at) })
		slices.SortStableFunc(accepted, func(x, y event) int {
			if x.at == y.at {
				return int(y.points - x.points) // earn first
			}
			return 0
		})
		for _, e := range accepted {
			require.NoError(t, e.post(&b))
		}
		require.Equal(t, a.Statement(40), b.Statement(40))
	}
	assert.Greater(t, refused, 100, "the test must see refusals")
}

// TestManyLate: of hundreds of events, of which some wait beside the journal, each is
// accepted as an account made anew from those before it, in order, accepts it.
func TestManyLate(t *testing.T) {
	r := rand.New(rand.NewPCG(143, 144))
	inOrder := func(events []event) (*PointsAccount, bool) {
		events = slices.Clone(events)
		slices.SortFunc(events, func(x, y event) int {
			return cmp.Or(cmp.Compare(x.at, y.at), -cmp.Compare(x.points, y.points))
		})
		a := new(PointsAccount)
		for _, e := range events {
			if e.post(a) != nil {
				return nil, false
			}
		}
		return a, true
	}
	for range 2 {
		var a PointsAccount
		var accepted []event
		for i, e := range randomEvents(r, 600) {
			_, ok := inOrder(append(accepted, e))
			require.Equal(t, ok, e.post(&a) == nil, "%d: %+v", i, e)
			if ok {
				accepted = append(accepted, e)
			}
		}
		b, _ := inOrder(accepted)
		require.Equal(t, len(accepted), a.Len())
		for asOf := int64(0); asOf <= 95; asOf += 5 {
			require.Equal(t, b.Statement(asOf), a.Statement(asOf))
		}
	}
}

func FuzzAccount(f *testing.F) {
	f.Add([]byte{1, 10, 5, 2, 200, 1, 0, 30, 9, 7, 250, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		var a, even, odd PointsAccount
		for i := 0; i+3 <= len(data); i += 3 {
			e := event{at: int64(data[i]), points: int64(int8(data[i+1])), expires: int64(data[i]) + int64(data[i+2])}
			_ = e.post(&a)
			balanced(t, a.Statement(int64(data[i])))
			if i%2 == 0 {
				_ = e.post(&even)
			} else {
				_ = e.post(&odd)
			}
		}
		x, y := even.Statement(math.MaxInt64), odd.Statement(math.MaxInt64)
		even.Merge(&odd) // must not panic
		z := even.Statement(math.MaxInt64)
		balanced(t, z)
		require.Equal(t, x.Earned+y.Earned, z.Earned)
		require.Equal(t, x.Redeemed+y.Redeemed, z.Redeemed)
		require.GreaterOrEqual(t, x.Expired+y.Expired, z.Expired, "one account wastes no more than two")
	})
}

func encoding(t testing.TB, l *PointsLedger) []byte {
	data, err := l.MarshalBinary()
	require.NoError(t, err)
	return data
}

func TestLedgerMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(151, 152))
	type item struct {
		member string
		event
	}
	var items []item
	for _, e := range randomEvents(r, 300) {
		if e.points > 0 { // all orders must accept the same events
			items = append(items, item{fmt.Sprint(r.IntN(10)), e})
		}
	}
	// Redemptions that every shard can bear alone: each comes with its own points.
	check.MergeLaws(t, check.Merger[*PointsLedger, item]{
		New: func() *PointsLedger { return new(PointsLedger) },
		Add: func(l *PointsLedger, x item) {
			require.NoError(t, l.Earn(x.member, x.at, x.points, x.expires))
			require.NoError(t, l.Redeem(x.member, x.at, (x.points+1)/2))
		},
		Merge: (*PointsLedger).Merge,
		Items: items,
		Equal: func(t *testing.T, want, got *PointsLedger) {
			assert.Equal(t, encoding(t, want), encoding(t, got))
			for _, asOf := range []int64{0, 30, 59, 200} {
				assert.Equal(t, want.Statement(asOf), got.Statement(asOf))
				balanced(t, got.Statement(asOf))
			}
		},
	})
}

func TestLedgerBinary(t *testing.T) {
	var l PointsLedger
	require.NoError(t, l.Earn("a", -5, 10, Never))
	require.NoError(t, l.Redeem("a", 3, 4))
	require.NoError(t, l.Earn("b", 1, 7, 9))
	data := encoding(t, &l)
	var back PointsLedger
	require.NoError(t, back.UnmarshalBinary(data))
	assert.Equal(t, data, encoding(t, &back))
	assert.Equal(t, l.Statement(100), back.Statement(100))
	for cut := range data {
		require.Error(t, back.UnmarshalBinary(data[:cut]))
	}
	assert.Equal(t, data, encoding(t, &back), "unchanged on error")
	var names []string
	for member := range l.All() {
		names = append(names, member)
	}
	assert.Equal(t, []string{"a", "b"}, names)
}

func FuzzLedgerBinary(f *testing.F) {
	var l PointsLedger
	_ = l.Earn("a", 1, 10, 20)
	_ = l.Redeem("a", 2, 10)
	data, _ := l.MarshalBinary()
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		var l PointsLedger
		if l.UnmarshalBinary(data) == nil {
			balanced(t, l.Statement(50))
			var again PointsLedger
			require.NoError(t, again.UnmarshalBinary(encoding(t, &l)))
		}
	})
}

// Must post at least 5 million events a second on one core (200 ns an event).
func BenchmarkLedger(b *testing.B) {
	const members = 10_000
	ids := make([]string, members)
	for i := range ids {
		ids[i] = fmt.Sprintf("member-%06d", i)
	}
	b.ReportAllocs()
	var l PointsLedger
	i := 0
	for b.Loop() {
		if i%5_000_000 == 0 {
			l = PointsLedger{} // a year of events, then the next programme
		}
		at := int64(i)
		var err error
		if i/members%4 == 3 {
			err = l.Redeem(ids[i%members], at, 250)
		} else {
			err = l.Earn(ids[i%members], at, 100, at+100*members)
		}
		if err != nil {
			b.Fatal(err)
		}
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/1e6, "Mevents/s")
}
