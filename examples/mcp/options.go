package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/portrait"
)

// options are what the flags say.
type options struct {
	transactions string
	asOf         time.Time // zero if it is not given
	policy       portrait.PortraitPolicy
	contacts     portrait.ContactPolicy // where a call does not say otherwise
	reading      intake.Reading
}

func parseOptions(args []string, stderr io.Writer) (options, error) {
	var o options
	var read intake.Flags
	var terms intake.TermFlags
	var asOf string
	f := flag.NewFlagSet("mcp", flag.ContinueOnError)
	f.StringVar(&o.transactions, "transactions", "", "`file` of transactions, CSV, Excel or Parquet; default a simulated shop")
	f.StringVar(&asOf, "as-of", "", "`date` up to which the log is complete; default the last one in it")
	terms.Define(f, &o.policy, &o.contacts)
	read.Define(f)
	err := program.ParseFlags(f, args, stderr, "Serves a base of customers to an assistant, over standard input and output.")
	if err != nil {
		return o, err
	}
	if rest := f.Args(); len(rest) > 0 {
		return o, fmt.Errorf("%q is not a flag: name a file with -transactions", rest[0])
	}
	if o.reading, err = read.Reading(); err != nil {
		return o, err
	}
	if strings.TrimSpace(asOf) != "" {
		if o.asOf, err = intake.ParseDay(asOf); err != nil {
			return o, fmt.Errorf("-as-of %w", err)
		}
	}
	return o, terms.Fill()
}
