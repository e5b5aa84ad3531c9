package checking

import (
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the table of simulated shops anew")

const shopsTable = "testdata/track_shops.csv"

// trackedShop is the track record of a shop, and what came.
type trackedShop struct {
	TrackRecord
	Actual int
}

// track simulates the shop of a number and makes its record at a random time.
func track(t *testing.T, number int) (out trackedShop, ok bool) {
	r := rand.New(rand.NewPCG(uint64(number), 77))
	s := randomShop(r)
	lives := s.open(r)
	now, horizon := 30+100*r.Float64(), []float64{4, 13, 26, 39, 52}[r.IntN(5)]
	p, bought := watched(lives, now, horizon)
	if p.Len() < 100 {
		return out, false
	}
	record, err := FitTrackRecord(context.Background(), p, horizon, nil)
	require.NoError(t, err)
	return trackedShop{*record, bought}, true
}

// rows are those of the table: one an origin, and last the forecast of what came.
func (s trackedShop) rows(number int) (out [][]string) {
	row := func(back, length, observed, expected, spread float64, actual int) {
		out = append(out, []string{strconv.Itoa(number), fmt.Sprintf("%.4g", back), fmt.Sprintf("%.4g", length), fmt.Sprintf("%.4g", observed), fmt.Sprintf("%.2f", expected), fmt.Sprintf("%.5f", spread), strconv.Itoa(actual)})
	}
	for _, o := range s.Origins {
		row(o.Back, o.Length, o.Observed, o.Expected, o.Spread, o.Actual)
	}
	row(0, s.Horizon, s.Observed, s.Expected, s.Spread, s.Actual)
	return out
}

// tabled reads the table.
func tabled(t *testing.T) map[int][]TrackedOrigin {
	t.Helper()
	f, err := os.Open(shopsTable)
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	out := map[int][]TrackedOrigin{}
	for _, row := range rows[1:] {
		var v [7]float64
		for i := range v {
			v[i], err = strconv.ParseFloat(row[i], 64)
			require.NoError(t, err)
		}
		out[int(v[0])] = append(out[int(v[0])], TrackedOrigin{Back: v[1], Length: v[2], Observed: v[3], Expected: v[4], Spread: v[5], Actual: int(v[6])})
	}
	return out
}

// write simulates the shops and writes the table.
func write(t *testing.T, shops int) {
	t.Helper()
	all := make([][][]string, shops)
	var group sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := range next {
				if s, ok := track(t, i); ok {
					all[i] = s.rows(i)
				}
			}
		})
	}
	for i := range shops {
		next <- i
	}
	close(next)
	group.Wait()
	f, err := os.Create(shopsTable)
	require.NoError(t, err)
	w := csv.NewWriter(f)
	require.NoError(t, w.Write([]string{"shop", "back", "length", "observed", "expected", "spread", "actual"}))
	for _, rows := range all {
		require.NoError(t, w.WriteAll(rows))
	}
	w.Flush()
	require.NoError(t, f.Close())
}

// said returns the mean log density, of what came in the shops, of a prior that was
// updated at their origins.
func said(shops map[int][]TrackedOrigin, scale, doubt float64) float64 {
	sum := 0.0
	for i := range 1000 { // in order
		rows := shops[i]
		if rows == nil {
			continue
		}
		var misses []miss
		for _, o := range rows[:len(rows)-1] {
			misses = append(misses, o.miss())
		}
		d, came := learn(scale, doubt, misses), rows[len(rows)-1].miss()
		density := 0.0
		for k, sd := range d.sd {
			v := came.variance + sd*sd*came.growth
			density += d.share[k] * math.Exp(-came.log*came.log/v/2) / math.Sqrt(2*math.Pi*v)
		}
		sum += math.Log(density)
	}
	return sum / float64(len(shops))
}

// The prior of the discrepancy is the one that simulated shops ask for: of all scales
// and doubts, that of the policy gives what came there the highest density, to two
// digits. The table is what the code makes of the shops.
func TestTrackPrior(t *testing.T) {
	if *update {
		write(t, 200)
	}
	shops := tabled(t)
	for _, number := range []int{0, 1} {
		s, ok := track(t, number)
		require.True(t, ok)
		rows := s.rows(number)
		require.Len(t, shops[number], len(rows))
		last := shops[number][len(rows)-1]
		assert.InEpsilon(t, last.Expected, s.Expected, 1e-3)
		assert.InEpsilon(t, last.Spread, s.Spread, 1e-2)
		assert.Equal(t, last.Actual, s.Actual)
		for i, o := range s.Origins {
			assert.InEpsilon(t, shops[number][i].Expected, o.Expected, 1e-3)
		}
	}
	best, scale, doubt := math.Inf(-1), 0.0, 0.0
	for s := .05; s < .3; s *= 1.05 {
		for d := .2; d < 1.5; d *= 1.07 {
			if v := said(shops, s, d); v > best {
				best, scale, doubt = v, s, d
			}
		}
	}
	here := said(shops, defaultScale, defaultDoubt)
	t.Logf("%d shops: best %.4f at scale %.3f and doubt %.3f; %.4f at %v and %v", len(shops), best, scale, doubt, here, defaultScale, defaultDoubt)
	assert.Less(t, best-here, .003)
}
