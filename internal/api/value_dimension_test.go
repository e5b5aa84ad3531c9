package api

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/dimension"
)

func init() {
	base := make([]dimension.Measures, 40)
	var population dimension.Population
	for k := range base {
		base[k][dimension.IndicatorAmount] = clientele.Known(float64(k))
		base[k][dimension.IndicatorSilence] = clientele.Known(float64(k * k % 17))
		must(population.Add(&base[k]))
	}
	scorer := made(dimension.FitScorer(base, nil))
	samples["value/dimension.Measures"] = base[7]
	samples["value/dimension.Population"] = &population
	samples["value/dimension.DimensionScorer"] = *scorer
	samples["value/dimension.DimensionScore"] = scorer.Score(&base[7])
	policies["value/dimension.DimensionPolicy"] = policyCase(func(p *dimension.DimensionPolicy) (dimension.DimensionPolicy, any, error) {
		s, err := dimension.FitScorer(base, p)
		if err != nil {
			return dimension.DimensionPolicy{}, nil, err
		}
		score := s.Score(&base[30])
		return s.Policy(), fmt.Sprint(score.AppendReasons(nil)), nil // NaN is equal to NaN in words
	})
}
