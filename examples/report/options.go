package main

import (
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/examples/report/page"
	"github.com/clientele-go/clientele/value"
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
	var lang, asOf, horizon, term string
	rate := 0.1
	f := flag.NewFlagSet("report", flag.ContinueOnError)
	f.StringVar(&o.transactions, "transactions", "", "`file` of transactions, CSV, Excel or Parquet: customer, date and, if there are amounts, amount")
	f.StringVar(&o.to, "o", "report.html", "`file` to write the page to; - for the standard output")
	f.StringVar(&lang, "lang", "en", "`language` of the page: en or zh")
	f.StringVar(&asOf, "as-of", "", "`date` up to which the log is complete; default the last one in it")
	f.StringVar(&horizon, "horizon", "1 year", "how far ahead value counts: a `length` such as \"26 weeks\"")
	f.StringVar(&term, "term", "", "`length` of a term, such as \"1 month\", where customers pay under contract")
	f.Float64Var(&rate, "rate", rate, "discount `rate`, effective per year: 0.1 is 10 %")
	f.Float64Var(&o.page.Policy.Margin, "margin", 1, "profit as a `share` of the amounts, in (0, 1]")
	f.Float64Var(&o.page.Contacts.Budget, "budget", 0, "`money` for contacts; default no limit")
	f.Float64Var(&o.page.Contacts.Cost, "cost", 1, "`money` that one contact costs")
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
	n, unit, err := intake.ParseLength(horizon, clientele.Day)
	if err != nil {
		return o, fmt.Errorf("-horizon: %w", err)
	}
	o.page.Policy.Horizon = value.Within(n, unit)
	if rate > 1 {
		return o, fmt.Errorf("-rate %g is more than 100 %% a year: give 0.1 for 10 %%", rate)
	}
	o.page.Policy.Rate = value.Annual(rate)
	if term != "" {
		n, unit, err := intake.ParseLength(term, clientele.Day)
		if err != nil {
			return o, fmt.Errorf("-term: %w", err)
		}
		o.page.Policy.Term = clientele.Unit(n * float64(unit))
	}
	if o.page.Top < 1 || o.page.Top > 1000 {
		return o, fmt.Errorf("-top %d: give a number from 1 to 1000", o.page.Top)
	}
	if err := o.page.Policy.Check(); err != nil {
		return o, err
	}
	return o, o.page.Contacts.Check()
}
