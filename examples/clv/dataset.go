package main

import (
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/table"
	"github.com/clientele-go/clientele/value"
)

// dataset is what a file or the shop says of the customers.
type dataset struct {
	customers []customer
	monetary  bool    // there are amounts
	holdout   float64 // length of the holdout in units; 0 if there is none
	report    dataReport
	truth     *shop // of simulated data
}

// customer is one customer with what happened after the end of observation.
type customer struct {
	id      string
	data    value.Customer
	holdout clientele.Spend
}

// dataReport says what was read and what became of it.
type dataReport struct {
	Source    string                  `json:"source"`
	ReadAs    *table.ReadAs           `json:"read_as,omitempty"` // of a file
	Encoding  string                  `json:"encoding,omitempty"`
	Separator string                  `json:"separator,omitempty"`
	Unit      string                  `json:"unit"`
	Rows      int                     `json:"rows"` // below the header
	Kept      int                     `json:"kept"`
	Bad       int                     `json:"bad"`
	Problems  []table.Problem         `json:"problems"` // the first of them
	Notes     []string                `json:"notes"`
	End       string                  `json:"end,omitempty"`
	Holdout   float64                 `json:"holdout,omitempty"` // in units
	Waiting   int                     `json:"waiting,omitempty"` // customers whose first purchase is in the holdout
	Ledger    *clientele.LedgerReport `json:"ledger,omitempty"`
}

// newReport begins the report of a file with what the reader says.
func newReport(o options, read table.ReadAs, problems []table.Problem, bad int) dataReport {
	r := dataReport{Source: o.transactions + o.histories, ReadAs: &read, Encoding: read.Encoding, Separator: read.Separator, Unit: unitName(o.terms.Unit, 1),
		Rows: read.Rows, Kept: read.Kept, Bad: bad, Problems: append([]table.Problem{}, problems...), Notes: []string{}}
	r.Notes = append(append(r.Notes, read.Notes...), read.Texts()...)
	return r
}

func (r *dataReport) note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

// day prints a date.
func day(t time.Time) string { return t.Format(time.DateOnly) }
