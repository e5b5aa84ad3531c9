package intake

import (
	"errors"
	"maps"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/table"
)

// Book is a log in a ledger.
type Book struct {
	*clientele.Ledger[string]
	Amounts bool // there are amounts
	Report  Report
}

// ReadLog reads a log of transactions: the reader understands the whole file,
// then its sales go into a ledger whose purchase occasions are of the period.
// Progress, if it is not nil, is told the rows from time to time.
func ReadLog(path string, read Reading, period clientele.Unit, progress func(rows int)) (*Book, error) {
	read.Table.Columns = maps.Clone(read.Table.Columns)
	for _, r := range table.AccountRoles() { // of another file
		delete(read.Table.Columns, r)
	}
	log, err := table.OpenLog(path, read.Table)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	return FromLog(log, path, read, period, progress)
}

// FromLog is ReadLog of a log that is open, which it leaves so; the source is its name.
func FromLog(log *table.Log, source string, read Reading, period clientele.Unit, progress func(rows int)) (*Book, error) {
	policy := read.Ledger
	policy.Period = period
	netted, rows := false, 0
	var ledger *clientele.Ledger[string]
	begin := func() (err error) { // again if the file turns out to be other than its first rows
		rows = 0
		if netted = read.Ledger.Refunds == 0 && log.GivesBack(); netted {
			policy.Refunds = clientele.RefundNetEarlier
		}
		ledger, err = clientele.NewLedger[string](&policy)
		return err
	}
	if err := log.Read(begin, func(s table.Sale) error {
		if rows++; rows%10_000 == 0 && progress != nil {
			progress(rows)
		}
		err := ledger.AddAt(s.Seat, clientele.Transaction[string]{Customer: s.Customer, Time: s.Time, Amount: s.Amount})
		var bad *clientele.InputError
		if errors.As(err, &bad) {
			return &table.RowError{Why: err.Error()}
		}
		return err
	}); err != nil {
		return nil, err
	}
	all := ledger.Report()
	b := &Book{ledger, log.HasAmounts(), NewReport(source, log.ReadAs(), log.Problems(), log.Bad())}
	b.Report.Ledger = &all
	if netted {
		b.Report.Note("%d negative amounts give back: each was taken off the same customer's purchases, the latest first; -refunds net-period, drop or refuse does otherwise", log.Refunds())
	}
	if all.Unmatched > 0 {
		b.Report.Note("%d refunds or parts of them have no earlier purchase of the same customer to be taken off", all.Unmatched)
	}
	if all.Zeros > 0 && read.Ledger.Zeros == 0 && b.Amounts {
		b.Report.Note("%d purchases of amount 0 count as purchases; -zeros drop leaves them out", all.Zeros)
	}
	return b, nil
}
