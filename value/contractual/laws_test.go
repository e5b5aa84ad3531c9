package contractual_test

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/contractual"
	"github.com/stretchr/testify/assert"
)

// renewals is what SBG and BdW have in common.
type renewals interface {
	LogProb(contractual.Tenure) float64
	Survival(int) float64
	SurvivalFrom(age, t int) float64
	RetentionRate(int) float64
	Prob(int) float64
	Mean(int) float64
	ExpectedTenure() float64
	ResidualTenure(int) float64
	DEL(float64) float64
	DERL(int, float64) float64
	DERLDue(int, float64) float64
	RetentionElasticity(int, float64) float64
}

// times is what ExponentialGamma and WeibullGamma have in common.
type times interface {
	LogProb(contractual.Tenure) float64
	Survival(float64) float64
	SurvivalFrom(age, t float64) float64
	RetentionRate(float64) float64
	Hazard(float64) float64
	Density(float64) float64
	Mean(float64) float64
	ExpectedTenure() float64
	ResidualTenure(float64) float64
	DEL(float64) float64
	DERL(age, delta float64) float64
	RetentionElasticity(age, delta float64) float64
}

var someRenewals = []renewals{
	contractual.SBG{A: 0.668, B: 3.806}, contractual.SBG{A: 3.5, B: 12}, contractual.SBG{A: 1, B: 1}, contractual.SBG{A: 500, B: 9000},
	contractual.BdW{A: 0.26, B: 1.72, C: 1.58}, contractual.BdW{A: 4, B: 9, C: 0.6}, contractual.BdW{A: 50, B: 900, C: 1.2},
}

var someTimes = []times{
	contractual.ExponentialGamma{R: 0.7, Alpha: 3.6}, contractual.ExponentialGamma{R: 3, Alpha: 20}, contractual.ExponentialGamma{R: 400, Alpha: 9000},
	contractual.WeibullGamma{R: 0.9, Alpha: 2, C: 1.7}, contractual.WeibullGamma{R: 4, Alpha: 3, C: 0.6}, contractual.WeibullGamma{R: 1e-3, Alpha: 2, C: 1.2},
}

func TestRenewalLaws(t *testing.T) {
	for _, m := range someRenewals {
		lost, survivors := 0.0, 0.0
		for k := 1; k <= 200; k++ {
			lost += m.Prob(k)
			survivors += m.Survival(k)
			check.Close(t, 1-m.Survival(k), lost, 1e-12, m, "lost by", k)
			check.Close(t, m.Survival(k)/m.Survival(k-1), m.RetentionRate(k), 1e-11, m, "retention", k)
			check.Close(t, math.Log(m.Prob(k)), m.LogProb(contractual.Tenure{Age: float64(k), Lost: true}), 1e-11, m, "LogProb", k)
		}
		check.Close(t, survivors, m.Mean(200), 1e-13, m, "Mean")
		assert.Equal(t, 1.0, m.Survival(0))
		check.Close(t, m.Survival(30)/m.Survival(12), m.SurvivalFrom(12, 18), 1e-12, m)
		// Someone first seen at 4 was there at 4.
		check.Close(t, math.Log(m.Survival(9)/m.Survival(4)), m.LogProb(contractual.Tenure{Age: 9, Entry: 4}), 1e-11, m)
		// The payment at the valuation date: due = r·(1 + what follows).
		check.Close(t, m.RetentionRate(5)*(1+m.DERL(5, 0.1)), m.DERLDue(5, 0.1), 1e-13, m)
		check.Close(t, 1+m.DERL(0, 0.1), m.DEL(0.1), 1e-13, m)
		// One period on: DERL(n) = (1/(1+d))·DERLDue(n+1).
		check.Close(t, m.DERLDue(8, 0.05)/1.05, m.DERL(7, 0.05), 1e-13, m)
		check.Close(t, 1+m.DERL(3, 0), m.ResidualTenure(3), 1e-12, m)
		assert.Equal(t, m.ExpectedTenure(), m.ResidualTenure(0))
	}
}

// TestSumsOfManyTerms checks the tail of DERL against the terms themselves.
func TestSumsOfManyTerms(t *testing.T) {
	for _, m := range someRenewals {
		for _, d := range []float64{0.5, 0.01, 5e-4} {
			sum, first, z := 0.0, 0.0, 1.0
			for k := 1; k < 1_000_000 && z > 1e-18; k++ {
				z = math.Exp(-float64(k) * math.Log1p(d))
				v := m.SurvivalFrom(3, k) * z
				sum += v
				first += float64(k) * v
			}
			check.Close(t, sum, m.DERL(3, d), 1e-12, m, d)
			check.Close(t, first/sum, m.RetentionElasticity(3, d), 1e-12, m, d)
		}
	}
}

