package main

import (
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/portrait"
)

// options are what the flags say.
type options struct {
	intake.Input
	customer string
	since    time.Time // zero if it is not given
	policy   portrait.PortraitPolicy
	contacts portrait.ContactPolicy
}

func parseOptions(args []string, stderr io.Writer) (*options, error) {
	o := new(options)
	var terms intake.TermFlags
	var since string
	err := o.Parse("portrait", "Who the customers are, what they are worth, whom to call.", args, stderr, func(f *flag.FlagSet) {
		f.StringVar(&o.customer, "customer", "", "`id` of the one customer to draw; default: some of each kind")
		f.StringVar(&since, "since", "", "an earlier `date`, to tell who moved between the two")
		terms.Define(f, &o.policy, &o.contacts)
		o.DefineNotebook(f)
		o.DefineJSON(f)
	})
	if err != nil {
		return nil, err
	}
	if o.since, err = intake.ParseDate("since", since); err != nil {
		return nil, err
	}
	if !o.AsOf.IsZero() && !o.since.IsZero() && !o.since.Before(o.AsOf) {
		return nil, fmt.Errorf("-since %s is not before -as-of %s", intake.Day(o.since), intake.Day(o.AsOf))
	}
	if o.policy.Kinds, err = o.Models.OfHistories(); err != nil {
		return nil, err
	}
	return o, terms.Fill()
}
