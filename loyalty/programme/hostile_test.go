package programme_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/clientele-go/clientele/loyalty/programme"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Reading an account takes time in proportion to its size, whatever the order
// in which points expire.
func TestReadingAnAccountIsLinear(t *testing.T) {
	reversing := func(n int64) []byte { // one lot of points spent and given back, and new lots owed for old ones
		a := new(programme.PointsAccount)
		post := func(e programme.PointsEvent) {
			_, err := a.Post(e)
			require.NoError(t, err)
		}
		for i := range n / 4 {
			earned, spent := fmt.Sprint("e", i), fmt.Sprint("r", i)
			post(programme.PointsEvent{ID: earned, Action: programme.PointsActionEarn, At: 4 * i, Points: 4, Expires: 1e6 - i})
			post(programme.PointsEvent{ID: spent, Action: programme.PointsActionRedeem, At: 4*i + 1, Points: 3})
			post(programme.PointsEvent{Action: programme.PointsActionRestore, At: 4*i + 2, Points: 2, Of: spent})
			post(programme.PointsEvent{Action: programme.PointsActionRevoke, At: 4*i + 3, Points: 1 + i%4, Of: earned})
		}
		out, err := a.MarshalBinary()
		require.NoError(t, err)
		return out
	}
	data := func(n int64, expires func(i int64) int64) []byte {
		a := new(programme.PointsAccount)
		for i := range n {
			require.NoError(t, a.Earn(i, 1, expires(i)))
		}
		out, err := a.MarshalBinary()
		require.NoError(t, err)
		return out
	}
	for name, expires := range map[string]func(i int64) int64{
		"in order":  func(i int64) int64 { return 1e6 + i },
		"backwards": func(i int64) int64 { return 1e6 - i },
		"mixed":     func(i int64) int64 { return 1e6 + i*7919%104729 },
		"reversing": nil,
	} {
		cost := func(n int64) time.Duration {
			var bytes []byte
			if expires == nil {
				bytes = reversing(n)
			} else {
				bytes = data(n, expires)
			}
			least := time.Hour
			for range 5 {
				begun := time.Now()
				require.NoError(t, new(programme.PointsAccount).UnmarshalBinary(bytes))
				least = min(least, time.Since(begun))
			}
			return least
		}
		small, large := cost(2_000), cost(20_000)
		assert.Less(t, large, 150*small+50*time.Millisecond, "%s: %v for ten times %v", name, large, small)
	}
}

// Late events, one by one, take much less than the journal over again each: backwards,
// or with an event in time between every two.
func TestLateEventsAreNotQuadratic(t *testing.T) {
	for name, post := range map[string]func(a *programme.PointsAccount, i, n int64) error{
		"points backwards": func(a *programme.PointsAccount, i, n int64) error { return a.Earn(n-i, 2, programme.Never) },
		"redemptions backwards": func(a *programme.PointsAccount, i, n int64) error {
			if i < n/2 {
				return a.Earn(i, 2, programme.Never)
			}
			return a.Redeem(2*n-i, 1)
		},
		"points backwards with ids": func(a *programme.PointsAccount, i, n int64) error {
			_, err := a.Post(programme.PointsEvent{ID: fmt.Sprint(i), Action: programme.PointsActionEarn, At: n - i, Points: 2, Expires: programme.Never})
			return err
		},
		"every other with ids": func(a *programme.PointsAccount, i, n int64) error {
			e := programme.PointsEvent{ID: fmt.Sprint(i), Action: programme.PointsActionEarn, At: i, Points: 2, Expires: i + 1e6}
			if i%2 == 1 {
				e.Action, e.At, e.Points, e.Expires = programme.PointsActionRedeem, i/2+1, 1, 0
			}
			_, err := a.Post(e)
			return err
		},
		"every other": func(a *programme.PointsAccount, i, n int64) error {
			if i%2 == 0 {
				return a.Earn(i, 2, i+1e6)
			}
			return a.Redeem(i/2+1, 1)
		},
	} {
		// Bytes, not seconds: playing the journal again makes it again, and a machine that
		// others use too counts them the same.
		cost := func(n int64) float64 {
			var before, after runtime.MemStats
			var a programme.PointsAccount
			runtime.ReadMemStats(&before)
			for i := range n {
				require.NoError(t, post(&a, i, n))
			}
			runtime.ReadMemStats(&after)
			return float64(after.TotalAlloc - before.TotalAlloc)
		}
		small, large := cost(1_000), cost(16_000)
		t.Logf("%s: %.1f MB, %.1f times that of 1,000", name, large/1e6, large/small)
		assert.Less(t, large, 128*small, name) // quadratic: 256; as √n: 64
	}
}

// An event takes the memory that the doc of PointsAccount states.
func TestMemoryOfEvents(t *testing.T) {
	const n = 100_000
	held := func(post func(a *programme.PointsAccount, i int64)) float64 {
		var before, after runtime.MemStats
		a := new(programme.PointsAccount)
		runtime.GC()
		runtime.ReadMemStats(&before)
		for i := range int64(n) {
			post(a, i)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		require.Equal(t, n, a.Len())
		return float64(after.HeapAlloc-before.HeapAlloc) / n
	}
	plain := held(func(a *programme.PointsAccount, i int64) {
		if i%2 == 0 {
			require.NoError(t, a.Earn(i, 10, programme.Never))
		} else {
			require.NoError(t, a.Redeem(i, 10))
		}
	})
	named := held(func(a *programme.PointsAccount, i int64) {
		e := programme.PointsEvent{ID: fmt.Sprintf("order-%010d", i), Action: programme.PointsActionEarn, At: i, Points: 10, Expires: programme.Never}
		if i%2 == 1 {
			e.Action, e.Expires = programme.PointsActionRedeem, 0
		}
		_, err := a.Post(e)
		require.NoError(t, err)
	})
	t.Logf("%.0f bytes an event, %.0f with an id", plain, named)
	assert.Less(t, plain, 36.)
	assert.Less(t, named, 400.)
}