// TestUndiscounted checks the sums that only powers make converge.
func TestUndiscounted(t *testing.T) {
	for _, a := range []float64{1.01, 1.2, 2.5, 30} {
		sbg, bdw := contractual.SBG{A: a, B: 7}, contractual.BdW{A: a, B: 7, C: 1}
		check.Close(t, (a+7-1)/(a-1), sbg.ExpectedTenure(), 1e-15)
		check.Close(t, sbg.ExpectedTenure(), bdw.ExpectedTenure(), 1e-11, a)
		check.Close(t, sbg.DEL(1e-9), bdw.DEL(1e-9), 1e-11, a)
		check.Close(t, sbg.DERL(11, 1e-5), bdw.DERL(11, 1e-5), 1e-12, a)
	}
}

// TestElasticityIsASlope raises every later retention rate by a millionth.
func TestElasticityIsASlope(t *testing.T) {
	m := contractual.SBG{A: 0.9, B: 4}
	value := func(factor float64) float64 {
		sum := 0.0
		for k := 1; k < 2000; k++ {
			sum += m.SurvivalFrom(2, k) * math.Pow(factor/1.1, float64(k))
		}
		return sum
	}
	const h = 1e-6
	slope := (value(1+h) - value(1-h)) / (2 * h) / value(1)
	check.Close(t, slope, m.RetentionElasticity(2, 0.1), 1e-8)
	// Without differences between customers it is the textbook's (1+d)/(1+d−r).
	flat := contractual.SBG{A: 2e7, B: 8e7}
	check.Close(t, contractual.ConstantRetention{Retention: 0.8, Discount: 0.1}.Elasticity(), flat.RetentionElasticity(0, 0.1), 1e-6)
	check.Close(t, contractual.ConstantRetention{Retention: 0.8, Discount: 0.1}.Multiple(), flat.DERL(0, 0.1), 1e-6)
}

func TestTimeLaws(t *testing.T) {
	for _, m := range someTimes {
		const h = 1e-5
		for _, at := range []float64{0.3, 1, 7, 40} {
			check.Close(t, (m.Survival(at-h)-m.Survival(at+h))/(2*h), m.Density(at), 1e-6, m, at)
			check.Close(t, m.Density(at)/m.Survival(at), m.Hazard(at), 1e-12, m, at)
			check.Close(t, math.Log(m.Density(at)), m.LogProb(contractual.Tenure{Age: at, Lost: true}), 1e-9, m, at)
			check.Close(t, m.Survival(at+1)/m.Survival(at), m.RetentionRate(at+1), 1e-12, m, at)
			assert.InDelta(t, m.Survival(at), (m.Mean(at+h)-m.Mean(at-h))/(2*h), 1e-8, "%v %g", m, at)
		}
		// Waiting a little: DERL(age) = ∫ over the wait + what remains.
		const wait, delta = 0.25, 0.1
		parts := 0.0
		for k := range 1000 {
			u := (float64(k) + 0.5) * wait / 1000
			parts += math.Exp(-delta*u) * m.SurvivalFrom(6, u) * wait / 1000
		}
		check.Close(t, parts+math.Exp(-delta*wait)*m.SurvivalFrom(6, wait)*m.DERL(6+wait, delta), m.DERL(6, delta), 1e-7, m)
		check.Close(t, m.DEL(delta), m.DERL(0, delta), 0, m)
		// The elasticity is minus the slope of ln DERL in the discount rate.
		slope := -(math.Log(m.DERL(2, delta+h)) - math.Log(m.DERL(2, delta-h))) / (2 * h)
		check.Close(t, slope, m.RetentionElasticity(2, delta), 1e-8, m)
	}
}

func TestClosedFormsInTime(t *testing.T) {
	// r = 1: DEL = α e^z E1(z), z = δα; e·E1(1) = 0.596347362323194…
	check.Close(t, 10*0.5963473623231940743, contractual.ExponentialGamma{R: 1, Alpha: 10}.DEL(0.1), 1e-13)
	for _, m := range []contractual.ExponentialGamma{{R: 1.02, Alpha: 3}, {R: 2.5, Alpha: 8}, {R: 60, Alpha: 300}} {
		same := contractual.WeibullGamma{R: m.R, Alpha: m.Alpha, C: 1}
		check.Close(t, m.ExpectedTenure(), same.ExpectedTenure(), 1e-12, m)
		check.Close(t, m.ResidualTenure(9), same.ResidualTenure(9), 1e-11, m)
		check.Close(t, m.ExpectedTenure(), m.Mean(math.Inf(1)), 1e-11, m)
		check.Close(t, m.After(9).DEL(0.03), m.DERL(9, 0.03), 1e-13, m)
	}
	for _, m := range []contractual.WeibullGamma{{R: 4, Alpha: 3, C: 0.6}, {R: 0.9, Alpha: 2, C: 1.7}} {
		check.Close(t, m.ExpectedTenure(), m.DEL(0), 1e-11, m)
	}
}

