package main

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/shop"
	"github.com/clientele-go/clientele/portrait"
)

// base is the customers that are asked about: a ledger, and what was fitted to it
// once. It does not change after it is loaded.
type base struct {
	options
	book      *intake.Book
	portrayer *portrait.Portrayer
	passes    chan struct{} // holds one token a pass over all customers under way
}

// loading is a base that is being read. Every call waits for it, and gets the error of
// the reading as it is, because that says which flag to give.
type loading struct {
	done chan struct{}
	base *base
	err  error
}

// load begins to read the base.
func load(ctx context.Context, o options) *loading {
	l := &loading{done: make(chan struct{})}
	go func() {
		defer close(l.done)
		l.base, l.err = open(ctx, o)
	}()
	return l
}

// wait returns the base when it is there.
func (l *loading) wait(ctx context.Context) (*base, error) {
	select {
	case <-l.done:
		return l.base, l.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// open reads the log, or simulates a shop, and fits the portrayer.
func open(ctx context.Context, o options) (*base, error) {
	b := &base{options: o, passes: make(chan struct{}, 1)}
	var err error
	if o.transactions == "" {
		b.book, err = shop.Simulate(1)
	} else {
		b.book, err = intake.ReadLog(o.transactions, o.reading, clientele.Day, nil)
	}
	if err != nil {
		return nil, err
	}
	if b.asOf.IsZero() {
		b.asOf = b.book.Ledger.Report().Last
	}
	b.portrayer, err = portrait.Fit(ctx, b.book.Ledger, b.asOf, nil, &b.policy)
	return b, err
}

// date reads a date of a call, by default that of the base.
func (b *base) date(field, text string) (time.Time, error) {
	if text == "" {
		return b.asOf, nil
	}
	day, err := intake.ParseDay(text)
	if err != nil {
		return day, fmt.Errorf("%s %w", field, err)
	}
	return day, nil
}

// portrait draws one customer, with the interval of their value.
func (b *base) portrait(customer string, asOf time.Time) (portrait.Portrait, error) {
	d, err := portrait.DossierOf(b.portrayer, b.book.Ledger, customer, asOf, nil)
	if err != nil {
		return portrait.Portrait{}, err
	}
	return b.portrayer.ClassifyWithin(&d, 0.95)
}

type drawing = portrait.Drawing[string]

// portraits draws all customers until the context ends.
func (b *base) portraits(ctx context.Context, asOf time.Time) (iter.Seq[drawing], error) {
	all, err := portrait.Portraits(b.portrayer, b.book.Ledger, asOf, nil, 2)
	if err != nil {
		return nil, err
	}
	return func(yield func(drawing) bool) {
		for d := range all {
			if ctx.Err() != nil {
				d = drawing{Err: context.Cause(ctx)}
			}
			if !yield(d) {
				return
			}
		}
	}, nil
}

// alone runs f when no other pass over all customers is under way: calls that come
// together wait for each other, and take the memory of one.
func (b *base) alone(ctx context.Context, f func() error) error {
	select {
	case b.passes <- struct{}{}:
		defer func() { <-b.passes }()
		return f()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
