package main

import (
	"flag"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/value"
)

// options are what the flags say.
type options struct {
	transactions, histories string
	model                   string // a modelKind's flag; "" is all
	end                     time.Time
	terms                   value.Terms
	seed                    uint64
	json                    bool
	reading                 intake.Reading
}

// JSON implements program.Options.
func (o options) JSON() bool { return o.json }

func parseOptions(args []string, stderr io.Writer) (options, error) {
	var o options
	var unit, end, horizon string
	var read intake.Flags
	rate, margin := 0.10, 1.0
	f := flag.NewFlagSet("clv", flag.ContinueOnError)
	f.SetOutput(io.Discard) // errors are returned, and printed once
	f.StringVar(&o.transactions, "transactions", "", "`file` of transactions, CSV, Excel or Parquet: customer, date and, if there are amounts, amount")
	f.StringVar(&o.histories, "histories", "", "`file` of customers, CSV, Excel or Parquet: columns x, tx, T and, if there, id and monetary (mean of the repeat purchases)")
	f.StringVar(&unit, "unit", "week", "`unit` that times are counted in: hour, day, week, month, year, 30 days, …")
	f.StringVar(&end, "end", "", "last `date` that the models see; later transactions are the holdout")
	f.StringVar(&o.model, "model", "", "`name` of the purchase model: "+strings.Join(modelFlags(), ", ")+"; default: all are fitted, the likeliest is used")
	f.StringVar(&horizon, "horizon", "1 year", "how far ahead value counts: a `length` such as \"26 weeks\", a number of units, or forever")
	f.Float64Var(&rate, "rate", rate, "discount `rate`, effective per year: 0.1 is 10 %")
	f.Float64Var(&margin, "margin", margin, "profit as a `share` of the amounts, in (0, 1]")
	f.Uint64Var(&o.seed, "seed", 1, "`seed` of what is simulated: the shop, and the futures behind intervals of outcomes")
	read.Define(f)
	f.BoolVar(&o.json, "json", false, "print one JSON document instead of Markdown")
	if err := f.Parse(args); err != nil {
		if err == flag.ErrHelp {
			fmt.Fprintln(stderr, "Customer lifetime value from transactions or histories.")
			f.SetOutput(stderr)
			f.PrintDefaults()
		}
		return o, err
	}
	var err error
	if o.reading, err = read.Reading(); err != nil {
		return o, err
	}
	return o, o.fill(f.Args(), unit, end, horizon, rate, margin)
}

// fill checks what the flags package does not.
func (o *options) fill(rest []string, unit, end, horizon string, rate, margin float64) (err error) {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("%q is not a flag: name a file with -transactions or -histories", rest[0])
	case o.transactions != "" && o.histories != "":
		return fmt.Errorf("-transactions and -histories are both given: choose one")
	case o.model != "" && !knownModel(o.model):
		return fmt.Errorf("-model %s is not known: choose one of %s", o.model, strings.Join(modelFlags(), ", "))
	case !(rate >= 0 && rate <= math.MaxFloat64):
		return fmt.Errorf("-rate %g is not a rate: give 0 or more, 0.1 for 10 %% a year", rate)
	case !(margin > 0 && margin <= 1):
		return fmt.Errorf("-margin %g is not a share: give a number above 0 up to 1", margin)
	}
	o.terms.Rate, o.terms.Margin = value.Annual(rate), margin
	if o.terms.Unit, err = intake.ParseUnit(unit); err != nil {
		return fmt.Errorf("-unit: %w", err)
	}
	if o.terms.Horizon, err = parseHorizon(horizon, o.terms.Unit, rate); err != nil {
		return fmt.Errorf("-horizon: %w", err)
	}
	if end != "" {
		if o.histories != "" {
			return fmt.Errorf("-end needs transactions: histories end where their T says")
		}
		if o.end, err = intake.ParseDay(end); err != nil {
			return fmt.Errorf("-end %w", err)
		}
	}
	return nil
}

// parseHorizon reads "forever", "52" (units) or "12 months". A horizon beyond
// which discounting leaves less than 1e-12 of a payment is for ever.
func parseHorizon(s string, unit clientele.Unit, rate float64) (value.Horizon, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	if s == "forever" || s == "inf" || s == "infinite" {
		return value.Forever(), nil
	}
	n, unit, err := intake.ParseLength(s, unit)
	if err != nil {
		return value.Horizon{}, fmt.Errorf("%w, or forever", err)
	}
	switch years := n * float64(unit) / float64(clientele.Year); {
	case years*math.Log1p(rate) > 12*math.Ln10:
		return value.Forever(), nil
	case years > longestHorizon:
		return value.Horizon{}, fmt.Errorf("%q is more than %d years, and without a rate nothing bounds them: give a -rate or a shorter horizon", s, longestHorizon)
	}
	return value.Within(n, unit), nil
}

// longestHorizon bounds horizons that no discounting ends, in years.
const longestHorizon = 300
