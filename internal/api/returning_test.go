package api

import (
	"context"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment/rfm"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/checking"
)

func init() {
	line := btyd.Timeline{Purchases: []float64{1, 2.5}, Age: 7}
	panel := &btyd.TimelinePanel{Unit: clientele.Week}
	for range 3 {
		if err := panel.Add(line); err != nil {
			panic(err)
		}
	}
	samples["value/btyd.Timeline"] = line
	samples["value/btyd.TimelinePanel"] = panel
	samples["value/btyd.SwitchingParetoNBD"] = btyd.SwitchingParetoNBD{R: 0.5, Alpha: 7, S: 0.2, Beta: 5, Slow: 0.1, Return: 0.03, Rho: 0.25, Unit: clientele.Week}
	refusing["value/btyd/checking.SilenceCandidate"] = "its name"
	refusing["value/btyd/checking.SilenceForecaster"] = "its fit"
	refusing["value/btyd.SwitchingCustomer"] = "the SwitchingParetoNBD and the Timeline"
	samples["value/btyd/checking.SilenceStack"] = checking.SilenceStack{Names: []string{"a"}, Weights: []float64{1}, Scores: []float64{0.5}, Score: 0.5, Forecasts: 3, Customers: 3, Slope: 1}
	origin := checking.TrackedOrigin{Back: 4, Length: 4, Observed: 30, Customers: 9, Expected: 12, Actual: 10, Spread: 0.2}
	samples["value/btyd/checking.TrackedOrigin"] = origin
	samples["value/btyd/checking.TrackRecord"] = checking.TrackRecord{Horizon: 4, Observed: 34, Unit: clientele.Week, Customers: 10, Models: []checking.TrackedModel{{Kind: "btyd.NBD", Weight: 1, Miss: 0.2, Expected: 13}}, Expected: 13, Spread: 0.2, Origins: []checking.TrackedOrigin{origin}}
	few := &btyd.TimelinePanel{Unit: clientele.Week}
	for i := range 40 {
		c := btyd.Timeline{Age: 20 + float64(i%3)}
		for k := range i % 5 {
			c.Purchases = append(c.Purchases, 3.5*float64(k+1))
		}
		must(few.Add(c))
	}
	policies["value/btyd/checking.TrackPolicy"] = policyCase(func(p *checking.TrackPolicy) (checking.TrackPolicy, any, error) {
		r, err := checking.FitTrackRecord(context.Background(), few, 5, p)
		if err != nil {
			return checking.TrackPolicy{}, nil, err
		}
		return r.Policy, r.Interval(0.9), nil
	})
	samples["segment/rfm.Clumpiness"] = made(rfm.ClumpinessOf([]float64{1, 2.5}, 7))
}
