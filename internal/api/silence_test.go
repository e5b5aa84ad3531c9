package api

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/silence"
)

func init() {
	rhythm := silence.BaseRhythm{Gap: 4, Weight: 2, Leave: 0.1, Unit: clientele.Week}
	samples["value/silence.BaseRhythm"] = rhythm
	samples["value/silence.LossVerdict"] = made(silence.NewLossRule(nil, rhythm, nil)).Classify(clientele.History{Repeats: 2, Last: 3, Age: 5})
	refusing["value/silence.LossRule"] = "its model, BaseRhythm and LossPolicy"
	policies["value/silence.LossPolicy"] = policyCase(func(p *silence.LossPolicy) (silence.LossPolicy, any, error) {
		rule, err := silence.NewLossRule(nil, rhythm, p)
		if err != nil {
			return silence.LossPolicy{}, nil, err
		}
		return rule.Policy(), rule.Classify(clientele.History{Repeats: 2, Last: 3, Age: 5}), nil
	})
}
