package main

import (
	"flag"
	"fmt"
	"io"

	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/examples/report/page"
)

// options are what the flags say.
type options struct {
	page.Flags
	accounts, to string
}

// parseOptions fills the options, which the page's policies point into.
func parseOptions(args []string, stderr io.Writer) (*options, error) {
	o := new(options)
	f := flag.NewFlagSet("report", flag.ContinueOnError)
	o.DefineFile(f)
	o.Define(f)
	f.StringVar(&o.accounts, "accounts", "", "`file` of key accounts, CSV, Excel or Parquet, with the columns that examples/keyaccounts takes")
	f.StringVar(&o.to, "o", "report.html", "`file` to write the page to; - for the standard output")
	if err := program.ParseFlags(f, args, stderr, "One page on the customers of a base: value, stages, whom to call, and whether to believe it."); err != nil {
		return nil, err
	}
	if f.NArg() > 0 {
		return nil, fmt.Errorf("%q is not a flag: name a file with -transactions", f.Arg(0))
	}
	return o, o.Fill()
}
