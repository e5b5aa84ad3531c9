package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/examples/table"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/value/btyd"
)

// fromLog is what a log tells of a customer as an account.
type fromLog struct {
	now, before   float64 // sales of the last year and of the one before
	years, stayed float64 // since the first purchase; the probability of still being a customer
}

// readBooks reads a file of accounts, a log, or both.
func readBooks(ctx context.Context, o *options, p *program.Progress) *portfolio {
	b := &portfolio{options: o}
	var known map[string]fromLog
	if o.Transactions != "" {
		known = b.readLog(ctx, p)
	}
	if o.accounts == "" {
		b.largestOf(known)
		return b
	}
	file := note.Must(table.ReadAccounts(o.accounts, o.Reading.Table))
	b.named = new(intake.Report)
	*b.named = intake.NewReport(o.accounts, file.ReadAs(), file.Problems(), file.Bad)
	for _, row := range file.Rows {
		var otherwise map[table.Role]float64
		if log, bought := known[row.ID]; bought {
			otherwise = map[table.Role]float64{table.RoleRevenue: log.now, table.RoleYears: log.years, table.RoleLoyalty: log.stayed, table.RoleBefore: log.before}
		}
		b.add(row.Account(otherwise), row.Value(table.RoleBefore, otherwise))
	}
	if b.today.IsZero() {
		if b.today = o.AsOf; b.today.IsZero() {
			b.today = time.Now().UTC().Truncate(24 * time.Hour)
		}
	}
	return b
}

// add adds an account; the year before counts where all tell it.
func (b *portfolio) add(a keyaccount.Account, before clientele.Measure) {
	b.accounts = append(b.accounts, a)
	b.now = append(b.now, a.Revenue.Or(0))
	if v, known := before.Value(); known && len(b.before) == len(b.accounts)-1 {
		b.before = append(b.before, v)
	}
}

// readLog tells of every customer of a log what an account is judged by.
func (b *portfolio) readLog(ctx context.Context, p *program.Progress) map[string]fromLog {
	book := note.Must(intake.ReadLog(b.Transactions, b.Reading, clientele.Day, func(rows int) { p.Show("%d rows read", rows) }))
	b.report = &book.Report
	if b.today = book.Ledger.Report().Last; !b.AsOf.IsZero() {
		b.today = b.AsOf
	}
	records := note.Must(book.Records(b.today, clientele.Day))
	p.Show("fitting")
	b.choice = note.Must(b.Models.Fit(ctx, note.Must(btyd.CollectTimelines(records)), "btyd.BGNBD", "btyd.MBGNBD", "btyd.ParetoNBD"))
	year, two := b.today.AddDate(-1, 0, 0), b.today.AddDate(-2, 0, 0)
	out := map[string]fromLog{}
	for r := range records.All() {
		x := fromLog{years: b.today.Sub(r.First).Hours() / 24 / 365.25, stayed: b.choice.Used().Model.ProbAlive(r.History)}
		for at, amount := range book.Purchases(r.Customer) {
			switch {
			case at.After(b.today):
			case at.After(year):
				x.now += amount
			case at.After(two):
				x.before += amount
			}
		}
		out[r.Customer] = x
	}
	b.twoYears = !book.Ledger.Report().First.After(two.AddDate(0, 0, 31))
	return out
}

// largestOf takes the largest customers of a log for accounts.
func (b *portfolio) largestOf(known map[string]fromLog) {
	ids := slices.SortedFunc(maps.Keys(known), func(x, y string) int {
		return cmp.Or(cmp.Compare(known[y].now, known[x].now), cmp.Compare(x, y))
	})
	for _, id := range ids {
		x := known[id]
		if x.now <= 0 {
			break
		}
		if len(b.accounts) == b.largest {
			b.others = append(b.others, x.now)
			continue
		}
		before := clientele.Measure{}
		if b.twoYears {
			before = clientele.Known(x.before)
		}
		b.add(keyaccount.Account{ID: id, Revenue: clientele.Known(x.now), Years: clientele.Known(x.years), Loyalty: clientele.Known(x.stayed)}, before)
	}
	if len(b.accounts) < 5 {
		note.Check(fmt.Errorf("%d customers bought in the year up to %s, too few for tiers: -as-of takes another day", len(b.accounts), intake.Day(b.today)))
	}
}
