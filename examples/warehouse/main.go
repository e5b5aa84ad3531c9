// Command warehouse scores the customers of a database where their histories are: SQL
// computes a record a customer as a ledger would, the records stream into the models,
// and the scores go back into a table. It works on PostgreSQL and SQLite, and reads
// and writes Parquet.
//
//	go run . -dsn shop.db -table orders -columns customer=who,date=day,amount=paid -scores scores
//	go run . -dsn postgres://… -table shop.orders -zone Europe/Berlin -refunds net-earlier -sql
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/value/btyd"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintf(os.Stderr, "warehouse: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parseOptions(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	var s *snapshot
	if o.dsn != "" {
		w, err := open(o.dsn, o.scores != nil)
		if err != nil {
			return err
		}
		defer w.Close()
		if s, err = w.snapshot(ctx); err != nil {
			return err
		}
		defer s.Close()
	}
	r, err := o.read(ctx, s, stdout)
	if err != nil || r == nil {
		return err
	}
	if o.toRecords != "" {
		n, err := r.writeRecords(ctx, o.toRecords)
		if err != nil {
			return err
		}
		fmt.Fprintf(stdout, "%d records are in %s\n", n, o.toRecords)
	}
	if o.model != "" {
		return fitModel(ctx, stdout, r, o.model)
	}
	var p *portrait.Portrayer
	if o.latest {
		p, err = s.latest(ctx, o.scores, r.minor)
	} else {
		p, err = r.fit(ctx, &o.portraits)
	}
	if err != nil {
		return err
	}
	if !o.latest {
		describe(stdout, r, p)
	}
	if o.toScores != "" {
		n, err := writeParquet(o.toScores, r.scores(ctx, p))
		if err != nil {
			return err
		}
		fmt.Fprintf(stdout, "%d scores are in %s\n", n, o.toScores)
	}
	if o.scores != nil {
		version, n, err := s.store(ctx, o.scores, r, p, r.scores(ctx, p))
		if err != nil {
			return err
		}
		fmt.Fprintf(stdout, "%d scores are in %s, version %d\n", n, o.scores, version)
	}
	return nil
}

// read returns the records, nothing if only the SQL was asked for.
func (o *options) read(ctx context.Context, s *snapshot, stdout io.Writer) (*reading, error) {
	if o.records != "" {
		return readRecords(o.records)
	}
	q, err := s.query(ctx, o.source, &o.policy, o.bounds)
	if err != nil {
		return nil, err
	}
	if o.show {
		text, err := q.text("records")
		fmt.Fprintln(stdout, text)
		return nil, err
	}
	return s.records(q)
}

// fitModel fits one purchase model to the histories, in the memory of those that differ.
func fitModel(ctx context.Context, stdout io.Writer, r *reading, kind string) error {
	p, err := r.panel(ctx)
	if err != nil {
		return err
	}
	f, err := btyd.FitAny(ctx, kind, p, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "Up to %s there are %d customers with %d different histories.\n%s\n", r.asOf.Format(time.DateOnly), p.Len(), p.Distinct(), f)
	return nil
}

// describe says what was fitted.
func describe(stdout io.Writer, r *reading, p *portrait.Portrayer) {
	fmt.Fprintf(stdout, "Up to %s there are %d customers, expected to bring %.2f in the next %.0f days by the model %s:\n",
		r.asOf.Format(time.DateOnly), p.Customers, r.money(p.Worth), p.Policy().Horizon.In(clientele.Day), p.Kind())
	for _, why := range p.AppendReasons(nil) {
		fmt.Fprintf(stdout, "- %s\n", why.Text(clientele.LangEnglish))
	}
	for _, w := range p.Warnings {
		fmt.Fprintf(stdout, "- warning: %s\n", w.Text(clientele.LangEnglish))
	}
}
