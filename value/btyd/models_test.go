package btyd

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/clientele-go/clientele"
)

// anyModel is the grammar that every model of the package speaks.
type anyModel interface {
	LogProb(h clientele.History) float64
	ProbAlive(h clientele.History) float64
	ProbAliveAt(h clientele.History, t float64) float64
	ExpectedPurchases(h clientele.History, t float64) float64
	VarPurchases(h clientele.History, t float64) float64
	ProbPurchases(h clientele.History, t float64, n int) float64
	DiscountedPurchases(h clientele.History, rate float64) float64
	DiscountedPurchasesWithin(h clientele.History, rate, t float64) float64
	ExpectedRate(h clientele.History) float64
	ExpectedDropout(h clientele.History) float64
	AppendPurchases(dst []float64, r *rand.Rand, h clientele.History, t float64) []float64
	Mean(t float64) float64
	Var(t float64) float64
	Prob(n int, t float64) float64
	Survival(t float64) float64
	MeanDiscounted(rate, t float64) float64
	Rand(r *rand.Rand, age float64) clientele.History
	Params() []clientele.Param
}

// modelCase is a model as the shared tests see it.
type modelCase struct {
	name  string // in the tables of reference values
	build func(v []float64) anyModel
	cdnow []float64 // near the CDNOW estimates, in weeks
	slow  bool      // a millisecond a history
}

var modelCases = []modelCase{
	{"BG/NBD", func(v []float64) anyModel { return BGNBD{}.WithParams(v) }, []float64{0.243, 4.414, 0.793, 2.426}, false},
	{"MBG/NBD", func(v []float64) anyModel { return MBGNBD{}.WithParams(v) }, []float64{0.525, 6.183, 0.891, 1.614}, false},
	{"Pareto/NBD", func(v []float64) anyModel { return ParetoNBD{}.WithParams(v) }, []float64{0.553, 10.578, 0.606, 11.669}, false},
	{"BG/CNBD-k", func(v []float64) anyModel { return BGCNBD{}.WithParams(v) }, []float64{2, 0.227, 1.463, 0.944, 2.074}, false},
	{"MBG/CNBD-k", func(v []float64) anyModel { return MBGCNBD{}.WithParams(v) }, []float64{3, 0.49, 1.34, 0.9, 1.5}, false},
	{"GGompertz/NBD", func(v []float64) anyModel { return GGompertzNBD{}.WithParams(v) }, []float64{0.55, 10.5, 0.01, 0.6, 0.12}, false},
	{"Pareto/NBD correlated", func(v []float64) anyModel {
		return CorrelatedParetoNBD{R: v[0], Alpha: v[1], S: v[2], Beta: v[3], Mix: 0.8, Kernel: 1}
	}, []float64{0.553, 10.578, 0.606, 11.669}, false},
	{"Pareto/NBD with a slow state", func(v []float64) anyModel { return SwitchingParetoNBD{}.WithParams(v) }, []float64{0.499, 7.27, 0.175, 5.26, 0.0946, 0.0317, 0.254}, true},
	{"NBD", func(v []float64) anyModel { return NBD{}.WithParams(v[:2]) }, []float64{0.385, 12.07}, false},
}

// histories are ordinary and extreme customers.
var histories = []clientele.History{
	{Repeats: 0, Last: 0, Age: 0},
	{Repeats: 0, Last: 0, Age: 38.86},
	{Repeats: 1, Last: 1e-9, Age: 30},
	{Repeats: 1, Last: 30, Age: 30},
	{Repeats: 2, Last: 30.43, Age: 38.86},
	{Repeats: 26, Last: 30.86, Age: 31},
	{Repeats: 26, Last: 3, Age: 31},
	{Repeats: 365, Last: 360, Age: 365},
	{Repeats: 100_000, Last: 99_990, Age: 100_000},
}

func typeName(m anyModel) string {
	s := fmt.Sprintf("%T", m)
	return s[strings.LastIndexByte(s, '.')+1:]
}

// unitPower is the power of the unit of time that a parameter is counted in.
func unitPower(m anyModel, param string) float64 {
	_, ageing := m.(GGompertzNBD)
	switch {
	case param == "alpha", param == "beta" && !ageing:
		return 1
	case param == "b" && ageing, param == "slow", param == "return":
		return -1
	}
	return 0
}
