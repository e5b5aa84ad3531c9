package check

import (
	"encoding/csv"
	"math"
	"os"
	"slices"
	"testing"
	"time"
)

// Life is a customer of a set of transactions as they were known on a day, and
// what they bought next; times are ages in weeks.
type Life struct {
	Purchases []float64 // repeats, ascending
	Age       float64
	Bought    int // days with a purchase in the horizon after
}

// Lives reads transactions (customer, day, …) of the shared reference material
// as they were known at the end of a day, sorted by customer; the horizon is in
// weeks. Purchases of one day are one; those who came later are left out.
func Lives(t testing.TB, file, end string, horizon float64) []Life {
	t.Helper()
	f, err := os.Open(Shared(t, "data", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	last := day(end)
	days, order := map[string][]float64{}, []string{}
	for _, r := range rows[1:] {
		if days[r[0]] == nil {
			order = append(order, r[0])
		}
		days[r[0]] = append(days[r[0]], math.Round(day(r[1]).Sub(last).Hours()/24))
	}
	slices.Sort(order)
	var out []Life
	for _, who := range order {
		at := days[who]
		slices.Sort(at)
		at = slices.Compact(at)
		if at[0] > 0 {
			continue
		}
		c := Life{Age: -at[0] / 7}
		for _, d := range at[1:] {
			if d <= 0 {
				c.Purchases = append(c.Purchases, (d-at[0])/7)
			} else if d <= horizon*7 {
				c.Bought++
			}
		}
		out = append(out, c)
	}
	return out
}
