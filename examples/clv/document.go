package main

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/program"
)

// document is the answer as JSON.
type document struct {
	Model     fitDocument        `json:"model"`
	Spend     *fitDocument       `json:"spend"` // null if there are no amounts
	Customers []customerDocument `json:"customers"`
	Equity    equityDocument     `json:"equity"`
	Report    reportDocument     `json:"report"`
}

type fitDocument struct {
	Name      string                   `json:"name"`
	Params    map[string]program.Float `json:"params"`
	StdErr    map[string]program.Float `json:"std_err"` // null where the data do not identify the parameter
	LogLik    program.Float            `json:"log_lik"`
	Customers int                      `json:"customers"`
	Warnings  []clientele.Warning      `json:"warnings"`
}

type customerDocument struct {
	ID        string        `json:"id"`
	Repeats   int           `json:"x"`
	Last      program.Float `json:"tx"`
	Age       program.Float `json:"T"`
	Alive     program.Float `json:"p_alive"`
	Purchases program.Float `json:"expected_purchases"`
	Spend     program.Float `json:"expected_spend"` // null without amounts, and where the mean does not exist
	CLV       program.Float `json:"clv"`
	Lo        program.Float `json:"clv_lo"` // interval of the mean
	Hi        program.Float `json:"clv_hi"`
}

// equityDocument has the interval of the outcome.
type equityDocument struct {
	Value program.Float `json:"value"`
	Lo    program.Float `json:"lo"`
	Hi    program.Float `json:"hi"`

	Cautions []string `json:"cautions,omitempty"` // why the intervals are wider than the model's own
}

type reportDocument struct {
	dataReport
	Terms      termsDocument    `json:"terms"`
	Choice     []string         `json:"choice"`
	EquityMean equityDocument   `json:"equity_mean"`             // with the interval of the mean
	Record     *equityDocument  `json:"equity_record,omitempty"` // with the interval of the record
	Check      *holdoutDocument `json:"holdout_check,omitempty"`
}

type termsDocument struct {
	Unit     string        `json:"unit"`
	Horizon  program.Float `json:"horizon"` // in units; null is for ever
	Until    string        `json:"until"`   // the horizon as it was asked for
	Rate     program.Float `json:"rate"`    // effective per year
	Margin   program.Float `json:"margin"`
	Level    program.Float `json:"level"`
	Customer string        `json:"clv_interval"`
	Total    string        `json:"equity_interval"`
}

type holdoutDocument struct {
	Length    program.Float `json:"length"`
	Actual    program.Float `json:"actual_purchases"`
	Predicted program.Float `json:"predicted_purchases"`
	Lo        program.Float `json:"lo"`
	Hi        program.Float `json:"hi"`
	MAE       program.Float `json:"mean_absolute_error"`
}

// Document returns the answer as what is written with -json.
func (a *answer) Document() any {
	m := a.models
	d := document{
		Model:     newFitDocument(intake.ModelName(m.used.kind), m.used.estimates(level), m.used.logLik, m.used.n, m.used.warnings),
		Customers: make([]customerDocument, len(a.scores)),
		Equity:    equityDocument{program.Float(a.equity), program.Float(a.outcome.Lo), program.Float(a.outcome.Hi), a.cautions},
	}
	if m.spend != nil {
		s := newFitDocument("gammagamma", m.spend.Estimates(level), m.spend.LogLik, m.spend.N, m.spend.Warnings)
		d.Spend = &s
	}
	for i, s := range a.scores {
		c := a.data.customers[i]
		h := c.data.History
		d.Customers[i] = customerDocument{c.id, h.Repeats, program.Float(h.Last), program.Float(h.Age), program.Float(s.alive),
			program.Float(s.purchases), program.Float(s.spend), program.Float(s.clv), program.Float(s.mean.Lo), program.Float(s.mean.Hi)}
	}
	d.Report = reportDocument{
		dataReport: a.data.report,
		Terms: termsDocument{intake.UnitName(a.terms.Unit, 1), program.Float(a.horizon), a.until, program.Float(a.terms.Rate.Value), program.Float(a.terms.Margin), level,
			"mean: where the expected value lies, given that the parameters are estimates",
			"outcome: where the total will turn out to lie"},
		Choice:     append(append([]string{}, m.reasons...), m.failures...),
		EquityMean: equityDocument{program.Float(a.equity), program.Float(a.mean.Lo), program.Float(a.mean.Hi), nil},
	}
	d.Report.Notes = append(d.Report.Notes, a.caveats()...)
	if a.tracked != nil {
		d.Report.Record = &equityDocument{program.Float(a.equity), program.Float(a.record.Lo), program.Float(a.record.Hi), nil}
	}
	if h := a.holdout; h != nil {
		d.Report.Check = &holdoutDocument{program.Float(h.length), program.Float(h.accuracy.Actual), program.Float(h.accuracy.Expected), program.Float(h.interval.Lo), program.Float(h.interval.Hi), program.Float(h.accuracy.MAE)}
	}
	return d
}

func newFitDocument(name string, estimates []clientele.Estimate, logLik float64, n int, warnings []clientele.Warning) fitDocument {
	d := fitDocument{name, map[string]program.Float{}, map[string]program.Float{}, program.Float(logLik), n, append([]clientele.Warning{}, warnings...)}
	for _, e := range estimates {
		d.Params[e.Name], d.StdErr[e.Name] = program.Float(e.Value), program.Float(e.SE)
	}
	return d
}
