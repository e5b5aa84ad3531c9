package main

import (
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
)

// options are what the flags say.
type options struct {
	intake.Input
	split   time.Time // the last day that the verdicts see; zero if it is not given
	horizon int       // days; 0 is the rule's own
	season  season
}

func parseOptions(args []string, stderr io.Writer) (*options, error) {
	o := new(options)
	var split, horizon, calendar string
	err := o.Parse("verdicts", "Are the verdicts on customers true? Held against what came after a date.", args, stderr, func(f *flag.FlagSet) {
		f.StringVar(&split, "split", "", "last `date` that fits and verdicts see; what came later they are held against; default: two thirds through the log")
		f.StringVar(&horizon, "horizon", "", "how long the silence is that a verdict of loss foretells: a `length` such as \"26 weeks\", or a number of days; default: three expected gaps of the base, or what the log has after the split if that is less")
		f.StringVar(&calendar, "calendar", "", "how the year goes, a `season`: months, for the months as the base bought in them before the split as far as one year tells another, or weights of equal parts of the year from 1 January on, with commas, such as twelve of months")
		o.DefineNotebook(f)
		o.DefineJSON(f)
	})
	if err != nil {
		return nil, err
	}
	return o, o.fill(split, horizon, calendar)
}

// fill checks what the flags package does not.
func (o *options) fill(split, horizon, calendar string) (err error) {
	if o.split, err = intake.ParseDate("split", split); err != nil {
		return err
	}
	if horizon != "" {
		n, unit, err := intake.ParseLength(horizon, clientele.Day)
		if err != nil {
			return fmt.Errorf("-horizon: %w", err)
		}
		days := n * unit.In(clientele.Day)
		if !(days >= 1 && days <= longestHorizon) {
			return fmt.Errorf("-horizon %q is %.4g days: give a length from one day to %d years", horizon, days, longestHorizon/366)
		}
		o.horizon = int(days + 0.5)
	}
	if o.season, err = parseSeason(calendar); err != nil {
		return fmt.Errorf("-calendar: %w", err)
	}
	return nil
}

// longestHorizon bounds horizons, in days.
const longestHorizon = 366 * 50
