package api

import (
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount/criteria"
	"github.com/clientele-go/clientele/keyaccount/relationship"
)

func init() {
	chain := sure(relationship.NewChain([]relationship.Person{
		{ID: "a", Roles: []relationship.BuyingRole{relationship.BuyingRoleDecider}, Stance: relationship.StanceSceptic, Influence: clientele.Known(6)},
		{ID: "b", ReportsTo: "a", Sponsor: "us", Tie: clientele.Known(4), Potential: clientele.Known(0.7), Rank: 4},
		{ID: "c", ReportsTo: "a", Sponsor: "us", Tie: clientele.Known(3)},
	}, []relationship.Link{{From: "b", To: "a", Strength: 0.5}}))
	samples["keyaccount/relationship.Chain"] = chain
	samples["keyaccount/relationship.Scale"] = relationship.DefaultScale()
	samples["keyaccount/criteria.Judgements"] = sure(criteria.FromUpper(3, 2, 4, 3))
	samples["keyaccount/criteria.Measurements"] = criteria.Measurements{
		Columns: []criteria.Column{{Name: "sales", Direction: criteria.ColumnDirectionBenefit}},
		Rows:    [][]clientele.Measure{{clientele.Known(3)}, {clientele.Known(1)}},
	}

	samples["keyaccount/criteria.CriterionNode"] = criteria.CriterionNode{Name: "all", Points: []float64{2, 1}, Children: []criteria.CriterionNode{{Name: "x"}, {Name: "y"}}}
	samples["keyaccount/relationship.Plan"] = relationship.Plan{Account: "a", Updated: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}

	policies["keyaccount/relationship.ChainPolicy"] = policyCase(func(p *relationship.ChainPolicy) (relationship.ChainPolicy, any, error) {
		a, err := chain.Analyse(p)
		return p.Filled(), a, err
	})
	policies["keyaccount/relationship.StatePolicy"] = policyCase(func(p *relationship.StatePolicy) (relationship.StatePolicy, any, error) {
		scale := relationship.DefaultScale()
		ratings := make([]relationship.DimensionRating, len(scale.Dimensions))
		for i := range ratings {
			ratings[i].Score = clientele.Known(3)
		}
		s, err := relationship.Assess(chain, relationship.RelationshipReview{People: []relationship.Rated{{Person: "b", Ratings: ratings}}}, scale, p)
		return p.Filled(), s, err
	})
	policies["keyaccount/relationship.MatchPolicy"] = policyCase(func(p *relationship.MatchPolicy) (relationship.MatchPolicy, any, error) {
		m, err := relationship.Match(chain.Person(1), []relationship.Staff{{ID: "x", Rank: 3, Ability: clientele.Known(4)}}, p)
		return p.Filled(), m, err
	})
	policies["keyaccount/relationship.PlanPolicy"] = policyCase(func(p *relationship.PlanPolicy) (relationship.PlanPolicy, any, error) {
		day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		plan := relationship.Plan{Account: "a", Updated: day, Actions: []relationship.Action{{What: "call", Owner: "x", Due: day.AddDate(0, 0, 30)}}}
		s, err := plan.At(day.AddDate(0, 0, 20), p)
		return p.Filled(), s, err
	})
}
