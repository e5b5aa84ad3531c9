// Command verdicts asks whether the verdicts of the library are true. It reads a
// log of transactions, fits everything on what lies before a date, gives every
// verdict of every package on every customer (who is lost, at which stage, of
// which segment and class, at what risk, of what worth), and holds them against
// what the customers did after that date. Two simulations add what no log can
// tell: how often customers who never change are called something else, and how
// late a true loss or fall is noticed, beside the best possible detector.
//
//	go run ./examples/verdicts
//	go run ./examples/verdicts -transactions orders.csv -split 2024-06-30
//	go run ./examples/verdicts -transactions orders.csv -split 2024-06-30 -horizon "26 weeks" -json
//
// Without a file it runs on a simulated shop whose truth is known; the README of
// this folder is what it then prints.
package main

import (
	"context"
	"embed"

	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/internal/program"
)

//go:embed *.go
var source embed.FS

func main() { verdicts.Main() }

var verdicts = program.Program[*options]{Name: "verdicts", Title: note.Words{"Are the verdicts true?", "这些判断准不准？"}, Source: source, Parse: parseOptions, Solve: solve}

// solve reads the base, gives the verdicts and holds them against what came.
func solve(ctx context.Context, o *options, p *program.Progress) (program.Answer, error) {
	b, err := openBase(o, p)
	if err != nil {
		return nil, err
	}
	p.Show("fitting")
	f, err := fit(ctx, b, o)
	if err != nil {
		return nil, err
	}
	said, err := f.judge(b)
	if err != nil {
		return nil, err
	}
	a := &answer{base: b, fitted: f, said: said}
	a.loss = countLoss(b, f, said)
	p.Show("month by month")
	a.monthly = monthByMonth(b, f)
	a.calibration = calibrate(said)
	a.groups = groupsOf(said)
	a.contradictions = contradict(said)
	if b.truth != nil {
		if a.known, err = holdAgainst(b, f); err != nil {
			return nil, err
		}
	}
	p.Show("customers who never change")
	if a.stationary, err = simulateStationary(o.Seed); err != nil {
		return nil, err
	}
	p.Show("customers who change")
	if a.delay, err = simulateDelays(o.Seed, a.stationary); err != nil {
		return nil, err
	}
	return a, nil
}
