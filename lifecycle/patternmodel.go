package lifecycle

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/clientele-go/clientele"
)

// PatternProbs holds the probability of each pattern: index Pattern − 1,
// summing to 1.
type PatternProbs [NumPatterns]float64

// Of returns the probability of p, 0 if p is unassigned.
func (p PatternProbs) Of(q Pattern) float64 {
	if !patterns.Valid(q) {
		return 0
	}
	return p[q-1]
}

// PatternModel gives the probabilities of the four patterns for a relationship
// that is still alive, from how the base moves between stages. Loss ends a
// relationship; one who returns had not left, and goes on with it.
//
// Once exploration is behind, P(reach formation or stability) and P(reach
// stability) before loss decide between the first three patterns. In stability,
// let ρ be the probability of ever spending another period there; the number of
// periods still to come in stability is then geometric, and a relationship that
// has been there for k of Long periods is long-lasting with probability
// ρ^(Long − k).
type PatternModel struct {
	Stages MigrationChain `json:"stages"` // moves between the stages a period; state = stage − 1
	Long   int            `json:"long"`   // periods in stability that make a relationship long-lasting

	hold    float64            // ρ
	stable  [NumStages]float64 // P(reach stability before loss)
	further [NumStages]float64 // P(reach formation or stability before loss)
}

// NewPatternModel makes the model from the moves of a base between stages, such
// as Transitions.MigrationChain(NumStages, 1) of the stages at month ends, and the number
// of periods in stability that count as long-lasting (24 months, say). The error
// is an *clientele.InputError.
func NewPatternModel(stages *MigrationChain, long int) (*PatternModel, error) {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "lifecycle.PatternModel", Field: field, Value: value, Want: want}
	}
	if stages == nil || len(stages.P) != NumStages {
		return nil, bad("Stages", stages, "a chain of the six stages")
	}
	if err := stages.Check(); err != nil {
		return nil, err
	}
	if long < 1 || long > MaxPeriod {
		return nil, bad("Long", long, "1 to 1,000,000 periods")
	}
	m := &PatternModel{Stages: *stages, Long: long}
	m.stable = m.before(StageStability)
	m.further = m.before(StageFormation, StageStability)
	// ever again: stay, or leave for a stage that leads back
	for j, p := range stages.P[StageStability-1] {
		switch s := Stage(j + 1); s {
		case StageLost:
		case StageStability:
			m.hold += p
		default:
			m.hold += p * m.stable[j]
		}
	}
	m.hold = math.Min(m.hold, 1)
	return m, nil
}

// before returns by stage the probability of reaching one of the targets before
// loss; 1 for the targets and 0 for loss. The chain is solved with a pinch of
// loss everywhere, so that stages that are never left cannot make it singular.
func (m *PatternModel) before(targets ...Stage) (out [NumStages]float64) {
	const pinch = 1e-12
	a := mat.NewDense(NumStages, NumStages, nil)
	b := mat.NewVecDense(NumStages, nil)
	done := map[Stage]bool{StageLost: true}
	for _, s := range targets {
		done[s] = true
		b.SetVec(int(s)-1, 1)
	}
	for i := range NumStages {
		a.Set(i, i, 1)
		if done[Stage(i+1)] {
			continue
		}
		for j, p := range m.Stages.P[i] {
			a.Set(i, j, a.At(i, j)-p*(1-pinch))
		}
	}
	var x mat.VecDense
	_ = x.SolveVec(a, b) // a poor condition is that of a stage hardly ever left, whose answer is right all the same
	for i := range out {
		out[i] = math.Min(math.Max(x.AtVec(i), 0), 1)
	}
	return out
}

// Probs returns the probabilities of the patterns for a customer in a stage who
// has reached (the furthest of StageExploration, StageFormation and StageStability so far) and
// been in stability for some periods. For one who is StageLost it is the verdict, and
// the loss of a prospect counts as early miscarriage.
// Special cases are: all NaN if stage is unassigned, or periods < 0.
func (m *PatternModel) Probs(stage, reached Stage, periods int) PatternProbs {
	var p PatternProbs
	if !stages.Valid(stage) || periods < 0 {
		for i := range p {
			p[i] = math.NaN()
		}
		return p
	}
	if stage == StageFormation || stage == StageStability { // a stage one is in was reached
		reached = max(reached, stage)
	}
	if stage == StageLost {
		p[m.verdict(reached, periods)-1] = 1
		return p
	}
	stable, further := m.stable[stage-1], m.further[stage-1]
	if reached >= StageStability { // what remains is whether it lasts
		long := m.lasting(periods)
		if stage != StageStability && periods < m.Long { // it has to come back first
			long = stable * m.lasting(periods+1)
		}
		p[PatternLongLasting-1], p[PatternEarlyExit-1] = long, 1-long
		return p
	}
	if reached == StageFormation {
		further = 1
	}
	p[PatternEarlyMiscarriage-1] = 1 - further
	p[PatternMidwayDeath-1] = math.Max(further-stable, 0)
	p[PatternLongLasting-1] = stable * m.lasting(1)
	p[PatternEarlyExit-1] = stable - p[PatternLongLasting-1]
	return p
}

// lasting returns the probability that a customer now in stability, for the
// given number of periods with this one, gets to Long periods.
func (m *PatternModel) lasting(periods int) float64 {
	return math.Pow(m.hold, float64(max(m.Long-max(periods, 1), 0)))
}

func (m *PatternModel) verdict(reached Stage, periods int) Pattern {
	switch {
	case reached <= StageExploration:
		return PatternEarlyMiscarriage
	case reached == StageFormation:
		return PatternMidwayDeath
	case periods < m.Long:
		return PatternEarlyExit
	}
	return PatternLongLasting
}

// RelationshipAt sums up a stage history for PatternModel.Probs: the stage at asOf,
// the furthest stage the latest relationship had reached by then, and the days
// it had been in stability.
func RelationshipAt(history []StageEntry, asOf Day) (stage, reached Stage, stableDays Day) {
	n := 0
	for n < len(history) && history[n].Day <= asOf {
		n++
	}
	history = history[:n]
	reached, stableDays, _ = lastRelationship(history)
	if n > 0 {
		stage = history[n-1].Stage
		if stage == StageStability {
			stableDays += asOf - history[n-1].Day
		}
	}
	return stage, reached, stableDays
}
