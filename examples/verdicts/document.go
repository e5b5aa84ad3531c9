package main

import (
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/lifecycle"
)

// document is the answer as JSON.
type document struct {
	Lost           lostDocument                      `json:"lost"`
	Calibration    []binDocument                     `json:"calibration"` // of P(no purchase in the horizon), in tenths; those with customers
	Stages         map[lifecycle.Stage]program.Float `json:"stages"`
	Contradictions []contradictionDocument           `json:"contradictions"`
	Stationary     []stationaryDocument              `json:"stationary"`
	Delay          []delayDocument                   `json:"delay"`
}

type lostDocument struct {
	Called      int           `json:"called"`       // customers lost at the split
	BoughtLater program.Float `json:"bought_later"` // share of them who bought within the horizon; null if nobody is called
	MeanProb    program.Float `json:"mean_prob"`    // their mean P(no purchase in the horizon)
	Verdicts    int           `json:"verdicts"`     // of loss, month to month over the whole log
	Revoked     int           `json:"revoked"`      // of them, by a later purchase
}

type binDocument struct {
	Said program.Float `json:"said"`
	Seen program.Float `json:"seen"`
	N    int           `json:"n"`
}

type contradictionDocument struct {
	A  string `json:"a"`
	B  string `json:"b"`
	N  int    `json:"n"`  // customers of whom both are said
	Of int    `json:"of"` // customers of whom a is said
}

type stationaryDocument struct {
	Gap       program.Float `json:"gap"` // days
	Shape     program.Float `json:"shape"`
	FalseLoss program.Float `json:"false_loss_per_customer_year"`
	Declining program.Float `json:"time_in_decline"`  // share
	Changes   program.Float `json:"changes_per_year"` // of stage, from a year after stability on
}

type delayDocument struct {
	Gap   program.Float `json:"gap"` // days
	Shape program.Float `json:"shape"`
	Drop  program.Float `json:"drop"` // share of the rate that goes; 1 is a loss
	Ours  program.Float `json:"ours"` // median days; null where more than half are never found
	Best  program.Float `json:"best"`
}

// Document returns the answer as what is written with -json.
func (a *answer) Document() any {
	d := document{Calibration: []binDocument{}, Stages: map[lifecycle.Stage]program.Float{}}
	n := a.loss
	d.Lost = lostDocument{n.called, program.Float(float64(n.bought) / float64(n.called)), program.Float(n.meanProb), a.monthly.verdicts, a.monthly.revoked}
	for _, bin := range a.calibration {
		if bin.n > 0 {
			d.Calibration = append(d.Calibration, binDocument{program.Float(bin.meanSaid()), program.Float(bin.seen()), bin.n})
		}
	}
	var at [lifecycle.NumStages + 1]int
	for i := range a.said {
		at[a.said[i].stage.Stage()]++
	}
	for s := lifecycle.StageProspect; s <= lifecycle.StageLost; s++ {
		d.Stages[s] = program.Float(float64(at[s]) / float64(len(a.said)))
	}
	for _, c := range a.contradictions {
		d.Contradictions = append(d.Contradictions, contradictionDocument{c.pair[0].name, c.pair[1].name, len(c.both), c.first})
	}
	for _, s := range a.stationary {
		d.Stationary = append(d.Stationary, stationaryDocument{program.Float(s.gap), program.Float(s.shape), program.Float(s.lives.LossRate()), program.Float(s.lives.DeclineShare()), program.Float(s.lives.ChangeRate())})
	}
	for _, v := range a.delay {
		d.Delay = append(d.Delay, delayDocument{program.Float(v.gap), program.Float(v.shape), program.Float(v.drop), program.Float(v.ours), program.Float(v.best)})
	}
	return d
}
