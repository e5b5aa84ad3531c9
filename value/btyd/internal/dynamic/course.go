// Package dynamic is the engine of Pareto/NBD with covariates that change: both
// clocks of a customer run as the covariates say.
package dynamic

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
)

// Model is the Pareto/NBD model whose clocks move as the covariates say.
type Model[C Clocks] struct {
	pareto.Model
	Clocks C
}

// Clocks says how fast the clocks run: the factors of the purchase and the
// dropout rate at covariates z.
type Clocks interface {
	Rates(z []float64) (purchase, death float64)
}

// Course is a possible customer with all their purchases and the course of
// their covariates, as btyd.Trajectory describes them.
type Course struct {
	Purchases  []float64
	Age        float64
	Starts     []float64
	Covariates [][]float64
}

// History returns what models without covariates see of the customer.
func (c *Course) History() clientele.History {
	h := clientele.History{Repeats: len(c.Purchases), Age: c.Age}
	if h.Repeats > 0 {
		h.Last = c.Purchases[h.Repeats-1]
	}
	return h
}

// row returns the place of the row that holds at an age, of which start says
// where to begin looking.
func (c *Course) row(age float64, start int) int {
	k := start
	for k+1 < len(c.Starts) && c.Starts[k+1] <= age {
		k++
	}
	return k
}
