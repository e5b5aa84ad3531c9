// Command keyaccounts asks which accounts are key, who decides there and how
// much rests on them: on a file of accounts, on the largest customers of a log of
// transactions, on both, or on a simulated portfolio. The README of this folder is
// the output of the first:
//
//	go run ./examples/keyaccounts
//	go run ./examples/keyaccounts -accounts accounts.csv -lang zh
//	go run ./examples/keyaccounts -transactions orders.csv -accounts accounts.csv
//
// A file of accounts is a table with one row an account: a column account with its
// name, revenue of this year, and as far as they are known before (revenue of the year
// before), profit, service (what serving it costs), years, alignment, sharing and
// potential (marks from 0 to 5), loyalty and dependence (shares from 0 to 1, or
// percentages). Other names are understood too, also in Chinese; -columns tells others.
// What is unknown of an account that also buys in the log is taken from there.
package main

import (
	"context"
	"embed"
	"flag"
	"fmt"
	"io"

	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/internal/program"
)

//go:embed *.go
var source embed.FS

func main() { keyaccounts.Main() }

var keyaccounts = program.Program[*options]{Name: "keyaccounts", Title: note.Words{"Which accounts are key?", "哪些是大客户？"}, Source: source, Parse: parseOptions, Solve: solve}

// options are what the flags say.
type options struct {
	intake.Input
	accounts string
	largest  int
}

func parseOptions(args []string, stderr io.Writer) (*options, error) {
	o := new(options)
	err := o.Parse("keyaccounts", "Which accounts are key, and how much rests on them.", args, stderr, func(f *flag.FlagSet) {
		f.StringVar(&o.accounts, "accounts", "", "`file` of accounts, CSV, Excel or Parquet: account, revenue and, as far as they are known, before (revenue of the year before), profit, service (its cost), years, alignment, sharing, potential (0 to 5), loyalty, dependence (0 to 1)")
		f.IntVar(&o.largest, "largest", 50, "`number` of the largest customers of a log that are taken for accounts where no file names them")
		o.DefineNotebook(f)
	})
	if err == nil && (o.largest < 5 || o.largest > 10_000) {
		err = fmt.Errorf("-largest %d: give a number from 5 to 10000", o.largest)
	}
	return o, err
}

// solve reads the accounts, or simulates them.
func solve(ctx context.Context, o *options, p *program.Progress) (a program.Answer, err error) {
	defer note.Catch(&err)
	if o.accounts == "" && o.Transactions == "" {
		return openBooks(o), nil
	}
	return readBooks(ctx, o, p), nil
}

// Write implements program.Answer.
func (b *portfolio) Write(p *note.Page) {
	b.write(p)
	weights := judge(p, b)
	classifier, placements := tiers(p, b, weights)
	nextTier(p, b, classifier, placements)
	decisionChain(p, b)
	concentration(p, b)
	stress(p, b)
}
