package main

import (
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
)

// dataset is what a file or the shop says of the customers.
type dataset struct {
	customers       []customer          // as they are known at the end of all data
	before          []customer          // as they were known before the holdout, with what followed
	timelines       *btyd.TimelinePanel // every purchase of the customers at the end of all data; nil if only histories are known
	timelinesBefore *btyd.TimelinePanel // and before the holdout
	end             time.Time           // the last moment that is known; zero if only histories are
	monetary        bool                // there are amounts
	holdout         float64             // length of the holdout in units; 0 if there is none
	report          dataReport
	truth           *shop // of simulated data
}

// customer is one customer, and what happened in the holdout.
type customer struct {
	id      string
	data    value.Customer
	holdout clientele.Spend
}

// dataReport says what was read and what became of it.
type dataReport struct {
	intake.Report
	Unit    string  `json:"unit"`
	End     string  `json:"end,omitempty"`     // the last day that is known
	Before  string  `json:"before,omitempty"`  // the last day before the holdout
	Holdout float64 `json:"holdout,omitempty"` // in units
	Waiting int     `json:"waiting,omitempty"` // customers whose first purchase is later than what was known before the holdout
}
