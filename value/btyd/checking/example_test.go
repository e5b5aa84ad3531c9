package checking_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/checking"
)

// Which model, and why? The base was drawn from MBG/NBD.
func Example() {
	truth := btyd.MBGNBD{R: 0.9, Alpha: 3, A: 1, B: 1.5}
	r := rand.New(rand.NewPCG(1, 2))
	p, d := new(clientele.Panel), &checking.Holdout{Length: 26}
	for range 3000 {
		h := truth.Rand(r, 40)
		later := len(truth.AppendPurchases(nil, r, h, d.Length))
		if err := p.Add(h); err != nil {
			panic(err)
		}
		if err := d.Add(checking.HoldoutObservation{History: h, Purchases: later, Before: -1}); err != nil {
			panic(err)
		}
	}
	c, err := checking.Compare(context.Background(), p, &checking.CompareOptions{Holdout: d, Candidates: []checking.ModelCandidate{
		checking.NewModelCandidate("NBD", btyd.FitNBD),
		checking.NewModelCandidate("BG/NBD", btyd.FitBGNBD),
		checking.NewModelCandidate("MBG/NBD", btyd.FitMBGNBD),
	}})
	if err != nil {
		panic(err)
	}
	for _, row := range c.Rows {
		fmt.Printf("%d. %s: AIC %.1f, CRPS %.4f\n", row.Rank, row.Name, row.Fit.AIC(), row.Holdout.CRPS)
		for _, reason := range row.AppendReasons(nil) {
			fmt.Println("   -", reason.Text(clientele.LangEnglish))
		}
	}
	groups, err := checking.ByFrequency(c.Best().Fit.Model, d, 3)
	if err != nil {
		panic(err)
	}
	for _, g := range groups {
		fmt.Println(g)
	}
	// Output:
	// 1. MBG/NBD: AIC 40307.7, CRPS 0.2743
	//    - the best of the candidates by the criterion, 0.2743
	//    - customers leave after a purchase, many after the first: AIC better by 153.4 than other kinds of dropout
	//    - root mean squared error 1.195 on the holdout, the best rule without a model 1.8
	// 2. BG/NBD: AIC 40461.1, CRPS 0.2776
	//    - 0.003257 behind the best; from 0.002743 on the difference counts
	//    - root mean squared error 1.198 on the holdout, the best rule without a model 1.8
	// 3. NBD: AIC 44772.2, CRPS 0.7119
	//    - 0.4376 behind the best; from 0.002743 on the difference counts
	//    - customers drop out: models that allow for it gain 4465 in AIC
	//    - root mean squared error 2.226 on the holdout, and a rule without a model reaches 1.8
	// 0–0: 1344 customers, expected 0.0549, actual 0.0573 ± 0.0080
	// 1–1: 593 customers, expected 0.1656, actual 0.1703 ± 0.0243
	// 2–2: 310 customers, expected 0.2967, actual 0.3290 ± 0.0471
	// 3–74: 753 customers, expected 1.7941, actual 1.8287 ± 0.1441
}

// holdoutBase draws customers of a model: their histories, and what followed.
func holdoutBase(m btyd.ParetoNBD, n int, length float64) (*clientele.Panel, *checking.Holdout) {
	r := rand.New(rand.NewPCG(3, 4))
	p, d := new(clientele.Panel), &checking.Holdout{Length: length}
	for range n {
		h := m.Rand(r, 40)
		o := checking.HoldoutObservation{History: h, Purchases: len(m.AppendPurchases(nil, r, h, length)), Before: -1}
		if p.Add(h) != nil || d.Add(o) != nil {
			panic("a drawn history is possible")
		}
	}
	return p, d
}

var weekly = btyd.ParetoNBD{R: 0.8, Alpha: 6, S: 0.7, Beta: 10}

// Does the forecast rank the customers? The best fifth by forecast, and what
// they went on to buy.
func ExampleGain() {
	_, d := holdoutBase(weekly, 2000, 26)
	g, err := checking.Gain(weekly, d)
	if err != nil {
		panic(err)
	}
	fmt.Printf("20 %% of the customers: %.0f %% of the purchases; Gini %.2f of %.2f possible\n", 100*g.Top(0.2), g.Gini, g.Perfect)
	// Output:
	// 20 % of the customers: 88 % of the purchases; Gini 0.80 of 0.89 possible
}

