package programme

import (
	"fmt"
	"slices"

	"github.com/clientele-go/clientele"
)

// Vintage is what became of the points issued in one period.
type Vintage struct {
	Issued      int64
	Redeemed    []int64 // up to the end of the period of issue, of the next period …: cumulative, to the last one observed
	Expired     int64
	Outstanding int64
}

// RunOff is the run-off triangle of a ledger: vintages in order, each observed
// one period shorter than the one before.
type RunOff []Vintage

// RunOff follows every point issued through the periods between the bounds, the
// k-th from bounds[k] up to but excluding bounds[k+1]. Bounds that do not
// increase, and events before the first or at or after the last, are an
// *clientele.InputError: nothing is left out in silence.
func (l *PointsLedger) RunOff(bounds ...int64) (RunOff, error) {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "programme.RunOff", Field: field, Value: value, Want: want}
	}
	n := len(bounds) - 1
	if n < 1 {
		return nil, bad("bounds", bounds, "at least two")
	}
	for k := range n {
		if bounds[k+1] <= bounds[k] {
			return nil, bad("bounds", bounds, "increasing times")
		}
	}
	run := make(RunOff, n)
	for i := range run {
		run[i].Redeemed = make([]int64, n-i)
	}
	period := func(t int64) int {
		k, exact := slices.BinarySearch(bounds, t)
		if !exact {
			k--
		}
		return k
	}
	watch := func(l lot, at, points int64, redeemed bool) {
		i := period(l.earned)
		run[i].Outstanding -= points
		if redeemed {
			run[i].Redeemed[period(at)-i] += points
		} else {
			run[i].Expired += points
		}
	}
	for member, a := range l.All() {
		journal, _ := a.played()
		for _, e := range journal {
			if e.at < bounds[0] || e.at >= bounds[n] {
				return nil, bad("time", e.at, fmt.Sprintf("events of %q within the bounds", member))
			}
			if e.points > 0 {
				i := period(e.at)
				run[i].Issued += e.points
				run[i].Outstanding += e.points
			}
		}
		s, _ := replay(journal, watch)
		s.advance(bounds[n]-1, watch)
	}
	for i := range run {
		for j := 1; j < len(run[i].Redeemed); j++ {
			run[i].Redeemed[j] += run[i].Redeemed[j-1]
		}
	}
	return run, nil
}

// Triangle returns the cumulative redemptions as ChainLadder takes them.
func (r RunOff) Triangle() [][]float64 {
	t := make([][]float64, len(r))
	for i, v := range r {
		t[i] = make([]float64, len(v.Redeemed))
		for j, points := range v.Redeemed {
			t[i][j] = float64(points)
		}
	}
	return t
}
