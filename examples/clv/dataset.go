package main

import (
	"fmt"
	"os"
	"time"

	"github.com/clientele-go/clientele"
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
	Encoding  string                  `json:"encoding,omitempty"`
	Separator string                  `json:"separator,omitempty"`
	Unit      string                  `json:"unit"`
	Rows      int                     `json:"rows"` // below the header
	Kept      int                     `json:"kept"`
	Bad       int                     `json:"bad"`
	Problems  []problem               `json:"problems"` // the first of them
	Notes     []string                `json:"notes"`
	End       string                  `json:"end,omitempty"`
	Holdout   float64                 `json:"holdout,omitempty"` // in units
	Waiting   int                     `json:"waiting,omitempty"` // customers whose first purchase is in the holdout
	Ledger    *clientele.LedgerReport `json:"ledger,omitempty"`
}

func (r *dataReport) note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

// shownProblems is how many bad rows are shown one by one.
const shownProblems = 10

// file is an opened table with what is known of its text.
type file struct {
	table
	text   []byte
	known  func(string) bool
	report dataReport
}

// openFile reads a file and finds its encoding, separator and header.
func openFile(path string, unit clientele.Unit, known func(string) bool) (*file, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	text, name, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	f := &file{text: text, known: known}
	f.report = dataReport{Source: path, Encoding: name, Unit: unitName(unit, 1), Problems: []problem{}, Notes: []string{}}
	if err := f.rewind(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	f.report.Separator = string(f.sep)
	return f, nil
}

// rewind goes back to the first row.
func (f *file) rewind() error {
	t, err := openTable(f.text, f.known)
	if err == nil {
		f.table = *t
	}
	return err
}

// close completes the report with the rows kept; no row is an error.
func (f *file) close(kept int) (dataReport, error) {
	r := f.report
	r.Kept, r.Bad = kept, len(f.skipped)
	r.Rows = r.Kept + r.Bad
	r.Problems = append(r.Problems, f.skipped[:min(len(f.skipped), shownProblems)]...)
	switch {
	case kept == 0 && r.Bad == 0:
		return r, fmt.Errorf("%s: there is a header and no row below it", r.Source)
	case kept == 0:
		return r, fmt.Errorf("%s: none of the %d rows can be used; the first: %s", r.Source, r.Bad, f.skipped[0])
	}
	return r, nil
}

// day prints a date.
func day(t time.Time) string { return t.Format(time.DateOnly) }
