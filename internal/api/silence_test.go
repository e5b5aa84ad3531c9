package api

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/silence"
)

func init() {
	rhythm := silence.BaseRhythm{Gap: 4, Weight: 2, Leave: 0.1, Unit: clientele.Week}
	model := btyd.MBGNBD{R: 0.5, Alpha: 6, A: 0.9, B: 1.6, Unit: clientele.Week}
	rule := made(silence.NewLossRule(model, rhythm, nil))
	evidence := silence.LossEvidence{Scores: []silence.KindScore{{Kind: "btyd.MBGNBD", Score: 0.5}}, Score: 0.5, Forecasts: 3, Slope: 1}
	samples["value/silence.BaseRhythm"] = rhythm
	samples["value/silence.LossRule"] = rule
	samples["value/silence.LossModel"] = rule.Models()[0]
	samples["value/silence.LossEvidence"] = evidence
	samples["value/silence.KindScore"] = evidence.Scores[0]
	samples["..LossVerdict"] = rule.Classify(clientele.History{Repeats: 2, Last: 3, Age: 5})
	policies["value/silence.LossPolicy"] = policyCase(func(p *silence.LossPolicy) (silence.LossPolicy, any, error) {
		rule, err := silence.NewLossRule(nil, rhythm, p)
		if err != nil {
			return silence.LossPolicy{}, nil, err
		}
		return rule.Policy(), rule.Classify(clientele.History{Repeats: 2, Last: 3, Age: 5}), nil
	})
}
