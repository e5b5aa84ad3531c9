package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/portrait"
)

// options are what the flags say.
type options struct {
	transactions, customer string
	asOf, since            time.Time // zero if they are not given
	policy                 portrait.PortraitPolicy
	contacts               portrait.ContactPolicy
	top                    int
	seed                   uint64
	lang                   clientele.Lang
	json                   bool
	reading                intake.Reading
}

// JSON implements program.Options.
func (o options) JSON() bool { return o.json }

func parseOptions(args []string, stderr io.Writer) (options, error) {
	var o options
	var read intake.Flags
	var terms intake.TermFlags
	var asOf, since, lang string
	f := flag.NewFlagSet("portrait", flag.ContinueOnError)
	f.StringVar(&o.transactions, "transactions", "", "`file` of transactions, CSV, Excel or Parquet: customer, date and, if there are amounts, amount")
	f.StringVar(&o.customer, "customer", "", "`id` of the one customer to draw; default: some of each kind")
	f.StringVar(&asOf, "as-of", "", "`date` up to which the log is complete; default the last one in it")
	f.StringVar(&since, "since", "", "an earlier `date`, to tell who moved between the two")
	terms.Define(f, &o.policy, &o.contacts)
	f.IntVar(&o.top, "top", 5, "`number` of customers a list shows")
	f.Uint64Var(&o.seed, "seed", 1, "`seed` of the simulated shop")
	f.StringVar(&lang, "lang", "en", "`language` of the Markdown: en or zh")
	read.Define(f)
	f.BoolVar(&o.json, "json", false, "print one JSON document instead of Markdown")
	err := program.ParseFlags(f, args, stderr, "Who the customers are, what they are worth, whom to call.")
	if err != nil {
		return o, err
	}
	if o.reading, err = read.Reading(); err != nil {
		return o, err
	}
	if o.lang, err = intake.ParseLang(lang); err != nil {
		return o, fmt.Errorf("-lang %w", err)
	}
	if err := o.fill(f.Args(), asOf, since); err != nil {
		return o, err
	}
	return o, terms.Fill()
}

// fill checks what the flags package does not.
func (o *options) fill(rest []string, asOf, since string) error {
	if len(rest) > 0 {
		return fmt.Errorf("%q is not a flag: name a file with -transactions", rest[0])
	}
	for _, d := range []struct {
		name, text string
		to         *time.Time
	}{{"as-of", asOf, &o.asOf}, {"since", since, &o.since}} {
		if strings.TrimSpace(d.text) == "" {
			continue
		}
		var err error
		if *d.to, err = intake.ParseDay(d.text); err != nil {
			return fmt.Errorf("-%s %w", d.name, err)
		}
	}
	if !o.asOf.IsZero() && !o.since.IsZero() && !o.since.Before(o.asOf) {
		return fmt.Errorf("-since %s is not before -as-of %s", intake.Day(o.since), intake.Day(o.asOf))
	}
	if o.top < 1 || o.top > 1000 {
		return fmt.Errorf("-top %d: give a number from 1 to 1000", o.top)
	}
	return nil
}