// Is P(any purchase in 26 weeks) what it says?
func ExampleAssessCalibration() {
	_, d := holdoutBase(weekly, 2000, 26)
	a, err := checking.AssessCalibration(weekly, d, 4)
	if err != nil {
		panic(err)
	}
	for _, b := range a.Bins {
		fmt.Printf("said %.2f, happened %.2f\n", b.Mean, b.Rate)
	}
	// Output:
	// said 0.03, happened 0.03
	// said 0.13, happened 0.12
	// said 0.68, happened 0.68
}

// Customers by number of repeat purchases, held against the model.
func ExampleFrequencies() {
	p, _ := holdoutBase(weekly, 2000, 26)
	fit, err := btyd.FitParetoNBD(context.Background(), p, nil)
	if err != nil {
		panic(err)
	}
	t, err := checking.Frequencies(fit.Model, p, 4, fit.DF())
	if err != nil {
		panic(err)
	}
	for _, c := range t.Cells {
		fmt.Printf("%d: %.0f observed, %.0f expected\n", c.Repeats, c.Observed, c.Expected)
	}
	// Output:
	// 0: 878 observed, 871 expected
	// 1: 341 observed, 337 expected
	// 2: 163 observed, 194 expected
	// 3: 136 observed, 130 expected
	// 4: 482 observed, 467 expected
}

// The purchases of the base, period by period, against what was expected of new customers.
func ExampleTracker_Track() {
	var k checking.Tracker
	r := rand.New(rand.NewPCG(5, 6))
	for range 3000 {
		birth := 10 * r.Float64()
		var repeats []float64
		for _, u := range weekly.AppendPurchases(nil, r, clientele.History{}, 50-birth) {
			repeats = append(repeats, birth+u)
		}
		if err := k.Add(birth, repeats...); err != nil {
			panic(err)
		}
	}
	for _, p := range k.Track(weekly, 10, 10, 4) {
		fmt.Printf("to week %.0f: expected %.0f, bought %.0f\n", p.End, p.Expected, p.Actual)
	}
	// Output:
	// to week 20: expected 2532, bought 2535
	// to week 30: expected 1876, bought 1841
	// to week 40: expected 1526, bought 1552
	// to week 50: expected 1302, bought 1244
}

// Two models of which neither contains the other.
func ExampleVuong() {
	p, _ := holdoutBase(weekly, 2000, 26)
	a, err := btyd.FitParetoNBD(context.Background(), p, nil)
	if err != nil {
		panic(err)
	}
	b, err := btyd.FitBGNBD(context.Background(), p, nil)
	if err != nil {
		panic(err)
	}
	v, err := checking.Vuong(a, b, p)
	if err != nil {
		panic(err)
	}
	fmt.Printf("z = %.2f, p = %.3f\n", v.Statistic, v.P)
	// Output:
	// z = 7.39, p = 0.000
}

// What will all customers buy in the next half year, by models that may be wrong? The
// base has customers who come back after a pause, which the models do not know.
func ExampleFitTrackRecord() {
	truth := btyd.SwitchingParetoNBD{R: 0.8, Alpha: 3, S: 0.6, Beta: 30, Slow: 0.1, Return: 0.03, Rho: 0.1}
	r := rand.New(rand.NewPCG(1, 2))
	p := &btyd.TimelinePanel{Unit: clientele.Week} // btyd.CollectTimelines makes it from a ledger
	for range 600 {
		if err := p.Add(truth.RandTimeline(r, 40+20*r.Float64())); err != nil {
			panic(err)
		}
	}
	record, err := checking.FitTrackRecord(context.Background(), p, 26, nil)
	if err != nil {
		panic(err)
	}
	fmt.Println("were the models true:", record.OutcomeInterval(0.95))
	fmt.Println("by their record:     ", record.Interval(0.95))
	for _, reason := range record.AppendReasons(nil) {
		fmt.Println("-", reason.Text(clientele.LangEnglish))
	}
	// Output:
	// were the models true: [498.4, 709.5]
	// by their record:      [449.3, 787]
	// - by how far past forecasts of the total were off, the next may be off by 10.9 % beyond chance; of a base without a past 24.3 % is assumed
	// - the interval of the total is 1.6 times as wide as one that takes the model as true
	// - customers who came lately are not like those before: fitted on their own, they are expected to buy 0.8938 times what they are expected to otherwise
}
