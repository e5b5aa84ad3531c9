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
	"context"
	"embed"

	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/internal/program"
)

//go:embed *.go
var source embed.FS

func main() { clv.Main() }

var clv = program.Program[*options]{Name: "clv", Title: note.Words{"Customer lifetime value", "客户终身价值"}, Source: source, Parse: parseOptions, Solve: solve}

// solve reads the data, fits the models and values the customers.
func solve(ctx context.Context, o *options, p *program.Progress) (program.Answer, error) {
	var d *dataset
	var err error
	switch {
	case o.Transactions != "":
		d, err = readTransactions(o, p)
	case o.histories != "":
		d, err = readHistories(o)
	default:
		d, err = simulateShop(o)
	}
	if err != nil {
		return nil, err
	}
	m, err := fitModels(ctx, d, o, p)
	if err != nil {
		return nil, err
	}
	return valueCustomers(ctx, d, m, o, p)
}
