// Command relationships asks where the relationships with customers stand, how
// they will end and what they are worth: on a log of transactions or, without one, on
// the simulated cafés of a coffee roaster. The README of this folder is the output of
// the first:
//
//	go run ./examples/relationships
//	go run ./examples/relationships -transactions orders.csv -lang zh
package main

import (
	"context"
	"embed"
	"flag"
	"io"

	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/lifecycle"
)

//go:embed *.go
var source embed.FS

func main() { relationships.Main() }

var relationships = program.Program[*options]{Name: "relationships", Title: note.Words{"Where do relationships stand?", "客户关系处于什么阶段？"}, Source: source, Parse: parseOptions, Solve: solve}

// options are what the flags say.
type options struct {
	intake.Input
	margin float64
}

func parseOptions(args []string, stderr io.Writer) (*options, error) {
	o := new(options)
	err := o.Parse("relationships", "Where the relationships with customers stand, how they will end and what they are worth.", args, stderr, func(f *flag.FlagSet) {
		intake.DefineMargin(f, &o.margin, 0.3)
		o.DefineNotebook(f)
	})
	if err == nil {
		err = intake.CheckMargin(o.margin)
	}
	return o, err
}

// solve reads the base, or simulates one.
func solve(_ context.Context, o *options, p *program.Progress) (a program.Answer, err error) {
	defer note.Catch(&err)
	if o.Transactions == "" {
		return openBase(o), nil
	}
	return readBase(o, p), nil
}

// Write implements program.Answer.
func (b *base) Write(p *note.Page) {
	theBase(p, b)
	rhythm := cadence(p, b)
	fit, loss := alive(p, b)
	rules := note.Must(lifecycle.NewRules(&lifecycle.StagePolicy{Gap: rhythm.Gap, GapWeight: rhythm.Weight * rhythm.Shape, Shape: rhythm.Shape}, loss, nil))
	journeys := follow(rules, b)
	stages(p, b, journeys)
	oneCustomer(p, b, journeys, fit.Model)
	growth(p, b)
	hidden(p, b)
	worth(p, b, journeys)
	patterns(p, b, journeys)
}
