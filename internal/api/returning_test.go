package api

import (
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
	samples["segment/rfm.Clumpiness"] = made(rfm.ClumpinessOf([]float64{1, 2.5}, 7))
}
