package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/value"
)

// options are what the flags say.
type options struct {
	dsn       string
	source    source
	records   string // a Parquet file of records to read instead of a table
	policy    clientele.LedgerPolicy
	bounds    bounds
	show      bool   // print the SQL and do nothing else
	model     string // a kind of btyd.Kinds; "" fits portraits
	toRecords string
	toScores  string
	latest    bool // take the models of the latest version
	scores    name
	portraits portrait.PortraitPolicy
}

func parseOptions(args []string, stderr io.Writer) (o options, err error) {
	f := flag.NewFlagSet("warehouse", flag.ContinueOnError)
	var table, columns, zone, refunds, zeros, duplicates, empty, asOf, since, scores, horizon string
	f.StringVar(&o.dsn, "dsn", "", "`address` of the database: postgres://…, host=… dbname=…, or the file of a SQLite database")
	f.StringVar(&table, "table", "", "`name` of the table or view of purchases: orders or shop.orders; quoted as in SQL where it holds a dot")
	f.StringVar(&columns, "columns", "customer=customer,date=date,amount=amount", "`names` of its columns: customer=…,date=…,amount=… and, where rows have one, id=…")
	f.IntVar(&o.source.minor, "minor", 2, "`decimals` of the amounts; 0 if they are in cents already, or without decimals")
	f.StringVar(&o.records, "records", "", "`file` of records in Parquet, to read instead of a table")
	f.StringVar(&zone, "zone", "UTC", "`zone` whose days count, for times that are instants")
	f.StringVar(&refunds, "refunds", "net-period", "what becomes of negative amounts, a `rule`: net-period, net-earlier, drop, refuse")
	f.StringVar(&zeros, "zeros", "keep", "what becomes of amounts of 0, a `rule`: keep, drop, refuse")
	f.StringVar(&duplicates, "duplicates", "ignore", "what becomes of rows whose id was seen, a `rule`: ignore, drop, refuse")
	f.StringVar(&empty, "empty-keys", "keep", "what becomes of rows of nobody, a `rule`: keep, drop, refuse")
	f.StringVar(&asOf, "as-of", "", "last `day` that counts; default that of the last row")
	f.StringVar(&since, "since", "", "first `day` that counts as recent; default a year before the end")
	f.BoolVar(&o.show, "sql", false, "print the SQL and do nothing else")
	f.StringVar(&o.toRecords, "write-records", "", "`file` in Parquet to write the records to")
	f.StringVar(&o.toScores, "write-scores", "", "`file` in Parquet to write the scores to")
	f.StringVar(&scores, "scores", "", "`name` of the table that the scores are written to as a new version; made where it is absent")
	f.BoolVar(&o.latest, "latest", false, "score by the models of the latest version in -scores instead of fitting anew")
	f.StringVar(&horizon, "horizon", "1 year", "how far ahead value counts: a `length` such as \"26 weeks\"")
	f.StringVar(&o.model, "model", "", "`kind` of one purchase model to fit, such as btyd.BGNBD, and nothing else")
	f.Float64Var(&o.portraits.Margin, "margin", 1, "profit as a `share` of the amounts, in (0, 1]")
	if err := program.ParseFlags(f, args, stderr, "Scores the customers of a database, where their histories are."); err != nil {
		return o, err
	}
	if rest := f.Args(); len(rest) > 0 {
		return o, fmt.Errorf("%q is not a flag", rest[0])
	}
	if o.source.columns, err = parseColumns(columns); err != nil {
		return o, fmt.Errorf("-columns: %w", err)
	}
	if (o.records == "") == (table == "") {
		return o, errors.New("give the -table of purchases, or a file of -records")
	}
	if o.dsn == "" && (table != "" || scores != "") {
		return o, errors.New("-dsn: give the address of the database")
	}
	for _, n := range []struct {
		flag, text string
		to         *name
	}{{"table", table, &o.source.table}, {"scores", scores, &o.scores}} {
		if n.text == "" {
			continue
		}
		if *n.to, err = parseName(n.text); err != nil {
			return o, fmt.Errorf("-%s: %w", n.flag, err)
		}
	}
	if o.latest && scores == "" {
		return o, errors.New("-latest: name the table of -scores")
	}
	if o.model != "" && (scores != "" || o.toScores != "") {
		return o, errors.New("-model fits purchases only: leave it out to have scores")
	}
	if o.policy.Zone, err = time.LoadLocation(zone); err != nil || zone == "Local" || zone == "" {
		return o, fmt.Errorf("-zone %q is not the name of a zone, such as Europe/Berlin or UTC", zone)
	}
	for _, r := range []struct {
		flag, text string
		to         interface{ UnmarshalText([]byte) error }
	}{{"refunds", refunds, &o.policy.Refunds}, {"zeros", zeros, &o.policy.Zeros}, {"duplicates", duplicates, &o.policy.Duplicates}, {"empty-keys", empty, &o.policy.EmptyKeys}} {
		if err := r.to.UnmarshalText([]byte(r.text)); err != nil {
			return o, fmt.Errorf("-%s: %w", r.flag, err)
		}
	}
	o.policy.Later = clientele.LaterDrop // only rows up to the end are read
	for _, d := range []struct {
		flag, text string
		to         *time.Time
	}{{"as-of", asOf, &o.bounds.asOf}, {"since", since, &o.bounds.since}} {
		if d.text == "" {
			continue
		}
		if *d.to, err = intake.ParseDay(d.text); err != nil {
			return o, fmt.Errorf("-%s %w", d.flag, err)
		}
	}
	n, unit, err := intake.ParseLength(horizon, clientele.Day)
	if err != nil {
		return o, fmt.Errorf("-horizon: %w", err)
	}
	o.portraits.Horizon = value.Within(n, unit)
	return o, o.portraits.Check()
}
