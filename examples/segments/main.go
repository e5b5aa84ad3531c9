// Command segments asks which customers are which, in every way that the library
// knows: on a log of transactions or, without one, on a simulated tea shop. The
// README of this folder is the output of the first:
//
//	go run ./examples/segments
//	go run ./examples/segments -transactions orders.csv -lang zh
package main

import (
	"context"
	"embed"
	"flag"
	"io"

	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/internal/program"
)

//go:embed *.go
var source embed.FS

func main() { segments.Main() }

var segments = program.Program[*options]{Name: "segments", Title: note.Words{"Which customers are which?", "客户细分：谁是哪一类？"}, Source: source, Parse: parseOptions, Solve: solve}

// options are what the flags say.
type options struct {
	intake.Input
	margin float64
}

func parseOptions(args []string, stderr io.Writer) (*options, error) {
	o := new(options)
	err := o.Parse("segments", "Which customers are which, in every way that the library knows.", args, stderr, func(f *flag.FlagSet) {
		intake.DefineMargin(f, &o.margin, 1)
		o.DefineNotebook(f)
	})
	if err == nil {
		err = intake.CheckMargin(o.margin)
	}
	return o, err
}

// solve reads the base, or opens the simulated shop.
func solve(_ context.Context, o *options, p *program.Progress) (a program.Answer, err error) {
	defer note.Catch(&err)
	if o.Transactions == "" {
		return openShop(o), nil
	}
	return readBase(o, p), nil
}

// Write implements program.Answer.
func (b *base) Write(p *note.Page) {
	theBase(p, b)
	named(p, b)
	eightCells(p, b)
	if b.simulated {
		strategies(p, b)
	} else {
		worthAndLoyalty(p, b)
	}
	pyramid(p, b)
	clusters(p, b)
	migration(p, b)
}
