package intake

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/table"
)

// Report says what was read and what became of it.
type Report struct {
	Source    string                  `json:"source"`
	ReadAs    *table.ReadAs           `json:"read_as,omitempty"` // of a file
	Encoding  string                  `json:"encoding,omitempty"`
	Separator string                  `json:"separator,omitempty"`
	Rows      int                     `json:"rows"` // below the header
	Kept      int                     `json:"kept"`
	Bad       int                     `json:"bad"`
	Problems  []table.Problem         `json:"problems"` // the first of them
	Notes     []string                `json:"notes"`
	Ledger    *clientele.LedgerReport `json:"ledger,omitempty"`
}

// NewReport begins the report of a file with what the reader says.
func NewReport(path string, read table.ReadAs, problems []table.Problem, bad int) Report {
	r := Report{Source: path, ReadAs: &read, Encoding: read.Encoding, Separator: read.Separator,
		Rows: read.Rows, Kept: read.Kept, Bad: bad, Problems: append([]table.Problem{}, problems...), Notes: []string{}}
	r.Notes = append(append(r.Notes, read.Notes...), read.Texts()...)
	return r
}

// Simulated is the report of a simulated base in a ledger.
func Simulated(source string, book *clientele.Ledger[string]) Report {
	all := book.Report()
	return Report{Source: source, Rows: all.Rows, Kept: all.Rows, Problems: []table.Problem{}, Notes: []string{}, Ledger: &all}
}

// Note adds a note.
func (r *Report) Note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}
