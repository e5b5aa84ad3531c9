package checking

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// HoldoutGroup is a part of the customers: what they were expected to buy, and bought.
type HoldoutGroup struct {
	From     float64 // least value of what the groups are made by
	To       float64 // largest
	N        int
	Expected float64 // mean purchases forecast
	Actual   float64 // mean purchases made
	SE       float64 // standard error of Actual; NaN for one customer
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (h HoldoutGroup) MarshalJSON() ([]byte, error) { return wire.Marshal(h) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (h *HoldoutGroup) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, h) }

// ByFrequency groups the customers of a holdout by their repeat purchases: 0,
// 1, …, top−1, and top or more; groups without customers are left out. Top
// must be at least 1. Errors are those of [Assess].
func ByFrequency(m clientele.PurchaseForecaster, d *Holdout, top int) ([]HoldoutGroup, error) {
	const where = "checking.ByFrequency"
	if top < 1 {
		return nil, &clientele.InputError{Where: where, Field: "top", Value: top, Want: "a number of purchases >= 1"}
	}
	return grouped(where, m, d, func(h clientele.History) float64 { return float64(h.Repeats) },
		func(all []member) []int {
			var ends []int
			for i := 1; i < len(all); i++ {
				if all[i].by > all[i-1].by && all[i-1].by < float64(top) {
					ends = append(ends, i)
				}
			}
			return ends
		})
}

// ByRecency groups the customers of a holdout who bought again by the age at
// their last purchase as a share of their age, t_x/T, into about equal groups,
// the longest silence first; the group from 0 to 0 before them is that of the
// customers without a repeat purchase. Groups must be at least 1. Errors
// are those of [Assess].
func ByRecency(m clientele.PurchaseForecaster, d *Holdout, groups int) ([]HoldoutGroup, error) {
	const where = "checking.ByRecency"
	if groups < 1 {
		return nil, &clientele.InputError{Where: where, Field: "groups", Value: groups, Want: "a number of groups >= 1"}
	}
	return grouped(where, m, d, func(h clientele.History) float64 {
		if h.Repeats == 0 {
			return 0
		}
		return h.Last / h.Age
	}, func(all []member) []int {
		total, none := 0.0, 0
		for _, x := range all {
			if x.by == 0 {
				none++
				continue
			}
			total += x.n
		}
		var ends []int
		if none > 0 && none < len(all) {
			ends = append(ends, none)
		}
		passed, k := 0.0, 1
		for i := none; i < len(all)-1; i++ {
			passed += all[i].n
			if passed >= float64(k)*total/float64(groups) && all[i+1].by > all[i].by {
				ends = append(ends, i+1)
				for passed >= float64(k)*total/float64(groups) {
					k++
				}
			}
		}
		return ends
	})
}

// member is customers in the order of their groups.
type member struct {
	by float64
	pair
}

// grouped sorts the customers by a quantity and cuts them at the given places.
func grouped(where string, m clientele.PurchaseForecaster, d *Holdout, by func(clientele.History) float64, cuts func([]member) []int) ([]HoldoutGroup, error) {
	if err := d.nothing(where); err != nil {
		return nil, err
	}
	var err error
	var all []member
	each(d, func(h clientele.History) float64 { return m.ExpectedPurchases(h, d.Length) }, func(o HoldoutObservation, n, v float64) {
		if err == nil {
			err = undefined(where, o.History, v)
		}
		all = append(all, member{by(o.History), pair{v, float64(o.Purchases), n}})
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b member) int { return cmp.Compare(a.by, b.by) })
	var out []HoldoutGroup
	from := 0
	for _, to := range append(cuts(all), len(all)) {
		out = append(out, summarised(all[from:to]))
		from = to
	}
	return out, nil
}

func summarised(part []member) HoldoutGroup {
	g := HoldoutGroup{From: part[0].by, To: part[len(part)-1].by}
	n := 0.0
	for _, x := range part {
		n += x.n
		g.Expected += x.n * x.forecast
		g.Actual += x.n * x.actual
	}
	g.N, g.Expected, g.Actual = int(n), g.Expected/n, g.Actual/n
	square := 0.0
	for _, x := range part {
		square += x.n * (x.actual - g.Actual) * (x.actual - g.Actual)
	}
	g.SE = math.Sqrt(square / (n - 1) / n)
	return g
}

// String prints the group on a line.
func (g HoldoutGroup) String() string {
	return fmt.Sprintf("%g–%g: %d customers, expected %.4f, actual %.4f ± %.4f", g.From, g.To, g.N, g.Expected, g.Actual, g.SE)
}
