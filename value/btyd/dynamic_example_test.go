package btyd_test

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
)

// Twice as many purchases in the last quarter as in each of the others: what a
// silent summer means, and what the autumn will bring.
func ExampleCalendar() {
	cal, err := btyd.NewCalendar(0, 13, []float64{1, 1, 1, 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	m := btyd.ParetoNBD{R: 0.55, Alpha: 10.6, S: 0.61, Beta: 11.7} // operational weeks
	const first = 26.0                                             // the first purchase, in the first week of July
	h := clientele.History{Repeats: 4, Last: 24, Age: 39}          // silent since Christmas, now end of March
	own := cal.History(first, h)
	fmt.Printf("alive %.3f, without the season %.3f\n", m.ProbAlive(own), m.ProbAlive(h))
	for quarter := range 3 {
		before, after := cal.Span(first+h.Age, 13*float64(quarter)), cal.Span(first+h.Age, 13*float64(quarter+1))
		fmt.Printf("quarter %d: %.2f\n", quarter+2, m.ExpectedPurchases(own, after)-m.ExpectedPurchases(own, before))
	}
	// Output:
	// alive 0.699, without the season 0.617
	// quarter 2: 0.60
	// quarter 3: 0.54
	// quarter 4: 0.96
}

// A customer observed for half a year, of whom we know when the shop had
// offers: the year to come with one offer more, or none.
func ExampleDynamicParetoNBD() {
	m := btyd.DynamicParetoNBD{Regression: btyd.Regression[btyd.ParetoNBD]{
		Base:       btyd.ParetoNBD{R: 0.9, Alpha: 8, S: 0.7, Beta: 12},
		Covariates: []string{"offer"},
		Effects:    []btyd.Effect{{Covariate: "offer", On: btyd.TargetPurchase, Coefficient: 0.8}},
	}}
	off, on := []float64{0}, []float64{1}
	c := btyd.Trajectory{Purchases: []float64{3, 10.5, 11}, Age: 26, Starts: []float64{0, 10, 12}, Covariates: [][]float64{off, on, off}}
	fmt.Printf("alive %.3f, expected %.2f\n", m.ProbAlive(&c), m.ExpectedPurchases(&c, 52))
	c.Starts, c.Covariates = []float64{0, 10, 12, 30, 34}, [][]float64{off, on, off, on, off}
	fmt.Printf("with an offer of four weeks %.2f\n", m.ExpectedPurchases(&c, 52))
	// Output:
	// alive 0.397, expected 1.59
	// with an offer of four weeks 1.78
}

// Customers age: who has been there for long is lost sooner, and so the whole
// future has a finite number of purchases.
func ExampleGGompertzNBD() {
	m := btyd.GGompertzNBD{R: 0.9, Alpha: 6, B: 0.06, S: 0.7, Beta: 4} // weeks
	for _, age := range []float64{10, 40, 70} {
		h := clientele.History{Repeats: int(age / 5), Last: age - 1, Age: age}
		fmt.Printf("age %2.0f: alive %.2f, in half a year %.2f, purchases to come %.1f\n",
			age, m.ProbAlive(h), m.ProbAliveAt(h, 26), m.ExpectedPurchases(h, math.Inf(1)))
	}
	// Output:
	// age 10: alive 0.98, in half a year 0.53, purchases to come 6.1
	// age 40: alive 0.96, in half a year 0.37, purchases to come 4.9
	// age 70: alive 0.96, in half a year 0.33, purchases to come 4.5
}
