package api

import (
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/perceived"
	"github.com/clientele-go/clientele/value/referral"
)

func init() {
	var own, rival perceived.OfferRating
	for i := perceived.OfferItemProduct; i <= perceived.Items; i++ {
		own[i], rival[i] = clientele.Known(float64(1+i)), clientele.Known(6)
	}
	survey := sure(perceived.NewSurvey(nil))
	must(survey.Add(own, rival))
	must(survey.Add(rival, own))
	samples["value/perceived.Survey"] = survey
	samples["value/perceived.OfferPolicy"] = survey.Policy()
	samples["value/perceived.SurveySummary"] = sure(survey.Summary(0.9))
	samples["value/referral.Network"] = sure(referral.NewNetwork(3, slices.Values([]referral.NetworkEdge{{From: 0, To: 1}, {From: 1, To: 2, Weight: 0.5}})))

	policies["value/perceived.OfferPolicy"] = policyCase(func(p *perceived.OfferPolicy) (perceived.OfferPolicy, any, error) {
		a, err := perceived.NewAppraiser(p)
		return a.Policy(), []any{a.Of(&own), a.Compare(&own, rival)}, err
	})
}
