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
)

// options are what the flags say.
type options struct {
	transactions string
	split        time.Time // the last day that the verdicts see; zero if it is not given
	horizon      int       // days; 0 is the rule's own
	season       season
	seed         uint64
	lang         clientele.Lang
	json         bool
	reading      intake.Reading
}

// JSON implements program.Options.
func (o options) JSON() bool { return o.json }

func parseOptions(args []string, stderr io.Writer) (options, error) {
	var o options
	var read intake.Flags
	var split, horizon, calendar, lang string
	f := flag.NewFlagSet("verdicts", flag.ContinueOnError)
	f.StringVar(&o.transactions, "transactions", "", "`file` of transactions, CSV, Excel or Parquet: customer, date and, if there are amounts, amount")
	f.StringVar(&split, "split", "", "last `date` that fits and verdicts see; what came later they are held against")
	f.StringVar(&horizon, "horizon", "", "how long the silence is that a verdict of loss foretells: a `length` such as \"26 weeks\", or a number of days; default: three expected gaps of the base, or what the log has after the split if that is less")
	f.StringVar(&calendar, "calendar", "", "how the year goes, a `season`: months, for the months as the base bought in them before the split as far as one year tells another, or weights of equal parts of the year from 1 January on, with commas, such as twelve of months")
	f.Uint64Var(&o.seed, "seed", 1, "`seed` of what is simulated: the shop, and the customers who never change and who change")
	f.StringVar(&lang, "lang", "en", "`language` of the Markdown: en or zh")
	read.Define(f)
	f.BoolVar(&o.json, "json", false, "print one JSON document instead of Markdown")
	err := program.ParseFlags(f, args, stderr, "Are the verdicts on customers true? Held against what came after a date.")
	if err != nil {
		return o, err
	}
	if o.reading, err = read.Reading(); err != nil {
		return o, err
	}
	return o, o.fill(f.Args(), split, horizon, calendar, lang)
}

// fill checks what the flags package does not.
func (o *options) fill(rest []string, split, horizon, calendar, lang string) (err error) {
	if len(rest) > 0 {
		return fmt.Errorf("%q is not a flag: name a file with -transactions", rest[0])
	}
	if split != "" {
		if o.split, err = intake.ParseDay(split); err != nil {
			return fmt.Errorf("-split %w", err)
		}
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
	switch strings.ToLower(lang) {
	case "en":
		o.lang = clientele.LangEnglish
	case "zh":
		o.lang = clientele.LangChinese
	default:
		return fmt.Errorf("-lang %q is not known: give en or zh", lang)
	}
	return nil
}

// longestHorizon bounds horizons, in days.
const longestHorizon = 366 * 50
