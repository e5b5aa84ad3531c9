package btyd

import "github.com/clientele-go/clientele"

// moving is the Pareto/NBD model whose clocks move as the covariates say.
type moving[C clocking] struct {
	pareto
	clocks C
}

// clocking says how fast the clocks run: the factors of the purchase and the
// dropout rate at covariates z.
type clocking interface {
	rates(z []float64) (purchase, death float64)
}

// course is a possible customer with all their purchases and the course of
// their covariates, as btyd.Trajectory describes them.
type course struct {
	Purchases  []float64
	Age        float64
	Starts     []float64
	Covariates [][]float64
}

// history returns what models without covariates see of the customer.
func (c *course) history() clientele.History {
	h := clientele.History{Repeats: len(c.Purchases), Age: c.Age}
	if h.Repeats > 0 {
		h.Last = c.Purchases[h.Repeats-1]
	}
	return h
}

// row returns the place of the row that holds at an age, of which start says
// where to begin looking.
func (c *course) row(age float64, start int) int {
	k := start
	for k+1 < len(c.Starts) && c.Starts[k+1] <= age {
		k++
	}
	return k
}
