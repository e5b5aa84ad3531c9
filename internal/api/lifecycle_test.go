package api

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/lifecycle/hmm"
)

func init() {
	growth, rhythms, mix, season := new(lifecycle.Growth), new(lifecycle.Rhythms), new(lifecycle.PatternMix), new(lifecycle.Season)
	breakdown, moves, counts := new(lifecycle.Breakdown), new(lifecycle.Transitions), new(hmm.CountPanel)
	for i := range 12 {
		x := float64(i)
		must(growth.Add([]lifecycle.ActivePeriod{{Period: i, Amount: 1 + x}, {Period: i + 2, Amount: 3}}, lifecycle.Churn(i%3)))
		must(rhythms.Add(lifecycle.Cadence{Gaps: 2, Sum: 10 + x, Squares: (10+x)*(10+x)/2 + x}, x))
		must(mix.AddEnded(lifecycle.Pattern(1+i%4), x))
		must(mix.AddAlive(lifecycle.PatternProbs{0.1, 0.2, 0.3, 0.4}, x))
		must(breakdown.Add(lifecycle.Pattern(i%5), lifecycle.Stage(1+i%6), i, lifecycle.PeriodMoney{Volume: x, Revenue: 2 * x}))
		must(moves.Add(i, i%6, (i+1)%6))
		must(counts.Add(hmm.Sequence{Counts: []int{i, hmm.Missing, 2}, Exposure: []float64{1, 2, 3}}))
	}
	var events []lifecycle.Event
	for i := range 9 {
		events = append(events, lifecycle.Event{Day: lifecycle.Day(31 * i), Amount: 20 + float64(i), Cost: clientele.Known(2)})
	}
	must(season.Add(events))
	samples["lifecycle.Season"], samples["lifecycle.LearnedSeason"] = season, season.Learned()
	history, detector, err := lifecycle.Trace(nil, events, 900)
	must(err)
	samples["lifecycle.Growth"], samples["lifecycle.Rhythms"], samples["lifecycle.PatternMix"] = growth, rhythms, mix
	samples["lifecycle.Breakdown"], samples["lifecycle.Transitions"], samples["lifecycle/hmm.CountPanel"] = breakdown, moves, counts
	samples["lifecycle.Detector"] = &detector
	samples["lifecycle.Journey"] = lifecycle.Journey{Detector: detector, History: history}
	samples["lifecycle.Cadence"] = lifecycle.Cadence{Gaps: 2, Sum: 12, Squares: 80}
	samples["lifecycle.Rhythm"] = lifecycle.DefaultRhythm()
	samples["lifecycle.Event"] = events[3]
	chain := lifecycle.MigrationChain{P: [][]float64{{0.5, 0.5}, {0, 1}}, Weight: []float64{4, 5}}
	samples["lifecycle.MigrationChain"] = chain
	stages, err := moves.Chain(lifecycle.NumStages, 1)
	must(err)
	patterns, err := lifecycle.NewPatternModel(stages, 24)
	must(err)
	samples["lifecycle.PatternModel"] = patterns
	rules, err := lifecycle.NewRules(&lifecycle.StagePolicy{Gap: 45, Leaving: 0.2}, nil, nil)
	must(err)
	samples["lifecycle.Rules"] = rules
	samples["lifecycle.StageMap"] = lifecycle.StageMap{lifecycle.StageLost, lifecycle.StageStability}
	model := hmm.HiddenMarkov{Family: hmm.FamilyPoisson, Initial: []float64{0, 1}, Transition: [][]float64{{1, 0}, {0.2, 0.8}}, Mean: []float64{1, 3}}
	samples["lifecycle/hmm.HiddenMarkov"] = model
	samples["lifecycle/hmm.Sequence"] = hmm.Sequence{Counts: []int{1, 2}}

	policies["lifecycle.StagePolicy"] = policyCase(func(p *lifecycle.StagePolicy) (lifecycle.StagePolicy, any, error) {
		rules, err := lifecycle.NewRules(p, nil, nil)
		if err != nil {
			return lifecycle.StagePolicy{}, nil, err
		}
		history, d, err := lifecycle.Trace(rules, events, 900)
		return rules.Policy(), []any{history, d.Probs(), d.AppendReasons(nil)}, err
	})
}