// TestChangeOfUnit: twelve months are a year.
func TestChangeOfUnit(t *testing.T) {
	months, years := contractual.WeibullGamma{R: 0.8, Alpha: 30 * math.Pow(12, 0.7), C: 0.7}, contractual.WeibullGamma{R: 0.8, Alpha: 30, C: 0.7}
	check.Close(t, years.Survival(2.5), months.Survival(30), 1e-13)
	check.Close(t, 12*years.DERL(1, 0.12), months.DERL(12, 0.01), 1e-12)
}

func TestSpecialCases(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, m := range someRenewals {
		for _, v := range []float64{m.Survival(-1), m.Prob(0), m.RetentionRate(0), m.Mean(-1), m.ResidualTenure(-1), m.DEL(-0.1), m.DEL(nan), m.DERL(-1, 0.1), m.DERL(0, -0.1), m.DERLDue(0, 0.1), m.RetentionElasticity(-1, 0.1), m.LogProb(contractual.Tenure{Age: 1.5}), m.LogProb(contractual.Tenure{Age: -1})} {
			assert.True(t, math.IsNaN(v), "%v gave %v", m, v)
		}
		assert.Equal(t, 0.0, m.Mean(0))
		assert.Equal(t, 1.0, m.DEL(inf), m)
		check.Close(t, m.ExpectedTenure(), m.DEL(0), 1e-14, m)
	}
	assert.Equal(t, inf, contractual.SBG{A: 1, B: 3}.ExpectedTenure())
	assert.Equal(t, inf, contractual.BdW{A: 0.5, B: 3, C: 2}.ExpectedTenure())
	assert.Equal(t, inf, contractual.SBG{A: 2, B: 3}.RetentionElasticity(0, 0))
	assert.Equal(t, inf, contractual.BdW{A: 1, B: 3, C: 2}.RetentionElasticity(4, 0))
	for _, m := range someTimes {
		for _, v := range []float64{m.Survival(-1), m.Survival(nan), m.Hazard(-1), m.Density(-1), m.Mean(-1), m.RetentionRate(0.5), m.ResidualTenure(-1), m.DEL(-0.1), m.DERL(-1, 0.1), m.RetentionElasticity(1, -0.1), m.LogProb(contractual.Tenure{Age: -1})} {
			assert.True(t, math.IsNaN(v), "%v gave %v", m, v)
		}
		assert.Equal(t, 1.0, m.Survival(0))
		assert.Equal(t, 0.0, m.Survival(inf))
		assert.Equal(t, 0.0, m.Mean(0))
		assert.Equal(t, 0.0, m.DEL(inf))
		check.Close(t, m.ExpectedTenure(), m.DEL(0), 1e-11, m)
	}
	assert.Equal(t, inf, contractual.ExponentialGamma{R: 1, Alpha: 3}.ExpectedTenure())
	assert.Equal(t, inf, contractual.ExponentialGamma{R: 2, Alpha: 3}.RetentionElasticity(0, 0))
	assert.Equal(t, inf, contractual.WeibullGamma{R: 0.5, Alpha: 3, C: 2}.ExpectedTenure())
	assert.Equal(t, inf, contractual.WeibullGamma{R: 1, Alpha: 3, C: 2}.RetentionElasticity(0, 0))
	assert.Equal(t, inf, contractual.WeibullGamma{R: 1, Alpha: 3, C: 0.5}.Hazard(0))
	assert.Equal(t, 0.0, contractual.WeibullGamma{R: 1, Alpha: 3, C: 2}.Hazard(0))
	for _, bad := range []renewals{contractual.SBG{A: -1, B: 1}, contractual.SBG{A: nan, B: 1}, contractual.BdW{A: 1, B: 1, C: 0}} {
		for _, v := range []float64{bad.Survival(1), bad.Prob(1), bad.RetentionRate(1), bad.Mean(2), bad.DEL(0.1), bad.DERL(1, 0.1), bad.ExpectedTenure(), bad.RetentionElasticity(0, 0.1), bad.LogProb(contractual.Tenure{Age: 1})} {
			assert.True(t, math.IsNaN(v), "%v gave %v", bad, v)
		}
	}
	for _, bad := range []times{contractual.ExponentialGamma{R: 0, Alpha: 1}, contractual.WeibullGamma{R: 1, Alpha: nan, C: 1}} {
		for _, v := range []float64{bad.Survival(1), bad.Density(1), bad.Hazard(1), bad.Mean(2), bad.DEL(0.1), bad.ExpectedTenure()} {
			assert.True(t, math.IsNaN(v), "%v gave %v", bad, v)
		}
	}
}

