package main

import (
	"encoding/json"
	"math"

	"github.com/clientele-go/clientele"
)

// float is a number of the document; JSON's null where there is none.
type float float64

// MarshalJSON writes the number, null if it is not finite.
func (f float) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(f)) || math.IsInf(float64(f), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(f))
}

// document is the answer as JSON.
type document struct {
	Model     fitDocument        `json:"model"`
	Spend     *fitDocument       `json:"spend"` // null if there are no amounts
	Customers []customerDocument `json:"customers"`
	Equity    equityDocument     `json:"equity"`
	Report    reportDocument     `json:"report"`
}

type fitDocument struct {
	Name      string              `json:"name"`
	Params    map[string]float    `json:"params"`
	StdErr    map[string]float    `json:"std_err"` // null where the data do not identify the parameter
	LogLik    float               `json:"log_lik"`
	Customers int                 `json:"customers"`
	Warnings  []clientele.Warning `json:"warnings"`
}

type customerDocument struct {
	ID        string `json:"id"`
	Repeats   int    `json:"x"`
	Last      float  `json:"tx"`
	Age       float  `json:"T"`
	Alive     float  `json:"p_alive"`
	Purchases float  `json:"expected_purchases"`
	Spend     float  `json:"expected_spend"` // null without amounts, and where the mean does not exist
	CLV       float  `json:"clv"`
	Lo        float  `json:"clv_lo"` // interval of the mean
	Hi        float  `json:"clv_hi"`
}

// equityDocument has the interval of the outcome.
type equityDocument struct {
	Value float `json:"value"`
	Lo    float `json:"lo"`
	Hi    float `json:"hi"`
}

type reportDocument struct {
	dataReport
	Terms      termsDocument    `json:"terms"`
	Choice     []string         `json:"choice"`
	EquityMean equityDocument   `json:"equity_mean"` // with the interval of the mean
	Check      *holdoutDocument `json:"holdout_check,omitempty"`
}

type termsDocument struct {
	Unit     string `json:"unit"`
	Horizon  float  `json:"horizon"` // in units; null is for ever
	Rate     float  `json:"rate"`    // effective per year
	Margin   float  `json:"margin"`
	Level    float  `json:"level"`
	Customer string `json:"clv_interval"`
	Total    string `json:"equity_interval"`
}

type holdoutDocument struct {
	Length    float `json:"length"`
	Actual    float `json:"actual_purchases"`
	Predicted float `json:"predicted_purchases"`
	Lo        float `json:"lo"`
	Hi        float `json:"hi"`
	MAE       float `json:"mean_absolute_error"`
}

// document returns the answer as what is written with -json.
func (a *answer) document() document {
	m := a.models
	d := document{
		Model:     newFitDocument(m.used.kind.flag, m.used.Estimates(level), m.used.LogLik, m.used.N, m.used.Warnings),
		Customers: make([]customerDocument, len(a.scores)),
		Equity:    equityDocument{float(a.equity), float(a.outcome.Lo), float(a.outcome.Hi)},
	}
	if m.spend != nil {
		s := newFitDocument("gammagamma", m.spend.Estimates(level), m.spend.LogLik, m.spend.N, m.spend.Warnings)
		d.Spend = &s
	}
	for i, s := range a.scores {
		c := a.data.customers[i]
		h := c.data.History
		d.Customers[i] = customerDocument{c.id, h.Repeats, float(h.Last), float(h.Age), float(s.alive),
			float(s.purchases), float(s.spend), float(s.clv), float(s.mean.Lo), float(s.mean.Hi)}
	}
	d.Report = reportDocument{
		dataReport: a.data.report,
		Terms: termsDocument{unitName(a.terms.Unit, 1), float(a.horizon), float(a.terms.Rate.Value), float(a.terms.Margin), level,
			"mean: where the expected value lies, given that the parameters are estimates",
			"outcome: where the total will turn out to lie"},
		Choice:     append(a.reasons(), m.failures...),
		EquityMean: equityDocument{float(a.equity), float(a.mean.Lo), float(a.mean.Hi)},
	}
	d.Report.Notes = append(d.Report.Notes, a.caveats()...)
	if h := a.holdout; h != nil {
		d.Report.Check = &holdoutDocument{float(h.length), float(h.accuracy.Actual), float(h.accuracy.Expected), float(h.interval.Lo), float(h.interval.Hi), float(h.accuracy.MAE)}
	}
	return d
}

func newFitDocument(name string, estimates []clientele.Estimate, logLik float64, n int, warnings []clientele.Warning) fitDocument {
	d := fitDocument{name, map[string]float{}, map[string]float{}, float(logLik), n, append([]clientele.Warning{}, warnings...)}
	for _, e := range estimates {
		d.Params[e.Name], d.StdErr[e.Name] = float(e.Value), float(e.SE)
	}
	return d
}
