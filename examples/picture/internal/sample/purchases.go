package sample

import (
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/calibration"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/checking"
)

// purchases draws whether the model of purchases holds, and what it says.
func purchases(o *picture.Options) ([]Picture, error) {
	book, err := shop()
	if err != nil {
		return nil, err
	}
	records, err := book.Split(shopDay(shopSplit-1), shopDay(shopDays-1), clientele.Day)
	if err != nil {
		return nil, err
	}
	panel, err := records.Panel()
	if err != nil {
		return nil, err
	}
	holdout, err := checking.FromRecords(records)
	if err != nil {
		return nil, err
	}
	var d drawn

	weeks := *o
	weeks.Unit = clientele.Week
	track, single, total, err := tracked(book)
	if err != nil {
		return nil, err
	}
	p, err := picture.Tracking(track, shopSplit/7, single, &weeks)
	d.add("tracking", p, err)
	p, err = picture.CumulativeTracking(track, shopSplit/7, total, &weeks)
	d.add("cumulative", p, err)

	frequencies, err := checking.Frequencies(shopTruth, panel, 8, 0)
	if err != nil {
		return nil, err
	}
	p, err = picture.Frequency(frequencies, o)
	d.add("frequency", p, err)

	said, err := calibration.Assess(checking.Predictions(shopTruth, holdout), 8)
	if err != nil {
		return nil, err
	}
	p, err = picture.Calibration(said, o)
	d.add("calibration", p, err)

	p, err = picture.AliveMap(shopTruth, panel, o)
	d.add("alive", p, err)
	p, err = picture.PurchaseMap(shopTruth, 90, panel, o)
	d.add("expected", p, err)
	customer, err := btyd.TimelineOf(book, loyal(records), shopDay(shopDays-1), clientele.Day)
	if err != nil {
		return nil, err
	}
	p, err = picture.AliveThrough(shopTruth, customer, o)
	d.add("customer", p, err)
	return d.pictures, d.err
}

// loyal returns a customer with a story to tell: some repeats over some months.
func loyal(records *clientele.Records[string]) string {
	for r := range records.All() {
		if n := r.History.Repeats; n >= 9 && n <= 15 && r.History.Last > 250 {
			return r.Customer
		}
	}
	return ""
}

// tracked follows the shop week by week, and simulates a hundred shops of the same
// model for the bands.
func tracked(book *clientele.Ledger[string]) (track []checking.TrackedPeriod, single, total []clientele.Interval, err error) {
	const weeks, draws = shopDays / 7, 100
	var tracker checking.Tracker
	var births []float64
	all, err := book.Records(shopDay(shopDays-1), clientele.Day)
	if err != nil {
		return nil, nil, nil, err
	}
	for record, ages := range all.Ages() {
		birth := record.First.Sub(shopBegin).Hours() / 24
		births = append(births, birth)
		var repeats []float64
		for _, age := range ages {
			repeats = append(repeats, (birth+age)/7)
		}
		if err := tracker.Add(birth/7, repeats...); err != nil {
			return nil, nil, nil, err
		}
	}
	track = tracker.Track(weekly{}, 0, 1, weeks)

	r := rand.New(rand.NewPCG(15, 2))
	counts := make([][]float64, weeks) // by week and draw
	sums := make([][]float64, weeks)
	for i := range counts {
		counts[i], sums[i] = make([]float64, draws), make([]float64, draws)
	}
	for k := range draws {
		for _, birth := range births {
			for _, age := range shopTruth.AppendPurchases(nil, r, clientele.History{}, shopDays-birth) {
				counts[min(weeks-1, int((birth+age)/7))][k]++
			}
		}
		sum := 0.0
		for i := range counts {
			sum += counts[i][k]
			sums[i][k] = sum
		}
	}
	between := func(v []float64) clientele.Interval {
		slices.Sort(v)
		return clientele.Interval{Lo: v[draws/20], Hi: v[draws-1-draws/20], Level: 0.9}
	}
	for i := range counts {
		single, total = append(single, between(counts[i])), append(total, between(sums[i]))
	}
	return track, single, total, nil
}

// weekly is the model with weeks for days.
type weekly struct{}

func (weekly) Mean(t float64) float64 { return shopTruth.Mean(7 * t) }