func TestConstantRetentionSpecialCases(t *testing.T) {
	inf := math.Inf(1)
	forever := contractual.ConstantRetention{Retention: 0.99, Discount: 0.01, Growth: 0.05}
	assert.Equal(t, inf, forever.Multiple())
	assert.Equal(t, inf, forever.MultipleNow())
	assert.Equal(t, inf, forever.Elasticity())
	assert.Greater(t, forever.MultipleWithin(500), 0.0)
	level := contractual.ConstantRetention{Retention: 1, Discount: 0.05, Growth: 0.05}
	assert.Equal(t, inf, level.Multiple())
	assert.Equal(t, 12.0, level.MultipleNowWithin(12))
	assert.Equal(t, inf, level.ExpectedTenure())
	none := contractual.ConstantRetention{Discount: 0.1}
	assert.Equal(t, 0.0, none.Multiple())
	assert.Equal(t, 1.0, none.MultipleNow())
	assert.Equal(t, 1.0, none.MultipleNowWithin(9))
	assert.Equal(t, 0.0, none.MultipleNowWithin(0))
	for _, bad := range []contractual.ConstantRetention{{Retention: 1.1}, {Retention: -0.1}, {Retention: math.NaN()}, {Discount: -0.1}, {Growth: -1}, {Growth: inf}} {
		for _, v := range []float64{bad.Multiple(), bad.MultipleNow(), bad.MultipleWithin(3), bad.MultipleNowWithin(3), bad.ExpectedTenure(), bad.Elasticity()} {
			assert.True(t, math.IsNaN(v), "%v gave %v", bad, v)
		}
	}
	assert.True(t, math.IsNaN(none.MultipleWithin(-1)))
	// The exponential limit in continuous time.
	check.Close(t, contractual.ExponentialGamma{R: 2e8, Alpha: 1e9}.DEL(0.1), contractual.HazardMultiple(0.2, 0.1, 0), 1e-7)
	assert.Equal(t, inf, contractual.HazardMultiple(0.01, 0.02, 0.03))
	assert.True(t, math.IsNaN(contractual.HazardMultiple(-1, 0.02, 0)))
	assert.True(t, math.IsNaN(contractual.HazardMultiple(0.1, 0.02, math.NaN())))
	// Finite horizons are the sums themselves.
	c := contractual.ConstantRetention{Retention: 0.8, Discount: 0.12, Growth: 0.03}
	now, ahead := 0.0, 0.0
	for k := range 7 {
		now += math.Pow(c.Retention*(1+c.Growth)/(1+c.Discount), float64(k))
		ahead += math.Pow(1+c.Growth, float64(k)) * math.Pow(c.Retention/(1+c.Discount), float64(k+1))
	}
	check.Close(t, now, c.MultipleNowWithin(7), 1e-14)
	check.Close(t, ahead, c.MultipleWithin(7), 1e-14)
	check.Close(t, c.Multiple(), c.MultipleWithin(500), 1e-14)
	check.Close(t, c.MultipleNow(), c.MultipleNowWithin(500), 1e-14)
}

func TestPredictionsAllocateNothing(t *testing.T) {
	sbg, bdw := contractual.SBG{A: 0.7, B: 4}, contractual.BdW{A: 0.3, B: 2, C: 1.4}
	eg, wg := contractual.ExponentialGamma{R: 0.7, Alpha: 4}, contractual.WeibullGamma{R: 0.7, Alpha: 4, C: 1.2}
	tenure := contractual.Tenure{Age: 5, Lost: true}
	sink := 0.0
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		sink += sbg.LogProb(tenure) + sbg.RetentionRate(4) + sbg.DERL(3, 0.1) + sbg.RetentionElasticity(3, 0.1)
		sink += bdw.LogProb(tenure) + bdw.RetentionRate(4) + bdw.DERL(3, 0.1) + bdw.Survival(9)
		sink += eg.LogProb(tenure) + eg.Survival(4) + wg.LogProb(tenure) + wg.DERL(3, 0.1) + wg.Mean(8)
	}))
}

// A margin of 1 for a time that may end is worth more than nothing and at most
// as much as one for ever, however extreme the parameters.
func TestDERLIsBounded(t *testing.T) {
	for _, r := range []float64{1e-8, 0.1, 10, 1e8} {
		for _, alpha := range []float64{1e-300, 1e-8, 1, 1e12} {
			for _, c := range []float64{0.1, 1, 10, 100, 1e4} {
				for _, delta := range []float64{1e-12, 1e-4, 1, 1e3} {
					for _, age := range []float64{0, 1, 1e6} {
						m := contractual.WeibullGamma{R: r, Alpha: alpha, C: c}
						v := m.DERL(age, delta)
						assert.True(t, v >= 0 && v <= (1+1e-9)/delta, "%+v: DERL(%g, %g) = %g", m, age, delta, v)
					}
				}
			}
		}
	}
}
