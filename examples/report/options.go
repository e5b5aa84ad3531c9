package main

import (
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/examples/report/page"
)

// options are what the flags say.
type options struct {
	transactions, to string
	seed             uint64
	reading          intake.Reading
	page             page.Options
}

func parseOptions(args []string, stderr io.Writer) (options, error) {
	var o options
	var read intake.Flags
	var terms intake.TermFlags
	var lang, asOf string
	f := flag.NewFlagSet("report", flag.ContinueOnError)
	f.StringVar(&o.transactions, "transactions", "", "`file` of transactions, CSV, Excel or Parquet: customer, date and, if there are amounts, amount")
	f.StringVar(&o.to, "o", "report.html", "`file` to write the page to; - for the standard output")
	f.StringVar(&lang, "lang", "en", "`language` of the page: en or zh")
	f.StringVar(&asOf, "as-of", "", "`date` up to which the log is complete; default the last one in it")
	terms.Define(f, &o.page.Policy, &o.page.Contacts)
	f.IntVar(&o.page.Top, "top", 15, "`number` of customers a list shows")
	f.Uint64Var(&o.seed, "seed", 1, "`seed` of the simulated shop")
	read.Define(f)
	err := program.ParseFlags(f, args, stderr, "One page on the customers of a base: value, stages, whom to call, and whether to believe it.")
	if err != nil {
		return o, err
	}
	if f.NArg() > 0 {
		return o, fmt.Errorf("%q is not a flag: name a file with -transactions", f.Arg(0))
	}
	if o.reading, err = read.Reading(); err != nil {
		return o, err
	}
	o.page.Currency = o.reading.Table.Currency
	if o.page.Lang, err = intake.ParseLang(lang); err != nil {
		return o, fmt.Errorf("-lang %w", err)
	}
	if strings.TrimSpace(asOf) != "" {
		if o.page.AsOf, err = intake.ParseDay(asOf); err != nil {
			return o, fmt.Errorf("-as-of %w", err)
		}
	}
	if o.page.Top < 1 || o.page.Top > 1000 {
		return o, fmt.Errorf("-top %d: give a number from 1 to 1000", o.page.Top)
	}
	return o, terms.Fill()
}
