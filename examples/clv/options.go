package main

import (
	"flag"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/value"
)

// options are what the flags say.
type options struct {
	intake.Input
	histories string
	record    bool // play the past again
	end       time.Time
	terms     value.Terms
	horizon   string // of terms, for people
	unitSaid  bool   // -unit was given
}

func parseOptions(args []string, stderr io.Writer) (*options, error) {
	o := &options{Input: intake.Input{Top: 10}}
	var unit, end, horizon string
	var steep bool
	rate, margin := 0.10, 1.0
	err := o.Parse("clv", "Customer lifetime value from transactions or histories.", args, stderr, func(f *flag.FlagSet) {
		f.StringVar(&o.histories, "histories", "", "`file` of customers, CSV, Excel or Parquet: columns x, tx, T and, if there, id and monetary (mean of the repeat purchases)")
		f.StringVar(&unit, "unit", "", "`unit` that times are counted in: hour, day, week (the default; month for bgbb), month, quarter, year, 30 days, …")
		f.BoolVar(&o.record, "record", false, "play the past of the transactions again, some ten fits, for an interval of the total by a model that is as wrong as it has been")
		f.StringVar(&end, "end", "", "last `date` that the models see at first; later transactions are the holdout that the model is chosen by, before it is fitted to all data")
		f.StringVar(&horizon, "horizon", "1 year", "how far ahead value counts: a `length` such as \"26 weeks\", a number of units, or forever")
		f.Float64Var(&rate, "rate", rate, "discount `rate`, effective per year: 0.1 is 10 %")
		f.BoolVar(&steep, "steep", false, "a -rate above 1 is meant: more than 100 % a year")
		intake.DefineMargin(f, &margin, margin)
		o.DefineNotebook(f)
		o.DefineJSON(f)
	})
	if err != nil {
		return nil, err
	}
	return o, o.fill(unit, end, horizon, rate, margin, steep)
}

// fill checks what the flags package does not.
func (o *options) fill(unit, end, horizon string, rate, margin float64, steep bool) (err error) {
	switch {
	case o.Transactions != "" && o.histories != "":
		return fmt.Errorf("-transactions and -histories are both given: choose one")
	case !(rate >= 0 && rate <= math.MaxFloat64):
		return fmt.Errorf("-rate %g is not a rate: give 0 or more, 0.1 for 10 %% a year", rate)
	case rate > 1 && !steep:
		return fmt.Errorf("-rate %g is more than 100 %% a year: give 0.1 for 10 %%, or say -steep if it is meant", rate)
	}
	if err := intake.CheckMargin(margin); err != nil {
		return err
	}
	o.terms.Rate, o.terms.Margin = value.Annual(rate), margin
	o.terms.Rate.Steep = steep
	if o.unitSaid = unit != ""; !o.unitSaid {
		if unit = "week"; o.Models.Periods {
			unit = "month"
		}
	}
	if o.terms.Unit, err = intake.ParseUnit(unit); err != nil {
		return fmt.Errorf("-unit: %w", err)
	}
	if o.Models.Periods {
		if _, err := calendarPeriod(o.terms.Unit); err != nil {
			return err
		}
	}
	if o.terms.Horizon, o.horizon, err = parseHorizon(horizon, o.terms.Unit, rate); err != nil {
		return fmt.Errorf("-horizon: %w", err)
	}
	if end != "" && o.histories != "" {
		return fmt.Errorf("-end needs transactions: histories end where their T says")
	}
	o.end, err = intake.ParseDate("end", end)
	return err
}

// forever is the horizon without an end.
const forever = "forever"

// parseHorizon reads "forever", "52" (units) or "12 months", and says what it
// was. A horizon beyond which discounting leaves less than 1e-12 of a payment is
// computed as for ever.
func parseHorizon(s string, unit clientele.Unit, rate float64) (h value.Horizon, name string, err error) {
	s = strings.ToLower(strings.TrimSpace(s))
	if s == forever || s == "inf" || s == "infinite" {
		return value.Forever(), forever, nil
	}
	n, unit, err := intake.ParseLength(s, unit)
	if err != nil {
		return h, "", fmt.Errorf("%w, or forever", err)
	}
	name = strconv.FormatFloat(n, 'g', 10, 64) + " " + intake.UnitName(unit, n)
	switch years := n * float64(unit) / float64(clientele.Year); {
	case years*math.Log1p(rate) > 12*math.Ln10:
		return value.Forever(), name, nil
	case years > longestHorizon:
		return h, "", fmt.Errorf("%q is more than %d years, and a rate of %g bounds nothing: give a higher -rate or a shorter horizon", s, longestHorizon, rate)
	}
	return value.Within(n, unit), name, nil
}

// longestHorizon bounds horizons that no discounting ends, in years.
const longestHorizon = 300
