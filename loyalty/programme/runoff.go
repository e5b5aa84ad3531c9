package programme

import (
	"fmt"
	"slices"

	"github.com/clientele-go/clientele"
)

// Vintage is what became of the points issued in one period:
// Issued = Redeemed, the last of them, + Expired + Revoked + Outstanding.
type Vintage struct {
	Issued      int64
	Redeemed    []int64 // up to the end of the period of issue, of the next period …: cumulative, to the last one observed
	Expired     int64
	Revoked     int64 // taken back for returned orders, their own or others
	Outstanding int64
}

// RunOff is the run-off triangle of a ledger: vintages in order, each observed
// one period shorter than the one before.
type RunOff []Vintage

// RunOff follows every point issued through the periods between the bounds, the
// k-th from bounds[k] up to but excluding bounds[k+1]. Bounds that do not
// increase, and events before the first or at or after the last, are an
// *clientele.InputError: nothing is left out in silence. A redemption that was
// undone counts as never made, and one that rests on points owed counts when and
// where points pay for it.
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
	watch := func(l lot, at, points int64, to fate) {
		i := period(l.earned)
		run[i].Outstanding -= points
		switch to {
		case fateRedeemed:
			run[i].Redeemed[period(at)-i] += points
		case fateExpired:
			run[i].Expired += points
		case fateRevoked:
			run[i].Revoked += points
		}
	}
	for member, a := range l.All() {
		journal, _ := a.played()
		for k := range journal.len() {
			e := journal.at(k)
			if e.at < bounds[0] || e.at >= bounds[n] {
				return nil, bad("time", e.at, fmt.Sprintf("events of %q within the bounds", member))
			}
			if e.action() == PointsActionEarn {
				i := period(e.at)
				run[i].Issued += e.points
				run[i].Outstanding += e.points
			}
		}
		s := journal.replay(l.rule, journal.len(), watch)
		s.advance(bounds[n]-1, watch)
	}
	for i := range run {
		for j := 1; j < len(run[i].Redeemed); j++ {
			run[i].Redeemed[j] += run[i].Redeemed[j-1]
		}
	}
	return run, nil
}

// kept returns the points issued that were not taken back.
func (v Vintage) kept() int64 { return v.Issued - v.Revoked }

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
