package main

import (
	"cmp"
	"slices"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/value/btyd"
)

// answer is what the program found.
type answer struct {
	*options
	report    intake.Report
	asOf      time.Time
	portrayer *portrait.Portrayer
	shown     []drawing // with intervals
	stages    []group
	conflicts int
	plan      *portrait.ContactPlan[string]
	moves     *portrait.BaseMoves[string] // nil without -since
	drift     *btyd.FitDrift              // nil if it cannot be told
}

// group is the customers of one stage.
type group struct {
	Stage     lifecycle.Stage `json:"stage"`
	Customers int             `json:"customers"`
	Worth     float64         `json:"worth"`
	Silent    float64         `json:"silent"` // mean probability of no purchase within the horizon of loss
}

// count counts the customers of each stage.
func (a *answer) count(now []drawing) {
	var groups [lifecycle.NumStages + 1]group
	for _, d := range now {
		g := &groups[d.Portrait.Stage.Stage]
		g.Stage = d.Portrait.Stage.Stage
		g.Customers++
		g.Worth += d.Portrait.Worth.Value
		g.Silent += d.Portrait.Loss.ProbSilent
		if len(d.Portrait.Conflicts) > 0 {
			a.conflicts++
		}
	}
	for _, g := range groups {
		if g.Customers > 0 {
			g.Silent /= float64(g.Customers)
			a.stages = append(a.stages, g)
		}
	}
}

// choose picks the most valuable customer of each advice, in the order of advices.
func (a *answer) choose(now []drawing) []drawing {
	best := map[portrait.Advice]drawing{}
	for _, d := range now {
		if old, ok := best[d.Portrait.Advice]; !ok || d.Portrait.Worth.Present > old.Portrait.Worth.Present {
			best[d.Portrait.Advice] = d
		}
	}
	var out []drawing
	for _, d := range best {
		out = append(out, d)
	}
	slices.SortFunc(out, func(x, y drawing) int { return cmp.Compare(x.Portrait.Advice, y.Portrait.Advice) })
	return out
}

// withIntervals draws the shown customers anew, with the intervals of their value.
func (a *answer) withIntervals(l *clientele.Ledger[string]) ([]drawing, error) {
	out := slices.Clone(a.shown)
	for i := range out {
		d, err := portrait.DossierOf(a.portrayer, l, out[i].Customer, a.asOf, nil)
		if err != nil {
			return nil, err
		}
		if out[i].Portrait, err = a.portrayer.ClassifyWithin(&d, 0.95); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// document is what -json writes.
type document struct {
	Report    intake.Report                 `json:"report"`
	AsOf      time.Time                     `json:"as_of"`
	Portrayer *portrait.Portrayer           `json:"portrayer"`
	Stages    []group                       `json:"stages"`
	Conflicts int                           `json:"conflicts"`
	Portraits []shown                       `json:"portraits"`
	Plan      *portrait.ContactPlan[string] `json:"plan"`
	Moves     *portrait.BaseMoves[string]   `json:"moves,omitempty"`
	Drift     *btyd.FitDrift                `json:"drift,omitempty"`
}

type shown struct {
	Customer string            `json:"customer"`
	Summary  string            `json:"summary"`
	Portrait portrait.Portrait `json:"portrait"`
}

// Document implements program.Answer.
func (a *answer) Document() any {
	d := document{a.report, a.asOf, a.portrayer, a.stages, a.conflicts, nil, a.plan, a.moves, a.drift}
	for _, s := range a.shown {
		d.Portraits = append(d.Portraits, shown{s.Customer, s.Portrait.Summary(a.Lang), s.Portrait})
	}
	return d
}
