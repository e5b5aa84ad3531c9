package api

import (
	"math"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
)

func init() {
	samples["..Fit"] = clientele.Fit[btyd.BGNBD]{Model: btyd.BGNBD{R: 0.5, Alpha: 3, A: 1, B: 2}, LogLik: -10, N: 3, Iters: 2,
		Cov: [][]float64{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}, AsOf: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)}
	refusing["..Records"] = "the ledger"
	refusing["..Seat"] = "the key of the customer"
	samples["..Interval"] = clientele.Interval{Lo: 1, Hi: math.Inf(1), Level: 0.9}

	var l clientele.Ledger[string]
	var p clientele.Panel
	for i, name := range []string{"ann", "bob", "ann", "cy", "ann"} {
		must(l.Add(clientele.Transaction[string]{Customer: name, Time: time.Date(2024, 1, 1+7*i, 0, 0, 0, 0, time.UTC), Amount: 3.5 * float64(i)}))
		must(p.AddN(clientele.History{Repeats: i, Last: 2.5 * float64(i), Age: 20}, 1+i))
	}
	p.Unit, p.AsOf = clientele.Week, time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)
	samples["..Ledger"], samples["..Panel"] = &l, &p
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func sure[T any](v T, err error) T {
	must(err)
	return v
}
