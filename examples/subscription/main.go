// Command subscription asks how long subscribers stay and what that is worth: on a
// log of payments or, without one, first on published figures and then on a simulated
// club. The README of this folder is the output of the first:
//
//	go run ./examples/subscription
//	go run ./examples/subscription -transactions payments.csv -term "1 month" -lang zh
package main

import (
	"context"
	"embed"
	"flag"
	"fmt"
	"io"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/internal/program"
)

//go:embed *.go
var source embed.FS

func main() { subscription.Main() }

var subscription = program.Program[*options]{Name: "subscription", Title: note.Words{"How long do subscribers stay?", "订阅客户能留多久？"}, Source: source, Parse: parseOptions, Solve: solve}

// options are what the flags say.
type options struct {
	intake.Input
	term   clientele.Unit // of a payment; 0 if the log tells
	margin float64
}

func parseOptions(args []string, stderr io.Writer) (*options, error) {
	o := new(options)
	var term string
	err := o.Parse("subscription", "How long subscribers stay, and what that is worth.", args, stderr, func(f *flag.FlagSet) {
		f.StringVar(&term, "term", "", "`length` that one payment covers, such as \"1 month\"; default: the one that fits the gaps between payments best")
		intake.DefineMargin(f, &o.margin, 1)
		o.DefineNotebook(f)
	})
	switch {
	case err != nil:
		return nil, err
	case o.Models.Kinds != nil || o.Models.Periods:
		return nil, fmt.Errorf("-model: under contract nobody leaves unseen; sBG and BdW are both fitted")
	}
	if err := intake.CheckMargin(o.margin); err != nil || term == "" {
		return o, err
	}
	n, unit, err := intake.ParseLength(term, clientele.Day)
	if err != nil {
		return nil, fmt.Errorf("-term: %w", err)
	}
	o.term = clientele.Unit(n * float64(unit))
	return o, nil
}

// solve reads the payments, or takes what is published and simulated.
func solve(_ context.Context, o *options, p *program.Progress) (a program.Answer, err error) {
	defer note.Catch(&err)
	if o.Transactions != "" {
		return readMembers(o, p), nil
	}
	return story{o}, nil
}

// story is what is told without a log.
type story struct{ *options }

// Write implements program.Answer.
func (s story) Write(p *note.Page) {
	regular, highEnd := project(p)
	retentionCurve(p, regular, highEnd)
	tenures(p, highEnd)
	c := openClub(s.Seed)
	survival(p, c)
	causes(p, c)
	score(p, c)
	recommendation(p, c)
	winBack(p, c)
	points(p)
}
