package main

import (
	"errors"
	"math"
	"strconv"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/table"
)

// mostCustomers bounds what weights may add up to.
const mostCustomers = 10_000_000

// readHistories makes a dataset of customer histories.
func readHistories(o *options) (*dataset, error) {
	file, err := table.OpenHistories(o.histories, o.Reading.Table)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	d := &dataset{}
	surplus := 0
	if err := file.Each(func(row table.Customer) error {
		c, why := newCustomer(row)
		if why == "" && len(d.customers)+row.Weight > mostCustomers {
			why = "the numbers of customers add up to more than 10 million"
		}
		if why != "" {
			return &table.RowError{Why: why}
		}
		if c.data.History.Repeats == 0 && !math.IsNaN(row.Mean) && row.Mean != 0 {
			surplus++
		}
		d.monetary = d.monetary || c.data.Spend.Count > 0
		for range row.Weight {
			d.customers = append(d.customers, c)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	d.report = dataReport{Report: intake.NewReport(o.histories, file.ReadAs(), file.Problems(), file.Bad()), Unit: intake.UnitName(o.terms.Unit, 1)}
	if file.MaybeDays() && !o.unitSaid {
		d.report.Note("all times are whole numbers and were taken for %s: if they are days, say -unit day", intake.UnitName(o.terms.Unit, 2))
	}
	if surplus > 0 {
		d.report.Note("%d customers without a repeat purchase have a monetary value: it was not used, because monetary is the mean of the repeat purchases", surplus)
	}
	d.settleSpend()
	return d, nil
}

// newCustomer checks a row; why says what is wrong with it.
func newCustomer(row table.Customer) (c customer, why string) {
	h := &c.data.History
	h.Repeats = int(min(max(row.Repeats, -1), clientele.MaxRepeats+1))
	if float64(h.Repeats) != row.Repeats && row.Repeats >= 0 && row.Repeats <= clientele.MaxRepeats {
		return c, "x is not a whole number; it counts the repeat purchases"
	}
	h.Last, h.Age = row.Last, row.Age
	if h.Last > h.Age && h.Last-h.Age <= 1e-6*math.Max(1, h.Age) { // rounded apart
		h.Last = h.Age
	}
	var bad *clientele.InputError
	if err := h.Check(); errors.As(err, &bad) {
		return c, map[string]string{"Repeats": "x", "Last": "tx", "Age": "T"}[bad.Field] + " must be " + bad.Want
	}
	if h.Repeats > 0 && !math.IsNaN(row.Mean) {
		c.data.Spend = clientele.Spend{Count: h.Repeats, Mean: row.Mean}
	}
	if c.id = row.ID; c.id == "" {
		c.id = strconv.Itoa(row.Line)
	}
	return c, ""
}
