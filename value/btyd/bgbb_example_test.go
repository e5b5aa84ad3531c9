package btyd_test

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele/value/btyd"
)

// A recency–frequency table goes in row by row: how many donors gave in x of
// the four years after their first gift, the last time in year t_x.
func ExampleFitBGBB() {
	table := []struct{ x, tx, n, count int }{
		{4, 4, 4, 130}, {3, 4, 4, 95}, {3, 3, 4, 40}, {2, 4, 4, 60}, {2, 3, 4, 45}, {2, 2, 4, 60},
		{1, 4, 4, 35}, {1, 3, 4, 40}, {1, 2, 4, 60}, {1, 1, 4, 130}, {0, 0, 4, 505},
	}
	var p btyd.DiscretePanel
	for _, row := range table {
		if err := p.AddN(btyd.DiscreteHistory{Repeats: row.x, Last: row.tx, Age: row.n}, row.count); err != nil {
			fmt.Println(err)
			return
		}
	}
	fit, err := btyd.FitBGBB(context.Background(), &p, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	m := fit.Model
	donor := btyd.HistoryOf([]bool{true, true, false, false})
	fmt.Printf("%d donors, log-likelihood %.1f\n", fit.N, fit.LogLik)
	fmt.Printf("%+v\n", donor)
	fmt.Printf("alive in year 4: %.3f, in year 5: %.3f\n", m.ProbAlive(donor), m.ProbAliveAt(donor, 1))
	fmt.Printf("gifts in the next five years: %.2f; worth now, at 10 %% a year: %.2f\n",
		m.ExpectedPurchases(donor, 5), m.DiscountedPurchases(donor, math.Log(1.10)))
	// Output:
	// 1200 donors, log-likelihood -2542.3
	// {Repeats:2 Last:2 Age:4}
	// alive in year 4: 0.350, in year 5: 0.318
	// gifts in the next five years: 0.68; worth now, at 10 % a year: 1.02
}
