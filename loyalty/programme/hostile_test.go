package programme_test

import (
	"testing"
	"time"

	"github.com/clientele-go/clientele/loyalty/programme"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Reading an account takes time in proportion to its size, whatever the order
// in which points expire.
func TestReadingAnAccountIsLinear(t *testing.T) {
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
	} {
		cost := func(n int64) time.Duration {
			bytes, least := data(n, expires), time.Hour
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
		"every other": func(a *programme.PointsAccount, i, n int64) error {
			if i%2 == 0 {
				return a.Earn(i, 2, i+1e6)
			}
			return a.Redeem(i/2+1, 1)
		},
	} {
		cost := func(n int64) time.Duration {
			least := time.Hour
			for range 3 {
				var a programme.PointsAccount
				begun := time.Now()
				for i := range n {
					require.NoError(t, post(&a, i, n))
				}
				least = min(least, time.Since(begun))
			}
			return least
		}
		small, large := cost(1_000), cost(32_000)
		t.Log(name, small, large)
		assert.Less(t, large, 700*small+100*time.Millisecond, "%s: %v for 32 times %v", name, large, small) // quadratic: 1,024
	}
}
