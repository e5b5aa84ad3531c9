// Command clv is the main job of the library as a notebook: from a log of
// transactions, or from customer histories, to the lifetime value of every
// customer, with intervals. It prints Markdown, or JSON with -json. Without a
// file it runs on a simulated shop whose true parameters are known.
//
//	go run ./examples/clv
//	go run ./examples/clv -transactions orders.csv -unit week -end 2024-06-30
//	go run ./examples/clv -histories customers.csv -json
//
// The README of this folder is the output of the first.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	out := bufio.NewWriter(os.Stdout)
	status := run(ctx, os.Args[1:], out, os.Stderr)
	if err := out.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, "clv:", err)
		status = 1
	}
	os.Exit(status)
}

// run is the program: it returns the exit status, 1 if there is no answer.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parseOptions(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	var a *answer
	if err == nil {
		a, err = solve(ctx, o, newProgress(stderr))
	}
	switch {
	case err == nil && o.json:
		err = json.NewEncoder(stdout).Encode(a.document())
	case err == nil:
		_, err = io.WriteString(stdout, a.markdown())
	}
	if err == nil {
		return 0
	}
	fmt.Fprintln(stderr, "clv:", err)
	if slices.ContainsFunc(args, func(s string) bool { return strings.TrimLeft(s, "-") == "json" }) {
		_ = json.NewEncoder(stdout).Encode(map[string]string{"error": err.Error()}) // a failed write is reported by Flush
	}
	return 1
}

// solve reads the data, fits the models and values the customers.
func solve(ctx context.Context, o options, p *progress) (*answer, error) {
	defer p.clear()
	var d *dataset
	var err error
	switch {
	case o.transactions != "":
		d, err = readTransactions(o, p)
	case o.histories != "":
		d, err = readHistories(o)
	default:
		d, err = simulateShop(&o)
	}
	if err != nil {
		return nil, err
	}
	m, err := fitModels(ctx, d, o, p)
	if err != nil {
		return nil, err
	}
	return valueCustomers(d, m, o, p)
}
