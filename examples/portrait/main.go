// Command portrait draws the customers of a base: who they are, what they are
// worth, whom to call, and who moved. It prints Markdown in English or Chinese, or
// JSON with -json. Without a file it runs on a simulated shop.
//
//	go run ./examples/portrait
//	go run ./examples/portrait -transactions orders.csv -budget 200 -lang zh
//	go run ./examples/portrait -transactions orders.csv -customer C-1001
//
// The README of this folder is the output of the first.
package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/examples/internal/shop"
	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/value/btyd"
)

//go:embed *.go
var source embed.FS

func main() { portraits.Main() }

var portraits = program.Program[*options]{Name: "portrait", Title: note.Words{"Portraits of customers", "客户画像"}, Source: source, Parse: parseOptions, Solve: solve}

// solve reads the base, fits the portrayer and draws everybody.
func solve(ctx context.Context, o *options, p *program.Progress) (program.Answer, error) {
	book, err := shop.Open(&o.Input, p)
	if err != nil {
		return nil, err
	}
	asOf := o.AsOf
	if asOf.IsZero() {
		asOf = book.Ledger.Report().Last
	}
	p.Show("fitting")
	made, err := portrait.Fit(ctx, book.Ledger, asOf, nil, &o.policy)
	if err != nil {
		return nil, err
	}
	a := &answer{options: o, report: book.Report, asOf: asOf, portrayer: made}
	p.Show("drawing")
	now, err := draw(made, book.Ledger, asOf)
	if err != nil {
		return nil, err
	}
	if o.customer != "" {
		at := slices.IndexFunc(now, func(d drawing) bool { return d.Customer == o.customer })
		if at < 0 {
			return nil, fmt.Errorf("-customer %q bought nothing up to %s", o.customer, intake.Day(asOf))
		}
		a.shown = now[at : at+1]
	} else {
		a.shown = a.choose(now)
	}
	if a.shown, err = a.withIntervals(book.Ledger); err != nil {
		return nil, err
	}
	a.count(now)
	if a.plan, err = portrait.Plan(slices.Values(now), &o.contacts); err != nil {
		return nil, err
	}
	if o.since.IsZero() {
		return a, nil
	}
	before, err := draw(made, book.Ledger, o.since)
	if err != nil {
		return nil, err
	}
	if a.moves, err = portrait.Moves(slices.Values(before), slices.Values(now), o.Top); err != nil {
		return nil, err
	}
	return a, a.checkDrift(ctx, book.Ledger)
}

type drawing = portrait.Drawing[string]

func draw(p *portrait.Portrayer, l *clientele.Ledger[string], asOf time.Time) ([]drawing, error) {
	seq, err := portrait.Portraits(p, l, asOf, nil, 2)
	if err != nil {
		return nil, err
	}
	var out []drawing
	for d := range seq {
		if d.Err != nil {
			return nil, d.Err
		}
		out = append(out, d)
	}
	return out, nil
}

// checkDrift asks whether the customers still buy as they did at the earlier date.
func (a *answer) checkDrift(ctx context.Context, l *clientele.Ledger[string]) error {
	earlier, err := portrait.Fit(ctx, l, a.since, nil, &a.policy)
	if err != nil { // too little was known then
		return nil
	}
	a.drift, err = portrait.CheckDrift(ctx, earlier, l, a.asOf, (*btyd.DriftPolicy)(nil))
	var input *clientele.InputError
	if errors.As(err, &input) { // a trade without a test, such as one under contract
		return nil
	}
	return err
}
